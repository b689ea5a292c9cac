"""What the verbs of speech share: the servers a person has set up, and one of them by its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from desktop.core.connection import Connection
from desktop.core.logs import Redactor, write_logs
from desktop.services.capabilities import Capabilities
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.engine import Engine, engine_command
from desktop.services.servers import Servers
from desktop.services.speaking import Speaking
from desktop.store.connections import Connections
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from desktop.store.secrets import Secrets, system_keyring
from desktop.store.settings import Settings


@dataclass(frozen=True, slots=True)
class Opened:
    """The services that speech needs, with no window."""

    paths: Paths
    settings: Settings
    servers: Servers
    client: Client
    catalogue: Catalogue

    def speaking(self, recordings: Recordings) -> Speaking:
        """Give what dictates into `recordings`."""
        return Speaking(
            lambda: recordings,
            self.servers,
            self.client,
            self.catalogue,
            self.settings,
            self.paths.cache,
        )


@asynccontextmanager
async def opened() -> AsyncIterator[Opened]:
    """Give them over the person's data; the database stays closed."""
    redactor, paths = Redactor(), Paths.find()
    write_logs(redactor)
    settings = Settings(paths.config / "settings.toml")
    async with AsyncExitStack() as stack:
        client, engine = Client(), Engine(engine_command())
        stack.push_async_callback(client.aclose)
        stack.push_async_callback(engine.aclose)
        capabilities = Capabilities(paths.config / "learnt.toml", client)
        await capabilities.load()
        stack.push_async_callback(capabilities.aclose)
        connections = Connections(paths.config / "connections.toml")
        secrets = Secrets(paths.config, system_keyring)
        servers = Servers(connections, secrets, engine, client, capabilities, redactor)
        catalogue = Catalogue(servers, client, settings, paths.config / "models.toml")
        yield Opened(paths, settings, servers, client, catalogue)


def named(servers: Servers, name: str) -> Connection | None:
    """Give the connection of this name or id, however its letters are written; None: there is none."""
    wanted = name.casefold()
    for connection in servers.all():
        if wanted in {connection.id.casefold(), connection.name.casefold()}:
            return connection
    return None
