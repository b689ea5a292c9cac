"""PortAudio, the system's library of sound devices: loaded with the first use, asked on one thread.

Every call here blocks (up to `PATIENCE_S` where a sound server hangs) and belongs on a worker thread.
One thread of our own makes all calls into the library: it is not safe for several, and on Windows
its objects belong to the thread that initialised it. It is initialised again only while no stream is
open: that is how new devices are seen, and how it forgets a sound server that died.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from desktop.core.errors import AppError, Code
from desktop.media.capture.one_thread import OneThread

if TYPE_CHECKING:
    from types import ModuleType

PATIENCE_S = 5.0
_CLOSING_S = 2.0
_BLOCK_S = 0.02
_BUFFER_S = 0.2  # how long the interpreter may be busy before the device overflows

_BAD_FORMAT = {-9998, -9997}  # paInvalidChannelCount, paInvalidSampleRate
_DENIED_ON_WINDOWS = 1  # MMSYSERR_ERROR: PortAudio#360, sounddevice#233, the privacy setting is off
_HOST_ERROR = -9999  # paUnanticipatedHostError
_UNAVAILABLE = -9985  # paDeviceUnavailable: EBUSY of ALSA, MMSYSERR_ALLOCATED of Windows

T = TypeVar("T")


class BadFormatError(Exception):
    """The device does not know this rate or number of channels."""


@dataclass(frozen=True, slots=True)
class Device:
    """An input as PortAudio names it; `index` holds until it is initialised again."""

    index: int
    interface: str
    name: str
    rate_hz: int
    channels: int
    is_default: bool


@dataclass(frozen=True, slots=True)
class Format:
    """How samples come; 16 bits, channels interleaved."""

    rate_hz: int
    channels: int


class Stream(Protocol):
    """An open input that delivers."""

    def start(self) -> None:
        """Begin."""

    def abort(self) -> None:
        """End at once."""

    def close(self) -> None:
        """Give the device back."""


class Status(Protocol):
    """What PortAudio says with a block."""

    input_overflow: bool


OnBlock = Callable[[memoryview, int, object, Status], None]
"""Called on the audio thread with the samples, the number of frames, the times and the status."""


class PortAudio:
    """The library; there is one per process."""

    def __init__(self) -> None:
        self._thread = OneThread("portaudio")
        self._open: list[Stream] = []
        self._is_stale = False

    def devices(self, *, fresh: bool = False) -> list[Device]:
        """Give the inputs.

        Args:
            fresh: Look for devices anew, where no stream is open.

        Raises:
            AppError: NO_PORTAUDIO; MICROPHONE_STALLED, the sound system does not answer.
        """

        def ask() -> list[Device]:
            library = self._loaded(fresh=fresh)
            default = library.default.device[0]
            if default < 0:
                default = _default_input(library)
            interfaces = library.query_hostapis()
            return [
                Device(
                    index=found["index"],
                    interface=interfaces[found["hostapi"]]["name"],
                    name=found["name"],
                    rate_hz=round(found["default_samplerate"]),
                    channels=found["max_input_channels"],
                    is_default=found["index"] == default,
                )
                for found in library.query_devices()
                if found["max_input_channels"] > 0
            ]

        return self._ask(ask)

    def open(
        self,
        device: Device,
        wanted: Format,
        on_block: OnBlock,
        on_end: Callable[[], None],
        environment: Mapping[str, str],
    ) -> Stream:
        """Open and start an input; `on_end` is called when it ends, for whatever reason.

        Args:
            device: One of `devices()`, asked since the last fresh look.
            wanted: In which format.
            on_block: Gets each block, on the audio thread.
            on_end: On a thread of the library's.
            environment: What the system's sound plug-ins shall read while it is opened.

        Raises:
            BadFormatError: the device has no such format.
            AppError: NO_PORTAUDIO, NO_MICROPHONE, MICROPHONE_BUSY, MICROPHONE_DENIED,
                MICROPHONE_STALLED.
        """

        def do() -> Stream:
            library = self._loaded()
            with _environment(environment):
                stream = cast(
                    "Stream",
                    library.RawInputStream(
                        samplerate=wanted.rate_hz,
                        channels=wanted.channels,
                        dtype="int16",
                        blocksize=round(wanted.rate_hz * _BLOCK_S),
                        latency=_BUFFER_S,
                        device=device.index,
                        callback=on_block,
                        finished_callback=on_end,
                    ),
                )
                try:
                    stream.start()
                except library.PortAudioError:
                    stream.close()
                    raise
            self._open.append(stream)
            return stream

        return self._ask(do, self._end)

    def open_output(self, make: Callable[[ModuleType], Stream]) -> Stream:
        """Open and start the loudspeaker that `make` makes of the library.

        Raises:
            BadFormatError, AppError: as `open`.
        """

        def do() -> Stream:
            library = self._loaded(fresh=True)
            stream = make(library)
            try:
                stream.start()
            except library.PortAudioError:
                stream.close()
                raise
            self._open.append(stream)
            return stream

        return self._ask(do, self._end)

    def close(self, stream: Stream, *, is_lost: bool = False) -> None:
        """Give a device back; never raises. `is_lost`: its server died, so forget that, too."""
        self._is_stale = self._is_stale or is_lost
        with contextlib.suppress(TimeoutError):
            self._thread.run(lambda: self._end(stream), _CLOSING_S)

    def expect_changes(self) -> None:
        """Look for devices anew before the next use."""
        self._is_stale = True

    def release(self) -> None:
        """End the library and its thread; the next use begins anew. Streams must be closed."""

        def end() -> None:
            library = sys.modules.get("sounddevice")
            if library is not None and library._initialized and not self._open:
                library._terminate()

        with contextlib.suppress(TimeoutError):
            if self._thread.is_begun:
                self._thread.run(end, _CLOSING_S)
        self._thread.end(_CLOSING_S)

    def _loaded(self, *, fresh: bool = False) -> ModuleType:
        """Give sounddevice, initialised; `_thread` only."""
        is_new = "sounddevice" not in sys.modules
        try:
            import sounddevice as library  # 46 ms and 10 MiB
        except (ImportError, OSError) as error:
            raise AppError(Code.NO_PORTAUDIO, str(error)) from error
        # Its manual names these two functions for it, underscores and all.
        if (fresh or self._is_stale) and not self._open and library._initialized and not is_new:
            library._terminate()
        if not library._initialized:
            library._initialize()
            self._is_stale = False
        return cast("ModuleType", library)

    def _ask(self, work: Callable[[], T], undo: Callable[[T], object] | None = None) -> T:
        try:
            return self._thread.run(work, PATIENCE_S, undo)
        except TimeoutError as error:
            # Its handler at exit would hang like this call.
            library = sys.modules.get("sounddevice")
            if library is not None:
                atexit.unregister(library._exit_handler)
            raise AppError(Code.MICROPHONE_STALLED) from error
        except (AppError, BadFormatError):
            raise
        except Exception as error:
            raise _refusal(error) from error

    def _end(self, stream: Stream) -> None:
        if stream in self._open:
            self._open.remove(stream)
            stream.abort()
            stream.close()


def _default_input(library: ModuleType) -> int:
    """Give the index of the system's choice; -1 where it has none."""
    for interface in library.query_hostapis():
        if interface["default_input_device"] >= 0:
            return int(interface["default_input_device"])
    return -1


def _refusal(error: Exception) -> Exception:
    """Give what a failure of PortAudio means.

    What is known of a microphone that the person's system keeps from us: Windows refuses with "MME
    error 1"; macOS opens it and delivers exact zeros, which the watchdog reports as silence; on
    Linux without rights on /dev/snd there is no device at all.
    """
    library = sys.modules.get("sounddevice")
    if library is None or not isinstance(error, library.PortAudioError):
        return error
    number = error.args[1] if len(error.args) > 1 else 0
    if number in _BAD_FORMAT:
        return BadFormatError(str(error))
    if number == _UNAVAILABLE:
        return AppError(Code.MICROPHONE_BUSY, str(error))
    host = error.args[2] if len(error.args) > 2 else None
    if number == _HOST_ERROR and sys.platform == "win32" and host and host[1] == _DENIED_ON_WINDOWS:
        return AppError(Code.MICROPHONE_DENIED, str(error))
    return AppError(Code.NO_MICROPHONE, str(error))


@contextlib.contextmanager
def _environment(extra: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in extra}
    os.environ.update(extra)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


portaudio = PortAudio()
"""The library has one state per process, whoever uses it."""
