"""What is too small for a file each: folders, and the library of prompts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from desktop.api.reading.fields import children, text
from desktop.core.errors import AppError, Code
from desktop.core.types import Kind
from desktop.services.prompts import Prompts
from desktop.services.transfer.conversations import parsed
from desktop.services.transfer.kinds import Fate, Fetch, Record
from desktop.store.conversations import Conversations

_MOST_FOLDERS = 10_000


class FolderKind:
    """A `Portable`: all folders in one file; a folder that is here already stays as it is."""

    folder, is_counted = "folders", False

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def count(self) -> int:
        """Give 1: it is one file."""
        return 1

    async def records(self) -> AsyncIterator[Record]:
        """Yield the file."""
        held = [
            {"kind": kind.value, "name": one.name}
            for kind in Kind
            for one in await self._conversations.folders(kind)
        ]
        yield Record("folders.json", json.dumps({"folders": held}, ensure_ascii=False).encode())

    async def take(self, content: bytes, _fetch: Fetch) -> Fate:
        """Make the folders that lack."""
        found = children(await asyncio.to_thread(parsed, content), "folders")[:_MOST_FOLDERS]
        here = {
            (kind.value, one.name)
            for kind in Kind
            for one in await self._conversations.folders(kind)
        }
        wanted = {(text(row, "kind"), text(row, "name")) for row in found} - here
        for kind, name in sorted(wanted):
            if kind not in set(Kind) or not name.strip():
                raise AppError(Code.UNREADABLE, "no folder")
            await self._conversations.create_folder(Kind(kind), name)
        return Fate.NEW if wanted else Fate.KNOWN


class PromptKind:
    """A `Portable`: the library of prompts in one file.

    `language` gives the one in which a library that was never opened begins.
    """

    folder, is_counted = "prompts", False

    def __init__(self, prompts: Prompts, language: Callable[[], str]) -> None:
        self._prompts, self._language = prompts, language

    async def count(self) -> int:
        """Give 1: it is one file."""
        return 1

    async def records(self) -> AsyncIterator[Record]:
        """Yield the file."""
        yield Record("prompts.json", (await self._prompts.export(self._language())).encode())

    async def take(self, content: bytes, _fetch: Fetch) -> Fate:
        """Add the prompts that lack."""
        added = await self._prompts.take(content, self._language())
        return Fate.NEW if added else Fate.KNOWN
