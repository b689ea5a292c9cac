"""Moonshine's C library: five of its functions, and what they fill in. Blocking: worker thread only.

The structures are those of moonshine-c-api.h, version 20000.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code

_HEADER_VERSION = 20000
_TINY = 0

_HOP_S = 512 / 16_000
"""The library works in steps of so much and forgets the rest at the end: silence makes it whole."""

_LEAST_S = 0.2
"""Less sound than this its first layer refuses."""


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Line(ctypes.Structure):
    _fields_ = (
        ("text", ctypes.c_char_p),
        ("audio_data", ctypes.c_void_p),
        ("audio_data_count", ctypes.c_size_t),
        ("start_time", ctypes.c_float),
        ("duration", ctypes.c_float),
        ("id", ctypes.c_uint64),
        ("is_complete", ctypes.c_int8),
        ("is_updated", ctypes.c_int8),
        ("is_new", ctypes.c_int8),
        ("has_text_changed", ctypes.c_int8),
        ("has_speaker_id", ctypes.c_int8),
        ("speaker_id", ctypes.c_uint64),
        ("speaker_index", ctypes.c_uint32),
        ("last_transcription_latency_ms", ctypes.c_uint32),
        ("words", ctypes.c_void_p),
        ("word_count", ctypes.c_uint64),
    )


class _Transcript(ctypes.Structure):
    _fields_ = (("lines", ctypes.POINTER(_Line)), ("line_count", ctypes.c_uint64))


if TYPE_CHECKING:
    _TranscriptPointer = ctypes._Pointer[_Transcript]


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch that the library found, in seconds; `speaker` is None where it was not asked."""

    start_s: float
    end_s: float
    text: str
    speaker: int | None


class Library:
    """The loaded library.

    Raises:
        AppError: ENGINE_MISSING, it cannot be loaded on this computer.
    """

    def __init__(self, path: Path) -> None:
        try:
            library = ctypes.CDLL(str(path))
        except OSError as error:
            raise AppError(Code.ENGINE_MISSING, f"{path.name}: {error}.") from error
        self.load = library.moonshine_load_transcriber_from_files
        self.load.argtypes = (
            ctypes.c_char_p,
            ctypes.c_uint32,
            ctypes.POINTER(_Option),
            ctypes.c_uint64,
            ctypes.c_int32,
        )
        self.load.restype = ctypes.c_int32
        self.free = library.moonshine_free_transcriber
        self.free.argtypes = (ctypes.c_int32,)
        self.free.restype = None
        self.transcribe = library.moonshine_transcribe_without_streaming
        self.transcribe.argtypes = (
            ctypes.c_int32,
            ctypes.c_void_p,
            ctypes.c_uint64,
            ctypes.c_int32,
            ctypes.c_uint32,
            ctypes.POINTER(ctypes.POINTER(_Transcript)),
        )
        self.transcribe.restype = ctypes.c_int32


class Transcriber:
    """One way of listening; `options` are the library's, which it takes as text.

    Raises:
        AppError: ENGINE_MEMORY, it could not be made from files that are right.
    """

    def __init__(self, library: Library, weights: Path, options: Mapping[str, str]) -> None:
        self._library = library
        named = (_Option * len(options))(
            *(_Option(name.encode(), value.encode()) for name, value in options.items())
        )
        folder = str(weights).encode()
        self._handle = library.load(folder, _TINY, named, len(options), _HEADER_VERSION)
        if self._handle < 0:
            raise AppError(Code.ENGINE_MEMORY, "The speech model could not be loaded.")

    def hear(self, samples: array[float], rate_hz: int) -> list[Heard]:
        """Give what is in `samples` (-1 to 1, mono). Silence is added at their end.

        Raises:
            AppError: ENGINE_MEMORY, the library failed, which it only does for want of memory.
        """
        least = int(_LEAST_S * rate_hz)
        padding = int(_HOP_S * rate_hz) + max(0, least - len(samples))
        whole = samples + array("f", bytes(4 * padding))
        address, count = whole.buffer_info()
        found: _TranscriptPointer = ctypes.POINTER(_Transcript)()
        status = self._library.transcribe(
            self._handle, address, count, rate_hz, 0, ctypes.byref(found)
        )
        if status != 0:
            raise AppError(Code.ENGINE_MEMORY, "The speech model failed.")
        transcript = found.contents
        return [_heard(transcript.lines[place]) for place in range(transcript.line_count)]

    def close(self) -> None:
        """Give its memory back."""
        self._library.free(self._handle)


def _heard(line: _Line) -> Heard:
    return Heard(
        line.start_time,
        line.start_time + line.duration,
        (line.text or b"").decode("utf-8", "replace"),
        line.speaker_index if line.has_speaker_id else None,
    )
