"""Who speaks in a transcript: names, initials, colours, and how much each says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.core.transcript import Line
from desktop.ui.i18n import translate

_TONES = 6


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: `key` as in `Line.speaker`, `tone` a colour of the theme, `share` from 0 to 1."""

    key: str
    name: str
    initial: str
    tone: str
    share: float


def voices_of(lines: Iterable[Line], names: Mapping[str, str]) -> dict[str, Voice]:
    """Give the speakers by key, in the order in which they first speak; numbers go to the nameless."""
    spoken: dict[str, float] = {}
    for line in lines:
        if line.speaker:
            length_s = max(0.0, line.end_s - line.start_s)
            spoken[line.speaker] = spoken.get(line.speaker, 0.0) + length_s
    whole = sum(spoken.values()) or 1.0
    found: dict[str, Voice] = {}
    for number, (key, seconds) in enumerate(spoken.items(), 1):
        name = names.get(key, "")
        initial = name[:1].upper() if name else str(number)
        shown = name or translate("Transcript", "Speaker {number}").format(number=number)
        tone = f"c{(number - 1) % _TONES + 1}"
        found[key] = Voice(key, shown, initial, tone, seconds / whole)
    return found


def fresh_key(taken: Iterable[str]) -> str:
    """Give a key that no speaker has yet."""
    known = set(taken)
    number = 1
    while f"speaker_{number}" in known:
        number += 1
    return f"speaker_{number}"
