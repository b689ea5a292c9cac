"""What becomes of a file that somebody wants to import: recognised, then taken record by record.

One record that cannot be used does not keep the others away; it is reported with its reason.
"""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

from desktop.api.reading import fields
from desktop.core.errors import AppError, Code
from desktop.services.transfer import chatgpt, claude, reading, single
from desktop.services.transfer.conversations import admitted, parsed
from desktop.services.transfer.fetching import Fetching, copied
from desktop.services.transfer.foreign import Converted, Held, Json
from desktop.services.transfer.kinds import (
    FORMAT,
    MANIFEST,
    VERSION,
    Failure,
    Fate,
    OnProgress,
    Outcome,
    Portable,
    Progress,
)
from desktop.services.transfer.reading import Opened
from desktop.store import portable
from desktop.store.blobs import Blobs
from desktop.store.conversations import Conversations

_MAX_MANIFEST_BYTES = 1024 * 1024
_FATAL = {Code.DISK_FULL, Code.READ_ONLY, Code.BUSY, Code.NEWER}
"""The next record would fail in the same way."""


class Source(StrEnum):
    """Whose file it is."""

    ORIOLE = "oriole"
    CHATGPT = "chatgpt"
    CLAUDE = "claude"


_CONVERTERS = {Source.CHATGPT: chatgpt.convert, Source.CLAUDE: claude.convert}


class Importer:
    """Takes over files. `kinds` are those that `archive.write` was given."""

    def __init__(
        self, kinds: Sequence[Portable], conversations: Conversations, blobs: Blobs
    ) -> None:
        self._kinds = {kind.folder: kind for kind in kinds}
        self._conversations, self._blobs = conversations, blobs

    async def take(self, file: Path, on_progress: OnProgress) -> Outcome:
        """Take over all that is new in `file`; what is here already stays as it is.

        Cancelled, what was taken so far stays, and taking the same file again goes on.

        Raises:
            AppError: UNREADABLE or UNSUITABLE, the file is none that can be imported; DISK_FULL,
                READ_ONLY.
        """
        if not await asyncio.to_thread(zipfile.is_zipfile, file):
            return await self._take_json(file, on_progress)
        with ExitStack() as stack:
            opened = await asyncio.to_thread(stack.enter_context, reading.opened(file))
            source = await asyncio.to_thread(recognised, opened)
            if source is Source.ORIOLE:
                return await self._take_ours(opened, on_progress)
            return await self._take_foreign(opened, source, on_progress)

    # ours
    async def _take_ours(self, opened: Opened, on_progress: OnProgress) -> Outcome:
        outcome = Outcome()
        wanted = [(f, name) for f in self._kinds for name in opened.names(f"{f}/")]
        fetch = Fetching(opened, self._blobs, outcome)
        for done, (folder, name) in enumerate(wanted, 1):
            try:
                content = await asyncio.to_thread(opened.read, name)
                fate = await self._kinds[folder].take(content, fetch)
                if self._kinds[folder].is_counted:
                    outcome.note(fate)
            except AppError as error:
                _note(outcome, name, error)
            on_progress(Progress(done, len(wanted)))
        return outcome

    # others'
    async def _take_foreign(
        self, opened: Opened, source: Source, on_progress: OnProgress
    ) -> Outcome:
        outcome, done = Outcome(), 0
        for name in conversation_files(opened):
            items = opened.items(name)
            try:
                while item := await asyncio.to_thread(next, items, None):
                    done += 1
                    await self._take_item(opened, source, item, outcome)
                    on_progress(Progress(done, 0))
            except AppError as error:
                _note(outcome, name, error)
        return outcome

    async def _take_item(
        self, opened: Opened, source: Source, item: Json, outcome: Outcome
    ) -> None:
        try:
            convert = _CONVERTERS[source]
            made = await asyncio.to_thread(convert, item)
            if await self._conversations.knows(str(made.record["uid"])):
                outcome.note(Fate.KNOWN)
                return
            hashes = {
                key: await self._hold(opened, held, outcome) for key, held in made.held.items()
            }
            record = await asyncio.to_thread(portable.checked, filled(made, hashes))
            taken = await self._conversations.take(record)
            outcome.note(Fate.NEW if taken.is_new else Fate.KNOWN)
        except AppError as error:
            _note(outcome, fields.text(item, "title") or fields.text(item, "name"), error)

    async def _hold(self, opened: Opened, held: Held, outcome: Outcome) -> str:
        """Store a file of a conversation; give its hash, nothing where the archive lacks it."""
        if held.content is not None:
            blob = await self._blobs.put(held.content, held.media_type)
            outcome.blobs += 1
            return blob.sha256
        name = member_of(opened, held.pointer)
        if not name:
            return ""
        async with copied(opened, name) as (copy, _digest):
            guessed = mimetypes.guess_type(name)[0] or held.media_type
            blob = await self._blobs.put(copy, guessed)
            outcome.blobs += 1
            return blob.sha256

    async def _take_json(self, file: Path, on_progress: OnProgress) -> Outcome:
        """Take over one conversation of ours, in a file of its own."""
        content = await asyncio.to_thread(_read, file)
        outcome = Outcome()
        found = await asyncio.to_thread(parsed, content)
        record = await asyncio.to_thread(admitted, found)
        for sha256, held in single.embedded(found):
            if hashlib.sha256(held.content or b"").hexdigest() != sha256:
                outcome.failures.append(Failure(sha256, Code.DAMAGED))
                continue
            await self._blobs.put(held.content or b"", held.media_type)
            outcome.blobs += 1
        taken = await self._conversations.take(record)
        outcome.note(Fate.NEW if taken.is_new else Fate.KNOWN)
        on_progress(Progress(1, 1))
        return outcome


