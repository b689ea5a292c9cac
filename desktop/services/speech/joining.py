"""Joins the lines of pieces that overlap, so that no word is there twice and none is lost.

What both pieces heard is laid side by side, word by word (a character is a word where writing has
no spaces); from a word on that both agree about, the new piece is believed. A recogniser is weakest
at the ends of what it gets: so the word nearest to the middle of the overlap is best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.core.transcript import Line, Word
from desktop.services.speech import voices
from desktop.services.speech.tokens import Token, is_apart, tokens

Overlap: TypeAlias = tuple[float, float]

_Pair: TypeAlias = tuple[int, int]  # of a word among the old, and one among the new

_MARGIN_S = 2.0
"""Around the overlap: times of recognisers are wrong by so much where they only know lines."""

_KNOWN_S, _GUESSED_S = 1.5, 8.0  # how far apart the same word may seem to be said
_MAX_TOKENS = 400  # of one side; a minute's, spoken as fast as anybody can
_MAX_RUN = 4  # words in a row are proof enough
_ALONE, _OTHER = 0.6, 1.0  # cost of a word that only one has, and of two that differ
_MAX_MERGED_S = 60.0
_ENDS = ".!?。！？…"
_WIDE = "，、；：。！？…”’」』）"  # no space follows them
_CLOSING = "\"'”’」』)）]"


@dataclass(frozen=True, slots=True)
class _Said:
    """A word, in which line it stands, and when it was said."""

    line: int
    token: Token
    at_s: float
    slack_s: float  # by how much that may be wrong


def join(
    lines_so_far: tuple[Line, ...], new: tuple[Line, ...], overlap: Overlap
) -> tuple[Line, ...]:
    """Give all lines, the new ones after those so far.

    Args:
        lines_so_far: What is known up to the end of the overlap.
        new: The lines of the next piece, their times from the recording's beginning.
        overlap: From where to where both pieces heard the same sound, in seconds.
    """
    if not lines_so_far or not new:
        return lines_so_far + new
    old_said = _heard(lines_so_far, overlap)[-_MAX_TOKENS:]
    new_said = _heard(new, overlap)[:_MAX_TOKENS]
    pairs = _aligned(old_said, new_said)
    named = voices.renamed(
        lines_so_far, new, [(old_said[one].line, new_said[two].line) for one, two in pairs]
    )
    if (best := _best(pairs, old_said, new_said, overlap)) is None:
        return _parted(lines_so_far, named, overlap)
    return _spliced((lines_so_far, old_said[best[0]]), (named, new_said[best[1]]))


def moved(lines: tuple[Line, ...], by_s: float) -> tuple[Line, ...]:
    """Give lines of a piece with their times in the whole, where the piece begins at `by_s`."""
    return tuple(
        replace(
            line,
            start_s=line.start_s + by_s,
            end_s=line.end_s + by_s,
            words=tuple(Word(one.text, one.start_s + by_s, one.end_s + by_s) for one in line.words),
        )
        for line in lines
    )


def _heard(lines: tuple[Line, ...], overlap: Overlap) -> list[_Said]:
    """Give the words of lines that were said within the overlap, or may have been."""
    start_s, end_s = overlap[0] - _MARGIN_S, overlap[1] + _MARGIN_S
    said: list[_Said] = []
    for number, line in enumerate(lines):
        if line.end_s < start_s or line.start_s > end_s:
            continue
        for token in tokens(line):
            slack_s = _slack(line, token)
            if start_s - slack_s <= token.at_s <= end_s + slack_s:
                said.append(_Said(number, token, token.at_s, slack_s))
    return said


def _slack(line: Line, token: Token) -> float:
    """Give how wrong a time may be: only a line's ends are known where its words are not."""
    if line.words:
        return _KNOWN_S
    near_s = min(token.at_s - line.start_s, line.end_s - token.at_s)
    return min(_KNOWN_S + near_s / 2, _GUESSED_S)


def _aligned(old: Sequence[_Said], new: Sequence[_Said]) -> list[_Pair]:
    """Lay the end of the old words on the beginning of the new ones; give those that are the same.

    What the old say before and the new after costs nothing, each other word that only one of them
    has does: so a sentence that begins like the one before it is not taken for that.
    """
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in range(len(old) - 1, -1, -1):
        best[one][len(new)] = best[one + 1][len(new)] - _ALONE
        for two in range(len(new) - 1, -1, -1):
            best[one][two] = max(_ways(best, (one, two), _worth(old[one], new[two])))
    pairs: list[_Pair] = []
    one = max(range(len(old) + 1), key=lambda start: best[start][0])
    two = 0
    while one < len(old) and two < len(new):
        worth = _worth(old[one], new[two])
        ways = _ways(best, (one, two), worth)
        way = ways.index(max(ways))
        if way == 0 and worth > 0:
            pairs.append((one, two))
        one, two = one + (way != 2), two + (way != 1)
    return pairs


