"""A text cut where a voice breathes: sentences, long ones at commas, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.services.aloud.passages import Passage, passages

LONGEST = 300
"""Characters of a Latin text after which a voice has to breathe; a third of it in Chinese."""

_WIDE_SHARE = 3
_AFTER_SENTENCE_S, _AFTER_PARAGRAPH_S = 0.12, 0.4
_CLOSING = "\"'”’»）)】」』》]"
_LATIN_END = re.compile(rf"[.!?…]+[{re.escape(_CLOSING)}]*(?=\s|$)|\n+")
_WIDE_END = re.compile(rf"[。！？；…]+[{re.escape(_CLOSING)}]*")
_BREATH = re.compile(r"[,;:—–](?=\s)|[，、；：]")
_SHORTENED = """
mr mrs ms dr prof sr jr st vs etc e.g i.e cf al no nos vol fig figs eq eqs approx dept est inc
ltd co corp u.s u.k a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec p pp ca z.b d.h bzw
usw bspw nr str m mme mlle sra ing
"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_LAST_WORD = re.compile(r"([^\W_](?:[\w.]*))\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said in one breath.

    Attributes:
        text: The words, on one line.
        start: Where it begins in the source.
        end: Where it ends there.
        is_last: A paragraph ends with it.
    """

    text: str
    start: int
    end: int
    is_last: bool = False


def sentences(source: str, language: str = "") -> tuple[Sentence, ...]:
    """Give what is said of a Markdown text; a thread's work for a long one (10 ms for 50,000 letters)."""
    return tuple(one for passage in passages(source, language) for one in _cut(passage))


def sentence_at(found: tuple[Sentence, ...], place: int) -> int:
    """Give which sentence stands at a place of the source, or comes next; the last one at its end."""
    for number, sentence in enumerate(found):
        if place < sentence.end:
            return number
    return max(0, len(found) - 1)


def pause_after(sentence: Sentence, rate_hz: int, speed: float) -> bytes:
    """Give the silence after a sentence; after a paragraph it is longer."""
    pause_s = _AFTER_PARAGRAPH_S if sentence.is_last else _AFTER_SENTENCE_S
    return bytes(2 * round(pause_s / speed * rate_hz))


def _cut(passage: Passage) -> Iterator[Sentence]:
    text = passage.text
    pieces = [piece for whole in _wholes(text) for piece in _breaths(text, *whole)]
    said = [piece for piece in pieces if any(c.isalnum() for c in text[slice(*piece)])]
    for piece in said:
        words = text[slice(*piece)]
        start = piece[0] + len(words) - len(words.lstrip())
        last = piece[0] + len(words.rstrip()) - 1
        places = passage.places
        yield Sentence(" ".join(words.split()), places[start], places[last] + 1, piece == said[-1])


def _wholes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences are."""
    begin = 0
    ends = sorted({found.end() for found in _LATIN_END.finditer(text) if _ends(text, found)} | {
        found.end() for found in _WIDE_END.finditer(text)
    })  # fmt: skip
    for end in (*ends, len(text)):
        if end > begin:
            yield begin, end
            begin = end


def _ends(text: str, found: re.Match[str]) -> bool:
    """Tell whether what looks like a sentence's end is one, and no "Dr." or "3."."""
    rest = text[found.end() :].lstrip()
    if found[0] != ".":
        is_quoted = found[0][-1] in _CLOSING and rest[:1].islower()  # "Yes!" he said.
        return not is_quoted
    before = text[max(0, found.start() - 12) : found.start()] + "."
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    name = word[1].lower()
    if name.isdigit():  # the number of an item, a day: "on 3. May"
        return len(name) > 3 or not rest
    is_initial = len(name) == 1 and word[1].isupper() and name != "i"
    if name in _ABBREVIATIONS:
        return not rest or (name in {"etc", "p.m", "a.m", "inc", "ltd"} and rest[0].isupper())
    return not (is_initial and rest)


def _breaths(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence as it is, or in pieces that are short enough."""
    while end - begin > (longest := _longest(text[begin:end])):
        window = text[begin : begin + longest]
        marks = [found.end() for found in _BREATH.finditer(window)]
        at = next((mark for mark in reversed(marks) if mark > longest // 4), 0)
        at = at or window.rfind(" ", longest // 4) + 1 or longest
        yield begin, begin + at
        begin += at
    yield begin, end


def _longest(text: str) -> int:
    wide = sum(character > "\u2e7f" for character in text[:LONGEST])
    return LONGEST // _WIDE_SHARE if wide * 2 > min(len(text), LONGEST) else LONGEST
