"""Forms with files, sent piece by piece: files are read in a worker, and progress is told."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from desktop.api.wire.call import FilePart, Form
from desktop.core.errors import AppError, Code

_PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Bytes that lie somewhere: as many as were there when the form's length was said."""

    content: bytes | Path
    offset: int
    length: int


class Multipart:
    """The bytes of a form. `length` is known before the first of them is read.

    Raises:
        AppError: UNREADABLE, a file cannot be opened; also while it is sent, when it has changed.
    """

    def __init__(self, form: Form) -> None:
        self._boundary = os.urandom(16).hex()
        self._stretches: list[_Stretch] = []
        self.length = 0
        for name, value in form.fields:
            self._add_bytes(self._head(name) + b"\r\n" + value.encode("utf-8", "replace") + b"\r\n")
        for file in form.files:
            kind = f"Content-Type: {_quoted(file.media_type)}\r\n\r\n".encode("utf-8", "replace")
            self._add_bytes(self._head(file.name, file.filename) + kind)
            self._add(_stretch(file))
            self._add_bytes(b"\r\n")
        self._add_bytes(f"--{self._boundary}--\r\n".encode())

    @property
    def content_type(self) -> str:
        """Give the header's value."""
        return f"multipart/form-data; boundary={self._boundary}"

    async def send(self, on_sent: Callable[[int, int], None] | None) -> AsyncIterator[bytes]:
        """Yield the body from its beginning; may be asked for again (a redirect, a lost connection)."""
        sent = 0
        for stretch in self._stretches:
            async for data in _read(stretch):
                yield data
                sent += len(data)
                if on_sent is not None:
                    on_sent(sent, self.length)

    def _add(self, stretch: _Stretch) -> None:
        self._stretches.append(stretch)
        self.length += stretch.length

    def _add_bytes(self, data: bytes) -> None:
        self._add(_Stretch(data, 0, len(data)))

    def _head(self, name: str, filename: str | None = None) -> bytes:
        line = f'--{self._boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
        if filename is not None:
            line += f'; filename="{_quoted(filename)}"'
        return f"{line}\r\n".encode("utf-8", "replace")


def size_of(content: bytes | Path) -> int:
    """Give the number of bytes; asks the disk.

    Raises:
        AppError: UNREADABLE, there is no such file, or it is none.
    """
    if isinstance(content, bytes):
        return len(content)
    try:
        status = content.stat()
    except OSError as error:
        raise _unreadable(content, error) from error
    if not stat.S_ISREG(status.st_mode):  # a folder has a size too; a pipe would be waited for
        raise AppError(Code.UNREADABLE, f"{content.name}: not a file")
    return status.st_size


def _quoted(value: str) -> str:
    """Write a name as browsers do: what could end the header is percent-encoded, UTF-8 stays."""
    return "".join(quote(sign) if sign in '"\r\n\\' else sign for sign in value)


def _stretch(file: FilePart) -> _Stretch:
    there = max(0, size_of(file.content) - file.offset)
    return _Stretch(file.content, file.offset, there if file.length is None else file.length)


async def _read(stretch: _Stretch) -> AsyncIterator[bytes]:
    content, left = stretch.content, stretch.length
    if isinstance(content, bytes):
        end = stretch.offset + left
        for start in range(stretch.offset, end, _PIECE_BYTES):
            yield content[start : min(start + _PIECE_BYTES, end)]
        return
    try:
        file = await asyncio.to_thread(_open, content, stretch.offset)
        with file:
            while left > 0 and (
                data := await asyncio.to_thread(file.read, min(left, _PIECE_BYTES))
            ):
                left -= len(data)
                yield data
    except OSError as error:
        raise _unreadable(content, error) from error
    if left > 0:
        raise AppError(Code.UNREADABLE, f"{content.name}: it became shorter while it was sent")


def _open(path: Path, offset: int) -> BinaryIO:
    file = path.open("rb")
    file.seek(offset)
    return file


def _unreadable(path: Path, error: OSError) -> AppError:
    return AppError(Code.UNREADABLE, f"{path.name}: {error.strerror}")
