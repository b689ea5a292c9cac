"""A WAV file that is valid at any moment while it is written."""

from __future__ import annotations

import errno
import os
import struct
from pathlib import Path
from typing import Self

from desktop.core.errors import AppError, Code

_FLUSH_S = 0.25
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")  # 44 bytes: RIFF, "fmt " of 16 bytes, data
_MOST = 0xFFFF_FFFF - _HEADER.size  # 37 hours at 16 kHz; longer ones keep this length
_MOST_RATE_HZ = 768_000


class WavFile:
    """A recording on the disk, 16-bit mono, readable by its owner alone.

    Every piece reaches the system at once; every quarter second of sound the header learns the new
    length. When the program dies, a player misses at most that quarter, and `recover` brings it
    back. One thread at a time; a piece of 33 ms takes 0.02 ms, `close` waits for the disk.
    """

    def __init__(self, descriptor: int, rate_hz: int) -> None:
        self._descriptor = descriptor
        self._rate_hz = rate_hz
        self._written = 0
        self._told = 0
        self._is_open = True

    @classmethod
    def create(cls, path: Path, rate_hz: int) -> Self:
        """Begin a file, empty if it was there.

        Raises:
            AppError: DISK_FULL, or UNWRITABLE.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            raise _refusal(error) from error
        file = cls(descriptor, rate_hz)
        try:
            file._write(_header(0, rate_hz))
        except AppError:
            os.close(descriptor)
            raise
        return file

    @property
    def duration_s(self) -> float:
        """Length of what was written so far."""
        return self._written / 2 / self._rate_hz

    def write(self, pcm: bytes) -> None:
        """Append sound.

        Raises:
            AppError: DISK_FULL, or UNWRITABLE; what was written before stays valid.
        """
        self._write(pcm)
        self._written += len(pcm)
        if self._written - self._told >= _FLUSH_S * self._rate_hz * 2:
            self._tell_length()

    def close(self) -> float:
        """End the file and give its duration in seconds; blocks until the disk has it.

        Raises:
            AppError: DISK_FULL, or UNWRITABLE; the file is closed all the same.
        """
        if not self._is_open:
            return self.duration_s
        self._is_open = False
        try:
            self._tell_length()
            os.fsync(self._descriptor)
        except OSError as error:
            raise _refusal(error) from error
        finally:
            os.close(self._descriptor)
        return self.duration_s

    @staticmethod
    def recover(path: Path) -> float:
        """Put the length into the header of a file of ours after a crash; give its duration.

        Raises:
            AppError: UNREADABLE, it cannot be opened; FILE_DAMAGED, it is none of ours.
        """
        try:
            with path.open("r+b") as file:
                head = file.read(_HEADER.size)
                rate_hz = _rate_of(head)
                size = file.seek(0, os.SEEK_END) - _HEADER.size
                size -= size % 2
                file.truncate(_HEADER.size + size)
                file.seek(0)
                file.write(_header(size, rate_hz))
        except OSError as error:
            raise AppError(Code.UNREADABLE, error.strerror or "") from error
        return size / 2 / rate_hz

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError as error:
            raise _refusal(error) from error

    def _tell_length(self) -> None:
        end = os.lseek(self._descriptor, 0, os.SEEK_CUR)
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            self._write(_header(self._written, self._rate_hz))
        finally:
            os.lseek(self._descriptor, end, os.SEEK_SET)
        self._told = self._written


def _header(size: int, rate_hz: int) -> bytes:
    size = min(size, _MOST)
    riff = (b"RIFF", _HEADER.size - 8 + size, b"WAVE")
    return _HEADER.pack(*riff, b"fmt ", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16, b"data", size)


def _rate_of(head: bytes) -> int:
    rate_hz = int.from_bytes(head[24:28], "little")
    if len(head) == _HEADER.size and 0 < rate_hz <= _MOST_RATE_HZ:
        plain = _header(0, rate_hz)
        if (head[:4], head[8:40]) == (plain[:4], plain[8:40]):
            return rate_hz
    raise AppError(Code.FILE_DAMAGED)


def _refusal(error: OSError) -> AppError:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return AppError(Code.DISK_FULL if full else Code.UNWRITABLE, error.strerror or "")
