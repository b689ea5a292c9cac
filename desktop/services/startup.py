"""Builds the services and takes them down in order."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from desktop.core.connection import Timeouts
from desktop.core.errors import AppError
from desktop.core.logs import Redactor
from desktop.services.accepting import Acceptance
from desktop.services.asking import Asking
from desktop.services.attachments import Attachments
from desktop.services.bin import Bin, ConversationsInBin, RecordingsInBin
from desktop.services.capabilities import Capabilities
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.context import Services
from desktop.services.counting import Counting
from desktop.services.engine import Engine
from desktop.services.exchanges import KeptExchanges
from desktop.services.finding import Finding
from desktop.services.fitting import Fitting
from desktop.services.moderation import Moderation
from desktop.services.own_models import OwnModels
from desktop.services.playground import Playground
from desktop.services.preparing import Preparing
from desktop.services.prompts import Prompts
from desktop.services.reading_aloud import ReadingAloud, open_output
from desktop.services.results import Results
from desktop.services.rounds import Rounds
from desktop.services.servers import Servers
from desktop.services.speaking import Speaking
from desktop.services.speech.lending import Speech
from desktop.services.spending import Spending
from desktop.services.transferring import Transferring
from desktop.services.turns import Turns
from desktop.services.window_state import WindowState
from desktop.store.connections import Connections
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.own_models import OwnModelsFile
from desktop.store.paths import Paths
from desktop.store.secrets import Keyring, Secrets, system_keyring
from desktop.store.settings import Settings

if TYPE_CHECKING:
    from desktop.services.aloud.reading import Output

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a composition root, or a test, brings along instead of the usual."""

    redactor: Redactor = field(default_factory=Redactor)
    """Learns every secret that is used, for whoever writes logs."""
    open_keyring: Callable[[], Keyring] = system_keyring
    timeouts: Timeouts | None = None
    engine_command: Sequence[str] | None = None
    open_output: Callable[[int], Output] = open_output


@asynccontextmanager
async def services_running(
    paths: Paths, settings: Settings, state: WindowState, parts: Parts | None = None
) -> AsyncIterator[Services]:
    """Give the services over the data in `paths`; at the end what runs is stored and closed.

    Raises:
        AppError: DAMAGED or BUSY when the database cannot be opened at all.
    """
    parts = parts or Parts()
    database = await Database.open(paths)
    client, engine = Client(parts.timeouts), Engine(parts.engine_command)
    conversations = Conversations(database)
    finding = Finding(database, conversations)
    speech = Speech(database, settings, conversations, finding, paths.data)
    try:
        if database.read_only is None:
            await _repair(conversations, speech)
        capabilities = Capabilities(paths.config / "learnt.toml", client)
        await _load(capabilities)
        results = Results(paths.config / "tested.toml")
        await results.load()
        servers = Servers(
            Connections(paths.config / "connections.toml"),
            Secrets(paths.config, parts.open_keyring),
            engine,
            client,
            capabilities,
            parts.redactor,
        )
        catalogue = Catalogue(servers, client, settings, paths.config / "models.toml")
        attachments = Attachments(conversations, servers, catalogue, paths.cache)
        moderation = Moderation(settings, servers, client)
        acceptance = Acceptance(servers, catalogue)
        asking, counting = Asking(servers, client, moderation), Counting()
        fitting = Fitting(conversations, settings, acceptance, counting, attachments)
        spending = Spending(conversations, settings, catalogue, fitting, asking)
        preparing = Preparing(conversations, acceptance, attachments, fitting, finding)
        exchanges = KeptExchanges(conversations, settings)
        rounds = Rounds(preparing, asking, attachments)
        turns = Turns(conversations, rounds, spending, exchanges)
        prompts = Prompts(database)
        speaking = Speaking(
            lambda: speech.recordings, servers, client, catalogue, settings, paths.cache
        )
        aloud = ReadingAloud(servers, client, catalogue, settings, speaking, parts.open_output)
        transferring = Transferring(conversations, settings, servers, prompts, speech)
        try:
            own_models = OwnModels(
                OwnModelsFile(paths.config / "engine-models.toml"), settings, engine, servers
            )
            await _load(own_models)
            yield Services(
                conversations, settings, state, servers, turns, engine, client, catalogue,
                results, own_models, finding, prompts, attachments,
                acceptance, Bin(ConversationsInBin(conversations), RecordingsInBin(speech)),
                transferring, counting, fitting, spending,
                Playground(conversations, preparing, servers, turns), speech, exchanges,
                speaking, aloud, database.read_only,
            )  # fmt: skip
        finally:
            await _close(
                aloud, speaking, transferring, turns, exchanges, spending, counting, attachments, own_models,
                capabilities, state,
            )  # fmt: skip
    finally:
        await _close(speech, finding, engine, client, conversations, database)


class _Closable(Protocol):
    async def aclose(self) -> None: ...


async def _close(*services: _Closable) -> None:
    """Close one after another."""
    for service in services:
        await service.aclose()


async def _load(kept: Capabilities | OwnModels) -> None:
    """Read what earlier runs have left; the window opens without it too."""
    try:
        await kept.load()
    except AppError as error:
        _log.info("%s are not read: %s", type(kept).__name__, error.code)


async def _repair(conversations: Conversations, speech: Speech) -> None:
    """Complete what the end of the last run cut off; the window opens in any case."""
    try:
        await conversations.interrupt_leftovers()
        await conversations.finish_deletions()
        await speech.repair()
    except AppError as error:
        _log.info("what the last run left is not repaired: %s", error.code)
