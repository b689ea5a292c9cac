"""One loudspeaker: sound is written into a ring, from which the audio thread only copies."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol, cast

from desktop.core.errors import AppError, Code
from desktop.media.capture.portaudio import BadFormatError, Stream, portaudio
from desktop.media.playing.ring import PlayRing

if TYPE_CHECKING:
    from types import ModuleType

_ROOM_S = 2.0
_KEPT_S = 2.0  # more than any device holds back
_LATENCY_S = 0.1
_POLL_S = 0.02
_SAMPLE_BYTES = 2


class _Times(Protocol):
    """What PortAudio says with a block, in seconds of its own clock."""

    currentTime: float  # noqa: N815 - its names
    outputBufferDacTime: float  # noqa: N815 - its names


class Output:
    """Plays signed 16-bit sound on the system's loudspeaker.

    `start`, `write`, `pause`, `resume` and `stop` may block and belong on a worker thread; the
    properties never do. Where `waiting_s` leaves room, `write` does not block either.

    Args:
        rate_hz: Of the sound that is written.
        channels: Interleaved.
    """

    def __init__(self, rate_hz: int, channels: int = 1) -> None:
        self._rate_hz, self._channels = rate_hz, channels
        self._bytes_a_second = rate_hz * channels * _SAMPLE_BYTES
        self._ring = PlayRing(self._size(_ROOM_S), self._size(_KEPT_S))
        self._stream: Stream | None = None
        self._stopped = threading.Event()
        self._is_lost = False
        # Where the last block began, when the library asked for it, and how much later it is heard.
        self._last: tuple[int, float, float] = (0, 0.0, 0.0)
        self._heard_s = 0.0  # so far, while no device is open

    @property
    def position_s(self) -> float:
        """How much of what was written has been heard; what the device still holds does not count."""
        if self._stream is None:
            return self._heard_s
        began, asked_at, delay_s = self._last
        if not asked_at:
            return self._heard_s
        now_s = began / self._bytes_a_second + time.monotonic() - asked_at - delay_s
        return min(max(now_s, self._heard_s), self._ring.consumed / self._bytes_a_second)

    @property
    def waiting_s(self) -> float:
        """How much was written that the device has not taken yet; there is room for 2 s."""
        return self._ring.waiting / self._bytes_a_second

    @property
    def is_done(self) -> bool:
        """Tell whether all that was written was heard."""
        return not self._ring.waiting and (
            self.position_s >= self._ring.consumed / self._bytes_a_second
        )

    @property
    def is_lost(self) -> bool:
        """Tell whether the device went away."""
        return self._is_lost

    def start(self) -> None:
        """Open the device.

        Raises:
            AppError: NO_SPEAKER, there is none or it cannot be opened; NO_PORTAUDIO.
        """
        self._open()

    def write(self, pcm: bytes) -> None:
        """Append sound; waits for room, and ends at once after `stop`.

        Raises:
            AppError: NO_SPEAKER, the device went away.
        """
        left = memoryview(pcm)
        while left and not self._stopped.is_set():
            if self._is_lost:
                raise AppError(Code.NO_SPEAKER)
            left = left[self._ring.write(left) :]
            if left:
                self._stopped.wait(_POLL_S)

    def pause(self) -> None:
        """Be silent at once; what was not heard yet comes after `resume`. Never raises."""
        if self._stream is None:
            return
        heard_s = self.position_s
        self._close()
        self._heard_s = heard_s
        heard = int(heard_s * self._rate_hz) * self._channels * _SAMPLE_BYTES
        self._ring.back(self._ring.consumed - heard)

    def resume(self) -> None:
        """Go on.

        Raises:
            AppError: as `start`.
        """
        self._open()

    def stop(self) -> None:
        """Be silent for good, at once. Never raises."""
        self._stopped.set()
        self._heard_s = self.position_s
        self._close()

    def _open(self) -> None:
        if self._stream is not None or self._stopped.is_set():
            return
        self._last, self._is_lost = (0, 0.0, 0.0), False
        try:
            stream = portaudio.open_output(self._made)
        except BadFormatError as error:
            raise AppError(Code.NO_SPEAKER, str(error)) from error
        except AppError as error:
            if error.code is Code.NO_PORTAUDIO:
                raise
            raise AppError(Code.NO_SPEAKER, error.detail) from error
        self._stream = stream
        if self._stopped.is_set():  # meanwhile, on another thread
            self._close()

    def _made(self, library: ModuleType) -> Stream:
        return cast(
            "Stream",
            library.RawOutputStream(
                samplerate=self._rate_hz,
                channels=self._channels,
                dtype="int16",
                latency=_LATENCY_S,
                callback=self._on_block,
                finished_callback=self._on_end,
            ),
        )

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            portaudio.close(stream, is_lost=self._is_lost)

    # on the audio thread
    def _on_block(self, block: memoryview, _frames: int, times: _Times, _status: object) -> None:
        target = memoryview(block).cast("B")
        began = self._ring.consumed
        count = self._ring.read_into(target)
        if count < len(target):
            target[count:] = bytes(len(target) - count)
        if count:
            delay_s = max(0.0, times.outputBufferDacTime - times.currentTime)
            self._last = (began, time.monotonic(), delay_s)

    def _on_end(self) -> None:
        self._is_lost = self._stream is not None

    def _size(self, seconds: float) -> int:
        return int(seconds * self._rate_hz) * self._channels * _SAMPLE_BYTES
