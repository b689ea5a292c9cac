"""Small models fall into loops and never come out; this tells when.

A text loops when its end repeats itself with some period, over and over. Numbers that count up
(`1. Eat well. 2. Eat well.`) do not hide a loop, but counting alone is not one.
"""

from __future__ import annotations

import re

_TAIL = 1500
"""Characters looked at: a loop of whole paragraphs has a period of about 400."""

_SPAN = 200
"""Bytes that the repetition must cover at least: seven times "I hope you have a great day.", or
fifty balloons."""

_TIMES = 3
"""How often the period must be there at least."""

_LETTERS = 5
"""Letters that a period with numbers must have: a table of numbers is not a loop."""

_NUMBER = re.compile(r"\d+")

_STEP = 32
"""Characters between two looks while a text grows: one look takes 0.3 ms."""


def period(text: str) -> int:
    """Give how many characters at the end of `text` repeat themselves; 0: it is not in a loop."""
    tail = text[-_TAIL:]
    found = _period(tail)
    if found:
        return found
    leveled = _NUMBER.sub("0", tail)
    if leveled == tail:
        return 0
    found = _period(leveled)
    return found if sum(map(str.isalpha, leveled[len(leveled) - found :])) >= _LETTERS else 0


class LoopWatch:
    """Looks at a text that grows."""

    def __init__(self) -> None:
        self._tail = ""
        self._unseen = 0

    def feed(self, piece: str) -> bool:
        """Take the next piece; tell whether the text has begun to repeat itself."""
        self._tail = (self._tail + piece)[-_TAIL:]
        self._unseen += len(piece)
        if self._unseen < _STEP:
            return False
        self._unseen = 0
        return period(self._tail) > 0


def _period(text: str) -> int:
    turned = text[::-1]
    reach = _prefix_lengths(turned)
    for shift in range(1, len(text) // _TIMES + 1):
        covered = shift + reach[shift]
        if covered >= _TIMES * shift and _bytes(turned[:shift]) * covered >= _SPAN * shift:
            return shift
    return 0


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _prefix_lengths(text: str) -> list[int]:
    """Give for each place how far the text from there equals the text's beginning (Z function)."""
    size = len(text)
    reach = [0] * size
    left = right = 0
    for place in range(1, size):
        length = min(right - place, reach[place - left]) if place < right else 0
        while place + length < size and text[length] == text[place + length]:
            length += 1
        reach[place] = length
        if place + length > right:
            left, right = place, place + length
    return reach
