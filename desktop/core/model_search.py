"""Finds a model by what people type: part of its name, without hyphens or case, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_WHOLE, _BEGINS, _WORD, _INSIDE = range(4)


class SearchKey(NamedTuple):
    """A model's names made ready: `names` without blanks and signs, `words` each by itself."""

    names: tuple[str, ...]
    words: tuple[str, ...]


def search_key(*names: str) -> SearchKey:
    """Make names ready to be searched; the first one counts most, empty ones are left out."""
    split = [_words(name) for name in names if name]
    return SearchKey(
        tuple("".join(words) for words in split), tuple(word for words in split for word in words)
    )


def folded(text: str) -> str:
    """Give letters and digits only, without case: "GPT-4o mini" becomes "gpt4omini"."""
    return "".join(_words(text))


def find(items: Sequence[T], key_of: Callable[[T], SearchKey], query: str) -> list[T]:
    """Give the items that a query means, best first, equal ones in their order; all for a blank one."""
    wanted = _words(query)
    if not wanted:
        return list(items)
    whole = "".join(wanted)
    ranked: list[list[T]] = [[] for _ in range(_INSIDE + 1)]
    for item in items:
        rank = _rank(key_of(item), whole, wanted)
        if rank is not None:
            ranked[rank].append(item)
    return [item for group in ranked for item in group]


def _rank(key: SearchKey, whole: str, wanted: Sequence[str]) -> int | None:
    for name in key.names:
        if name.startswith(whole):
            return _WHOLE if name == whole else _BEGINS
    together = " ".join(key.names)
    for part in wanted:
        if part not in together:
            return None
    for part in wanted:
        if not any(word.startswith(part) for word in key.words):
            return _INSIDE
    return _WORD


def _words(text: str) -> list[str]:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return re.findall(r"[^\W_]+", plain.casefold())
