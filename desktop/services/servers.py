"""The servers a person may talk to: a connection's record becomes an address, a key, its models."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.capabilities import Capability, Fact
from desktop.core.connection import (
    BUILT_IN_ID,
    DIRECT,
    NO_SECRET,
    Connection,
    Endpoint,
    Secret,
    Transport,
)
from desktop.core.errors import AppError, Code
from desktop.core.logs import Redactor
from desktop.core.observe import Event
from desktop.services.capabilities import Capabilities
from desktop.services.client import Client
from desktop.services.engine import Engine
from desktop.services.presets import preset
from desktop.services.secret_headers import read_headers
from desktop.store.connections import Connections, checked_url
from desktop.store.secrets import Place, SecretKind, Secrets

if TYPE_CHECKING:
    from desktop.api.models.listing import Model
    from desktop.api.reading.limits import RateLimits
    from desktop.services.checkup import Finding

BUILT_IN = Connection(BUILT_IN_ID, "", "", "smollm2-135m-instruct", preset=BUILT_IN_ID)
"""The engine that comes with the program; its name is a word of the interface."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What becomes of one secret when a connection is saved.

    With a `variable` it is taken from that environment variable from now on; otherwise `secret` is
    kept at `place`, and an empty one is forgotten.
    """

    secret: Secret = NO_SECRET
    place: Place = Place.KEYRING
    variable: str = ""


class Servers:
    """Knows every connection, the built-in one first.

    Events: `changed` with a connection's id when it was added, changed or removed, or when it
    taught us what it can do.
    """

    def __init__(
        self,
        connections: Connections,
        secrets: Secrets,
        engine: Engine,
        client: Client,
        capabilities: Capabilities,
        redactor: Redactor | None = None,
    ) -> None:
        self._connections, self._secrets = connections, secrets
        self._engine, self._client = engine, client
        self._capabilities = capabilities
        self._redactor = redactor or Redactor()
        self._models: dict[str, tuple[Model, ...]] = {}
        self._versions: Counter[str] = Counter()  # how often each connection was changed
        self.changed: Event[str] = Event()
        connections.changed.connect(self._on_changed)
        capabilities.changed.connect(self.changed.emit)

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
            built_in = await self._engine.endpoint()
            self._redactor.learn(built_in.secrets)
            return built_in
        connection = self.get(connection_id)
        if connection.is_built_in:
            raise AppError(Code.NOT_FOUND, "the connection was removed")
        return await self._endpoint(connection, {})

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

    def capabilities(self, connection_id: str) -> Mapping[Capability, Fact]:
        """Give every capability with what is known of it."""
        return self._capabilities.facts(self.get(connection_id))

    def refused(self, connection_id: str, model: str) -> frozenset[str]:
        """Give the parameters that a connection has refused for a model: they are not sent."""
        return self._capabilities.refused(connection_id, model)

    def limits(self, connection_id: str) -> RateLimits | None:
        """Give what the server last said of how much may be asked; None: it said nothing."""
        return self._client.limits(connection_id)

    async def check_up(
        self, connection: Connection, secrets: Mapping[SecretKind, Secret]
    ) -> AsyncGenerator[Finding, None]:
        """Test a connection as it is given, stored or not; what it has taught us is learnt anew.

        Args:
            connection: What to test; nothing of it is stored.
            secrets: What was typed; kinds that are absent are read from where they are kept.
        """
        from desktop.services.checkup import (  # noqa: PLC0415 - who edits a connection tests it
            Finding,
            Outcome,
            Step,
            check_up,
        )

        try:
            endpoint = await self._endpoint(connection, secrets)
        except AppError as error:
            yield Finding(Step.NAME, Outcome.FAILED, error=error)
            return
        if connection.id:
            self._capabilities.forget(connection.id)
        async with aclosing(check_up(self._client, endpoint, connection.model)) as findings:
            async for finding in findings:
                if finding.models and connection.id and connection == self.get(connection.id):
                    self._models[connection.id] = finding.models
                yield finding

    async def secret_of(self, connection_id: str, kind: SecretKind = SecretKind.KEY) -> Secret:
        """Give a stored secret of a connection; empty when there is none."""
        return await self._secrets.read(connection_id, kind)

    async def place_of(
        self, connection_id: str, kind: SecretKind = SecretKind.KEY
    ) -> tuple[Place | None, str]:
        """Tell where a secret is kept, and for an environment variable its name; None: nowhere."""
        return await self._secrets.place(connection_id, kind)

    async def save(self, connection: Connection, secrets: Mapping[SecretKind, Kept]) -> None:
        """Keep a connection and those of its secrets that are given; the others stay.

        Secrets go first: a connection whose key could not be kept is not stored.

        Raises:
            AppError: NO_KEYRING, BAD_URL, or what the disk says.
        """
        checked_url(connection.base_url)
        for kind, kept in secrets.items():
            if kept.variable:
                await self._secrets.refer_to(connection.id, kept.variable, kind)
            else:
                await self._secrets.keep(connection.id, kept.secret, kept.place, kind)
        before = self._connections.get(connection.id)
        saved = await (self._connections.update if before else self._connections.add)(connection)
        if before is not None and (before.base_url, before.preset) != (
            saved.base_url,
            saved.preset,
        ):
            self._capabilities.forget(connection.id)  # it is another server now

    async def remove(self, connection_id: str) -> None:
        """Forget a connection and its key; the key first, so that none is left unreachable.

        Raises:
            AppError: NO_KEYRING when the key cannot be removed now; the connection stays.
        """
        await self._secrets.forget(connection_id)
        await self._connections.remove(connection_id)
        self._capabilities.forget(connection_id)

    async def _endpoint(
        self, connection: Connection, typed: Mapping[SecretKind, Secret]
    ) -> Endpoint:
        async def secret(kind: SecretKind, *, is_used: bool = True) -> Secret:
            if kind in typed:
                return typed[kind]
            if not (is_used and connection.id):
                return NO_SECRET  # a keyring is not asked for what nothing needs
            return await self._secrets.read(connection.id, kind)

        row = preset(connection.preset)
        transport = Transport(
            connection.proxy,
            await secret(SecretKind.PROXY, is_used=connection.proxy not in {"", DIRECT}),
            connection.trust,
            connection.ca_file,
            connection.certificate_file,
            connection.certificate_key_file,
            await secret(SecretKind.CERTIFICATE, is_used=bool(connection.certificate_file)),
        )
        endpoint = Endpoint(
            checked_url(connection.base_url),
            await secret(SecretKind.KEY),
            connection.api,
            connection.id,
            row.key_header if row is not None else "",
            connection.organization,
            connection.project,
            read_headers(await secret(SecretKind.HEADERS)),
            connection.patience_s,
            transport,
        )
        self._redactor.learn(endpoint.secrets)
        return endpoint

    def _on_changed(self, connection_id: str) -> None:
        self._models.pop(connection_id, None)
        self._versions[connection_id] += 1
        self.changed.emit(connection_id)
