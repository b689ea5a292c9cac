"""A prompt that is kept for later, and the places in it that are filled in when it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CLIPBOARD, DATE = "clipboard", "date"
"""Variables that fill themselves."""
MAX_NAME, MAX_TEXT = 200, 200_000
"""Characters; what is longer belongs in a file."""
_PLACE = re.compile(r"\{\{[ \t]*([^{}|\s][^{}|\n]{0,59}?)[ \t]*(?:\|([^{}\n]{0,500}?)[ \t]*)?\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of the library."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A `{{name}}` or `{{name|what it begins with}}` in a prompt's text."""

    name: str
    default: str = ""


def variables(text: str) -> tuple[Variable, ...]:
    """Give what a person is asked for, each once, in the order of the text."""
    found: dict[str, str] = {}
    for place in _PLACE.finditer(text):
        name, default = place[1], (place[2] or "").strip()
        if name not in {CLIPBOARD, DATE}:
            found[name] = found.get(name) or default
    return tuple(Variable(name, default) for name, default in found.items())


def asks_for(text: str, name: str) -> bool:
    """Tell whether a text wants `name`: the clipboard is not read unless a prompt says so."""
    return any(place[1] == name for place in _PLACE.finditer(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put `values` in their places; a place without a value stands as it is.

    A value is never looked through for places of its own.
    """
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)
