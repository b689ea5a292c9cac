"""Answers queries, newest first. All functions run inside a reading job of `Database`."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop.core.types import Role
from desktop.store.search import shelves, sources, words
from desktop.store.search.excerpts import Excerpt, excerpt
from desktop.store.search.sources import Findable, Place, Shown

_LEAST_CHUNK = 16
_MOST_ID = 1 << 62


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: words, marks (`sources`), a span of time in seconds, and where.

    `before` is the id of the document after which to go on.
    """

    text: str = ""
    marks: tuple[str, ...] = ()
    since_s: float | None = None
    until_s: float | None = None
    place: Place = Place.ANYWHERE
    before: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The least and the greatest id that a document may have."""
        low = 0 if self.since_s is None else shelves.first_id(self.since_s)
        high = _MOST_ID if self.until_s is None else shelves.first_id(self.until_s) - 1
        return low, high if self.before is None else min(high, self.before - 1)


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a query means."""

    document_id: int
    kind: str
    record_id: int
    shown: Shown
    excerpt: Excerpt

    @property
    def time_s(self) -> float:
        """When the record was made, to the second or a little later."""
        return shelves.time_of(self.document_id)


def find(
    connection: sqlite3.Connection,
    query: Query,
    limit: int,
    is_wanted: Callable[[], bool] = lambda: True,
    findables: Sequence[Findable] = sources.FINDABLES,
) -> list[Found]:
    """Give the newest `limit` documents; fewer when nobody wants them any more.

    What it shows of each is cut out here, on the reader's thread: a message may be long.
    """
    expression = words.match(query.text, query.marks)
    if not expression:
        return []
    found: list[Found] = []
    ids = _matching(connection, expression, query.span, words.match("", query.marks))
    while len(found) < limit and is_wanted():
        chunk = list(itertools.islice(ids, max(limit - len(found), _LEAST_CHUNK)))
        if not chunk:
            break
        found += _shown(connection, chunk, query, findables)
    return found[:limit]


def similar(connection: sqlite3.Connection, text: str, except_in: int | None = None) -> list[Found]:
    """Give earlier questions that share most words with `text`, the most alike first.

    Who holds most of its six longest words holds two that stand side by side when they are sorted:
    the newest of those are compared. Those in the conversation `except_in` are left out.
    """
    wanted = words.distinct(text)
    telling = wanted[:_TELLING]
    if not telling:
        return []
    pairs = [telling[at : at + 2] for at in range(0, max(len(telling) - 1, 1), 2)]
    groups = " OR ".join("(" + " AND ".join(f'"{one}"' for one in pair) + ")" for pair in pairs)
    expression = f'words : ({groups}) AND marks : "{sources.USER}"'
    ids = list(itertools.islice(_matching(connection, expression, (0, _MOST_ID)), _COMPARED))
    found = _shown(connection, ids, Query(), (sources.MESSAGES,))
    shares = [(_alike(set(wanted), one.shown.text), one) for one in found]
    alike = [
        (share, one) for share, one in shares if share >= _ALIKE and one.shown.owner_id != except_in
    ]
    return [one for _share, one in sorted(alike, key=lambda pair: pair[0], reverse=True)]


def models(connection: sqlite3.Connection) -> list[str]:
    """Give the models that have answered, without reading every answer."""
    found: list[str] = []
    last = ""
    while True:
        row = connection.execute(
            "SELECT min(model) FROM message WHERE model > ? AND model <> ''", (last,)
        ).fetchone()
        if row[0] is None:
            return found
        last = row[0]
        found.append(last)


_TELLING = 6
_COMPARED = 24
_ALIKE = 0.7
_MUCH_MORE = 3


def _alike(wanted: set[str], text: str) -> float:
    """Give the share of the wanted words that a text holds, 0 for one that says much more."""
    held = set(words.distinct(text))
    return len(wanted & held) / len(wanted) if len(held) <= _MUCH_MORE * len(wanted) else 0.0


def _matching(
    connection: sqlite3.Connection, expression: str, span: tuple[int, int], needed: str = ""
) -> Iterator[int]:
    """Give ids, newest first; shelves where nothing is `needed` cost no more than to see that."""
    low, high = span
    for shelf in shelves.within(connection, low, high):
        name = shelves.table(shelf)
        matching = f"SELECT rowid FROM {name} WHERE {name} MATCH ?"  # noqa: S608 - a number
        if needed and connection.execute(f"{matching} LIMIT 1", (needed,)).fetchone() is None:
            continue
        for row in connection.execute(
            f"{matching} AND rowid BETWEEN ? AND ? ORDER BY rowid DESC", (expression, low, high)
        ):
            yield row[0]


def _shown(
    connection: sqlite3.Connection,
    ids: Sequence[int],
    query: Query,
    findables: Sequence[Findable],
) -> list[Found]:
    """Give those of the documents that are in the query's place, in their order."""
    rows = connection.execute(
        "SELECT id, kind, record_id FROM search_document"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        (json.dumps(list(ids)),),
    ).fetchall()
    shown: dict[tuple[int, int], Shown] = {}
    kinds = {findable.number: findable.kind for findable in findables}
    for findable in findables:
        own = [record_id for _, kind, record_id in rows if kind == findable.number]
        if own:
            for record_id, one in findable.show(connection, own, query.place).items():
                shown[findable.number, record_id] = one
    found = []
    for document_id, kind, record_id in rows:
        record = shown.get((kind, record_id))
        if record is not None:
            is_markdown = record.role == Role.ASSISTANT
            piece = excerpt(record.text or record.title, query.text, is_markdown=is_markdown)
            found.append(Found(document_id, kinds[kind], record_id, record, piece))
    return found
