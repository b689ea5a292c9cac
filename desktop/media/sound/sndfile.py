"""Files that libsndfile reads: wav, aiff, flac, mp3, ogg. What is broken in the midst becomes silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import numpy as np  # noqa: TID253 - only the worker loads it
import numpy.typing as npt  # noqa: TID253 - only the worker loads it
import soundfile  # noqa: TID253 - only the worker loads it

from desktop.core.errors import AppError, Code
from desktop.core.override import override
from desktop.media.sound import mended
from desktop.media.sound.facts import MAX_S, RATE_HZ, SoundInfo
from desktop.media.sound.kinds import Kind
from desktop.media.sound.resampling import Resampler, Samples

Pcm: TypeAlias = npt.NDArray[np.int16]

_BLOCK = 16_384
_SMALL_BLOCK = 256  # close to where a file breaks off
_MAX_VALUES = 1 << 18  # of a block, all channels
_MIN_RATE_HZ, _MAX_RATE_HZ = 1000, 768_000
_FULL_SCALE = 32_768
_OPUS = "OPUS"
_BROKEN = (soundfile.SoundFileError, RuntimeError, ValueError, OSError)
"""What the library raises over a file that is not what it says."""


class _Forward(soundfile.SoundFile):  # type: ignore[misc]  # it has no types
    """Read from one place on: soundfile seeks after every block of what it may seek in.

    That costs half of the time of an mp3, and a click at each seam.
    """

    @override
    def seekable(self) -> bool:
        return False


def inspect(path: Path, kind: Kind) -> SoundInfo:
    """Give what a file is; its length is tried, not believed.

    Raises:
        AppError: FILE_DAMAGED; NOT_A_SOUND, it is empty; SOUND_TOO_LONG.
    """
    with _opened(path, kind) as sound:
        rate_hz, channels, told = sound.samplerate, sound.channels, sound.frames
        name = "opus" if sound.subtype == _OPUS else str(kind)
    frames = _end(path, kind, min(told, MAX_S * rate_hz + 1))
    if frames > MAX_S * rate_hz:
        raise AppError(Code.SOUND_TOO_LONG)
    if frames == 0:
        raise AppError(Code.NOT_A_SOUND)
    return SoundInfo(frames / rate_hz, rate_hz, channels, name)


def blocks(path: Path, kind: Kind, start_s: float) -> Iterator[Pcm]:
    """Yield the sound from `start_s` to its end.

    Raises:
        AppError: FILE_DAMAGED.
    """
    with _opened(path, kind) as sound:
        rate_hz = sound.samplerate
        end = min(sound.frames, MAX_S * rate_hz)
    source = _floats(path, kind, round(start_s * rate_hz), end)
    if rate_hz == RATE_HZ:
        yield from map(_pcm, source)
        return
    resampler = Resampler(rate_hz)
    for samples in source:
        if len(made := resampler.feed(samples)):
            yield _pcm(made)
    yield _pcm(resampler.finish())


@contextmanager
def _opened(path: Path, kind: Kind, at: int = 0) -> Iterator[soundfile.SoundFile]:
    """Open a file at a frame.

    Raises:
        AppError: FILE_DAMAGED; UNREADABLE.
    """
    try:
        stream = mended.opened(path, kind)
    except OSError as error:
        raise AppError(Code.UNREADABLE, error.strerror or "") from error
    with stream:
        try:
            sound = _Forward(stream)
            if not _MIN_RATE_HZ <= sound.samplerate <= _MAX_RATE_HZ:
                raise AppError(Code.FILE_DAMAGED, f"{sound.samplerate} Hz")
            if at:
                sound.seek(at)
        except _BROKEN as error:
            raise AppError(Code.FILE_DAMAGED, str(error)[:200]) from error
        with sound:
            yield sound


def _floats(path: Path, kind: Kind, at: int, end: int) -> Iterator[Samples]:
    """Yield mono from frame `at` on; holes are filled, so that times stay right."""
    size, step = _BLOCK, _BLOCK
    while at < end:
        try:
            with _opened(path, kind, at) as sound:
                while len(samples := _read(sound, size)):
                    at += len(samples)
                    step = _BLOCK
                    yield samples
                return
        except AppError:
            if size > _SMALL_BLOCK:  # what is there before it breaks off
                size = _SMALL_BLOCK
                continue
        size = _BLOCK
        hole = _hole(path, kind, (at, end), step)
        if hole == 0:
            return
        for start in range(0, hole, _BLOCK):
            yield np.zeros(min(_BLOCK, hole - start), np.float32)
        at, step = at + hole, hole * 2


def _hole(path: Path, kind: Kind, part: tuple[int, int], step: int) -> int:
    """Give after how many frames it can be read again; 0: nowhere before the end."""
    at, end = part
    while at + step < end:
        if _is_there(path, kind, at + step):
            return step
        step *= 2
    return 0


def _read(sound: soundfile.SoundFile, size: int) -> Samples:
    size = max(_SMALL_BLOCK, min(size, _MAX_VALUES // sound.channels))
    try:
        found = sound.read(size, dtype="float32", always_2d=True)
    except _BROKEN as error:
        raise AppError(Code.FILE_DAMAGED, str(error)[:200]) from error
    mixed = found[:, 0] if sound.channels == 1 else found.mean(axis=1, dtype=np.float32)
    return np.asarray(np.nan_to_num(mixed, nan=0.0, posinf=1.0, neginf=-1.0), np.float32)


def _pcm(samples: Samples) -> Pcm:
    whole = np.rint(samples * _FULL_SCALE)
    return np.clip(whole, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)


def _is_there(path: Path, kind: Kind, at: int) -> bool:
    try:
        with _opened(path, kind, at) as sound:
            return len(_read(sound, 1)) > 0
    except AppError:
        return False


def _end(path: Path, kind: Kind, told: int) -> int:
    """Give how many frames there are: as many as are told, or up to where it breaks off."""
    if told == 0 or _is_there(path, kind, told - 1):
        return told
    there, gone = 0, told
    while gone - there > _SMALL_BLOCK:
        middle = (there + gone) // 2
        there, gone = (middle, gone) if _is_there(path, kind, middle) else (there, middle)
    return there
