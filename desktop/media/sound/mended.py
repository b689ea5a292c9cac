"""Files whose header says nothing, or something wrong, about their length: read as if it were right."""

from __future__ import annotations

import io
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from desktop.core.override import override
from desktop.media.sound import mp3_frames
from desktop.media.sound.kinds import Kind, beginning

_HEAD_BYTES = 64 * 1024
_UNKNOWN = b"\xff\xff\xff\xff"
_PCM_HEAD_BYTES = 12


class Spliced(io.RawIOBase):
    """A file whose first `skipped` bytes are `head` instead."""

    def __init__(self, path: Path, head: bytes, skipped: int) -> None:
        super().__init__()
        self._stream = path.open("rb")
        self._head, self._skipped = head, skipped
        self._size = len(head) + max(0, os.fstat(self._stream.fileno()).st_size - skipped)
        self._at = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    @override
    def tell(self) -> int:
        return self._at

    @override
    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = memoryview(buffer).cast("B")
        if self._at < len(self._head):
            got = self._head[self._at : self._at + len(wanted)]
            wanted[: len(got)] = got
            count = len(got)
        else:
            self._stream.seek(self._at - len(self._head) + self._skipped)
            count = self._stream.readinto(wanted)
        self._at += count
        return count

    @override
    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def opened(path: Path, kind: Kind) -> io.BufferedReader | Spliced:
    """Open a file for a library that believes its header; the caller closes it.

    Raises:
        OSError: it cannot be opened.
    """
    splice = None
    if kind is Kind.WAV:
        splice = _wav(path)
    elif kind is Kind.MP3:
        found = path.stat()
        splice = _mp3(path, found.st_size, found.st_mtime_ns)
    return path.open("rb") if splice is None else Spliced(path, *splice)


def _wav(path: Path) -> tuple[bytes, int] | None:
    """Mend a length of 0, which stays when the program that records is killed."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    order: Literal["big", "little"] = "big" if head.startswith(b"RIFX") else "little"
    at = _PCM_HEAD_BYTES
    while at + 8 <= len(head):
        name, size = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], order)
        if name == b"data":
            is_empty = size == 0 and path.stat().st_size > at + 8
            return (head[: at + 4] + _UNKNOWN, at + 8) if is_empty else None
        at += 8 + size + size % 2
    return None


@lru_cache(maxsize=4)
def _mp3(path: Path, size: int, changed_ns: int) -> tuple[bytes, int] | None:
    """Give a file the frame that tells their number, when it has none or a wrong one.

    Each piece of a file asks again; as long as `size` and `changed_ns` stay, the answer does.
    """
    del size, changed_ns
    with path.open("rb") as stream:
        start = beginning(stream)
        stream.seek(start)
        head = stream.read(_HEAD_BYTES)
        zeros = len(head) - len(head.lstrip(b"\0"))
        frame = mp3_frames.first(head[zeros:])
        if frame is None or frame.layer != 3:
            return None
        start += zeros
        told = mp3_frames.told(head[zeros:], frame)
        if told is None:
            return mp3_frames.telling(frame, mp3_frames.count(stream, start)), start
        counted = mp3_frames.count(stream, start + frame.size)
        if told == counted:
            return None
        return mp3_frames.telling(frame, counted), start + frame.size
