"""What documents say, kept so that each is read once: in memory and, where it may, on the disk.

On the disk lie only texts of files that are kept there, too; a text goes when its file is gone.
"""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from collections import OrderedDict
from pathlib import Path

from desktop.core.errors import AppError
from desktop.media.extract import Extract
from desktop.store import files
from desktop.store.blobs import Blobs

_log = logging.getLogger(__name__)

VERSION = 1
"""Of the readers: another one reads everything anew."""

_MAX_DISK_BYTES = 128 * 1024 * 1024
_MAX_MEMORY_CHARACTERS = 4_000_000


class Texts:
    """Extracts by the hash of what they were read from; used on the loop's thread."""

    def __init__(self, folder: Path, blobs: Blobs, max_bytes: int = _MAX_DISK_BYTES) -> None:
        self._folder, self._blobs, self._max_bytes = folder / f"texts-{VERSION}", blobs, max_bytes
        self._memory: OrderedDict[str, Extract] = OrderedDict()
        self._is_tidied = False

    async def get(self, sha256: str) -> Extract | None:
        """Give what was kept; None: nothing."""
        found = self._memory.get(sha256)
        if found is None:
            found = await asyncio.to_thread(_read, self._folder / sha256)
            if found is not None:
                self._remember(sha256, found)
        else:
            self._memory.move_to_end(sha256)
        return found

    async def keep(self, sha256: str, extract: Extract, *, is_temporary: bool) -> None:
        """Keep what a document says; a disk that does not take it is no failure."""
        self._remember(sha256, extract)
        if is_temporary:
            return
        try:
            await asyncio.to_thread(_write, self._folder / sha256, extract)
            if not self._is_tidied:
                self._is_tidied = True
                await self.tidy()
        except AppError as error:
            _log.info("the text of a document is not kept: %s", error.code)

    async def tidy(self) -> None:
        """Remove texts whose file is gone, and the least used ones over the limit."""
        names = await asyncio.to_thread(_names, self._folder)
        gone = []
        for name in names:
            try:
                await self._blobs.stat(name)
            except AppError:
                gone.append(name)
        await asyncio.to_thread(_prune, self._folder, gone, self._max_bytes)

    def _remember(self, sha256: str, extract: Extract) -> None:
        self._memory[sha256] = extract
        self._memory.move_to_end(sha256)
        held = sum(len(one.text) for one in self._memory.values())
        while held > _MAX_MEMORY_CHARACTERS and len(self._memory) > 1:
            held -= len(self._memory.popitem(last=False)[1].text)


def _read(file: Path) -> Extract | None:
    try:
        head, _, text = zlib.decompress(file.read_bytes()).partition(b"\n")
        said = json.loads(head)
        file.touch()  # it was used: others go first
        return Extract(text.decode("utf-8"), int(said["pages"]), bool(said["is_cut"]))
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None  # not there, or not as we write it: it is read anew


def _write(file: Path, extract: Extract) -> None:
    head = json.dumps({"pages": extract.pages, "is_cut": extract.is_cut})
    data = f"{head}\n".encode() + extract.text.encode("utf-8", "replace")
    files.write_atomically(file, zlib.compress(data, 1))


def _names(folder: Path) -> list[str]:
    try:
        return [file.name for file in folder.iterdir()]
    except OSError:
        return []


def _prune(folder: Path, gone: list[str], max_bytes: int) -> None:
    try:
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        kept = [(file.stat(), file) for file in folder.iterdir()]
        over = sum(found.st_size for found, _ in kept) - max_bytes
        for found, file in sorted(kept, key=lambda one: one[0].st_mtime):
            if over <= 0:
                return
            file.unlink(missing_ok=True)
            over -= found.st_size
    except OSError as error:
        _log.info("texts of documents are not tidied: %s", error.strerror)
