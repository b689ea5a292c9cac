"""What is known of every model: its server's words, the table's, the person's own, merged into one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.connection import Connection
from desktop.core.errors import AppError
from desktop.core.models import (
    NO_FACTS,
    Facts,
    ModelInfo,
    ModelKey,
    Price,
    Retirement,
    Task,
    Urgency,
    fits,
    retirement,
)
from desktop.core.observe import Event
from desktop.core.picture_tokens import Rule
from desktop.services.client import Client
from desktop.services.model_merge import Merge
from desktop.services.model_table import ModelTable
from desktop.services.servers import Servers
from desktop.store.model_choices import ModelChoices
from desktop.store.settings import CONNECTION, MODEL, Settings

if TYPE_CHECKING:
    from desktop.api.models.listing import Model


class Lost(StrEnum):
    """Why the chosen model of a task cannot be had."""

    RETIRED = "retired"
    GONE = "gone"  # its server does not list it any more
    REMOVED = "removed"  # its connection was removed


@dataclass(frozen=True, slots=True)
class Default:
    """The model that a task begins with; None: no server has one that fits.

    `instead_of` is the chosen model where another had to be taken, `lost` says why.
    """

    key: ModelKey | None
    instead_of: ModelKey | None = None
    lost: Lost | None = None


def read(table_file: Path, choices_file: Path) -> tuple[ModelTable, ModelChoices]:
    """Read the table and the person's choices; worker threads only."""
    choices = ModelChoices(choices_file)
    choices.read()
    return ModelTable.read(table_file), choices


def _today() -> date:
    return date.fromisoformat(time.strftime("%Y-%m-%d"))


