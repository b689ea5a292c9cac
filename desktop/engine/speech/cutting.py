"""Cuts a recording of any length into lines: at pauses, else at the quietest place. Pure.

Nothing that holds speech is left out, and nothing is in two lines.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from operator import mul

from desktop.engine.speech.ear import LINE_S, LONGEST_S, SAMPLE_BYTES, Span, duration_s

WINDOW_S = 20.0
"""How much of a recording is looked at (and kept in memory) at a time."""

OPEN_S = 1.0
"""A line that ends so near to the end of what is known may go on."""

_PAUSE_S = 1.0
"""Spans further apart than this are lines of their own."""

_EARLIEST_S = 6.0
_FRAME_S = 0.06


@dataclass(frozen=True, slots=True)
class Cut:
    """One line's sound and its place in the recording."""

    start_s: float
    end_s: float
    pcm: bytes


class Cutter:
    """Collects sound and gives it as lines.

    Args:
        rate_hz: Of the sound: 16-bit little-endian mono.
        start_s: When it begins.
        merges: Whether pauses inside a line are allowed; False where each voice is to be told.
    """

    def __init__(self, rate_hz: int, start_s: float = 0.0, *, merges: bool = True) -> None:
        self.rate_hz = rate_hz
        self._start_s = start_s
        self._line_s = LINE_S if merges else 0.0
        self._pcm = bytearray()

    @property
    def pcm(self) -> bytes:
        """The sound that is in no line yet, `WINDOW_S` of it at most."""
        return bytes(self._pcm[: self._bytes(WINDOW_S)])

    @property
    def start_s(self) -> float:
        """When the sound begins that is in no line yet."""
        return self._start_s

    @property
    def duration_s(self) -> float:
        """How much sound is in no line yet."""
        return duration_s(self._pcm, self.rate_hz)

    def feed(self, pcm: bytes) -> None:
        """Add sound."""
        self._pcm += pcm

    def take(
        self,
        spans: tuple[Span, ...],
        *,
        known_s: float = WINDOW_S,
        is_last: bool = False,
        pause_s: float = OPEN_S,
    ) -> list[Cut]:
        """Give the lines that are complete, and forget what lies before and between them.

        Args:
            spans: Where speech is in the first `known_s` of `pcm`; more may have come since.
            known_s: See there.
            is_last: No more sound will come: what is left is complete, too.
            pause_s: After so much silence a line is complete.
        """
        pcm = self.pcm[: self._bytes(known_s)]
        whole_s = duration_s(pcm, self.rate_hz)
        is_last = is_last and len(pcm) == len(self._pcm)
        lines = _lines(self._short(spans, pcm), self._line_s)
        if lines and not is_last and lines[-1].end_s > whole_s - pause_s:
            rest_s = lines.pop().start_s
        else:  # speech that has just begun may not be noticed yet
            rest_s = max(whole_s if is_last else whole_s - OPEN_S, lines[-1].end_s if lines else 0)
        cuts = [cut for cut in (self._cut(line, pcm) for line in lines) if cut.pcm]
        self._forget(rest_s)
        return cuts

    def _short(self, spans: tuple[Span, ...], pcm: bytes) -> Iterable[Span]:
        """Cut what is longer than can be written down in one go."""
        for span in spans:
            start_s = span.start_s
            while span.end_s - start_s > LONGEST_S:
                end_s = self._quietest(pcm, start_s + _EARLIEST_S, start_s + LONGEST_S)
                yield Span(start_s, end_s)
                start_s = end_s
            yield Span(start_s, span.end_s)

    def _quietest(self, pcm: bytes, after_s: float, before_s: float) -> float:
        """Give the middle of the frame with the least energy."""
        frame = self._bytes(_FRAME_S)
        places = range(self._bytes(after_s), self._bytes(before_s) - frame, frame)
        place = min(places, key=lambda start: _energy(pcm[start : start + frame]))
        return duration_s(pcm[:place], self.rate_hz) + _FRAME_S / 2

    def _cut(self, line: Span, pcm: bytes) -> Cut:
        sound = pcm[self._bytes(line.start_s) : self._bytes(line.end_s)]
        return Cut(self._start_s + line.start_s, self._start_s + line.end_s, sound)

    def _forget(self, until_s: float) -> None:
        count = self._bytes(until_s)
        del self._pcm[:count]
        self._start_s += count / SAMPLE_BYTES / self.rate_hz

    def _bytes(self, time_s: float) -> int:
        return max(0, round(time_s * self.rate_hz)) * SAMPLE_BYTES


def _lines(spans: Iterable[Span], line_s: float) -> list[Span]:
    """Put neighbours together while they make a line no longer than `line_s`."""
    lines: list[Span] = []
    for span in spans:
        last = lines[-1] if lines else None
        if (
            last is not None
            and span.start_s - last.end_s <= _PAUSE_S
            and span.end_s - last.start_s <= line_s
        ):
            lines[-1] = Span(last.start_s, span.end_s)
        else:
            lines.append(span)
    return lines


def _energy(frame: bytes) -> int:
    samples = array("h", frame)
    return sum(map(mul, samples, samples))
