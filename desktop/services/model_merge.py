"""Merges what the person, the server and the table say of a connection's models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.connection import Connection
from desktop.core.models import FREE, NO_FACTS, Facts, ModelInfo, ModelKey, Source, merged
from desktop.services.model_table import ModelTable
from desktop.services.presets import preset

if TYPE_CHECKING:
    from desktop.api.models.listing import Model

_AT_HOME = Facts(price=FREE)


@dataclass(frozen=True, slots=True)
class Merge:
    """The sources for one connection. They do not change meanwhile: it may run in a worker.

    `own` is what the person says, `details` what the server said when it was asked for one model.
    """

    connection: Connection
    table: ModelTable
    own: Mapping[ModelKey, Facts]
    details: Mapping[ModelKey, Facts]

    def one(self, model: str, said: Facts = NO_FACTS, *, is_listed: bool | None) -> ModelInfo:
        """Merge one model; `said` is what its entry in the server's list says."""
        key = ModelKey(self.connection.id, model)
        facts, origins = merged(
            (
                (Source.PERSON, self.own.get(key, NO_FACTS)),
                (Source.SERVER, self.details.get(key, NO_FACTS)),
                (Source.SERVER, said),
                (Source.TABLE, self.table.facts(model, self.connection)),
                (Source.TABLE, _AT_HOME if self._is_at_home() else NO_FACTS),
            )
        )
        return ModelInfo(key, facts, origins, is_listed)

    def all(self, models: Iterable[Model]) -> dict[str, ModelInfo]:
        """Merge what a server lists."""
        return {model.id: self.one(model.id, model.facts, is_listed=True) for model in models}

    def _is_at_home(self) -> bool:
        """Tell whether its models run on this computer, for nothing."""
        row = preset(self.connection.preset)
        is_local = row is not None and row.is_local and not row.is_gateway
        return is_local or self.connection.is_built_in
