"""How loud a stretch of sound is, without numpy."""

from __future__ import annotations

import math
import sys
from array import array
from dataclasses import dataclass

SILENCE_DB = -96.0
"""Below the smallest step of 16 bits."""

FULL_SCALE = 32768
_CLIPPED = 32_760  # converters stop a few steps short of the end
_MOST_AT_ONCE = 65_536  # `math.hypot` takes its arguments on the stack


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a stretch was, in dB relative to full scale (-96 to 0)."""

    rms_db: float
    peak_db: float
    is_clipped: bool


SILENCE = Level(SILENCE_DB, SILENCE_DB, is_clipped=False)


def samples_of(pcm: bytes) -> array[int]:
    """Give the samples of 16-bit little-endian PCM; half a sample at the end is left out."""
    samples = array("h")
    samples.frombytes(pcm[: len(pcm) & ~1])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def pcm_of(samples: array[int]) -> bytes:
    """Give samples as 16-bit little-endian PCM."""
    if sys.byteorder == "little":
        return samples.tobytes()
    turned = array("h", samples)
    turned.byteswap()
    return turned.tobytes()


def rms(samples: array[int]) -> float:
    """Give the root of the mean square, 0 to 32768; 0 of nothing."""
    if not samples:
        return 0.0
    parts = (samples[at : at + _MOST_AT_ONCE] for at in range(0, len(samples), _MOST_AT_ONCE))
    return math.hypot(*(math.hypot(*part) for part in parts)) / math.sqrt(len(samples))


def peak(samples: array[int]) -> int:
    """Give the largest distance from zero, 0 to 32768."""
    if not samples:
        return 0
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest)


def decibels(amplitude: float) -> float:
    """Give an amplitude (0 to 32768) in dB relative to full scale, -96 at least."""
    return max(SILENCE_DB, 20 * math.log10(amplitude / FULL_SCALE)) if amplitude > 0 else SILENCE_DB


def level(pcm: bytes) -> Level:
    """Give how loud `pcm` is."""
    samples = samples_of(pcm)
    highest = peak(samples)
    return Level(decibels(rms(samples)), decibels(highest), highest >= _CLIPPED)
