"""The servers a person may talk to: a connection's record becomes an address, a key, its models."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.connection import BUILT_IN_ID, Connection, Endpoint, Secret
from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.services.client import Client
from desktop.services.engine import Engine
from desktop.store.connections import Connections, checked_url
from desktop.store.secrets import Place, Secrets

if TYPE_CHECKING:
    from desktop.api.models import Model

BUILT_IN = Connection(BUILT_IN_ID, "", "", "smollm2-135m-instruct")
"""The engine that comes with the program; its name is a word of the interface."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a test of a connection found: its models and how long the server took, or the error."""

    models: tuple[Model, ...] = ()
    seconds: float = 0.0
    error: AppError | None = None


class Servers:
    """Knows every connection, the built-in one first.

    Events: `changed` with a connection's id when it was added, changed or removed.
    """

    def __init__(
        self, connections: Connections, secrets: Secrets, engine: Engine, client: Client
    ) -> None:
        self._connections, self._secrets = connections, secrets
        self._engine, self._client = engine, client
        self._models: dict[str, tuple[Model, ...]] = {}
        self._versions: Counter[str] = Counter()  # how often each connection was changed
        self.changed: Event[str] = Event()
        connections.changed.connect(self._on_changed)

    def all(self) -> tuple[Connection, ...]:
        """Give every connection, the built-in one first."""
        return (BUILT_IN, *self._connections.list())

    def get(self, connection_id: str) -> Connection:
        """Give a connection; the built-in one where the id is not known any more."""
        return next((c for c in self.all() if c.id == connection_id), BUILT_IN)

    async def endpoint(self, connection_id: str) -> Endpoint:
        """Give address and key for the next request.

        Raises:
            AppError: ENGINE_* when the built-in engine cannot run; NO_KEYRING when the key
                cannot be read; NOT_FOUND when the connection was removed.
        """
        if connection_id == BUILT_IN_ID:
            return await self._engine.endpoint()
        connection = self.get(connection_id)
        if connection.is_built_in:
            raise AppError(Code.NOT_FOUND, "the connection was removed")
        key = await self._secrets.read(connection_id)
        return Endpoint(connection.base_url, key, connection.api)

    async def models(self, connection_id: str, *, is_fresh: bool = False) -> tuple[Model, ...]:
        """Give what the server offers; asked once, then kept until `is_fresh` or a change."""
        if connection_id in self._models and not is_fresh:
            return self._models[connection_id]
        asked_of = self._versions[connection_id]
        models = await self._client.models(await self.endpoint(connection_id))
        if self._versions[connection_id] == asked_of:  # else it was another server's answer
            self._models[connection_id] = models
        return models

    def known_models(self, connection_id: str) -> tuple[Model, ...]:
        """Give the models that were asked for before; nothing is sent."""
        return self._models.get(connection_id, ())

    async def default_model(self, connection_id: str) -> str:
        """Give the model a new conversation begins with.

        Raises:
            AppError: NO_MODEL when the server lists none, or what `models` raises.
        """
        chosen = self.get(connection_id).model
        if chosen:
            return chosen
        models = await self.models(connection_id)
        if not models:
            raise AppError(Code.NO_MODEL)
        return models[0].id

    async def test(self, base_url: str, key: Secret) -> Verdict:
        """Ask a server for its models, with nothing stored; an error is part of the verdict."""
        began = time.monotonic()
        try:
            models = await self._client.models(Endpoint(checked_url(base_url), key))
        except AppError as error:
            return Verdict(error=error)
        return Verdict(models, time.monotonic() - began)

    async def key_of(self, connection_id: str) -> Secret:
        """Give the stored key of a connection; empty when there is none."""
        return await self._secrets.read(connection_id)

    async def save(
        self, connection: Connection, key: Secret | None, place: Place | None = None
    ) -> None:
        """Keep a connection, and its key unless `key` is None (unchanged).

        The key goes first: a connection whose key could not be kept is not stored. `place` None is
        the keyring; another place only where the person chose it.

        Raises:
            AppError: NO_KEYRING, BAD_URL, or what the disk says.
        """
        checked_url(connection.base_url)
        if key is not None:
            await self._secrets.keep(connection.id, key, place=place or Place.KEYRING)
        is_known = self._connections.get(connection.id) is not None
        await (self._connections.update if is_known else self._connections.add)(connection)

    async def remove(self, connection_id: str) -> None:
        """Forget a connection and its key; the key first, so that none is left unreachable.

        Raises:
            AppError: NO_KEYRING when the key cannot be removed now; the connection stays.
        """
        await self._secrets.forget(connection_id)
        await self._connections.remove(connection_id)

    def _on_changed(self, connection_id: str) -> None:
        self._models.pop(connection_id, None)
        self._versions[connection_id] += 1
        self.changed.emit(connection_id)
