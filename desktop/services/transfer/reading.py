"""Opens an archive that a stranger may have made: nothing is unpacked by its name, everything is bounded.

Members are read by names that we look for, into memory that is limited before the first byte; so a
path that leads elsewhere, a link or a bomb can do no harm, and is refused all the same: an archive
that holds one was not made for us.
"""

from __future__ import annotations

import codecs
import json
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from desktop.core.errors import AppError, Code
from desktop.store import faults

MAX_ENTRIES = 500_000
MAX_RECORD_BYTES = 512 * 1024 * 1024
MAX_BLOB_BYTES = 2 * 1024 * 1024 * 1024
MAX_RATIO = 500
"""JSON of an empty conversation that repeats itself reaches 200; a bomb 1,000 and more."""
_SMALL_BYTES = 1024 * 1024
"""Below this nobody minds how well something is packed."""
_CHUNK_CHARS = 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Opened:
    """An archive that was looked through; all methods run in worker threads."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._entries = {entry.filename: entry for entry in opened.infolist()}

    def names(self, folder: str = "") -> list[str]:
        """Give the files below a folder, in the order in which they were written."""
        return [
            name for name in self._entries if name.startswith(folder) and not name.endswith("/")
        ]

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return name in self._entries

    def size(self, name: str) -> int:
        """Give a file's size in bytes; 0 where there is none."""
        entry = self._entries.get(name)
        return 0 if entry is None else entry.file_size

    def read(self, name: str, most: int = MAX_RECORD_BYTES) -> bytes:
        """Give a file's content.

        Raises:
            AppError: TOO_LARGE, it is more than `most` bytes; UNREADABLE, it is damaged.
        """
        entry = self._entries[name]
        if entry.file_size > most:
            raise AppError(Code.TOO_LARGE, name)
        try:
            return self._zip.read(entry)
        except _BROKEN as error:
            raise AppError(Code.UNREADABLE, f"{name}: {error}") from error

    def copy(self, name: str, folder: Path | None = None) -> Path:
        """Give a temporary copy of a file, which the caller removes; for what is large.

        It lies in `folder`, which is there, or where the system keeps temporary files.

        Raises:
            AppError: TOO_LARGE, UNREADABLE, DISK_FULL.
        """
        entry = self._entries[name]
        if entry.file_size > MAX_BLOB_BYTES:
            raise AppError(Code.TOO_LARGE, name)
        try:
            descriptor, path = tempfile.mkstemp(prefix="oriole-", suffix=".part", dir=folder)
        except OSError as error:
            raise faults.from_system(error) from error
        copied = Path(path)
        try:
            with os.fdopen(descriptor, "wb") as out, self._zip.open(entry) as source:
                while chunk := source.read(_CHUNK_BYTES):
                    out.write(chunk)
        except _BROKEN as error:
            copied.unlink(missing_ok=True)
            raise AppError(Code.UNREADABLE, f"{name}: {error}") from error
        return copied

    def items(self, name: str) -> Iterator[dict[str, object]]:
        """Yield the objects of a JSON array, one at a time, however long the array is.

        Raises:
            AppError: UNREADABLE, TOO_LARGE for one object.
        """
        try:
            with self._zip.open(self._entries[name]) as stream:
                yield from items_of(stream)
        except _BROKEN as error:
            raise AppError(Code.UNREADABLE, f"{name}: {error}") from error


@contextmanager
def opened(file: Path) -> Iterator[Opened]:
    """Give an archive once all its members are known to be harmless.

    Raises:
        AppError: UNREADABLE, it is no zip, or damaged; UNSUITABLE, it holds what no archive of ours
            or of a service needs: a path that leads out, a link, a password, a bomb.
    """
    try:
        found = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise AppError(Code.UNREADABLE, str(error)) from error
    with found:
        entries = found.infolist()
        if len(entries) > MAX_ENTRIES:
            raise AppError(Code.TOO_LARGE, f"{len(entries)} files")
        if len({entry.filename for entry in entries}) < len(entries):
            raise AppError(Code.UNSUITABLE, "two files have the same name")
        for entry in entries:
            _check(entry)
        yield Opened(found)


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise AppError(Code.UNSUITABLE, f"a path leads out of the archive: {name[:80]!r}")
    mode = entry.external_attr >> 16
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
        raise AppError(Code.UNSUITABLE, f"not a file: {name[:80]!r}")
    if entry.flag_bits & 1:
        raise AppError(Code.UNSUITABLE, "it is encrypted")
    is_large = entry.file_size > _SMALL_BYTES
    if is_large and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise AppError(Code.UNSUITABLE, f"it is packed like a bomb: {name[:80]!r}")


def items_of(stream: IO[bytes]) -> Iterator[dict[str, object]]:
    """Yield the objects of the JSON array in a stream; memory holds one of them at a time.

    Raises:
        ValueError: it is no array of objects, or it ends before its end.
        AppError: TOO_LARGE, one object is over the limit.
    """
    decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
    parser = json.JSONDecoder()
    text, at, wanted = "", 0, _CHUNK_CHARS
    is_begun, is_end = False, False
    while True:
        at = _skip(text, at)
        if not is_begun and at < len(text):
            if text[at] != "[":
                raise ValueError("no array")
            is_begun, at = True, _skip(text, at + 1)
        if is_begun and text[at : at + 1] == "]":
            return
        end = -1
        if is_begun and at < len(text):
            item, end = _next(parser, text, at)
        if end >= 0:
            if not isinstance(item, dict):
                raise ValueError("no object")
            yield item
            at, wanted = end, _CHUNK_CHARS
            continue
        if is_end:
            raise ValueError("the array ends too early")
        if len(text) - at > MAX_RECORD_BYTES:
            raise AppError(Code.TOO_LARGE, "one conversation")
        # Twice as much at each try, so that a long object is not parsed again for every piece.
        chunk = stream.read(wanted)
        wanted *= 2
        is_end = not chunk
        text, at = text[at:] + decode(chunk, final=is_end), 0


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _next(parser: json.JSONDecoder, text: str, at: int) -> tuple[object, int]:
    """Give the value that begins at `at` and where it ends; -1 where it is not whole yet."""
    try:
        return parser.raw_decode(text, at)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError:
        return None, -1
