"""Any rate to 16 kHz, block by block, without folding back what lies over 8 kHz.

Between blocks of `down` samples that become `up`, the filters repeat: so each block is one row of a
matrix product, which a processor does faster than anything else. Passes up to 6.7 kHz, and is below
-80 dB from 8 kHz on; the linear resampler of miniaudio leaves 9 kHz at -6 dB (measured at 48 kHz).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import numpy as np  # noqa: TID253 - only the worker loads it
import numpy.typing as npt  # noqa: TID253 - only the worker loads it

from desktop.media.sound.facts import RATE_HZ

Samples: TypeAlias = npt.NDArray[np.float32]

_ZEROS = 32  # crossings of the filter on each side
_BETA = 7.857  # of Kaiser's window: 80 dB
_CUTOFF = 0.92  # of half the lower rate: the slope ends at 8 kHz
_MAX_UP = 640  # odd rates are met within 1.3 millionths
_MIN_UP = 32  # rows shorter than that cost more to gather than to multiply


class Resampler:
    """Turns samples at `from_hz` into samples at 16 kHz; one for each stream."""

    def __init__(self, from_hz: int) -> None:
        ratio = Fraction(from_hz, RATE_HZ).limit_denominator(_MAX_UP)
        times = -(-_MIN_UP // ratio.denominator)
        self._up, self._down = ratio.denominator * times, ratio.numerator * times
        scale = max(1.0, self._down / self._up)
        self._half = int(np.ceil(_ZEROS * scale))
        self._filters = _filters(self._up, self._down, self._half, scale)
        self._held = np.zeros(self._half, np.float32)
        self._taken = self._given = 0

    def feed(self, samples: Samples) -> Samples:
        """Give what can be said by now; the rest comes with later blocks."""
        self._taken += len(samples)
        self._held = np.concatenate((self._held, samples))
        rows = (len(self._held) - len(self._filters)) // self._down + 1
        if rows <= 0:
            return np.empty(0, np.float32)
        wide = np.lib.stride_tricks.sliding_window_view(self._held, len(self._filters))
        made = np.ascontiguousarray(wide[: rows * self._down : self._down]) @ self._filters
        self._held = self._held[rows * self._down :].copy()
        self._given += made.size
        return np.asarray(made.reshape(-1), np.float32)

    def finish(self) -> Samples:
        """Give what is left."""
        left = -(-self._taken * self._up // self._down) - self._given
        taken = self._taken
        made = self.feed(np.zeros(len(self._filters) + self._down, np.float32))
        self._taken = taken
        return made[: max(0, left)]


def _filters(up: int, down: int, half: int, scale: float) -> Samples:
    """Give the columns that make `up` samples out of a row of the source."""
    rows = down + 2 * half
    place = np.arange(rows)[:, None] - half - np.arange(up)[None, :] * (down / up)
    window = np.i0(_BETA * np.sqrt(np.clip(1 - (place / half) ** 2, 0, 1))) / np.i0(_BETA)
    shape = np.sinc(place * _CUTOFF / scale) * window * (np.abs(place) <= half)
    return np.asarray(shape / shape.sum(axis=0), np.float32)
