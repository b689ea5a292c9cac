"""Faster or slower at the same pitch: waveform similarity overlap-add (Verhelst, Roelands 1993).

Windows of the source are laid over each other at another distance; each is moved by a few
milliseconds to where it continues the one before it best, so that no voice begins to flutter.
"""

from __future__ import annotations

import numpy as np  # noqa: TID253 - only the worker loads it
import numpy.typing as npt  # noqa: TID253 - only the worker loads it

_WINDOW = 512  # 32 ms at 16 kHz: two periods of a low voice
_HOP = _WINDOW // 2
_SEARCH = 128  # 8 ms each way

_Floats = npt.NDArray[np.float32]
_Pcm = npt.NDArray[np.int16]


class Stretcher:
    """Takes sound at 16 kHz block by block and gives it at `speed`; 1 changes nothing."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._fade = np.hanning(_WINDOW + 1)[:_WINDOW].astype(np.float32)
        self._held = np.zeros(_SEARCH, np.float32)  # the first window may look back, too
        self._first = -_SEARCH  # where in the source `_held` begins
        self._tail = np.zeros(_HOP, np.float32)
        self._frames = 0
        self._last = 0  # where the last window began
        self._taken = self._given = 0

    def feed(self, samples: _Pcm) -> _Pcm:
        """Give what can be said by now."""
        self._taken += len(samples)
        if self._speed == 1:
            return samples
        self._held = np.concatenate((self._held, samples.astype(np.float32)))
        made: list[_Floats] = []
        while self._has_next():
            made.append(self._next())
        self._forget()
        found = np.concatenate(made) if made else np.empty(0, np.float32)
        self._given += len(found)
        return _whole(found)

    def finish(self) -> _Pcm:
        """Give the rest: as long as the source, divided by the speed."""
        if self._speed == 1:
            return np.empty(0, np.int16)
        left = round(self._taken / self._speed) - self._given
        found = self.feed(np.zeros(int(_WINDOW * (4 + self._speed)), np.int16))
        return found[: max(0, left)]

    def _has_next(self) -> bool:
        last = max(self._place() + _SEARCH, self._last + _HOP) + _WINDOW
        return last <= self._first + len(self._held)

    def _place(self) -> int:
        return round(self._frames * _HOP * self._speed)

    def _next(self) -> _Floats:
        at = self._place()
        if self._frames:
            at += self._best(at)
        window = self._part(at, _WINDOW) * self._fade
        if not self._frames:
            window[:_HOP] = self._part(at, _HOP)  # it begins as the source does
        made = self._tail + window[:_HOP]
        self._tail = window[_HOP:]
        self._frames, self._last = self._frames + 1, at
        return made

    def _best(self, at: int) -> int:
        """Give by how much a window is moved to be most like what follows the last one."""
        wanted = self._part(self._last + _HOP, _HOP)
        room = self._part(at - _SEARCH, _HOP + 2 * _SEARCH)
        likeness = np.correlate(room, wanted, "valid")
        power = np.cumsum(np.concatenate(([0.0], room.astype(np.float64) ** 2)))
        energy = power[_HOP:] - power[:-_HOP]
        return int(np.argmax(likeness / np.sqrt(energy + 1.0))) - _SEARCH

    def _part(self, at: int, count: int) -> _Floats:
        start = at - self._first
        return self._held[start : start + count]

    def _forget(self) -> None:
        keep = min(self._place() - _SEARCH, self._last + _HOP) - self._first
        if keep > 0:
            self._held = self._held[keep:].copy()
            self._first += keep


def _whole(samples: _Floats) -> _Pcm:
    return np.clip(np.rint(samples), -32_768, 32_767).astype(np.int16)