def recognised(opened: Opened) -> Source:
    """Tell whose archive it is.

    Raises:
        AppError: UNSUITABLE, nobody's that we know; NEWER, ours from a newer program.
    """
    if opened.has(MANIFEST):
        manifest = parsed(opened.read(MANIFEST, _MAX_MANIFEST_BYTES))
        if manifest.get("format") == FORMAT:
            if manifest.get("version") != VERSION:
                raise AppError(Code.NEWER, f"archive version {manifest.get('version')}")
            return Source.ORIOLE
    for name in conversation_files(opened):
        first = next(opened.items(name), None)
        if first is not None and chatgpt.is_conversation(first):
            return Source.CHATGPT
        if first is not None and claude.is_conversation(first):
            return Source.CLAUDE
    raise AppError(Code.UNSUITABLE, "no export of Oriole, ChatGPT or Claude")


def conversation_files(opened: Opened) -> list[str]:
    """Give the lists of conversations in an export: one, or parts with numbers."""
    return [
        name
        for name in opened.names()
        if name.rpartition("/")[2].startswith("conversations") and name.endswith(".json")
    ]


def member_of(opened: Opened, pointer: str) -> str:
    """Give the file of an export that a pointer means; empty: it is not there.

    Their names begin with the pointer: `file-AbC-photo.png` is what `file-AbC` points to.
    """
    if not pointer:
        return ""
    for name in opened.names():
        base = name.rpartition("/")[2]
        if base.startswith(pointer) and base[len(pointer) : len(pointer) + 1] in {"", "-", "."}:
            return name
    return ""


def filled(made: Converted, hashes: Mapping[str, str]) -> Json:
    """Give a converted conversation with the hashes of its files in place."""
    for message in fields.children(made.record, "messages"):
        for part in fields.children(message, "parts"):
            key = fields.text(part, "blob")
            if key:
                part["blob"] = hashes.get(key, "")
    made.record["blobs"] = {
        hashes[key]: held.media_type for key, held in made.held.items() if hashes.get(key)
    }
    return made.record


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > reading.MAX_RECORD_BYTES:
            raise AppError(Code.TOO_LARGE, file.name)
        return file.read_bytes()
    except OSError as error:
        raise AppError(Code.UNREADABLE, error.strerror or "") from error


def _note(outcome: Outcome, name: str, error: AppError) -> None:
    if error.code in _FATAL:
        raise error
    outcome.failures.append(Failure(name, error.code))