class Models:
    """Every model of every connection. Used on the loop's thread; lists are merged in a worker.

    `changed` gives the id of a connection when more is known of its models, or something else.
    """

    def __init__(
        self,
        servers: Servers,
        client: Client,
        settings: Settings,
        table: ModelTable,
        choices: ModelChoices,
    ) -> None:
        self._servers, self._client, self._settings = servers, client, settings
        self._table, self.choices = table, choices
        self._infos: dict[str, dict[str, ModelInfo]] = {}
        self._merged_from: dict[str, tuple[Model, ...]] = {}
        self._details: dict[ModelKey, Facts] = {}
        self.today: Callable[[], date] = _today
        self.changed: Event[str] = Event()
        servers.changed.connect(self._on_servers)

    @property
    def as_of(self) -> date:
        """The day of the table: its prices are estimates as of then."""
        return self._table.as_of

    # what there is
    def of(self, connection_id: str) -> tuple[ModelInfo, ...]:
        """Give what is known now of a connection's models, its own default first if it is not listed."""
        connection = self._servers.get(connection_id)
        if connection.id != connection_id:
            return ()
        infos = self._infos.get(connection_id, {})
        if connection.model and connection.model not in infos:
            return (self.info(ModelKey(connection_id, connection.model)), *infos.values())
        return tuple(infos.values())

    def info(self, key: ModelKey) -> ModelInfo:
        """Give what is known of one model, listed or not."""
        listed = self._infos.get(key.connection_id, {}).get(key.model)
        if listed is not None:
            return listed
        is_listed = False if key.connection_id in self._infos else None
        return self._merge(key.connection_id).one(key.model, is_listed=is_listed)

    async def refresh(self, connection_id: str, *, is_fresh: bool = False) -> tuple[ModelInfo, ...]:
        """Ask a server for its models, if it was not asked before or `is_fresh`; give them.

        Raises:
            AppError: the server cannot be asked; what was known stays.
        """
        models = await self._servers.models(connection_id, is_fresh=is_fresh)
        connection = self._servers.get(connection_id)
        if connection.id == connection_id and self._merged_from.get(connection_id) is not models:
            merge = self._merge(connection_id)
            self._infos[connection_id] = await asyncio.to_thread(merge.all, models)
            self._merged_from[connection_id] = models
            self.changed.emit(connection_id)
        return self.of(connection_id)

    async def inspect(self, key: ModelKey) -> ModelInfo:
        """Give all that is known of one model, asking its server for more where that is free.

        Raises:
            AppError: the server cannot be asked.
        """
        if key not in self._details and not self._servers.get(key.connection_id).is_built_in:
            self._details[key] = await self._ask(key)
            self._renew(key)
        return self.info(key)

    def label(self, connection_id: str, model: str) -> str:
        """Give the name of a model that people read."""
        return self.info(ModelKey(connection_id, model)).label

    def picture_rule(self, key: ModelKey) -> Rule | None:
        """Give how a model counts the tokens of a picture; None: nobody says."""
        return self._table.picture_rule(key.model)

    def is_gone(self, key: ModelKey) -> bool:
        """Tell whether the server was asked and does not list the model, under this name or its tag."""
        listed = self._infos.get(key.connection_id)
        return listed is not None and not {key.model, f"{key.model}:latest"} & listed.keys()

    # when it ends
    def retirement(self, info: ModelInfo) -> Retirement | None:
        """Give how near the end of a model is; None: none is announced."""
        return retirement(info.facts, self.today())

    def successor(self, info: ModelInfo) -> ModelKey | None:
        """Give the model that is to follow, if the same server lists it."""
        named = info.facts.successor
        if named and named in self._infos.get(info.key.connection_id, {}):
            return ModelKey(info.key.connection_id, named)
        return None

    # what a person decides
    def default(self, task: Task) -> ModelKey | None:
        """Give the model that the person chose for a task; None: whatever fits."""
        if task is not Task.CHAT:
            return self.choices.defaults.get(task)
        connection = self._servers.get(self._settings.get(CONNECTION))
        chosen = self._settings.get(MODEL) or connection.model
        return ModelKey(connection.id, chosen) if chosen else None

    async def set_default(self, task: Task, key: ModelKey | None) -> None:
        """Choose the model of a task; a new chat begins with the model that was chosen last.

        Raises:
            AppError: it cannot be written; the choice holds until the program ends.
        """
        if task is not Task.CHAT:
            await self.choices.set_default(task, key)
            self.changed.emit(key.connection_id if key else "")
        elif key is not None:
            await self._settings.set(CONNECTION, key.connection_id)
            await self._settings.set(MODEL, key.model)
            self._servers.changed.emit(key.connection_id)

    async def set_price(self, key: ModelKey, price: Price | None) -> None:
        """Take the person's own price; None: the server's or the table's; errors as `set_default`."""
        try:
            await self.choices.set_price(key, price)
        finally:
            self._renew(key)

    async def resolve(self, task: Task) -> Default:
        """Give the model for a task: the chosen one, else a connection's own, else the first that fits.

        Servers are asked for their lists; one that does not answer keeps what was chosen.
        """
        chosen = self.default(task)
        lost = await self._lost(chosen) if chosen else None
        if chosen and lost is None:
            return Default(chosen)
        for connection in self._in_order(chosen):
            found = await self._first_fitting(connection, task)
            if found is not None:
                return Default(found, chosen, lost)
        return Default(None, chosen, lost)

    async def _lost(self, key: ModelKey) -> Lost | None:
        if self._servers.get(key.connection_id).id != key.connection_id:
            return Lost.REMOVED
        await self._try_refresh(key.connection_id)
        end = self.retirement(self.info(key))
        if end is not None and end.urgency is Urgency.PAST:
            return Lost.RETIRED
        return Lost.GONE if self.is_gone(key) else None

    def _in_order(self, chosen: ModelKey | None) -> Iterable[Connection]:
        first = (chosen.connection_id if chosen else "", self._settings.get(CONNECTION))
        known = {connection.id: connection for connection in self._servers.all()}
        wanted = [name for name in first if name in known]
        return [known[name] for name in dict.fromkeys([*wanted, *known])]

    async def _first_fitting(self, connection: Connection, task: Task) -> ModelKey | None:
        await self._try_refresh(connection.id)
        usable = [info for info in self.of(connection.id) if self._is_usable(info, task)]
        usable.sort(key=lambda info: info.id != connection.model)
        return usable[0].key if usable else None

    def _is_usable(self, info: ModelInfo, task: Task) -> bool:
        end = self.retirement(info)
        is_over = end is not None and end.urgency is Urgency.PAST
        return fits(info.facts, task) and not is_over and info.is_listed is not False

    async def _try_refresh(self, connection_id: str) -> None:
        try:
            await self.refresh(connection_id)
        except AppError:
            return  # what it lists is not known, then: nothing is concluded from that

    # merging
    def _merge(self, connection_id: str) -> Merge:
        connection = self._servers.get(connection_id)
        return Merge(connection, self._table, dict(self.choices.overrides), dict(self._details))

    def _renew(self, key: ModelKey) -> None:
        """Merge one model again, and tell."""
        listed = self._merged_from.get(key.connection_id, ())
        entry = next((model for model in listed if model.id == key.model), None)
        if entry is not None:
            info = self._merge(key.connection_id).one(key.model, entry.facts, is_listed=True)
            self._infos[key.connection_id][key.model] = info
        self.changed.emit(key.connection_id)

    async def _ask(self, key: ModelKey) -> Facts:
        listed = self._servers.known_models(key.connection_id)
        owner = next((model.owned_by for model in listed if model.id == key.model), "")
        connection = self._servers.get(key.connection_id)
        async with self._client.use() as http:
            from desktop.api.models.details import (  # noqa: PLC0415 - the client is loaded by now
                model_facts,
                server_of,
            )

            server = server_of(connection.preset, owner)
            if not server:
                return NO_FACTS
            endpoint = await self._servers.endpoint(key.connection_id)
            return await model_facts(http, endpoint, key.model, server)

    def _on_servers(self, connection_id: str) -> None:
        if not self._servers.known_models(connection_id):  # changed, not only learnt something
            self._infos.pop(connection_id, None)
            self._merged_from.pop(connection_id, None)
            self._details = {
                key: facts
                for key, facts in self._details.items()
                if key.connection_id != connection_id
            }
        self.changed.emit(connection_id)
