"""Files that only the system's ffmpeg reads: m4a, mp4, mov, webm, mkv. It is a child of the worker.

It is told what the file is, so nothing in the file makes it open another one (play lists do that),
and it may use no network. The file's path is the only word of strangers among its arguments.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np  # noqa: TID253 - only the worker loads it

from desktop.core.errors import AppError, Code
from desktop.media.sound.facts import MAX_S, RATE_HZ, SoundInfo
from desktop.media.sound.kinds import Kind
from desktop.media.sound.sndfile import Pcm

_DEMUXERS = {
    Kind.MP4: "mov",
    Kind.MATROSKA: "matroska",
    Kind.WEBM: "matroska",
    Kind.OGG_OTHER: "ogg",
}
_MORE_PLACES = () if sys.platform == "win32" else ("/usr/local/bin", "/opt/homebrew/bin")
"""A program that a Mac's desktop starts is not told about them."""

_BLOCK_BYTES = 64 * 1024
_MAX_LINE = 4096
_CPU_S = 100  # of one job, less than the worker's own limit
_END_S = 5.0
_SOUND = re.compile(rb"^ *Stream #0:\d+.*: Audio: .*?(\d+) Hz, ([^,\n]+)")
_TIME = re.compile(rb"^out_time_us=(\d+)$")
_NO_SOUND = b"Stream map '0:a:0' matches no"
_CHANNELS = {"mono": 1, "stereo": 2}
_NO_WINDOW = 0x0800_0000


def inspect(path: Path, kind: Kind) -> SoundInfo:
    """Give what a file is; its packets are counted, for headers lie or say nothing.

    Raises:
        AppError: SOUND_NEEDS_FFMPEG; NOT_A_SOUND, there is none in it; FILE_DAMAGED; SOUND_TOO_LONG.
    """
    rate_hz, channels, duration_s, is_silent = 0, 0, 0.0, False
    ending = ["-c", "copy", "-f", "null", "-progress", "pipe:1", "-"]
    with _run(path, kind, [], ending, is_told=True) as process:
        assert process.stdout is not None
        while line := process.stdout.readline(_MAX_LINE):
            if not rate_hz and (sound := _SOUND.match(line)):
                rate_hz, channels = int(sound[1]), _channels(sound[2].decode("utf-8", "replace"))
            elif at := _TIME.match(line.rstrip()):
                duration_s = int(at[1]) / 1_000_000
            is_silent = is_silent or line.startswith(_NO_SOUND)
    if not duration_s:
        raise AppError(Code.NOT_A_SOUND if is_silent else Code.FILE_DAMAGED)
    if duration_s > MAX_S:
        raise AppError(Code.SOUND_TOO_LONG)
    return SoundInfo(duration_s, rate_hz, channels, str(kind))


def blocks(path: Path, kind: Kind, start_s: float, most_s: float) -> Iterator[Pcm]:
    """Yield the sound from `start_s` on, at most `most_s` of it.

    Raises:
        AppError: SOUND_NEEDS_FFMPEG; SOUND_UNREAD, ffmpeg was ended in the midst.
    """
    ending = [
        # Pauses that are left out of the file come back, so that times stay right.
        "-t", f"{most_s:.3f}", "-af", f"aresample={RATE_HZ}:async=1:first_pts=0",
        "-f", "s16le", "-ac", "1", "-ar", str(RATE_HZ), "pipe:1",
    ]  # fmt: skip
    with _run(path, kind, ["-ss", f"{start_s:.6f}"], ending) as process:
        assert process.stdout is not None
        left = round(most_s * RATE_HZ) * 2
        while left > 0 and (data := process.stdout.read(min(_BLOCK_BYTES, left))):
            left -= len(data)
            yield np.frombuffer(data[: len(data) // 2 * 2], "<i2")
        is_whole = left <= 0
    if process.returncode < 0 and not is_whole:
        raise AppError(Code.SOUND_UNREAD, f"ffmpeg: {process.returncode}")


@contextmanager
def _run(
    path: Path, kind: Kind, before: list[str], after: list[str], *, is_told: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Start ffmpeg and end it with the block, however that ends.

    Raises:
        AppError: SOUND_NEEDS_FFMPEG.
    """
    command = [
        _found(), "-nostdin", "-hide_banner", "-nostats", "-v", "info" if is_told else "fatal", "-timelimit", str(_CPU_S),
        "-protocol_whitelist", "file,pipe", "-threads", "1", "-f", _DEMUXERS[kind], *before,
        "-i", f"file:{path}", "-vn", "-sn", "-dn", "-map", "0:a:0", *after,
    ]  # fmt: skip
    try:
        process = subprocess.Popen(  # noqa: S603 - fixed arguments, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if is_told else subprocess.DEVNULL,
            env=_environment(),
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except OSError as error:
        raise AppError(Code.SOUND_NEEDS_FFMPEG, error.strerror or "") from error
    assert process.stdout is not None
    is_read = False
    try:
        yield process
        is_read = True
    finally:
        process.stdout.close()
        if not is_read:
            process.kill()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _found() -> str:
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), *_MORE_PLACES])
    found = shutil.which("ffmpeg", path=places)
    if found is None or not Path(found).is_absolute():  # Windows also looks where we stand
        raise AppError(Code.SOUND_NEEDS_FFMPEG)
    return found


def _environment() -> dict[str, str]:
    """Give our own without what a frozen program changes: ffmpeg needs the system's libraries."""
    is_frozen = getattr(sys, "frozen", False)
    return {
        name: value
        for name, value in os.environ.items()
        if not (is_frozen and name == "LD_LIBRARY_PATH")
    }


def _channels(layout: str) -> int:
    """Give the number of channels of "stereo", "5.1(side)", "3 channels"; 0: another name."""
    name = layout.strip().partition("(")[0].removesuffix(" channels")
    if name in _CHANNELS:
        return _CHANNELS[name]
    digits = name.split(".")
    return sum(map(int, digits)) if all(digit.isdecimal() for digit in digits) else 0
