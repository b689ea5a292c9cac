"""`oriole export` and `oriole import`: the window may be open meanwhile."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.cli.sentences import SENTENCES, fail
from desktop.core.errors import AppError
from desktop.core.types import Kind
from desktop.services.prompts import Prompts
from desktop.services.transfer import archive, copies
from desktop.services.transfer.conversations import ConversationKind
from desktop.services.transfer.importing import Importer
from desktop.services.transfer.kinds import Outcome, Portable, Progress
from desktop.services.transfer.lists import FolderKind, PromptKind
from desktop.services.transfer.recordings import RecordingRecords
from desktop.services.transfer.settings import SettingsKind
from desktop.store.connections import Connections
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.leftovers import FOLDER
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from desktop.store.settings import DECLARED, Settings

SUFFIXES = copies.FORMATS


@dataclass(frozen=True, slots=True)
class _Data:
    conversations: Conversations
    kinds: tuple[Portable, ...]


@asynccontextmanager
async def _opened() -> AsyncIterator[_Data]:
    paths = Paths.find()
    database = await Database.open(paths)
    conversations = Conversations(database)
    connections = Connections(paths.config / "connections.toml")
    settings = Settings(paths.config / "settings.toml")
    recordings = Recordings(database, paths.data / FOLDER)
    kinds = (
        ConversationKind(conversations),
        FolderKind(conversations),
        PromptKind(Prompts(database), lambda: "en"),
        RecordingRecords(recordings),
        SettingsKind(settings, connections.list, lambda: DECLARED),
    )
    try:
        yield _Data(conversations, kinds)
    finally:
        await recordings.aclose()
        await conversations.aclose()
        await database.aclose()


async def show_list() -> int:
    """Print every conversation: its id, when it was last used, its title."""
    try:
        async with _opened() as data:
            for one in await data.conversations.list(Kind.CHAT):
                when = datetime.fromtimestamp(one.updated_at).astimezone()
                title = " ".join(one.title.split())
                sys.stdout.write(f"{one.id}\t{when:%Y-%m-%d %H:%M}\t{title}\n")
    except AppError as error:
        return fail(error)
    return 0


async def give(file: Path) -> int:
    """Write everything to an archive."""
    try:
        async with _opened() as data:
            outcome = await archive.write(file, data.kinds, data.conversations.blobs, _show)
    except AppError as error:
        return fail(error)
    counted = f"{_count(outcome.new, 'record')}, {_count(outcome.blobs, 'file')}"
    sys.stdout.write(f"{file}: {counted}, checked\n")
    return _tell(outcome)


async def give_one(conversation_id: int, file: Path) -> int:
    """Write one conversation, in the format that the file's name asks for."""
    try:
        async with _opened() as data:
            content = await copies.made(
                data.conversations, conversation_id, file.suffix.lower(), copies.Labels()
            )
            await asyncio.to_thread(copies.write, file, content)
    except AppError as error:
        return fail(error)
    return 0


async def take(file: Path) -> int:
    """Take over what is new in a file."""
    try:
        async with _opened() as data:
            importer = Importer(data.kinds, data.conversations, data.conversations.blobs)
            outcome = await importer.take(file, _show)
    except AppError as error:
        return fail(error)
    sys.stdout.write(f"{outcome.new} new, {outcome.known} here already\n")
    return _tell(outcome)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _show(progress: Progress) -> None:
    """Show how far it has come, where somebody looks on."""
    if sys.stderr.isatty():
        of = f" of {progress.total}" if progress.total else ""
        end = "\n" if progress.done == progress.total else ""
        sys.stderr.write(f"\r{progress.done}{of}{end}")
        sys.stderr.flush()


def _tell(outcome: Outcome) -> int:
    for failure in outcome.failures:
        sentence = SENTENCES.get(failure.code, str(failure.code))
        sys.stderr.write(f"oriole: {failure.name}: {sentence}\n")
    return 1 if outcome.failures else 0
