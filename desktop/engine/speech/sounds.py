"""Reads wav and flac of any rate and any number of channels, a piece at a time.

libsndfile is called as it lies in the package soundfile. That package itself would bring numpy along,
25 MB that the engine could never give back.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
from array import array
from functools import cache
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import AppError, Code
from desktop.engine.problems import ApiError

MAX_CHANNELS = 32
RATES_HZ = range(4_000, 384_001)

_SIGNS = {b"RIFF", b"RIFX", b"RF64", b"fLaC"}
_READ = 0x10
_SET_CLIPPING, _SCALE_FLOATS = 0x10C0, 0x1014
_OFFSET, _POINTER = ctypes.c_int64, ctypes.c_void_p


class _Info(ctypes.Structure):
    _fields_ = (
        ("frames", ctypes.c_int64),
        ("samplerate", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("format", ctypes.c_int),
        ("sections", ctypes.c_int),
        ("seekable", ctypes.c_int),
    )


_Length = ctypes.CFUNCTYPE(_OFFSET, _POINTER)
_Seek = ctypes.CFUNCTYPE(_OFFSET, _OFFSET, ctypes.c_int, _POINTER)
_Transfer = ctypes.CFUNCTYPE(_OFFSET, _POINTER, _OFFSET, _POINTER)


class _Virtual(ctypes.Structure):
    """SF_VIRTUAL_IO: a file that is ours, whatever the system calls its handles."""

    _fields_ = (
        ("length", _Length),
        ("seek", _Seek),
        ("read", _Transfer),
        ("write", _Transfer),
        ("tell", _Length),
    )


class SoundFile:
    """A recording that is being read; `close` it in the end.

    Raises:
        ApiError: 400, it is no wav or flac, or nothing can be read of it.
        AppError: ENGINE_MISSING, there is no libsndfile.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._library = _library()
        if file.read(4) not in _SIGNS:
            raise _broken("The file is neither wav nor flac.", "unsupported_format")
        self._virtual = _virtual(file)  # the library keeps its address
        self._handle: int | None = None
        file.seek(0)
        info = _Info()
        self._handle = self._library.sf_open_virtual(
            ctypes.byref(self._virtual), _READ, ctypes.byref(info), None
        )
        if not self._handle:
            raise _broken("The file is damaged, or of a kind that cannot be read.")
        self.rate_hz, self._channels = info.samplerate, info.channels
        if self.rate_hz not in RATES_HZ or not 1 <= self._channels <= MAX_CHANNELS:
            self.close()
            raise _broken(f"{self._channels} channels at {self.rate_hz} Hz cannot be read.")
        for command in (_SET_CLIPPING, _SCALE_FLOATS):
            self._library.sf_command(self._handle, command, None, 1)

    def read(self, seconds: float) -> bytes:
        """Give the next piece, all channels mixed into one; empty at the end."""
        wanted = max(1, int(seconds * self.rate_hz))
        samples = (ctypes.c_short * (wanted * self._channels))()
        count = self._library.sf_readf_short(self._handle, samples, wanted)
        heard = bytes(memoryview(samples).cast("B")[: 2 * max(0, count) * self._channels])
        if self._channels == 1:
            return heard
        mixed = array("h", heard)
        channels = (mixed[place :: self._channels] for place in range(self._channels))
        frames = zip(*channels)  # noqa: B905 - of one length, and `strict` costs a third
        return array("h", [sum(frame) // self._channels for frame in frames]).tobytes()

    def close(self) -> None:
        """Let go of it, not of the file."""
        if self._handle:
            self._library.sf_close(self._handle)
            self._handle = None


def _broken(told: str, code: str = "invalid_file") -> ApiError:
    return ApiError(400, told, code=code, param="file")


def _virtual(file: BinaryIO) -> _Virtual:
    def length(_: object) -> int:
        here = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(here)
        return end

    def seek(offset: int, whence: int, _: object) -> int:
        try:
            return file.seek(offset, whence)
        except (OSError, ValueError):  # before the beginning
            return -1

    def read(address: int, count: int, _: object) -> int:
        data = file.read(count)
        ctypes.memmove(address, data, len(data))
        return len(data)

    def write(_address: int, _count: int, _: object) -> int:
        return 0

    def tell(_: object) -> int:
        return file.tell()

    return _Virtual(_Length(length), _Seek(seek), _Transfer(read), _Transfer(write), _Length(tell))


@cache
def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(_path())
    except OSError as error:
        raise AppError(Code.ENGINE_MISSING, f"libsndfile: {error}.") from error
    library.sf_open_virtual.argtypes = (_POINTER, ctypes.c_int, _POINTER, _POINTER)
    library.sf_open_virtual.restype = _POINTER
    library.sf_command.argtypes = (_POINTER, ctypes.c_int, _POINTER, ctypes.c_int)
    library.sf_readf_short.argtypes = (_POINTER, _POINTER, ctypes.c_int64)
    library.sf_readf_short.restype = ctypes.c_int64
    library.sf_close.argtypes = (_POINTER,)
    return library


def _path() -> str:
    """Give the library that soundfile ships for this platform, else the system's."""
    spec = importlib.util.find_spec("_soundfile_data")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for path in sorted(Path(folder).glob("libsndfile*")):
            if path.suffix in {".so", ".dylib", ".dll"}:
                return str(path)
    found = ctypes.util.find_library("sndfile")
    if found is None:
        raise AppError(Code.ENGINE_MISSING, "libsndfile is not installed.")
    return found
