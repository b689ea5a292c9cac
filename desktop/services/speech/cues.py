"""Lines as subtitles: two rows at most, short enough to be read, with times of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.core.transcript import Line
from desktop.services.speech.tokens import Clock, is_apart

MAX_ROW = 42
"""Letters of a row; what broadcasters agree on. Of Chinese characters, 20."""

_WIDE = 2.1  # of those that a Chinese character takes
_MIN_S = 0.001  # of a cue: parsers take one that does not last for damaged
_PAUSES = tuple("，、；：。！？…,;:.!?")
_OPENING = {"Ps", "Pi"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: its rows, and from when to when it stands there, in seconds."""

    rows: tuple[str, ...]
    start_s: float
    end_s: float
    speaker: str


@dataclass(frozen=True, slots=True)
class _Part:
    """What is not broken: its place in the text, its width with and without a space at its end."""

    start: int
    end: int
    text: str

    @property
    def width(self) -> float:
        return width(self.text)

    @property
    def least(self) -> float:
        return width(self.text.rstrip())


def cues(line: Line, room: float = MAX_ROW) -> Iterator[Cue]:
    """Yield the subtitles of a line; the first row of the first one has only so much `room`."""
    parts = _parts(line.text)
    clock = Clock(line)
    first = 0
    while first < len(parts):
        limits = (room if first == 0 else MAX_ROW, MAX_ROW)
        last = _fitting(parts, first, limits)
        start_s = clock.at(parts[first].start)
        said = parts[last - 1].text.rstrip()
        end_s = clock.before(parts[last - 1].start + len(said))
        rows = _rows(parts[first:last], limits)
        yield Cue(rows, start_s, max(end_s, start_s + _MIN_S), line.speaker)
        first = last


def width(text: str) -> float:
    """Give how much room a text takes, in Latin letters."""
    return sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else 1.0 for sign in text)


def _parts(text: str) -> list[_Part]:
    """Break a text after spaces, and around characters that stand alone."""
    places = [place for place in range(1, len(text)) if _may_break(text[place - 1], text[place])]
    parts: list[_Part] = []
    for start, end in pairwise([0, *places, len(text)]):
        if text[start:end].strip():
            parts += _pieces(text, start, end)
    return parts


def _pieces(text: str, start: int, end: int) -> Iterator[_Part]:
    """Break what is longer than a row wherever it gets too long: addresses of pages are."""
    most = MAX_ROW // 2 if width(text[start:end].rstrip()) > MAX_ROW else end - start
    for first in range(start, end, most):
        last = min(first + most, end)
        yield _Part(first, last, text[first:last])


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return not after.isspace()
    kind = unicodedata.category(after)
    if unicodedata.category(before) in _OPENING or (kind[0] in "PM" and kind not in _OPENING):
        return False
    is_wide_sign = unicodedata.east_asian_width(before) in "WF"
    return is_wide_sign or is_apart(before) or is_apart(after)


def _fitting(parts: Sequence[_Part], first: int, limits: Sequence[float]) -> int:
    """Give the number after the last part that fits; rather one that ends a clause."""
    last = first
    for limit in limits:
        used = 0.0
        while last < len(parts) and used + parts[last].least <= limit:
            used, last = used + parts[last].width, last + 1
    last = max(last, first + 1)
    if last < len(parts):
        for number in range(last, first + (last - first) // 2, -1):
            if parts[number - 1].text.rstrip().endswith(_PAUSES):
                return number
    return last


def _rows(parts: Sequence[_Part], limits: Sequence[float]) -> tuple[str, ...]:
    """Give one row, or two about as long as each other."""
    text = "".join(part.text for part in parts).rstrip()
    if width(text) <= limits[0]:
        return (text,)
    best, shape, used = 0, float("inf"), 0.0
    whole = sum(part.width for part in parts)
    for number, part in enumerate(parts[:-1], 1):
        over = used + part.least - limits[0]
        used += part.width
        longer = max(limits[1] + over, whole - used)
        if over <= 0 and longer < shape:
            best, shape = number, longer
    one, two = ("".join(part.text for part in some) for some in (parts[:best], parts[best:]))
    return tuple(row.strip() for row in (one, two) if row.strip())
