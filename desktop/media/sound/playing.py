"""What is played, part by part: the file stays open between two parts that follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np  # noqa: TID253 - only the worker loads it

from desktop.media.sound import reading
from desktop.media.sound.facts import MAX_S, RATE_HZ
from desktop.media.sound.sndfile import Pcm
from desktop.media.sound.stretching import Stretcher

_NEAR_S = 0.001


@dataclass(frozen=True, slots=True)
class Wanted:
    """From where and how fast a file is played."""

    path: Path
    start_s: float
    speed: float


class _Reel:
    """One file that is being played."""

    def __init__(self, wanted: Wanted) -> None:
        self._path, self._speed = wanted.path, wanted.speed
        self._at_s = wanted.start_s
        self._source: Iterator[Pcm] = reading.blocks(wanted.path, wanted.start_s, MAX_S)
        self._stretcher = Stretcher(wanted.speed)

    def goes_on(self, wanted: Wanted) -> bool:
        """Tell whether this is what is wanted next."""
        is_there = abs(wanted.start_s - self._at_s) < _NEAR_S
        return is_there and (wanted.path, wanted.speed) == (self._path, self._speed)

    def next(self, most_s: float) -> tuple[bytes, bool]:
        """Give about so much of the source, as it sounds, and whether it ends there."""
        left = int(most_s * RATE_HZ)
        made: list[Pcm] = []
        for block in self._source:
            made.append(self._stretcher.feed(block))
            left -= len(block)
            if left <= 0:
                break
        is_last = left > 0
        if is_last:
            made.append(self._stretcher.finish())
        pcm = np.concatenate(made) if made else np.empty(0, np.int16)
        self._at_s += len(pcm) / RATE_HZ * self._speed
        return pcm.tobytes(), is_last

    def close(self) -> None:
        """Let the file go."""
        with closing(cast("Any", self._source)):
            return


_reels: list[_Reel] = []  # one or none: the process plays one file at a time


def part(wanted: Wanted, most_s: float) -> tuple[bytes, bool]:
    """Give 16-bit mono at 16 kHz, and whether the file ends with it.

    The next part begins where this one ends: after its length, times the speed.

    Raises:
        AppError: as `reading.blocks`.
    """
    if not (_reels and _reels[0].goes_on(wanted)):
        while _reels:
            _reels.pop().close()
        _reels.append(_Reel(wanted))
    reel = _reels.pop()
    pcm, is_last = reel.next(most_s)
    if is_last:
        reel.close()
    else:
        _reels.append(reel)
    return pcm, is_last
