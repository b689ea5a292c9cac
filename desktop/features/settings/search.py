"""Finds settings by their words, in the language of the interface and in English.

Free of widgets: pages that were never shown are found, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.ui.controls import Words
from desktop.ui.i18n import source_words


@dataclass(frozen=True, slots=True)
class Term:
    """One thing on a page that can be found: its title, and what else is written at it.

    `key` is what the page knows it by; empty: the page itself.
    """

    key: str
    title: Words
    others: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that was found, and the page it is on."""

    page_id: str
    page: Words
    term: Term


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page as the search sees it: its name and its terms."""

    page_id: str
    page: Words
    terms: Sequence[Term]


def search(query: str, shelves: Iterable[Shelf]) -> list[Hit]:
    """Give what holds every word of `query`, titles that begin with it first; nothing for blanks."""
    wanted = _folded(query).split()
    if not wanted:
        return []
    found: list[tuple[int, Hit]] = []
    for shelf in shelves:
        for term in (Term("", shelf.page), *shelf.terms):
            rank = _rank(wanted, term, shelf.page)
            if rank is not None:
                found.append((rank, Hit(shelf.page_id, shelf.page, term)))
    found.sort(key=lambda pair: pair[0])  # stable: pages stay in their order
    return [hit for _rank, hit in found]


def _rank(wanted: list[str], term: Term, page: Words) -> int | None:
    """Give how well a term fits, 0 the best; None where a word is nowhere."""
    titles = _both(term.title)
    is_page = not term.key
    others = () if is_page else [text for words in (*term.others, page) for text in _both(words)]
    if not all(any(word in text for text in (*titles, *others)) for word in wanted):
        return None
    whole = " ".join(wanted)
    if any(title.startswith(whole) for title in titles):
        return 0
    if any(word in title for title in titles for word in wanted):
        return 1
    # On its own page everything would be found by the page's name: that is what the page is for.
    texts = [text for words in term.others for text in _both(words)]
    return 2 if any(word in text for text in texts for word in wanted) else None


def _both(words: Words) -> tuple[str, str]:
    with source_words():
        english = words()
    return _folded(words()), _folded(english)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
