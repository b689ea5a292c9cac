"""A formula as outlines, and why one could not be drawn: what the process that draws them answers.

Lengths are in hundredths of the font's size (`EM` make one); y grows downwards from the base line.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

EM = 100
MAX_TEX = 4_000
"""Characters: a page of formulas; more is an attack or a mistake."""


class Flaw(StrEnum):
    """Why a formula is shown as its source."""

    TOO_LONG = "too_long"  # the source, or what came of it
    TOO_DEEP = "too_deep"  # braces in braces in braces
    TOO_SLOW = "too_slow"  # it took longer than anybody's formula takes
    UNKNOWN = "unknown"  # a command that is not known; the detail names it
    MALFORMED = "malformed"  # not TeX, or not what a formula may be
    UNAVAILABLE = "unavailable"  # the drawing program cannot be started, or ended


@dataclass(frozen=True, slots=True)
class Outline:
    """One path: "M x y L x y Q x y x y C ... Z" apart by spaces.

    `pen` is the width of the line; 0: the path is filled. An empty colour is that of the text.
    """

    path: str
    color: str = ""
    pen: float = 0.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that the formula's font lacks, to be drawn in the font of the text around it."""

    text: str
    x: float
    y: float
    size: float
    color: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula, ready to be painted at any size."""

    width: float
    ascent: float
    descent: float
    outlines: tuple[Outline, ...]
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A formula that stays source."""

    flaw: Flaw
    detail: str = ""


def dump(result: Drawing | Undrawn) -> str:
    """Give a result as one line of JSON."""
    return json.dumps(asdict(result), ensure_ascii=True, separators=(",", ":"))


def load(line: bytes | str) -> Drawing | Undrawn:
    """Give the result that `dump` wrote.

    Raises:
        ValueError: it is not one.
    """
    try:
        found = json.loads(line)
        if "flaw" in found:
            return Undrawn(Flaw(found["flaw"]), str(found["detail"]))
        outlines = tuple(Outline(**outline) for outline in found["outlines"])
        glyphs = tuple(Glyph(**glyph) for glyph in found["glyphs"])
        return Drawing(found["width"], found["ascent"], found["descent"], outlines, glyphs)
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a drawing: {error}") from error
