"""What is painted around the text of a document: markers, bars, fills, links. No words of its own.

Places are positions in the document, lengths pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a document: its characters, address and words."""

    start: int
    end: int
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before an item: "•", "3.", "☑"; `indent` is the room from its side to the text.

    `depth` counts the lists and quotes that it stands in, its own included.
    """

    place: int
    text: str
    indent: int
    depth: int
    is_rtl: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar beside a quote; `indent` is its distance from the left, or right, edge."""

    begin: int
    end: int
    indent: int
    is_rtl: bool = False


@dataclass(slots=True)
class Decor:
    """What is painted around the text of one document."""

    markers: list[Marker] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    panels: list[tuple[int, int, int, int]] = field(default_factory=list)  # code: its indents
    chips: list[tuple[int, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)

    def sizes(self) -> tuple[int, ...]:
        """Give how much there is, for `cut`."""
        return tuple(map(len, self._lists()))

    def cut(self, sizes: tuple[int, ...]) -> None:
        """Forget what was added since `sizes` was taken."""
        for things, size in zip(self._lists(), sizes, strict=True):
            del things[size:]

    def _lists(self) -> tuple[list[Any], ...]:
        return self.markers, self.bars, self.panels, self.chips, self.links, self.rules
