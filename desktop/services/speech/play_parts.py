"""Sound that was decoded and that the device has not got yet."""

from __future__ import annotations

from array import array
from collections import deque

from desktop.media.sound.facts import RATE_HZ
from desktop.services.side_process import Head

BYTES_A_SECOND = 2 * RATE_HZ

_SLICE = BYTES_A_SECOND // 10
_LOW_S = 3.0  # then more is asked for


class Parts:
    """What was decoded and not handed on yet."""

    def __init__(self, path: str, at_s: float, speed: float) -> None:
        self._path, self._at_s, self._speed = path, at_s, speed
        self._parts: deque[memoryview] = deque()
        self.held = 0
        self.is_last = False

    @property
    def is_low(self) -> bool:
        """Whether more should be asked for."""
        return not self.is_last and self.held < _LOW_S * BYTES_A_SECOND

    def next(self, most_s: float) -> Head:
        """Give what to ask for."""
        wanted = {"path": self._path, "start_s": self._at_s, "speed": self._speed}
        return {"job": "play", **wanted, "most_s": most_s}

    def take(self, said: Head, pcm: bytes) -> None:
        """Keep what came."""
        self.is_last = bool(said["is_last"])
        self.held += len(pcm)
        self._at_s += len(pcm) / BYTES_A_SECOND * self._speed
        if pcm:
            self._parts.append(memoryview(pcm))

    def slice(self) -> memoryview:
        """Give the next tenth of a second, or what is left of a part."""
        first = self._parts[0]
        made, rest = first[:_SLICE], first[_SLICE:]
        self.held -= len(made)
        if rest:
            self._parts[0] = rest
        else:
            self._parts.popleft()
        return made


def softer(pcm: memoryview, volume: float) -> bytes:
    """Give sound at a volume from 0 to 1."""
    if volume >= 1:
        return bytes(pcm)
    samples = array("h", bytes(pcm))
    return array("h", (int(sample * volume) for sample in samples)).tobytes()
