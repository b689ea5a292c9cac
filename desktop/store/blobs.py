"""Attached and received files, each kept once under the hash of its content.

A blob's file appears and disappears under the database's write lock, so that two processes cannot
undo each other's work. Its row counts who refers to it; nobody: it may be collected.
"""

from __future__ import annotations

import asyncio
import functools
import io
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import AppError, Code
from desktop.store import faults, files
from desktop.store.db import Database

_CHUNK_BYTES = 1024 * 1024
_UNUSED_S = 24 * 3600.0
"""How long a file that nothing refers to stays: an attachment that was taken out may return."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Blob:
    """What is known of a blob without reading it; `size` in bytes."""

    sha256: str
    size: int
    media_type: str


class Blobs:
    """The files in `blobs/` beside the database; temporary ones in memory until the program ends.

    All methods give AppError: DISK_FULL, READ_ONLY, GONE (no such blob), DAMAGED (its content is no
    longer what it was), and what `Database` raises.
    """

    def __init__(self, db: Database, now: Callable[[], float] = time.time) -> None:
        self._db = db
        self._now = now
        self._in_memory: dict[str, tuple[Blob, bytes]] = {}

    async def put(self, content: bytes | Path, media_type: str, *, temporary: bool = False) -> Blob:
        """Keep `content` (of a path: what the file holds now) and give its blob.

        The same content twice is kept once. What no message and no draft takes up is swept later.
        """
        if temporary:
            return await asyncio.to_thread(self._put_in_memory, content, media_type)
        folder = self._writable_folder()
        blob, part = await asyncio.to_thread(_copy_in, folder, content, media_type)
        job = functools.partial(_register, folder=folder, blob=blob, part=part, now=self._now())
        try:
            await self._db.write(job)
        except AppError:
            await asyncio.to_thread(part.unlink, missing_ok=True)
            raise
        return blob

    async def read(self, sha256: str) -> bytes:
        """Give a blob's content, checked against its hash."""
        if sha256 in self._in_memory:
            return self._in_memory[sha256][1]
        if self._db.folder is None:
            raise AppError(Code.GONE, f"blob {sha256}")
        return await asyncio.to_thread(_read_checked, file_of(self._db.folder, sha256))

    async def content(self, sha256: str) -> Path:
        """Give the file that holds a blob, to be read in pieces; GONE for one in memory."""
        if self._db.folder is None:
            raise AppError(Code.GONE, f"blob {sha256}")
        file = file_of(self._db.folder, sha256)
        if not await asyncio.to_thread(file.is_file):
            raise AppError(Code.GONE, f"blob {sha256}")
        return file

    async def stat(self, sha256: str) -> Blob:
        """Give what is known of a blob."""
        if sha256 in self._in_memory:
            return self._in_memory[sha256][0]

        def job(connection: sqlite3.Connection) -> Blob:
            found = connection.execute(
                "SELECT sha256, size, media_type FROM blob WHERE sha256 = ?", (sha256,)
            ).fetchone()
            if found is None:
                raise AppError(Code.GONE, f"blob {sha256}")
            return Blob(*found)

        return await self._db.read(job)

    async def missing(self, hashes: Iterable[str]) -> frozenset[str]:
        """Give those of `hashes` whose content is gone; what is no hash never had any."""
        wanted = {sha256 for sha256 in hashes if sha256 not in self._in_memory}
        folder = self._db.folder
        if folder is None or not wanted:
            return frozenset(wanted)
        return await asyncio.to_thread(
            lambda: frozenset(
                name for name in wanted if not (_is_hash(name) and file_of(folder, name).is_file())
            )
        )

    def is_in_memory(self, sha256: str) -> bool:
        """Tell whether a blob belongs to temporary conversations only, and so not on the disk."""
        return sha256 in self._in_memory

    def forget(self, hashes: Iterable[str]) -> None:
        """Drop temporary blobs; what is on the disk is none of them."""
        for sha256 in hashes:
            self._in_memory.pop(sha256, None)

    async def sweep(self) -> int:
        """Remove files that nothing has referred to for a day; give how many. For idle moments."""
        folder = self._writable_folder()
        before = self._now() - _UNUSED_S

        def unused(connection: sqlite3.Connection) -> list[str]:
            found = connection.execute(
                "SELECT sha256 FROM blob WHERE reference_count <= 0 AND created_at < ?", (before,)
            )
            return [row[0] for row in found]

        # Most old files are referred to: `collect` looks again and leaves those alone.
        found = await self._db.read(unused) + await asyncio.to_thread(_older, folder, before)
        old = list(dict.fromkeys(found))
        swept = 0
        for start in range(0, len(old), _BATCH):
            some = old[start : start + _BATCH]
            swept += await self._db.write(functools.partial(collect, folder=folder, hashes=some))
        return swept

    def _writable_folder(self) -> Path:
        if self._db.folder is None or self._db.read_only is not None:
            raise AppError(self._db.read_only or Code.READ_ONLY)
        return self._db.folder

    def _put_in_memory(self, content: bytes | Path, media_type: str) -> Blob:
        import hashlib  # noqa: PLC0415 - wakes OpenSSL, which an idle window does without

        with _stream(content) as stream:
            held = stream.read()
        blob = Blob(hashlib.sha256(held).hexdigest(), len(held), media_type)
        self._in_memory[blob.sha256] = (blob, held)
        return blob


