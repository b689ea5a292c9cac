"""An answer's bytes on the disk: whole under their name, or not there at all."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import AppError, Code

_PIECE_BYTES = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


async def at_most(chunks: AsyncIterator[bytes], max_bytes: int) -> AsyncIterator[bytes]:
    """Yield `chunks` unchanged.

    Raises:
        AppError: TOO_LARGE, as soon as they are more than `max_bytes`.
    """
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise AppError(Code.TOO_LARGE, f"an answer over {max_bytes} bytes")
        yield chunk


async def save(chunks: AsyncIterator[bytes], target: Path) -> int:
    """Write `chunks` to `target`, replacing it only when all have come; give their number of bytes.

    Files are written in a worker. When anything fails, or the task is cancelled, `target` is as it
    was and nothing else stays.

    Raises:
        AppError: DISK_FULL or READ_ONLY; and what `chunks` raises.
    """
    draft = _Draft(target)
    try:
        try:
            return await _write(chunks, draft)
        except BaseException:
            # Shielded: a second cancellation must not leave half a file behind.
            loop = asyncio.get_running_loop()
            await asyncio.shield(loop.run_in_executor(None, draft.discard))
            raise
    except OSError as error:
        code = Code.DISK_FULL if error.errno in _FULL else Code.READ_ONLY
        raise AppError(code, f"{target.name}: {error.strerror}") from error


async def _write(chunks: AsyncIterator[bytes], draft: _Draft) -> int:
    await asyncio.to_thread(draft.open)
    size = 0
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        size += len(chunk)
        if len(held) >= _PIECE_BYTES:
            await asyncio.to_thread(draft.write, bytes(held))
            held.clear()
    await asyncio.to_thread(draft.write, bytes(held))
    await asyncio.to_thread(draft.keep)
    return size


class _Draft:
    """An unfinished file beside its target; its methods are for workers, and wait for each other.

    A worker cannot be cancelled with the task that waits for it: what it was about to do when the
    draft was discarded, it does not do any more.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path = target.with_name(f".{os.urandom(8).hex()}.part")
        self._file: BinaryIO | None = None
        self._is_over = False
        self._lock = threading.Lock()

    def open(self) -> None:
        with self._lock:
            if not self._is_over:
                self._file = self._path.open("xb")

    def write(self, data: bytes) -> None:
        with self._lock:
            if self._file is not None:
                self._file.write(data)

    def keep(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._path.replace(self._target)
                self._file, self._is_over = None, True

    def discard(self) -> None:
        with self._lock:
            self._is_over = True
            file, self._file = self._file, None
            if file is not None:
                try:
                    file.close()
                finally:
                    self._path.unlink(missing_ok=True)
