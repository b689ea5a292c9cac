"""Hears with any server that transcribes files: what was said between two pauses is one request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.services.speech.hearing.heard import Final, Heard, Lost
from desktop.services.speech.hearing.tape import BYTES_PER_SAMPLE, wav_of
from desktop.services.speech.transcriber import Sound, Transcriber
from desktop.services.speech.wording import one_line

_log = logging.getLogger(__name__)
_IN_FLIGHT = 2


@dataclass(slots=True)
class _Segment:
    number: int
    start_s: float
    pcm: bytearray = field(default_factory=bytearray)


class SegmentHearing:
    """A `Hearing`. What fails is told in its place; what was said after it is heard all the same."""

    hears_at_once = False

    def __init__(self, transcriber: Transcriber, rate_hz: int) -> None:
        self.heard: Event[Heard] = Event()
        self._transcriber, self._rate_hz = transcriber, rate_hz
        self._current: _Segment | None = None
        self._order: list[int] = []  # what was committed and is not told yet
        self._results: dict[int, Final | Lost] = {}
        self._places = asyncio.Semaphore(_IN_FLIGHT)
        self._scope = TaskScope(_report)

    def begin(self, number: int, start_s: float) -> None:
        """See `Hearing`."""
        self._current = _Segment(number, start_s)

    def feed(self, pcm: bytes) -> None:
        """See `Hearing`."""
        if self._current is not None:
            self._current.pcm += pcm

    def commit(self, end_s: float) -> None:
        """See `Hearing`."""
        segment, self._current = self._current, None
        if segment is not None:
            self._order.append(segment.number)
            self._scope.start(str(segment.number), self._hear(segment, end_s))

    async def finish(self) -> None:
        """See `Hearing`."""
        while self._order:
            # Each is bounded by the client's own timeouts and the retries' longest wait.
            await self._scope.join(1.0)

    async def aclose(self) -> None:
        """See `Hearing`."""
        await self._scope.aclose()

    async def _hear(self, segment: _Segment, end_s: float) -> None:
        number, start_s = segment.number, segment.start_s
        samples = round((end_s - start_s) * self._rate_hz)
        pcm = bytes(segment.pcm[: samples * BYTES_PER_SAMPLE])
        result: Final | Lost
        try:
            async with self._places:
                sound = Sound(wav_of(pcm, self._rate_hz), start_s, end_s)
                lines = await self._transcriber.lines(sound)
            result = Final(number, one_line(lines, start_s, end_s))
        except AppError as error:
            result = Lost(error, number)
        except Exception as error:
            self._tell(Lost(AppError(Code.UNEXPECTED, type(error).__name__), number))
            raise
        self._tell(result)

    def _tell(self, result: Final | Lost) -> None:
        assert result.number is not None
        self._results[result.number] = result
        while self._order and self._order[0] in self._results:
            self.heard.emit(self._results.pop(self._order.pop(0)))


@asynccontextmanager
async def by_segments(transcriber: Transcriber, rate_hz: int) -> AsyncIterator[SegmentHearing]:
    """Give a hearing that ends with the context."""
    hearing = SegmentHearing(transcriber, rate_hz)
    try:
        yield hearing
    finally:
        await hearing.aclose()


def _report(error: Exception) -> None:
    _log.error("a piece of speech was not transcribed", exc_info=error)
