"""Where in a text the writer is: the lists and quotes that are open, and places to go back to."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.token import Token

INDENT, QUOTE_INDENT = 22, 16
QUOTE, LIST = ">", "*"


@dataclass(slots=True)
class Container:
    """A list or quote that is open: its kind, its side, the number of its next item."""

    kind: str
    is_rtl: bool
    number: int | None = None
    delimiter: str = "."
    room: int = 0
    begin: int = -1


@dataclass(frozen=True, slots=True)
class Point:
    """What was known before a token was written: from here on the rest can be written anew."""

    token: int
    end: int
    gap: int
    containers: tuple[Container, ...]
    markers: tuple[tuple[int, str], ...]
    sizes: tuple[int, ...]


def common_length(old: list[Token], new: list[Token]) -> int:
    """Give how many tokens two texts begin with that are drawn alike."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if (one.type, one.content, one.info, one.markup, one.meta, one.attrs) != (
            other.type, other.content, other.info, other.markup, other.meta, other.attrs
        ) or one.children != other.children:  # fmt: skip
            break
        count += 1
    return count
