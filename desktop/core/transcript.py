"""What was said in a recording: lines with their times, words where they are known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word and when it was said, in seconds from the recording's beginning."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said in one go.

    Attributes:
        text: The words, punctuated.
        start_s: When it begins, in seconds from the recording's beginning.
        end_s: When it ends; never before `start_s`.
        speaker: Who said it: a key that is the same for the same voice ("A", "speaker_0"), "" when
            nobody told voices apart. Names that a person gives are kept elsewhere.
        words: Its words with their times, where they are known.
    """

    text: str
    start_s: float
    end_s: float
    speaker: str = ""
    words: tuple[Word, ...] = ()


def text_of(lines: tuple[Line, ...]) -> str:
    """Give the words of all lines, one line of text for each."""
    return "\n".join(line.text for line in lines)
