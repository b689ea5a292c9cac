"""A JSON value as the rows of a tree: branches that open and close, long ones page by page. No Qt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MAX_CHARACTERS = 256 * 1024  # parsed in 3 ms; longer texts are shown as code
PAGE = 100
_ALL_OPEN = 60  # values: so many are shown at once
_LONGEST_VALUE = 400
_TONES = {
    str: "code_str",
    bool: "code_kw",
    type(None): "code_kw",
    int: "code_num",
    float: "code_num",
}


class Row(NamedTuple):
    """One line: `path` tells it from all others; `rest` counts what is behind "more"."""

    path: str
    depth: int
    name: str
    value: str
    tone: str
    is_branch: bool = False
    is_open: bool = False
    rest: int = 0


@dataclass(slots=True)
class Tree:
    """A value, and which of its branches are open; `pages` counts those shown of a long one."""

    value: Any
    opened: set[str] = field(default_factory=set)
    pages: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if _is_branch(self.value) and _fits(self.value):
            self.opened = {path for path, value in _branches("", self.value) if path}

    def rows(self) -> list[Row]:
        """Give the lines to be shown, from top to bottom."""
        if not _is_branch(self.value):
            return [_leaf("", 0, "", self.value)]
        return list(self._inside("", 0, self.value))

    def toggle(self, path: str) -> None:
        """Open or close a branch."""
        self.opened ^= {path}

    def open_all(self) -> None:
        """Open every branch, with all its pages."""
        for path, value in _branches("", self.value) if _is_branch(self.value) else ():
            self.opened.add(path)
            self.pages[path] = len(value) // PAGE + 1

    def open_to(self, path: str, places: Mapping[str, int]) -> None:
        """Open what a path is in, so far that it is shown; `places` tell which child each is."""
        while path:
            above = path.rpartition("/")[0]
            page = places[path] // PAGE + 1
            if page > self.pages.get(above, 1):
                self.pages[above] = page
            if above:
                self.opened.add(above)
            path = above

    def show_more(self, path: str) -> None:
        """Show another page of a branch."""
        self.pages[path] = self.pages.get(path, 1) + 1

    def _inside(self, path: str, depth: int, value: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON
        shown = PAGE * self.pages.get(path, 1)
        for count, (name, child) in enumerate(_items(value)):
            if count == shown:
                yield Row(path, depth, "", "", "text3", rest=len(value) - shown)
                return
            below = _path(path, name)
            if not _is_branch(child):
                yield _leaf(below, depth, name, child)
                continue
            is_open = below in self.opened
            brackets = "[{}]" if isinstance(child, list) else "{{{}}}"
            value_text = brackets.format(len(child))
            yield Row(below, depth, name, value_text, "text3", bool(child), is_open)
            if is_open:
                yield from self._inside(below, depth + 1, child)


def parsed(text: str) -> object:
    """Give the JSON value of a text; the text itself where it is none, or too long for a tree."""
    if len(text) > MAX_CHARACTERS:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _is_branch(value: object) -> bool:
    return isinstance(value, dict | list)


def _items(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if isinstance(value, dict):
        yield from value.items()
    else:
        yield from ((str(index), child) for index, child in enumerate(value))


def _path(path: str, name: str) -> str:
    """Give a JSON pointer (RFC 6901)."""
    return f"{path}/{name.replace('~', '~0').replace('/', '~1')}"


def _leaf(path: str, depth: int, name: str, value: object) -> Row:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > _LONGEST_VALUE:
        text = text[:_LONGEST_VALUE] + "…"
    return Row(path, depth, name, text, _TONES.get(type(value), "text"))


def _branches(path: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    yield path, value
    for name, child in _items(value):
        if _is_branch(child):
            yield from _branches(_path(path, name), child)


def _fits(value: Any) -> bool:  # noqa: ANN401
    """Tell whether a value is small enough to be shown whole; looks no further than it must."""
    left = [value]
    seen = 0
    while left and seen <= _ALL_OPEN:
        one = left.pop()
        if _is_branch(one):
            seen += len(one)
            left += (child for _, child in _items(one)) if len(one) <= _ALL_OPEN else ()
    return seen <= _ALL_OPEN
