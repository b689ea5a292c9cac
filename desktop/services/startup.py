"""Builds the services and takes them down in order."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop.core.errors import AppError
from desktop.services.client import Client
from desktop.services.context import Services
from desktop.services.engine import Engine
from desktop.services.servers import Servers
from desktop.services.turns import Turns
from desktop.services.window_state import WindowState
from desktop.store.connections import Connections
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.secrets import Secrets
from desktop.store.settings import Settings

_log = logging.getLogger(__name__)


@asynccontextmanager
async def services_running(
    paths: Paths, settings: Settings, state: WindowState
) -> AsyncIterator[Services]:
    """Give the services over the data in `paths`; at the end what runs is stored and closed.

    Raises:
        AppError: DAMAGED or BUSY when the database cannot be opened at all.
    """
    database = await Database.open(paths)
    client, engine = Client(), Engine()
    conversations = Conversations(database)
    try:
        if database.read_only is None:
            await _repair(conversations)
        connections = Connections(paths.config / "connections.toml")
        servers = Servers(connections, Secrets(paths.config), engine, client)
        turns = Turns(conversations, servers, client)
        try:
            yield Services(
                conversations, settings, state, servers, turns, engine, client, database.read_only
            )
        finally:
            await turns.aclose()
            await state.aclose()
    finally:
        await engine.aclose()
        await client.aclose()
        await conversations.aclose()
        await database.aclose()


async def _repair(conversations: Conversations) -> None:
    """Complete what the end of the last run cut off; the window opens in any case."""
    try:
        await conversations.interrupt_leftovers()
        await conversations.finish_deletions()
    except AppError as error:
        _log.info("what the last run left is not repaired: %s", error.code)
