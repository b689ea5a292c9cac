"""What a sound file is, told by its first bytes alone: names and endings lie."""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import AppError, Code
from desktop.media.kinds import picture_type
from desktop.media.sound import mp3_frames

_HEAD_BYTES = 64 * 1024
_TAG = b"ID3"
_MAX_TAGS = 4
_EBML_BYTES = 64  # the name of the kind stands in it
_OGG_SIGNS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC")


class Kind(StrEnum):
    """How a file is read; the values name it to a person."""

    WAV = "wav"
    AIFF = "aiff"
    FLAC = "flac"
    MP3 = "mp3"
    OGG = "ogg"  # with Vorbis, Opus or FLAC
    OGG_OTHER = "ogg (other)"  # with a picture or Speex
    MP4 = "mp4"  # m4a, mov and 3gp too
    MATROSKA = "mkv"
    WEBM = "webm"

    @property
    def needs_ffmpeg(self) -> bool:
        """Tell whether no library of ours reads it."""
        return self in {Kind.OGG_OTHER, Kind.MP4, Kind.MATROSKA, Kind.WEBM}


def kind_of(path: Path) -> Kind:
    """Give what a file is; a device or a pipe is never opened.

    Raises:
        AppError: UNREADABLE; NOT_A_SOUND.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise AppError(Code.NOT_A_SOUND)
        with path.open("rb") as stream:
            stream.seek(beginning(stream))
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise AppError(Code.UNREADABLE, error.strerror or "") from error
    except ValueError as error:  # a zero byte in the name
        raise AppError(Code.UNREADABLE) from error
    kind = _told(head)
    if kind is None:
        raise AppError(Code.NOT_A_SOUND)
    return kind


def beginning(stream: BinaryIO) -> int:
    """Give where the sound begins: after tags, of which some programs write one after another."""
    at = 0
    for _ in range(_MAX_TAGS):
        stream.seek(at)
        head = stream.read(10)
        if len(head) < 10 or not head.startswith(_TAG) or max(head[6:]) > 127:
            break
        size = 0
        for digit in head[6:10]:
            size = size << 7 | digit
        at += 10 + size + (10 if head[5] & 0x10 else 0)  # a footer repeats the head
    return at


def _told(head: bytes) -> Kind | None:
    found: Kind | None = None
    if head[:4] in {b"RIFF", b"RIFX", b"RF64", b"BW64"} and head[8:12] == b"WAVE":
        found = Kind.WAV
    elif head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        found = Kind.AIFF
    elif head.startswith(b"fLaC"):
        found = Kind.FLAC
    elif head.startswith(b"OggS"):
        first = head[27 + head[26] :][:8] if len(head) > 27 else b""
        found = Kind.OGG if first.startswith(_OGG_SIGNS) else Kind.OGG_OTHER
    elif head[4:8] == b"ftyp" and not picture_type(head):
        found = Kind.MP4
    elif head.startswith(b"\x1a\x45\xdf\xa3"):
        found = Kind.WEBM if b"webm" in head[:_EBML_BYTES] else Kind.MATROSKA
    elif mp3_frames.first(head.lstrip(b"\0")) is not None:
        found = Kind.MP3
    return found
