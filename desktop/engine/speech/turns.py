"""One turn of a live session: its sound, what was understood so far, and what of that is certain."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from desktop.engine.speech.cutting import OPEN_S, Cutter
from desktop.engine.speech.ear import LONGEST_S, SAMPLE_BYTES, Ear, Span, duration_s

FULL_S = LONGEST_S + OPEN_S
"""An open turn of so much sound has a line in it that is complete."""

_FIRST_S = 0.5
_PACE_S = 0.4
_PACE_COSTS = 3.0
"""A turn is looked at again after so much more sound, or so many times what the last look took: a
third of the time at most goes into text that is only a preview."""

_NO_PUNCTUATION = ".,;:!?\"'-"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the first `known_s` of an open turn found; `took_s` of work."""

    spans: tuple[Span, ...]
    text: str
    known_s: float
    took_s: float


class Turn:
    """What is said until the next commit, or until the engine ends a line by itself."""

    def __init__(self, cutter: Cutter) -> None:
        self.id = f"item_{secrets.token_hex(12)}"
        self.cutter = cutter
        self.is_closed = False
        self.is_spoken = False
        self.pace_s = _FIRST_S
        self._seen_s = 0.0
        self._said: list[str] = []  # certain: never taken back
        self._guess: list[str] = []

    @property
    def wants_look(self) -> bool:
        """Tell whether enough is new since the last look."""
        end_s = self.cutter.start_s + self.cutter.duration_s
        return end_s - self._seen_s >= self.pace_s

    @property
    def is_full(self) -> bool:
        """Tell whether a line in it is complete."""
        return self.cutter.duration_s >= FULL_S

    def look(self, ear: Ear) -> Look:
        """Find out what was said so far; on the worker thread."""
        began = time.perf_counter()
        pcm, rate_hz = self.cutter.pcm, self.cutter.rate_hz
        spans = ear.spans(pcm, rate_hz)
        text = ""
        if spans and duration_s(pcm, rate_hz) < FULL_S:
            start = int(spans[0].start_s * rate_hz) * SAMPLE_BYTES
            text = ear.text(pcm[start:], rate_hz)
        known_s = duration_s(pcm, rate_hz)
        self._seen_s = self.cutter.start_s + known_s
        return Look(spans, text, known_s, time.perf_counter() - began)

    def pace(self, took_s: float) -> None:
        """Look again when that is worth its price."""
        self.pace_s = max(_PACE_S, took_s * _PACE_COSTS)

    def revise(self, text: str) -> str | None:
        """Take a new guess; give the words that are certain now, None where nothing changed.

        Certain is what two guesses in a row begin with.
        """
        words = text.split()
        if words == self._guess:
            return None
        common = 0
        for one, other in zip(self._guess, words, strict=False):
            if _bare(one) != _bare(other):
                break
            common += 1
        self._guess = words
        new = words[len(self._said) : common]
        before = " " if self._said and new else ""
        self._said += new
        return before + " ".join(new)

    def restart(self) -> None:
        """Become the next turn: the sound that is left belongs to it."""
        self.id = f"item_{secrets.token_hex(12)}"
        self.is_spoken = False
        self._said, self._guess = [], []


def _bare(word: str) -> str:
    return word.strip(_NO_PUNCTUATION).lower()
