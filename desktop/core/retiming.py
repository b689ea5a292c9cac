"""A line whose words are changed, cut or joined, and that still knows when each of them was said.

Words that stay keep their times exactly; what is new gets its share of the time between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.core.transcript import Line, Word

_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u312f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts that put no space between words: Thai to Khmer, kana, bopomofo, Han."""
_UNIT = re.compile(f"[{_NO_SPACES}]|[^\\W{_NO_SPACES}]+|[^\\w\\s]")
_ALONE = re.compile(f"[{_NO_SPACES}]")
_FAR = 80  # characters that a word may be away from where the one before it ended
_MOST_COMPARED = 250_000  # pairs: some 10 ms


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a word stands in a text."""

    start: int
    end: int
    word: Word


def with_text(line: Line, text: str) -> Line:
    """Give the line with other words; it begins and ends when it did."""
    if not line.words:
        return replace(line, text=text)
    kept = list(_kept(_placed(line), line.text, text))
    return replace(line, text=text, words=tuple(_filled(kept, text, line)))


def split(line: Line, at: int) -> tuple[Line, Line]:
    """Cut a line before the character `at`; who said it stays.

    Raises:
        ValueError: one of the two would say nothing.
    """
    before, after = line.text[:at].rstrip(), line.text[at:].lstrip()
    if not before or not after or at < 0:
        raise ValueError("nothing would be left on one side")
    left, right = _divided(_placed(line), at)
    share = line.start_s + (line.end_s - line.start_s) * at / len(line.text)
    ends = left[-1].end_s if left else min(share, right[0].start_s) if right else share
    begins = right[0].start_s if right else max(share, ends)
    return (
        replace(line, text=before, end_s=max(line.start_s, ends), words=tuple(left)),
        replace(
            line, text=after, start_s=begins, end_s=max(begins, line.end_s), words=tuple(right)
        ),
    )


def joined(first: Line, second: Line) -> Line:
    """Give one line that says both, as its first part's speaker."""
    is_close = bool(_ALONE.match(first.text[-1:]) or _ALONE.match(second.text[:1]))
    text = f"{first.text}{'' if is_close else ' '}{second.text}".strip()
    start_s, end_s = min(first.start_s, second.start_s), max(first.end_s, second.end_s)
    words = (*first.words, *second.words) if first.words and second.words else ()
    return Line(text, start_s, end_s, first.speaker, words)


def _placed(line: Line) -> list[_Span]:
    """Give the words with their places; one that the text does not hold is left out."""
    found: list[_Span] = []
    at = 0
    for word in line.words:
        bare = word.text.strip()
        begin = line.text.find(bare, at, at + _FAR + len(bare)) if bare else -1
        if begin >= 0:
            at = begin + len(bare)
            found.append(_Span(begin, at, word))
    return found


def _divided(spans: Sequence[_Span], at: int) -> tuple[list[Word], list[Word]]:
    left: list[Word] = []
    right: list[Word] = []
    for span in spans:
        word = span.word
        if span.end <= at:
            left.append(word)
        elif span.start >= at:
            right.append(word)
        else:
            share = (at - span.start) / (span.end - span.start)
            cut_s = word.start_s + (word.end_s - word.start_s) * share
            bare = word.text.strip()
            left.append(Word(bare[: at - span.start], word.start_s, cut_s))
            right.append(Word(bare[at - span.start :], cut_s, word.end_s))
    return left, right


def _kept(spans: Sequence[_Span], old: str, new: str) -> Iterator[_Span]:
    """Give the words that stand unchanged in the new text, with their places there."""
    before, after = list(_UNIT.finditer(old)), list(_UNIT.finditer(new))
    pairs = _pairs([one[0] for one in before], [one[0] for one in after])
    starts = {unit.start(): number for number, unit in enumerate(before)}
    ends = {unit.end(): number for number, unit in enumerate(before)}
    for span in spans:
        first, last = starts.get(span.start), ends.get(span.end)
        if first is None or last is None or first not in pairs or last not in pairs:
            continue
        start, end = after[pairs[first]].start(), after[pairs[last]].end()
        if new[start:end] == old[span.start : span.end]:
            yield _Span(start, end, span.word)


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Give which unit of the old text is which of the new one."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    pairs = {at: at for at in range(head)}
    pairs |= {len(old) - 1 - at: len(new) - 1 - at for at in range(tail)}
    middle, changed = old[head : len(old) - tail], new[head : len(new) - tail]
    if 0 < len(middle) * len(changed) <= _MOST_COMPARED:
        from difflib import SequenceMatcher  # noqa: PLC0415 - only for changes in two places

        matcher = SequenceMatcher(None, middle, changed, autojunk=False)
        for block in matcher.get_matching_blocks():
            pairs |= {head + block.a + n: head + block.b + n for n in range(block.size)}
    return pairs


def _filled(kept: Sequence[_Span], text: str, line: Line) -> Iterator[Word]:
    """Give the words of the new text: those that stay, and the new ones between them."""
    at, time_s = 0, line.start_s
    for span in kept:
        yield from _new(text, at, span.start, (time_s, span.word.start_s))
        yield span.word
        at, time_s = span.end, span.word.end_s
    yield from _new(text, at, len(text), (time_s, line.end_s))


def _new(text: str, start: int, end: int, times: tuple[float, float]) -> Iterator[Word]:
    """Give the words of a piece of the text, each with its share of the time."""
    chunks = list(_chunks(text, start, end))
    if not chunks:
        return
    from_s, to_s = times[0], max(times)
    first, length = chunks[0][0], chunks[-1][1] - chunks[0][0]
    for begin, until in chunks:
        yield Word(
            text[begin:until],
            from_s + (to_s - from_s) * (begin - first) / length,
            from_s + (to_s - from_s) * (until - first) / length,
        )


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give what stands between blanks and says something; a Han character stands for itself."""
    begin: int | None = None
    until = start
    for unit in _UNIT.finditer(text, start, end):
        is_glued = begin is not None and unit.start() == until and not _ALONE.match(unit[0])
        if begin is not None and not is_glued:
            if _says(text[begin:until]):
                yield begin, until
            begin = None
        begin = unit.start() if begin is None else begin
        until = unit.end()
    if begin is not None and _says(text[begin:until]):
        yield begin, until


def _says(piece: str) -> bool:
    return any(character.isalnum() for character in piece)
