"""Gives the records of an archive what they refer to: blobs, and large files of their own."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.services.transfer.archive import sums_in
from desktop.services.transfer.kinds import BLOBS, CHECKSUMS, Failure, Outcome
from desktop.services.transfer.reading import Opened
from desktop.store import files
from desktop.store.blobs import Blobs


class Fetching:
    """A `Fetch` for one archive; what is missing or damaged is noted in the outcome."""

    def __init__(self, opened: Opened, blobs: Blobs, outcome: Outcome) -> None:
        self._opened, self._blobs, self._outcome = opened, blobs, outcome
        self._sums: dict[str, str] | None = None

    async def __call__(self, sha256: str, media_type: str) -> None:
        """Store a blob, if the archive holds it."""
        name = f"{BLOBS}/{sha256}"
        if not self._opened.has(name):
            self._note(sha256, Code.GONE)
            return
        async with copied(self._opened, name) as (copy, digest):
            if digest != sha256:
                self._note(sha256, Code.DAMAGED)
                return
            await self._blobs.put(copy, media_type)
            self._outcome.blobs += 1

    @asynccontextmanager
    async def file(self, name: str, folder: Path) -> AsyncIterator[Path | None]:
        """Lend a copy of a file in `folder`, None where the archive lacks it or holds it damaged."""
        if not self._opened.has(name):
            self._note(name, Code.GONE)
            yield None
            return
        await asyncio.to_thread(files.make_folder, folder)
        async with copied(self._opened, name, folder) as (copy, digest):
            is_whole = (await self._expected()).get(name) == digest
            if not is_whole:
                self._note(name, Code.DAMAGED)
            yield copy if is_whole else None

    async def _expected(self) -> dict[str, str]:
        if self._sums is None:
            try:
                content = await asyncio.to_thread(self._opened.read, CHECKSUMS)
                self._sums = await asyncio.to_thread(sums_in, content)
            except (KeyError, ValueError) as error:
                raise AppError(Code.UNREADABLE, "the archive has no sums") from error
        return self._sums

    def _note(self, name: str, code: Code) -> None:
        self._outcome.failures.append(Failure(name, code))


@asynccontextmanager
async def copied(
    opened: Opened, name: str, folder: Path | None = None
) -> AsyncIterator[tuple[Path, str]]:
    """Lend a copy of a file in an archive, with its SHA-256; it is removed if it is still there."""
    copy = await asyncio.to_thread(opened.copy, name, folder)
    try:
        yield copy, await asyncio.to_thread(_sum_of, copy)
    finally:
        await asyncio.shield(asyncio.to_thread(copy.unlink, missing_ok=True))


def _sum_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
