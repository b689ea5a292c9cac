"""What a kind of record says of itself so that it can be found, and what a result shows of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.store.search.shelves import Document


class Place(StrEnum):
    """Where to look: what lies in the bin is found only when it is asked for."""

    ANYWHERE = "anywhere"
    LIST = "list"  # not archived
    ARCHIVE = "archive"
    BIN = "bin"


_IN_PLACE: dict[Place, tuple[int, int | None]] = {
    Place.ANYWHERE: (0, None),
    Place.LIST: (0, 0),
    Place.ARCHIVE: (0, 1),
    Place.BIN: (1, None),
}


def in_place(place: Place) -> tuple[int, int | None]:
    """Give whether what is looked for is deleted, and whether it is archived; None: either."""
    return _IN_PLACE[place]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row of results needs of a record.

    `feature` is the tab that shows it, `place` its name there; `text` is all of it.
    """

    feature: str
    place: str
    title: str
    text: str
    role: str = ""
    model: str = ""
    owner_id: int = 0
    is_archived: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of record that can be found.

    Attributes:
        kind: Its name.
        number: What stands for it in the tables; never used for another kind.
        fresh: A query for the ids above the first parameter, rising, at most the second one.
        read: Gives the documents of records, also of those that are being deleted; those that
            are not ready, or no more, are left out.
        former: Gives the words and marks of a record out of what a trigger noted in the queue.
        show: Gives those of the records that are in a place.

    Records that change are noted in `search_queue` by a trigger, with what they were in `old`.
    """

    kind: str
    number: int
    fresh: str
    read: Callable[[sqlite3.Connection, Sequence[int]], dict[int, Document]]
    former: Callable[[str], tuple[str, str]]
    show: Callable[[sqlite3.Connection, Sequence[int], Place], dict[int, Shown]]
