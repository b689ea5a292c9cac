"""What a server heard in one piece of sound, as lines with times of the whole recording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.api.audio.transcript_events import Segment, Transcript
from desktop.api.audio.transcript_events import Word as HeardWord
from desktop.core.transcript import Line, Word
from desktop.services.speech.spoken_words import joined

_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’)]*(?=\s|$)|[。！？]+[”’」』）]*|\n|$)", re.DOTALL)


def lines_of(transcript: Transcript, start_s: float, end_s: float) -> tuple[Line, ...]:
    """Give what was heard between two moments of a recording, in the order of its times.

    Where the server gives no times, sentences share the stretch by their length.
    """
    timed = [one for one in transcript.segments if one.text.strip() and one.start_s is not None]
    if not timed:
        return tuple(_by_length(transcript.text, start_s, end_s))
    words = [_word(word, start_s, end_s) for word in transcript.words if word.text.strip()]
    made = [_line(one, words, start_s, end_s) for one in timed]
    return tuple(sorted(made, key=lambda line: line.start_s))


def one_line(lines: tuple[Line, ...], start_s: float, end_s: float) -> Line | None:
    """Give all that was said in one go as one line; None: nothing was."""
    if not lines:
        return None
    words = tuple(word for line in lines for word in line.words)
    return Line(joined([line.text for line in lines]), start_s, end_s, lines[0].speaker, words)


def _line(segment: Segment, words: list[Word], start_s: float, end_s: float) -> Line:
    begins = _within(segment.start_s, start_s, start_s, end_s)
    ends = max(begins, _within(segment.end_s, begins, start_s, end_s))
    own = tuple(word for word in words if begins <= (word.start_s + word.end_s) / 2 < ends)
    return Line(segment.text.strip(), begins, ends, segment.speaker, own)


def _word(word: HeardWord, start_s: float, end_s: float) -> Word:
    begins = _within(word.start_s, start_s, start_s, end_s)
    return Word(word.text.strip(), begins, max(begins, _within(word.end_s, begins, start_s, end_s)))


def _within(at_s: float | None, otherwise: float, start_s: float, end_s: float) -> float:
    """Give a time of the piece as one of the recording; servers may name one beyond its end."""
    return otherwise if at_s is None else min(max(start_s + at_s, start_s), end_s)


def _by_length(text: str, start_s: float, end_s: float) -> Iterator[Line]:
    said = " ".join(text.split())
    sentences = [found.strip() for found in _SENTENCE.findall(said) if found.strip()]
    whole = sum(map(len, sentences))
    at_s = start_s
    for sentence in sentences:
        till_s = min(end_s, at_s + (end_s - start_s) * len(sentence) / whole)
        yield Line(sentence, at_s, till_s)
        at_s = till_s
