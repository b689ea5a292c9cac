"""A piece of a sound as a file of its own, cut where it is quiet, and the waveform of what went by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np  # noqa: TID253 - only the worker loads it
import soundfile  # noqa: TID253 - only the worker loads it

from desktop.core.errors import AppError, Code
from desktop.media.sound.facts import RATE_HZ
from desktop.media.sound.sndfile import Pcm

_QUIET = RATE_HZ // 5  # 200 ms: between words there is less, between sentences more
_STEP = RATE_HZ // 50
_SEARCH_S = 30.0  # before the end of a piece; every speaker breathes within it
_MAX_SHARE = 0.25  # of a short piece
_SAME_DB = 1.0


class Peaks:
    """The waveform: for each of `per_s` parts of a second the largest value, 255 for full scale."""

    def __init__(self, per_s: int) -> None:
        self._size = RATE_HZ // per_s
        self._held: Pcm = np.empty(0, np.int16)
        self._made: list[bytes] = []

    def feed(self, pcm: Pcm) -> None:
        """Take the next samples."""
        held = np.concatenate((self._held, pcm))
        whole = len(held) // self._size * self._size
        if whole:
            self._made.append(_bytes(held[:whole].reshape(-1, self._size)))
        self._held = held[whole:]

    def finish(self) -> bytes:
        """Give all of it; the last part may be of less."""
        if len(self._held):
            self._made.append(_bytes(self._held[None, :]))
        return b"".join(self._made)


def _bytes(rows: Pcm) -> bytes:
    largest = np.maximum(rows.max(axis=1).astype(np.int32), -rows.min(axis=1).astype(np.int32))
    return bytes(np.minimum((largest * 255 + 16_384) // 32_768, 255).astype(np.uint8))


def write(
    blocks: Iterator[Pcm], file: Path, limit: int, peaks: Peaks | None = None
) -> tuple[int, bool]:
    """Write at most `limit` samples as FLAC; give how many, and whether the source ended with them.

    `peaks` gets what is written.

    What is over the limit is cut off in the middle of the quietest 200 ms near it.

    Raises:
        AppError: DISK_FULL, and what comes out of `blocks`.
    """
    try:
        with soundfile.SoundFile(file, "w", RATE_HZ, 1, "PCM_16", format="FLAC") as target:
            written, is_last = 0, True
            for part, is_more in _parts(blocks, limit):
                target.write(part)
                if peaks is not None:
                    peaks.feed(part)
                written, is_last = written + len(part), not is_more
            return written, is_last
    except soundfile.SoundFileError as error:
        raise AppError(Code.DISK_FULL, str(error)[:200]) from error


def _parts(blocks: Iterator[Pcm], limit: int) -> Iterator[tuple[Pcm, bool]]:
    """Yield what is to be written, and whether the source has more; the end is cut in a pause."""
    window = int(min(_SEARCH_S * RATE_HZ, limit * _MAX_SHARE))
    held: Pcm = np.empty(0, np.int16)
    given = 0
    for block in blocks:
        held = np.concatenate((held, block))
        if given + len(held) > limit:
            held = held[: limit - given]
            cut = max(0, len(held) - window)
            yield held[: cut + quietest(held[cut:])], True
            return
        if (spare := len(held) - window) > 0:
            yield held[:spare], True
            given, held = given + spare, held[spare:].copy()
    yield held, False


def quietest(pcm: Pcm) -> int:
    """Give the middle of the quietest 200 ms, the last of them where several are alike."""
    if len(pcm) <= _QUIET:
        return len(pcm)
    power = np.concatenate(([0.0], np.cumsum(np.square(pcm.astype(np.float64)))))
    starts = np.arange(0, len(pcm) - _QUIET + 1, _STEP)
    loudness = 10 * np.log10((power[starts + _QUIET] - power[starts]) / _QUIET + 1.0)
    alike = np.flatnonzero(loudness <= loudness.min() + _SAME_DB)
    return int(starts[alike[-1]]) + _QUIET // 2
