"""The words of a line with their places and times; a character is one where writing has no spaces."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from desktop.core.transcript import Line

_APART = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Chinese characters
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_INSIDE = "'’-"  # of a word
_IN_NUMBERS = ".,:"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line.

    Attributes:
        key: The word without what recognisers disagree about: case, width, apostrophes.
        start: Where it begins in the line's text.
        end: Where it ends.
        tail: How many signs of punctuation follow it at once.
        at_s: The middle of it in time.
        until_s: When it ends.
    """

    key: str
    start: int
    end: int
    tail: int
    at_s: float
    until_s: float


def is_apart(letter: str) -> bool:
    """Tell whether a character belongs to a writing without spaces between words."""
    return any(first <= ord(letter) <= last for first, last in _APART)


def spans(text: str) -> list[tuple[int, int]]:
    """Give where the words of a text begin and end."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for place, letter in enumerate(text):
        is_letter = unicodedata.category(letter)[0] in "LNM"
        if start is not None and not (is_letter and not _is_new(text, place)):
            if not is_apart(text[place - 1]) and _is_inside(text, place):
                continue
            found.append((start, place))
            start = None
        if start is None and is_letter:
            start = place
    if start is not None:
        found.append((start, len(text)))
    return found


def _is_inside(text: str, place: int) -> bool:
    """Tell a sign between two letters, or two digits, of one word."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    if text[place] in _IN_NUMBERS:
        return before.isdecimal() and after.isdecimal()
    return text[place] in _INSIDE and after.isalnum()


def _is_new(text: str, place: int) -> bool:
    """Tell whether a letter is a word of its own, or the first after one that is."""
    if unicodedata.category(text[place])[0] == "M":
        return False
    return is_apart(text[place]) or is_apart(text[place - 1])


class Clock:
    """When each character of a line was said: by its words where their times are known."""

    def __init__(self, line: Line) -> None:
        self._places, self._times = [0], [line.start_s]
        whole, at = _lower(line.text), 0
        for word in line.words:
            text = _lower(word.text.strip())
            found = whole.find(text, at) if text else -1
            if found < 0:
                continue
            at = found + len(text)
            self._add(found, word.start_s)
            self._add(at, word.end_s)
        self._add(len(line.text), line.end_s)

    def at(self, place: int) -> float:
        """Give when the character at `place` begins, in seconds."""
        after = bisect_right(self._places, place)
        if after == len(self._places):
            return self._times[-1]
        first, last = self._places[after - 1], self._places[after]
        share = (place - first) / (last - first)
        return self._times[after - 1] + share * (self._times[after] - self._times[after - 1])

    def before(self, place: int) -> float:
        """Give when the character before `place` ends: a pause after it does not count."""
        known = bisect_right(self._places, place - 1)
        if known < len(self._places) and self._places[known] == place:
            return self._times[known]
        return self.at(place)

    def _add(self, place: int, time_s: float) -> None:
        time_s = max(time_s, self._times[-1])
        self._places.append(place)
        self._times.append(time_s)


def _lower(text: str) -> str:
    """Give a text in lower case, letter for letter: a few become two."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def tokens(line: Line) -> list[Token]:
    """Give the words of a line."""
    clock, text = Clock(line), line.text
    found = spans(text)
    made: list[Token] = []
    for number, (start, end) in enumerate(found, 1):
        following = found[number][0] if number < len(found) else len(text)
        between = text[end:following]
        tail = len(between) if following == len(text) else _tail(between)
        until_s = clock.before(end)
        at_s = (clock.at(start) + until_s) / 2
        made.append(Token(_key(text[start:end]), start, end, tail, at_s, until_s))
    return made


def _tail(between: str) -> int:
    """Give how many signs between two words belong to the first."""
    for count, sign in enumerate(between):
        if sign.isspace() or unicodedata.category(sign) in {"Ps", "Pi"}:
            return count
    return len(between)


def _key(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in folded if letter not in _INSIDE)
