"""Everything as one zip file: written as a stream, verified by reading it again, then put in place.

What the file holds: `manifest.json`, a folder for each kind, `blobs/<sha256>`, and at last
`checksums.sha256`, in the format of the program `sha256sum`. No secret is in it: they are in the
keyring, and nothing here asks for them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import tempfile
import time
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from desktop import __version__
from desktop.core.errors import AppError, Code
from desktop.services.transfer.kinds import (
    BLOBS,
    CHECKSUMS,
    FORMAT,
    MANIFEST,
    VERSION,
    Failure,
    OnProgress,
    Outcome,
    Portable,
    Progress,
    Record,
)
from desktop.store import faults
from desktop.store.blobs import Blobs

_CHUNK_BYTES = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same data gives the same archive


async def write(
    target: Path, kinds: Sequence[Portable], blobs: Blobs, on_progress: OnProgress
) -> Outcome:
    """Write an archive of every record of `kinds` to `target`; give what is in it.

    It appears only once it is whole and every byte of it was read back; what stood there before is
    replaced then. Cancelled or failed, nothing is left behind.

    Raises:
        AppError: DISK_FULL, UNWRITABLE; DAMAGED, what was written is not what can be read.
    """
    writing = await asyncio.to_thread(_Writing, target)
    try:
        outcome = await _write_all(writing, kinds, blobs, on_progress)
        await asyncio.to_thread(writing.finish)
        return outcome
    finally:
        # A worker thread may still hold the file when the caller was cancelled.
        await asyncio.shield(asyncio.to_thread(writing.close))


async def _write_all(
    writing: _Writing, kinds: Sequence[Portable], blobs: Blobs, on_progress: OnProgress
) -> Outcome:
    outcome = Outcome()
    counts = {kind.folder: await kind.count() for kind in kinds}
    total = sum(counts.values())
    written: set[str] = set()
    done = 0
    for kind in kinds:
        async for record in kind.records():
            await asyncio.to_thread(writing.add, f"{kind.folder}/{record.name}", record.content)
            await _add_blobs(writing, record, blobs, written, outcome)
            await _add_files(writing, record, outcome)
            done += 1
            outcome.new += kind.is_counted
            on_progress(Progress(min(done, total), total))
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "made_at": time.time(),
        "counts": counts,
    }
    await asyncio.to_thread(writing.add, MANIFEST, json.dumps(manifest, indent=1).encode())
    outcome.blobs = len(written)
    outcome.size = await asyncio.to_thread(writing.seal)
    return outcome


async def _add_blobs(
    writing: _Writing, record: Record, blobs: Blobs, written: set[str], outcome: Outcome
) -> None:
    for sha256 in record.blobs:
        if sha256 in written:
            continue
        try:
            content = await blobs.content(sha256)
        except AppError as error:
            if error.code not in {Code.GONE, Code.DAMAGED}:
                raise
            outcome.failures.append(Failure(sha256, error.code))
            continue
        await asyncio.to_thread(writing.add_file, f"{BLOBS}/{sha256}", content)
        written.add(sha256)


async def _add_files(writing: _Writing, record: Record, outcome: Outcome) -> None:
    for name, file in record.files:
        if await asyncio.to_thread(file.is_file):
            await asyncio.to_thread(writing.add_file, name, file)
        else:
            outcome.failures.append(Failure(name, Code.GONE))


class _Writing:
    """The file while it is written; all methods run in worker threads, one after another."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._sums: list[tuple[str, str]] = []
        try:
            descriptor, name = tempfile.mkstemp(
                prefix=f".{target.name}.", suffix=".part", dir=target.parent
            )
        except OSError as error:
            raise _unwritable(error) from error
        self._file = Path(name)
        self._stream: BinaryIO = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(
            self._stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=6
        )

    def add(self, name: str, content: bytes) -> None:
        """Add a file with this content."""
        try:
            self._zip.writestr(_entry(name), content)
        except OSError as error:
            raise faults.from_system(error) from error
        self._sums.append((hashlib.sha256(content).hexdigest(), name))

    def add_file(self, name: str, source: Path) -> None:
        """Add a copy of a file, in pieces; pictures do not become smaller, so it is stored."""
        digest = hashlib.sha256()
        try:
            with (
                source.open("rb") as read,
                self._zip.open(_entry(name, zipfile.ZIP_STORED), "w", force_zip64=True) as out,
            ):
                while chunk := read.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    out.write(chunk)
        except OSError as error:
            raise faults.from_system(error) from error
        self._sums.append((digest.hexdigest(), name))

    def seal(self) -> int:
        """Add the sums and end the zip; give its size in bytes."""
        sums = "".join(f"{digest}  {name}\n" for digest, name in self._sums)
        try:
            self._zip.writestr(_entry(CHECKSUMS), sums)
            self._zip.close()
            self._stream.flush()
            os.fsync(self._stream.fileno())
            return self._stream.tell()
        except OSError as error:
            raise faults.from_system(error) from error

    def finish(self) -> None:
        """Read all of it again, and put it in its place if it is right."""
        self._stream.close()
        verify(self._file)
        try:
            self._file.replace(self._target)
        except OSError as error:
            raise _unwritable(error) from error

    def close(self) -> None:
        """Remove what is not in its place."""
        with suppress(OSError, ValueError):  # a full disk: the end of the zip cannot be written
            self._zip.close()
        self._stream.close()
        self._file.unlink(missing_ok=True)


def verify(file: Path) -> None:
    """Check every file in an archive against its sum.

    Raises:
        AppError: DAMAGED, with the name of what is wrong; UNREADABLE, it is no archive.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            expected = sums_in(opened.read(CHECKSUMS))
            names = set(opened.namelist()) - {CHECKSUMS}
            if names != set(expected):
                raise AppError(Code.DAMAGED, "the archive is not complete")
            for name in sorted(names):
                if _sum_of(opened, name) != expected[name]:
                    raise AppError(Code.DAMAGED, name)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, EOFError) as error:
        raise AppError(Code.DAMAGED, str(error)) from error


def sums_in(content: bytes) -> dict[str, str]:
    """Give the sum of each file by its name, as the list of an archive says.

    Raises:
        ValueError: it is no such list.
    """
    lines = (line.split("  ", 1) for line in content.decode().splitlines())
    return {name: digest for digest, name in lines}


def _unwritable(error: OSError) -> AppError:
    """Give the error of a place that the person chose: nothing is wrong with the data folder."""
    found = faults.from_system(error)
    return found if found.code is Code.DISK_FULL else AppError(Code.UNWRITABLE, found.detail)


def _sum_of(opened: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with opened.open(name) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry
