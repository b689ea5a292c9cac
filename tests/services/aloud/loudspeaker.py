"""A loudspeaker that plays in no time, or only as far as a test lets it."""

from __future__ import annotations

import threading

from desktop.core.errors import AppError, Code


class Loudspeaker:
    """Keeps what it was given; `hold` lets it take so many seconds and no more."""

    def __init__(self, rate_hz: int, hold_s: float = 1e9, *, is_missing: bool = False) -> None:
        self.rate_hz, self.hold_s, self._is_missing = rate_hz, hold_s, is_missing
        self.pcm = bytearray()
        self.is_paused = self.is_stopped = False
        self._room = threading.Condition()

    @property
    def position_s(self) -> float:
        return len(self.pcm) / 2 / self.rate_hz

    @property
    def is_done(self) -> bool:
        return not self.is_paused

    def start(self) -> None:
        if self._is_missing:
            raise AppError(Code.NO_SPEAKER)

    def write(self, pcm: bytes) -> None:
        with self._room:
            self._room.wait_for(lambda: self.is_stopped or self.position_s < self.hold_s, 10)
            if not self.is_stopped:
                self.pcm += pcm

    def let(self, seconds: float) -> None:
        """Take so many seconds in all."""
        with self._room:
            self.hold_s = seconds
            self._room.notify_all()

    def pause(self) -> None:
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False

    def stop(self) -> None:
        with self._room:
            self.is_stopped = True
            self._room.notify_all()
