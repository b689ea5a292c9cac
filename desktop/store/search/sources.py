"""Which records can be found: one `Findable` for each kind. A new kind is one more of them.

Here are those of conversations; recordings are in `spoken`.

All functions run inside a job of `Database`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from desktop.core.types import PartType, Role, State
from desktop.store.search import spoken, words
from desktop.store.search.findables import Findable, Place, Shown, in_place
from desktop.store.search.shelves import Document

__all__ = ["FINDABLES", "MESSAGES", "TITLES", "Findable", "Place", "Shown"]

_SAID = frozenset({PartType.TEXT, PartType.REFUSAL, PartType.CITATION})
_NAMED = frozenset({PartType.IMAGE, PartType.FILE, PartType.AUDIO})
USER, ASSISTANT, CODE, PICTURE, FILE = (
    "roleuser", "roleassistant", "hascode", "haspicture", "hasfile",
)  # fmt: skip
"""Marks, besides that of the model."""
_MARK_OF = {PartType.IMAGE: PICTURE, PartType.FILE: FILE}


_SHOW_MESSAGES = """
    SELECT m.id, c.kind, c.id, c.title, m.role, m.model, c.is_archived, c.deleted_at IS NOT NULL
    FROM message m JOIN conversation c ON c.id = m.conversation_id
    WHERE m.id IN (SELECT value FROM json_each(?)) AND c.is_purging = 0
          AND (c.deleted_at IS NOT NULL) = ? AND c.is_archived = coalesce(?, c.is_archived)
"""
_SHOW_TITLES = """
    SELECT c.id, c.kind, c.title, c.is_archived, c.deleted_at IS NOT NULL FROM conversation c
    WHERE c.id IN (SELECT value FROM json_each(?)) AND c.is_purging = 0
          AND (c.deleted_at IS NOT NULL) = ? AND c.is_archived = coalesce(?, c.is_archived)
"""


def _read_messages(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Document]:
    found = connection.execute(
        "SELECT id, role, model, created_at FROM message"
        " WHERE id IN (SELECT value FROM json_each(?)) AND state <> ?",
        (json.dumps(list(ids)), State.STREAMING),
    ).fetchall()
    parts = _parts(connection, [row[0] for row in found])
    return {
        message_id: _message(role, model, created_at, parts.get(message_id, ()))
        for message_id, role, model, created_at in found
    }


def _message(
    role: str, model: str, created_at: float, parts: Iterable[tuple[str, str, str]]
) -> Document:
    said = text_of(parts)
    marks = [USER if role == Role.USER else ASSISTANT if role == Role.ASSISTANT else "roleother"]
    if model:
        marks.append(words.model_mark(model))
    if words.has_code(said):
        marks.append(CODE)
    marks += sorted({mark for kind, mark in _MARK_OF.items() if any(p[0] == kind for p in parts)})
    return Document(words.segmented(said), " ".join(marks), created_at)


def text_of(parts: Iterable[tuple[str, str, str]]) -> str:
    """Give what can be found in the parts (type, text, name) of a message.

    Not what the model thought, nor what tools exchanged: a result must be something to read.
    """
    said: list[str] = []
    for kind, text, name in parts:
        if kind in _SAID:
            said.append(text)
        elif kind in _NAMED:
            said += (text, name)  # what is to be seen on a picture, where somebody says so
    return "\n".join(piece for piece in said if piece)


def _parts(
    connection: sqlite3.Connection, ids: Collection[int]
) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = {}
    for message_id, *part in connection.execute(
        "SELECT message_id, type, text, name FROM part"
        " WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, position",
        (json.dumps(list(ids)),),
    ):
        found.setdefault(message_id, []).append((part[0], part[1], part[2]))
    return found


def _show_messages(
    connection: sqlite3.Connection, ids: Sequence[int], place: Place
) -> dict[int, Shown]:
    found = connection.execute(_SHOW_MESSAGES, (json.dumps(list(ids)), *in_place(place))).fetchall()
    gone = _gone(connection, {row[2] for row in found})
    left = [row for row in found if row[0] not in gone]
    parts = _parts(connection, [row[0] for row in left])
    return {
        message_id: Shown(
            feature,
            f"{owner}/{message_id}",
            title,
            text_of(parts.get(message_id, ())),
            role,
            model,
            owner,
            bool(is_archived),
            bool(is_deleted),
        )
        for message_id, feature, owner, title, role, model, is_archived, is_deleted in left
    }


def _gone(connection: sqlite3.Connection, conversation_ids: Collection[int]) -> set[int]:
    """Give the messages that were deleted, and those that follow them."""
    found = connection.execute(
        "WITH RECURSIVE gone (id) AS ("
        " SELECT id FROM message WHERE deleted_at IS NOT NULL"
        " AND conversation_id IN (SELECT value FROM json_each(?))"
        " UNION SELECT m.id FROM gone JOIN message m ON m.parent_id = gone.id)"
        " SELECT id FROM gone",
        (json.dumps(list(conversation_ids)),),
    )
    return {row[0] for row in found}


def _read_titles(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Document]:
    found: list[tuple[Any, ...]] = connection.execute(
        "SELECT id, title, created_at FROM conversation"
        " WHERE id IN (SELECT value FROM json_each(?)) AND title <> '' AND is_purging = 0",
        (json.dumps(list(ids)),),
    ).fetchall()
    return {row[0]: Document(*_title(row[1]), row[2]) for row in found}


def _title(title: str) -> tuple[str, str]:
    return words.segmented(title), "title"


def _show_titles(
    connection: sqlite3.Connection, ids: Sequence[int], place: Place
) -> dict[int, Shown]:
    found = connection.execute(_SHOW_TITLES, (json.dumps(list(ids)), *in_place(place)))
    return {
        row[0]: Shown(
            row[1], str(row[0]), row[2], "", owner_id=row[0], is_archived=bool(row[3]),
            is_deleted=bool(row[4]),
        )
        for row in found
    }  # fmt: skip


def _not_noted(_old: str) -> tuple[str, str]:
    return "", ""


MESSAGES = Findable(
    "message",
    1,
    "SELECT id FROM message WHERE id > ? ORDER BY id LIMIT ?",
    _read_messages,
    _not_noted,
    _show_messages,
)
"""What was said. Final messages do not change; who changes one all the same has its shelf remade."""

TITLES = Findable(
    "conversation",
    2,
    "SELECT id FROM conversation WHERE id > ? ORDER BY id LIMIT ?",
    _read_titles,
    _title,
    _show_titles,
)

FINDABLES: tuple[Findable, ...] = (MESSAGES, TITLES, spoken.RECORDINGS, spoken.LINES)