def _ways(best: list[list[float]], pair: _Pair, worth: float) -> tuple[float, float, float]:
    """Give what may become of two words: laid on each other, or one of them alone."""
    one, two = pair
    return (
        worth + best[one + 1][two + 1],
        best[one + 1][two] - _ALONE,
        best[one][two + 1] - _ALONE,
    )


def _worth(old: _Said, new: _Said) -> float:
    """Give up to 1 for the same word said at the same time, and what different ones cost."""
    limit_s = max(old.slack_s, new.slack_s)
    apart_s = abs(old.at_s - new.at_s)
    if old.token.key != new.token.key or apart_s > limit_s:
        return -_OTHER
    return 1.0 - 0.5 * apart_s / limit_s


def _best(
    pairs: list[_Pair], old: Sequence[_Said], new: Sequence[_Said], overlap: Overlap
) -> _Pair | None:
    """Give the word to change over at: one of several in a row, near the middle of the overlap.

    None: there is none but a lone one, which may be another of the same name.
    """
    middle_s = (overlap[0] + overlap[1]) / 2
    length_s = max(overlap[1] - overlap[0], 0.1)
    known = set(pairs)

    def run(pair: _Pair) -> int:
        length = 1
        for step in (-1, 1):
            one, two = pair[0] + step, pair[1] + step
            while length < _MAX_RUN and (one, two) in known:
                length, one, two = length + 1, one + step, two + step
        return length

    def score(pair: _Pair) -> float:
        at_s = (old[pair[0]].at_s + new[pair[1]].at_s) / 2
        return run(pair) - abs(at_s - middle_s) / length_s

    sure = (
        pair
        for pair in pairs
        if run(pair) > 1 or abs(old[pair[0]].at_s - new[pair[1]].at_s) <= _KNOWN_S
    )
    return max(sure, key=score, default=None)


def _spliced(
    before: tuple[tuple[Line, ...], _Said], after: tuple[tuple[Line, ...], _Said]
) -> tuple[Line, ...]:
    """Give the lines up to a word, and those after the same word in the new ones."""
    (old, last), (new, same) = before, after
    head = _until(old[last.line], last.token)
    tail = _since(new[same.line], same.token)
    rest = new[same.line + 1 :]
    if tail is None:
        return (*old[: last.line], head, *rest)
    is_whole = head.text.rstrip(_CLOSING).endswith(tuple(_ENDS))
    is_long = tail.end_s - head.start_s > _MAX_MERGED_S
    if is_whole or is_long or head.speaker != tail.speaker:
        return (*old[: last.line], head, tail, *rest)
    return (*old[: last.line], _merged(head, tail), *rest)


def _parted(old: tuple[Line, ...], new: tuple[Line, ...], overlap: Overlap) -> tuple[Line, ...]:
    """Join what agrees about no word: by the times alone, and only where both heard something."""
    last_s = max((token.at_s for line in old for token in tokens(line)), default=overlap[0])
    first_s = min((token.at_s for line in new for token in tokens(line)), default=overlap[1])
    if last_s <= first_s:
        return old + new
    at_s = min(max((overlap[0] + overlap[1]) / 2, first_s), last_s)
    kept: list[Line] = []
    for line in old:
        before = [token for token in tokens(line) if token.at_s <= at_s]
        kept += [_until(line, before[-1])] if before else []
    for line in new:
        gone = [token for token in tokens(line) if token.at_s <= at_s]
        part = _since(line, gone[-1]) if gone else line
        kept += [part] if part is not None else []
    return tuple(kept)


def _until(line: Line, token: Token) -> Line:
    """Give a line up to a word, with the punctuation that follows it."""
    text = line.text[: token.end + token.tail].rstrip()
    if text == line.text.rstrip():
        return line
    words = tuple(word for word in line.words if (word.start_s + word.end_s) / 2 <= token.until_s)
    return replace(line, text=text, end_s=max(line.start_s, token.until_s), words=words)


def _since(line: Line, token: Token) -> Line | None:
    """Give a line after a word; None: nothing follows it."""
    text = line.text[token.end + token.tail :].strip()
    if not text:
        return None
    words = tuple(word for word in line.words if (word.start_s + word.end_s) / 2 > token.until_s)
    return replace(line, text=text, start_s=min(line.end_s, token.until_s), words=words)


def _merged(head: Line, tail: Line) -> Line:
    words = head.words + tail.words if head.words and tail.words else ()
    has_no_gap = is_apart(head.text[-1]) or is_apart(tail.text[0]) or head.text[-1] in _WIDE
    text = f"{head.text}{'' if has_no_gap else ' '}{tail.text}"
    return replace(head, text=text, end_s=max(head.end_s, tail.end_s), words=words)
