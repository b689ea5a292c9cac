"""A sound file, whatever its kind, as 16 kHz mono: block by block, so that its length costs no memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.media.sound import ffmpeg, sndfile
from desktop.media.sound.facts import SoundInfo
from desktop.media.sound.kinds import kind_of
from desktop.media.sound.sndfile import Pcm


def inspect(path: Path) -> SoundInfo:
    """Give what a file is and how long it really is.

    Raises:
        AppError: NOT_A_SOUND, SOUND_NEEDS_FFMPEG, SOUND_TOO_LONG, FILE_DAMAGED, UNREADABLE.
    """
    kind = kind_of(path)
    return ffmpeg.inspect(path, kind) if kind.needs_ffmpeg else sndfile.inspect(path, kind)


def blocks(path: Path, start_s: float, most_s: float) -> Iterator[Pcm]:
    """Yield the sound from `start_s` on; who takes no more closes the iterator.

    `most_s` says about how much will be taken, so that no decoder works for nothing.

    Raises:
        AppError: as `inspect`; SOUND_UNREAD.
    """
    kind = kind_of(path)
    if kind.needs_ffmpeg:
        return ffmpeg.blocks(path, kind, start_s, most_s)
    return sndfile.blocks(path, kind, start_s)
