"""What a search is told, and what it gives; loaded with the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.store.search import sources, words
from desktop.store.search.excerpts import Excerpt
from desktop.store.search.finding import Found, Query

MESSAGE, CONVERSATION, LINE, RECORDING = "message", "conversation", "line", "recording"
"""The kinds of records that are found: what was said, and the titles of where it was said."""
_SAID = {MESSAGE, LINE}
_ECHO = 40
"""A title is made of the first words of the first question, or of the first line."""


class Who(StrEnum):
    """Who said it."""

    ANYBODY = "anybody"
    ME = "me"
    MODEL = "model"


class Has(StrEnum):
    """What else is in it."""

    CODE = "hascode"
    PICTURE = "haspicture"
    FILE = "hasfile"


class Where(StrEnum):
    """Where it lies; what is in the bin is found only there."""

    ANYWHERE = "anywhere"
    LIST = "list"
    ARCHIVE = "archive"
    BIN = "bin"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; times in seconds since 1970, `until_s` not included."""

    who: Who = Who.ANYBODY
    model: str = ""
    since_s: float | None = None
    until_s: float | None = None
    has: frozenset[Has] = field(default=frozenset())
    where: Where = Where.ANYWHERE


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    `kind` is that of the record; `feature` the tab that shows it and `place` its name there, with
    the words to be marked.
    """

    kind: str
    record_id: int
    feature: str
    place: str
    title: str
    excerpt: Excerpt
    time_s: float
    role: str = ""
    model: str = ""
    is_archived: bool = False
    is_deleted: bool = False

    @property
    def is_title(self) -> bool:
        """Whether the title was found, and no text with it."""
        return self.kind not in _SAID


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search gave, newest first.

    `share` is how much of what is stored was searched, 1 but for the time in which the index of an
    older database is made; `is_growing` is false where nothing can be written, so that the rest is
    not searched at all. `after` leads on to more, None: that is all.
    """

    hits: tuple[Hit, ...] = ()
    share: float = 1.0
    after: int | None = None
    is_growing: bool = True


def wanted(query: str, filters: Filters, after: int | None) -> Query:
    """Give what the store is to look for."""
    marks: list[str] = sorted(filters.has)
    if filters.who is not Who.ANYBODY:
        marks.append(sources.USER if filters.who is Who.ME else sources.ASSISTANT)
    if filters.model:
        marks.append(words.model_mark(filters.model))
    place = sources.Place(filters.where)
    return Query(query, tuple(marks), filters.since_s, filters.until_s, place, after)


def hit_of(found: Found, query: str) -> Hit:
    """Give what was found as it is told; where something was said, the words to be marked follow."""
    shown = found.shown
    place = f"{shown.place}?{query}" if found.kind in _SAID and query else shown.place
    return Hit(
        found.kind, found.record_id, shown.feature, place, shown.title, found.excerpt,
        found.time_s, shown.role, shown.model, shown.is_archived, shown.is_deleted,
    )  # fmt: skip


def without_echoes(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Leave out titles that say no more than a question or a line that was found with them."""
    said = {(hit.title, hit.excerpt.text[:_ECHO]) for hit in hits if not hit.is_title}
    return tuple(
        hit for hit in hits if not hit.is_title or (hit.title, hit.excerpt.text[:_ECHO]) not in said
    )
