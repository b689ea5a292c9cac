"""How well something was heard: human speech with its words, and the rate of wrong ones."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

TWO_CITIES = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age "
    "of foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season "
    "of Light, it was the season of Darkness, it was the spring of hope, it was the winter of "
    "despair, we had everything before us, we had nothing before us, we were all going direct to "
    "Heaven, we were all going direct the other way—in short, the period was so far like the "
    "present period, that some of its noisiest authorities insisted on its being received, for good "
    "or for evil, in the superlative degree of comparison only."
)
"""What is read in `two_cities.wav`: 44 s, 48 kHz; Dickens, 119 words."""

BECKETT = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
"""What is read in `beckett.wav`: 10 s, 16 kHz; 12 words."""


def recording(name: str) -> Path:
    """Give the path of human speech that the package moonshine-voice carries."""
    spec = importlib.util.find_spec("moonshine_voice")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations)), "assets", name)


def words_of(text: str) -> list[str]:
    """Give the words in lower case, without punctuation."""
    return re.findall(r"\w+(?:'\w+)*", text.lower().replace("’", "'"))


def word_error_rate(expected: str, heard: str) -> float:
    """Give the share of words that are wrong, missing or too many; 0.0: all are right."""
    wanted = words_of(expected)
    return _distance(wanted, words_of(heard)) / len(wanted)


def character_error_rate(expected: str, heard: str) -> float:
    """Give the same for characters, without punctuation and spaces: for languages without them."""
    wanted = "".join(words_of(expected))
    return _distance(wanted, "".join(words_of(heard))) / len(wanted)


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many insertions, deletions and replacements lie between two sequences."""
    row = list(range(len(other) + 1))
    for place, wanted in enumerate(one, 1):
        above, row = row, [place]
        for column, heard in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (wanted != heard)))
    return row[-1]