def _is_hash(name: str) -> bool:
    return len(name) == 64 and name.isascii() and name.isalnum()


def file_of(folder: Path, sha256: str) -> Path:
    """Give where a blob's content lies below the data folder."""
    return folder / "blobs" / sha256[:2] / sha256


def collect(connection: sqlite3.Connection, folder: Path, hashes: Iterable[str]) -> int:
    """Remove those of `hashes` that nothing refers to, row and file; give how many.

    The file goes before the commit: should that fail, only what nobody refers to is missing.
    """
    collected = 0
    for sha256 in hashes:
        found = connection.execute(
            "SELECT reference_count FROM blob WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if found is not None and found[0] > 0:
            continue
        connection.execute("DELETE FROM blob WHERE sha256 = ?", (sha256,))
        file_of(folder, sha256).unlink(missing_ok=True)
        collected += 1
    return collected


@contextmanager
def _stream(content: bytes | Path) -> Iterator[BinaryIO]:
    if isinstance(content, bytes):
        yield io.BytesIO(content)
        return
    try:
        with content.open("rb") as stream:
            yield stream
    except OSError as error:
        raise faults.from_system(error) from error


def _copy_in(folder: Path, content: bytes | Path, media_type: str) -> tuple[Blob, Path]:
    import hashlib  # noqa: PLC0415 - see above

    incoming = folder / "blobs" / "incoming"
    files.make_folder(incoming)
    digest, size = hashlib.sha256(), 0
    try:
        descriptor, name = tempfile.mkstemp(suffix=".part", dir=incoming)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as target, _stream(content) as source:
                while chunk := source.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    size += target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise faults.from_system(error) from error
    return Blob(digest.hexdigest(), size, media_type), part


def _register(
    connection: sqlite3.Connection, folder: Path, blob: Blob, part: Path, now: float
) -> None:
    file = file_of(folder, blob.sha256)
    try:
        if file.exists() and file.stat().st_size == blob.size:
            part.unlink()
        else:
            files.make_folder(file.parent)
            part.replace(file)
            files.sync_folder(file.parent)
    except OSError as error:
        raise faults.from_system(error) from error
    # Parts may have come before their blob, in an import.
    connection.execute(
        "INSERT INTO blob (sha256, size, media_type, reference_count, created_at)"
        " VALUES (:sha256, :size, :media_type, (SELECT count(*) FROM part WHERE blob = :sha256)"
        " + (SELECT count(*) FROM attachment WHERE blob = :sha256), :now)"
        " ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at",
        {"sha256": blob.sha256, "size": blob.size, "media_type": blob.media_type, "now": now},
    )


def _read_checked(file: Path) -> bytes:
    import hashlib  # noqa: PLC0415 - see above

    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise AppError(Code.GONE, f"blob {file.name}") from error
    except OSError as error:
        raise faults.from_system(error) from error
    if hashlib.sha256(content).hexdigest() != file.name:
        raise AppError(Code.DAMAGED, f"blob {file.name}")
    return content


def _older(folder: Path, before: float) -> list[str]:
    """Give the blobs whose file is old; removes the halves of copies that old on the way."""
    found = []
    for file in (folder / "blobs").glob("*/*"):
        if file.stat().st_mtime >= before:
            continue
        if file.suffix == ".part":
            file.unlink(missing_ok=True)
        else:
            found.append(file.name)
    return found
