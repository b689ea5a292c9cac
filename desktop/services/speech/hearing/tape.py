"""The sound of one recording: written to the disk as it comes, and read back from there."""

from __future__ import annotations

import asyncio
import io
import os
import threading
import wave
from pathlib import Path
from typing import Self

from desktop.core.errors import AppError, Code
from desktop.media.capture.wavfile import WavFile

BYTES_PER_SAMPLE = 2
_HEADER_BYTES = 44  # of a `WavFile`, whose samples reach the system with each `write`
_AT_ONCE_S = 1.0  # what is read on the loop: 32 kB from the system's memory take 0.02 ms


class Tape:
    """Used on the loop's thread, by one who writes; `open` and `complete` wait in a worker."""

    def __init__(self, file: WavFile, reading: int, rate_hz: int) -> None:
        self._file, self._reading, self.rate_hz = file, reading, rate_hz
        self._lock = threading.Lock()  # of the reading end: a read that nobody waits for may go on
        self._is_open = True

    @classmethod
    async def open(cls, path: Path, rate_hz: int) -> Self:
        """Begin a recording.

        Raises:
            AppError: DISK_FULL or UNWRITABLE.
        """
        return await asyncio.to_thread(cls._opened, path, rate_hz)

    @property
    def duration_s(self) -> float:
        """How much was written."""
        return self._file.duration_s

    def write(self, pcm: bytes) -> None:
        """Append sound.

        Raises:
            AppError: DISK_FULL or UNWRITABLE; what was written before stays.
        """
        self._file.write(pcm)

    async def read(self, start_s: float, end_s: float) -> bytes:
        """Give the sound of a stretch, as far as there is any.

        Raises:
            AppError: UNREADABLE.
        """
        start, end = self._place(start_s), self._place(min(end_s, self.duration_s))
        if end - start <= self._place(_AT_ONCE_S):
            return self._read(start, end)
        return await asyncio.to_thread(self._read, start, end)

    async def complete(self) -> float:
        """End the file and give its length in seconds; what is on it may be read on.

        Raises:
            AppError: DISK_FULL or UNWRITABLE; it is ended all the same.
        """
        return await asyncio.to_thread(self._file.close)

    def close(self) -> None:
        """Read no more of it."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                os.close(self._reading)

    @classmethod
    def _opened(cls, path: Path, rate_hz: int) -> Self:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = WavFile.create(path, rate_hz)
        try:
            reading = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            file.close()
            raise AppError(Code.UNREADABLE, error.strerror or "") from error
        return cls(file, reading, rate_hz)

    def _place(self, at_s: float) -> int:
        return round(max(0.0, at_s) * self.rate_hz) * BYTES_PER_SAMPLE

    def _read(self, start: int, end: int) -> bytes:
        try:
            with self._lock:
                if not self._is_open:
                    raise AppError(Code.UNREADABLE, "closed")
                os.lseek(self._reading, _HEADER_BYTES + start, os.SEEK_SET)
                return os.read(self._reading, max(0, end - start))
        except OSError as error:
            raise AppError(Code.UNREADABLE, error.strerror or "") from error


def wav_of(pcm: bytes, rate_hz: int) -> bytes:
    """Give sound as the file that servers take."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(BYTES_PER_SAMPLE)
        sound.setframerate(rate_hz)
        sound.writeframes(pcm)
    return made.getvalue()
