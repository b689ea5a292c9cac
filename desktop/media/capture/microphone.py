"""One recording from one microphone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.errors import AppError, Code
from desktop.media.capture.channels import LoudestChannel
from desktop.media.capture.devices import Way, way_to
from desktop.media.capture.levels import SILENCE, Level, level
from desktop.media.capture.portaudio import BadFormatError, Format, Status, Stream, portaudio
from desktop.media.capture.resample import Resampler
from desktop.media.capture.ring import Ring
from desktop.media.capture.sources import choosing, sources
from desktop.media.capture.watchdogs import Watchdogs

_RING_S = 30  # as long may the loop be away
_TAIL_S = 0.1  # what was said before the stop is still on its way through the sound server
_MOST_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class Heard:
    """What came since the last poll.

    Attributes:
        pcm: 16-bit mono at the microphone's `rate_hz`; may be empty.
        level: How loud it was.
        overflows: How often samples were lost since the start, because the program was too slow.
        trouble: What is wrong now: MICROPHONE_SILENT and _STALLED pass when sound comes again,
            MICROPHONE_LOST stays. What was heard before is valid.
    """

    pcm: bytes
    level: Level
    overflows: int
    trouble: Code | None


class Microphone:
    """Records from `start` to `stop`, once.

    `start` and `stop` block and belong on a worker thread; `poll` never does, takes 0.1 ms for 33 ms
    of sound and belongs on the loop. Two of them never run at the same time. The audio thread only
    copies into a ring of 30 s.

    Attributes:
        name: What was opened, in the system's words; "" before `start`.
        rate_hz: The rate of `Heard.pcm`, always the one asked for.
        device_rate_hz: The rate at which the device delivers; 0 before `start`.
    """

    def __init__(self, device: str = "", rate_hz: int = 16_000) -> None:
        self.name = ""
        self.rate_hz = rate_hz
        self.device_rate_hz = 0
        self._device = device
        self._stream: Stream | None = None
        self._level = SILENCE
        self._overflows = 0
        self._has_ended = False

    def start(self) -> None:
        """Open the microphone and begin to record.

        Raises:
            AppError: NO_PORTAUDIO, NO_MICROPHONE, MICROPHONE_DENIED, MICROPHONE_BUSY,
                MICROPHONE_STALLED. Nothing is left open then.
        """
        try:
            self._open(way_to(self._device))
        except AppError as error:
            if error.code is not Code.NO_MICROPHONE:
                raise
            # It may know devices that are gone, or not know those that have come.
            portaudio.expect_changes()
            self._open(way_to(self._device))

    def poll(self) -> Heard:
        """Give what came since the last poll; never blocks."""
        raw = self._ring.read()
        pcm = self._resampler.feed(self._channels.feed(raw))
        if pcm:
            self._level = level(pcm)
        if self._has_ended:
            self._watchdogs.lost()
        trouble = self._watchdogs.look(pcm, len(pcm) / 2 / self.rate_hz, time.monotonic())
        return Heard(pcm, self._level, self._overflows, trouble)

    def stop(self) -> Heard:
        """Release the microphone and give what came last; never raises, takes 0.1 s to 2.1 s."""
        if self._stream is None:
            return Heard(b"", SILENCE, self._overflows, None)
        stream, self._stream = self._stream, None
        had_ended = self._has_ended
        if not had_ended:
            time.sleep(_TAIL_S)
        portaudio.close(stream, is_lost=had_ended)
        self._has_ended = had_ended  # closing ends the stream, too
        last = self.poll()
        return Heard(last.pcm + self._resampler.finish(), last.level, last.overflows, last.trouble)

    def _open(self, way: Way) -> None:
        stream = self._try_formats(way)
        self._watchdogs = Watchdogs(time.monotonic())
        # Asked when it records already: the first word does not wait for it.
        served = sources() if way.device.interface == "ALSA" else None
        if served == []:
            portaudio.close(stream)
            raise AppError(Code.NO_MICROPHONE)
        chosen = [source for source in served or () if source.name == way.source] or [
            source for source in served or () if source.is_default
        ]
        self.name = chosen[0].description if chosen else way.device.name
        self._stream = stream

    def _try_formats(self, way: Way) -> Stream:
        refused = ""
        for wanted in _formats(way, self.rate_hz):
            self._ring = Ring(_RING_S * wanted.rate_hz * wanted.channels * 2)
            self._channels = LoudestChannel(wanted.channels)
            self._resampler = Resampler(wanted.rate_hz, self.rate_hz)
            self._has_ended = False
            self.device_rate_hz = wanted.rate_hz
            try:
                return portaudio.open(
                    way.device, wanted, self._on_block, self._on_end, choosing(way.source)
                )
            except BadFormatError as error:
                refused = str(error)
        raise AppError(Code.NO_MICROPHONE, refused)

    def _on_block(self, block: memoryview, frames: int, times: object, status: Status) -> None:
        del frames, times
        if not self._ring.write(block) or status.input_overflow:
            self._overflows += 1

    def _on_end(self) -> None:
        self._has_ended = True


def _formats(way: Way, rate_hz: int) -> Iterator[Format]:
    """Give the formats to try: as wanted, at the device's own rate, with its own channels."""
    own = way.device
    for channels in dict.fromkeys((1, min(own.channels, _MOST_CHANNELS))):
        for rate in dict.fromkeys((rate_hz, own.rate_hz)):
            yield Format(rate, channels)
