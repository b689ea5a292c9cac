"""The full-text tables: one for each span of some three months, newest last.

A contentless table holds words only, so what is taken out must be told once more. Shelves bound the
cost of two things: a prefix of one letter is gathered over three months at a time until enough is
found, and what is deleted for good is overwritten by rewriting its shelf alone.

All functions run inside a job of `Database`.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

SLOTS = 16
"""Documents a second; more of them run on into the next seconds."""
_SHELF_BITS = 27  # of a document's id: 2 ** 23 seconds
_LAST_S = (1 << 32) - 1  # whatever an import claims, there are at most 512 shelves
_MERGE_PAGES = 16
_LOOSE, _BROKEN = "loose", "broken"


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be found of a record: its words, segmented, marks for filters, and its time."""

    words: str
    marks: str
    time_s: float

    @property
    def checksum(self) -> int:
        """Tell apart what was put in from what would be taken out."""
        return zlib.crc32(f"{self.words}\0{self.marks}".encode())


def first_id(time_s: float) -> int:
    """Give the least id that a document of this time can have."""
    return int(min(max(time_s, 0.0), _LAST_S)) * SLOTS


def time_of(document_id: int) -> float:
    """Give the time of a document, to the second or a little later."""
    return document_id / SLOTS


def table(shelf: int) -> str:
    """Give the name of a shelf's table."""
    return f"search_words_{int(shelf)}"


def within(connection: sqlite3.Connection, low: int, high: int) -> list[int]:
    """Give the shelves that may hold documents with ids from `low` to `high`, newest first."""
    found = connection.execute(
        "SELECT id FROM search_shelf WHERE id BETWEEN ? AND ? ORDER BY id DESC",
        (low >> _SHELF_BITS, high >> _SHELF_BITS),
    )
    return [row[0] for row in found]


class Hints(dict[int, int]):
    """Where the last ids of crowded seconds were free; spares looking through a million of them."""

    _MOST = 1000

    def free_id(self, connection: sqlite3.Connection, time_s: float) -> int:
        """Give the first id from this time on that nobody has."""
        wanted = first_id(time_s)
        free = _free_from(connection, self.get(wanted, wanted))
        if len(self) > self._MOST:
            self.clear()
        self[wanted] = free + 1
        return free


def put(
    connection: sqlite3.Connection,
    kind: int,
    documents: Sequence[tuple[int, Document]],
    hints: Hints,
) -> None:
    """Put documents in by the ids of their records, which are not in yet."""
    rows: dict[int, list[tuple[int, str, str]]] = {}
    for record_id, document in documents:
        new_id = hints.free_id(connection, document.time_s)
        connection.execute(
            "INSERT INTO search_document (id, kind, record_id, checksum) VALUES (?, ?, ?, ?)",
            (new_id, kind, record_id, document.checksum),
        )
        row = (new_id, document.words, document.marks)
        rows.setdefault(new_id >> _SHELF_BITS, []).append(row)
    for shelf, own in rows.items():
        _make(connection, shelf)
        connection.executemany(
            f"INSERT INTO {table(shelf)} (rowid, words, marks) VALUES (?, ?, ?)",  # noqa: S608 - a number
            own,
        )


def take(connection: sqlite3.Connection, document_id: int, old: Document | None) -> None:
    """Take a document out, told as it was put in.

    The shelf is to be tidied then. Where `old` is not what was put in, it is to be made anew.
    """
    shelf = document_id >> _SHELF_BITS
    found = connection.execute(
        "DELETE FROM search_document WHERE id = ? RETURNING checksum", (document_id,)
    ).fetchone()
    if old is None or found is None or found[0] != old.checksum:
        _note(connection, shelf, _BROKEN)
        return
    connection.execute(
        f"INSERT INTO {table(shelf)} ({table(shelf)}, rowid, words, marks)"  # noqa: S608 - a number
        " VALUES ('delete', ?, ?, ?)",
        (document_id, old.words, old.marks),
    )
    _note(connection, shelf, _LOOSE)


def tidy(connection: sqlite3.Connection) -> bool:
    """Rewrite a little of what holds taken-out words; tell whether there is more to do.

    FTS5 only notes what is deleted until it merges the pages that hold it.
    """
    if _drop_broken(connection):
        return True
    found = connection.execute(
        "SELECT id, merging FROM search_shelf WHERE state = ? ORDER BY id DESC LIMIT 1", (_LOOSE,)
    ).fetchone()
    if found is None:
        return False
    shelf, is_merging = found
    before = connection.total_changes
    # Negative: first gather all segments for one merge; then go on with it.
    connection.execute(
        f"INSERT INTO {table(shelf)} ({table(shelf)}, rank) VALUES ('merge', ?)",  # noqa: S608 - a number
        (_MERGE_PAGES if is_merging else -_MERGE_PAGES,),
    )
    # "The difference is less than 2 if there was nothing to do": SQLite's own test.
    is_done = is_merging and connection.total_changes - before < 2
    connection.execute(
        "UPDATE search_shelf SET merging = ?, state = ? WHERE id = ?",
        (int(not is_done), "" if is_done else _LOOSE, shelf),
    )
    return True


def drop_all(connection: sqlite3.Connection) -> None:
    """Forget every shelf, for an index by other rules; what it held is to be queued again."""
    connection.execute("UPDATE search_shelf SET state = ?", (_BROKEN,))


def _drop_broken(connection: sqlite3.Connection) -> bool:
    found = connection.execute(
        "SELECT id FROM search_shelf WHERE state = ? LIMIT 1", (_BROKEN,)
    ).fetchone()
    if found is None:
        return False
    low, high = found[0] << _SHELF_BITS, ((found[0] + 1) << _SHELF_BITS) - 1
    connection.execute(
        "INSERT OR IGNORE INTO search_queue (kind, record_id)"
        " SELECT kind, record_id FROM search_document WHERE id BETWEEN ? AND ?",
        (low, high),
    )
    connection.execute("DELETE FROM search_document WHERE id BETWEEN ? AND ?", (low, high))
    connection.execute(f"DROP TABLE {table(found[0])}")
    connection.execute("DELETE FROM search_shelf WHERE id = ?", found)
    return True


def _make(connection: sqlite3.Connection, shelf: int) -> None:
    made = connection.execute("INSERT OR IGNORE INTO search_shelf (id) VALUES (?)", (shelf,))
    if made.rowcount:
        connection.execute(
            f"CREATE VIRTUAL TABLE {table(shelf)} USING fts5(words, marks, content = '',"
            " columnsize = 0, tokenize = 'unicode61 remove_diacritics 2')"
        )


def _note(connection: sqlite3.Connection, shelf: int, state: str) -> None:
    connection.execute(
        "UPDATE search_shelf SET state = ?, merging = 0 WHERE id = ? AND state <> ?",
        (state, shelf, _BROKEN),
    )


_PROBES = 256


def _free_from(connection: sqlite3.Connection, wanted: int) -> int:
    while True:
        taken = connection.execute(
            "SELECT id FROM search_document WHERE id >= ? ORDER BY id LIMIT ?", (wanted, _PROBES)
        )
        start = wanted
        for (used,) in taken:
            if used != wanted:
                return wanted
            wanted += 1
        if wanted - start < _PROBES:
            return wanted
