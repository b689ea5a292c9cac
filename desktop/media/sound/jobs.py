"""What the worker is asked about sound files; its head names the job, its result the code of a failure."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from desktop.core.errors import AppError, Code
from desktop.media.sound import cutting, playing, reading
from desktop.media.sound.facts import RATE_HZ, PieceTarget
from desktop.media.worker import Head

_MARGIN_S = 1.0
"""Of sound that is asked for over what is needed: so it shows whether there is more."""


def handle(head: Head, content: bytes) -> tuple[Head, bytes]:
    """Do one job of the worker: inspect, piece, peaks or play."""
    del content
    said: Head = {"code": "", "detail": ""}
    asked = cast("dict[str, Any]", head)
    data = b""
    try:
        found, data = _JOBS[asked["job"]](asked)
        said |= found
    except AppError as error:
        said |= {"code": str(error.code), "detail": error.detail[:200]}
    except MemoryError:
        said["code"] = str(Code.SOUND_UNREAD)
    return said, data


def _inspect(asked: dict[str, Any]) -> tuple[Head, bytes]:
    return asdict(reading.inspect(Path(asked["path"]))), b""


def _piece(asked: dict[str, Any]) -> tuple[Head, bytes]:
    """Write a piece; its waveform is the content."""
    limit = PieceTarget(**asked["target"]).samples
    start_s = float(asked["start_s"])
    source = reading.blocks(Path(asked["path"]), start_s, limit / RATE_HZ + _MARGIN_S)
    file = Path(asked["file"])
    peaks = cutting.Peaks(int(asked["per_s"]))
    with closing(cast("Any", source)):
        samples, is_last = cutting.write(source, file, limit, peaks)
    return {"end_s": start_s + samples / RATE_HZ, "is_last": is_last}, peaks.finish()


def _peaks(asked: dict[str, Any]) -> tuple[Head, bytes]:
    """Give the waveform of a part; shorter than asked for, the file has ended."""
    per_s, most_s = int(asked["per_s"]), int(asked["most_s"])
    peaks = cutting.Peaks(per_s)
    left = most_s * RATE_HZ
    source = reading.blocks(Path(asked["path"]), float(asked["start_s"]), most_s)
    with closing(cast("Any", source)):
        for block in source:
            peaks.feed(block[:left])
            left -= len(block)
            if left <= 0:
                break
    return {}, peaks.finish()


def _play(asked: dict[str, Any]) -> tuple[Head, bytes]:
    """Give the next part of what is played; `is_last`: the file ends with it."""
    wanted = playing.Wanted(Path(asked["path"]), float(asked["start_s"]), float(asked["speed"]))
    pcm, is_last = playing.part(wanted, float(asked["most_s"]))
    return {"is_last": is_last}, pcm


_JOBS = {"inspect": _inspect, "piece": _piece, "peaks": _peaks, "play": _play}
