"""How records get into the index and out of it, in steps that let streamed text through.

New records are those above the highest id that was looked at, so that storing one costs nothing.
What ended or changed later stands in `search_queue`, put there by triggers. Only deleting for good
has to say so (`forget`): it knows the words that go.

All functions run inside a writing job of `Database`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from desktop.store.search import shelves, sources
from desktop.store.search.shelves import Document, Hints
from desktop.store.search.sources import Findable
from desktop.store.search.words import VERSION

_BATCH = 16
_STEP_S = 0.006  # half of what a job may take: the last batch and the commit come on top


class Indexer:
    """Brings the index up to date, step by step."""

    def __init__(self, findables: Sequence[Findable] = sources.FINDABLES) -> None:
        self._findables = {one.number: one for one in findables}
        self._hints = Hints()

    def step(self, connection: sqlite3.Connection) -> bool:
        """Do a little of what is to be done; tell whether there may be more."""
        end = time.perf_counter() + _STEP_S
        if self._begin_anew(connection):
            return True
        while self._queued(connection) or self._fresh(connection):
            if time.perf_counter() > end:
                return True
        return shelves.tidy(connection)

    def is_behind(self, connection: sqlite3.Connection) -> bool:
        """Tell whether there is anything to do; reads only."""
        noted = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM search_queue)"
            " OR EXISTS (SELECT 1 FROM search_shelf WHERE state <> '')"
        ).fetchone()[0]
        return bool(noted) or any(
            connection.execute(one.fresh, (_up_to(connection, number), 1)).fetchone() is not None
            for number, one in self._findables.items()
        )

    def share(self, connection: sqlite3.Connection) -> float:
        """Give how much of the messages was looked at, 0..1; reads only."""
        last = connection.execute("SELECT max(id) FROM message").fetchone()[0] or 0
        return min(1.0, _up_to(connection, sources.MESSAGES.number) / last) if last else 1.0

    def _begin_anew(self, connection: sqlite3.Connection) -> bool:
        """Empty an index that was made by other rules."""
        found = connection.execute("SELECT value FROM search_rules").fetchone()
        if found is not None and found[0] == VERSION:
            return False
        connection.execute("DELETE FROM search_rules")
        connection.execute("INSERT INTO search_rules (value) VALUES (?)", (VERSION,))
        shelves.drop_all(connection)
        return found is not None

    def _queued(self, connection: sqlite3.Connection) -> bool:
        rows = connection.execute(
            "SELECT kind, record_id, old FROM search_queue LIMIT ?", (_BATCH,)
        ).fetchall()
        for number, findable in self._findables.items():
            own = {record_id: old for kind, record_id, old in rows if kind == number}
            self._refresh(connection, findable, own)
        connection.executemany(
            "DELETE FROM search_queue WHERE kind = ? AND record_id = ?", [row[:2] for row in rows]
        )
        return bool(rows)

    def _fresh(self, connection: sqlite3.Connection) -> bool:
        is_any = False
        for number, findable in self._findables.items():
            up_to = _up_to(connection, number)
            ids = [row[0] for row in connection.execute(findable.fresh, (up_to, _BATCH))]
            if ids:
                is_any = True
                self._refresh(connection, findable, dict.fromkeys(ids))
                connection.execute(
                    "INSERT INTO search_progress (kind, up_to) VALUES (?, ?)"
                    " ON CONFLICT (kind) DO UPDATE SET up_to = excluded.up_to",
                    (number, ids[-1]),
                )
        return is_any

    def _refresh(
        self, connection: sqlite3.Connection, findable: Findable, records: dict[int, str | None]
    ) -> None:
        """Let the index say what these records say; the values are what they said, if noted."""
        if not records:
            return
        documents = findable.read(connection, list(records))
        held = _held(connection, findable.number, list(records))
        for record_id, (document_id, checksum) in held.items():
            document = documents.get(record_id)
            if document is not None and document.checksum == checksum:
                del documents[record_id]
                continue
            old = records[record_id]
            former = None if old is None else _former(findable, old)
            shelves.take(connection, document_id, former)
        shelves.put(connection, findable.number, list(documents.items()), self._hints)


def forget(connection: sqlite3.Connection, findable: Findable, ids: Sequence[int]) -> None:
    """Take records out that are about to be deleted for good.

    Their words are overwritten once `tidy` has nothing more to do.
    """
    documents = findable.read(connection, ids)
    for record_id, (document_id, _checksum) in _held(connection, findable.number, ids).items():
        noted = connection.execute(
            "SELECT old FROM search_queue WHERE kind = ? AND record_id = ? AND old IS NOT NULL",
            (findable.number, record_id),
        ).fetchone()
        former = _former(findable, noted[0]) if noted else documents.get(record_id)
        shelves.take(connection, document_id, former)
    connection.executemany(
        "DELETE FROM search_queue WHERE kind = ? AND record_id = ?",
        [(findable.number, record_id) for record_id in ids],
    )


def tidy(connection: sqlite3.Connection) -> bool:
    """Overwrite a little of what was taken out; tell whether there is more to do."""
    return shelves.tidy(connection)


def _former(findable: Findable, old: str) -> Document:
    return Document(*findable.former(old), time_s=0.0)


def _up_to(connection: sqlite3.Connection, kind: int) -> int:
    found = connection.execute(
        "SELECT up_to FROM search_progress WHERE kind = ?", (kind,)
    ).fetchone()
    return int(found[0]) if found else 0


def _held(
    connection: sqlite3.Connection, kind: int, ids: Sequence[int]
) -> dict[int, tuple[int, int]]:
    found = {}
    for record_id in ids:
        row = connection.execute(
            "SELECT id, checksum FROM search_document WHERE kind = ? AND record_id = ?",
            (kind, record_id),
        ).fetchone()
        if row is not None:
            found[record_id] = (row[0], row[1])
    return found
