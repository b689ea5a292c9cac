"""What can be found of recordings: their titles, and every line of what was said in them.

All functions run inside a job of `Database`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from desktop.store.search import words
from desktop.store.search.findables import Findable, Place, Shown, in_place
from desktop.store.search.shelves import Document

FEATURE = "speech"
SPOKEN = "spoken"
"""The mark of a line: whoever asks for a role or a model does not mean it."""
_SHOW_TITLES = """
    SELECT id, title, deleted_at IS NOT NULL FROM recording
    WHERE id IN (SELECT value FROM json_each(?)) AND is_purging = 0
          AND (deleted_at IS NOT NULL) = ? AND coalesce(?, 0) = 0
"""
_SHOW_LINES = """
    SELECT l.id, r.id, r.title, l.text, r.deleted_at IS NOT NULL
    FROM transcript_line l JOIN recording r ON r.id = l.recording_id
    WHERE l.id IN (SELECT value FROM json_each(?)) AND r.is_purging = 0
          AND (r.deleted_at IS NOT NULL) = ? AND coalesce(?, 0) = 0
"""
# A recording is never archived: it is in the list, or in the bin.


def _read_titles(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Document]:
    found = connection.execute(
        "SELECT id, title, created_at FROM recording"
        " WHERE id IN (SELECT value FROM json_each(?)) AND title <> '' AND is_purging = 0",
        (json.dumps(list(ids)),),
    )
    return {row[0]: Document(*_title(row[1]), row[2]) for row in found}


def _title(title: str) -> tuple[str, str]:
    return words.segmented(title), "title"


def _show_titles(
    connection: sqlite3.Connection, ids: Sequence[int], place: Place
) -> dict[int, Shown]:
    found = connection.execute(_SHOW_TITLES, (json.dumps(list(ids)), *in_place(place)))
    return {
        row[0]: Shown(FEATURE, str(row[0]), row[1], "", owner_id=row[0], is_deleted=bool(row[2]))
        for row in found
    }


def _read_lines(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Document]:
    found = connection.execute(
        "SELECT l.id, l.text, r.created_at FROM transcript_line l"
        " JOIN recording r ON r.id = l.recording_id WHERE l.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: Document(*_line(row[1]), row[2]) for row in found}


def _line(text: str) -> tuple[str, str]:
    return words.segmented(text), SPOKEN


def _show_lines(
    connection: sqlite3.Connection, ids: Sequence[int], place: Place
) -> dict[int, Shown]:
    found = connection.execute(_SHOW_LINES, (json.dumps(list(ids)), *in_place(place)))
    return {
        line_id: Shown(
            FEATURE, f"{owner}/{line_id}", title, text, owner_id=owner, is_deleted=bool(is_deleted)
        )
        for line_id, owner, title, text, is_deleted in found
    }


RECORDINGS = Findable(
    "recording",
    3,
    "SELECT id FROM recording WHERE id > ? ORDER BY id LIMIT ?",
    _read_titles,
    _title,
    _show_titles,
)

LINES = Findable(
    "line",
    4,
    "SELECT id FROM transcript_line WHERE id > ? ORDER BY id LIMIT ?",
    _read_lines,
    _line,
    _show_lines,
)
