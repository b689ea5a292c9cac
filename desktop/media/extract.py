"""The text of a document, and how much of it is taken at most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    """What a document says; `pages` counts pages, sheets or cells.

    Empty text with pages: it holds only pictures. `is_cut`: it says more than was taken.
    """

    text: str
    pages: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is taken: what is over is left out, and said.

    After `seconds` reading stops at the next page; a reader that does not come to one is ended
    after `patience_s`.
    """

    pages: int = 2000
    rows: int = 20_000
    columns: int = 200
    characters: int = 4_000_000
    seconds: float = 20.0
    patience_s: float = 60.0


LIMITS = Limits()
