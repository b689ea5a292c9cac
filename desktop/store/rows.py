"""Rows become the types of `core`, and back. All functions run inside a job of `Database`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop.core import parameters
from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import (
    Conversation,
    Kind,
    Message,
    Part,
    PartType,
    Role,
    Spent,
    State,
    Usage,
)

_PART_TYPES = {str(kind): kind for kind in PartType}
_ROLES = {str(role): role for role in Role}
_STATES = {str(state): state for state in State}

_CONVERSATION = """
    SELECT c.id, c.kind, c.title, c.created_at, c.updated_at, c.folder, c.is_pinned,
           c.is_archived, c.is_temporary, c.deleted_at, d.id IS NOT NULL, c.parameters
    FROM conversation c LEFT JOIN draft d ON d.conversation_id = c.id
    WHERE c.is_purging = 0
"""
_MESSAGE = """
    SELECT m.id, m.conversation_id, m.parent_id, m.role, m.state, m.model, m.connection_id,
           m.finish_reason, m.error_code, m.error_detail, m.created_at, m.finished_at,
           m.reasoned_s, u.id, u.input_tokens, u.output_tokens, u.cached_tokens, u.reasoning_tokens,
           u.cost_usd, u.priced_as_of, u.is_least, u.is_counted
    FROM message m LEFT JOIN usage u ON u.message_id = m.id
    WHERE m.id IN (SELECT value FROM json_each(?))
"""
_PARTS = """
    SELECT message_id, type, text, blob, raw, name, ref FROM part
    WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, position
"""
_TAILS = """
    SELECT position, text FROM part_tail WHERE message_id = ? ORDER BY position, start
"""


def conversations(
    connection: sqlite3.Connection, kind: Kind, *, deleted: bool
) -> tuple[Conversation, ...]:
    """Give the conversations of one kind, in the bin or not, last used first."""
    condition = "IS NOT NULL" if deleted else "IS NULL"
    found = connection.execute(
        f"{_CONVERSATION} AND c.kind = ? AND c.deleted_at {condition}"
        " ORDER BY c.updated_at DESC, c.id DESC",
        (kind,),
    )
    return tuple(_conversation(row) for row in found)


def conversation(connection: sqlite3.Connection, conversation_id: int) -> Conversation:
    """Give one conversation, also out of the bin.

    Raises:
        AppError: GONE.
    """
    found = connection.execute(f"{_CONVERSATION} AND c.id = ?", (conversation_id,)).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"conversation {conversation_id}")
    return _conversation(found)


def messages(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, Message]:
    """Give the messages with these ids, whole; an id that is not there is left out."""
    wanted = json.dumps(list(ids))
    known = _parts(connection, ids)
    found: dict[int, Message] = {}
    for row in connection.execute(_MESSAGE, (wanted,)):
        message_id, state = row[0], _STATES[row[4]]
        own = known.get(message_id, [])
        if state is State.STREAMING:
            own = with_tails(connection, message_id, own)
        found[message_id] = Message(
            message_id,
            row[1],
            row[2],
            _ROLES[row[3]],
            tuple(own),
            state,
            row[5],
            row[6],
            None if row[13] is None else Usage(*row[14:18]),
            row[7],
            row[8],
            row[9],
            row[10],
            row[11],
            row[12],
            None if row[13] is None else Spent(row[18], row[19], bool(row[20]), bool(row[21])),
        )
    return found


def message(connection: sqlite3.Connection, message_id: int) -> Message:
    """Give one message, also a deleted one.

    Raises:
        AppError: GONE.
    """
    found = messages(connection, [message_id])
    if message_id not in found:
        raise AppError(Code.GONE, f"message {message_id}")
    return found[message_id]


def asked_with(connection: sqlite3.Connection, message_id: int) -> Parameters:
    """Give what an answer was asked with.

    Raises:
        AppError: GONE.
    """
    found = connection.execute(
        "SELECT parameters FROM message WHERE id = ?", (message_id,)
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"message {message_id}")
    return parameters.from_json(found[0])


def schemas(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, str]:
    """Give the JSON schemas that answers were to follow; those without one are left out."""
    found = connection.execute(
        "SELECT id, parameters FROM message WHERE id IN (SELECT value FROM json_each(?))"
        " AND instr(parameters, '\"schema\"')",
        (json.dumps(list(ids)),),
    )
    asked = {message_id: parameters.from_json(text).schema for message_id, text in found}
    return {message_id: schema for message_id, schema in asked.items() if schema}


def parts(connection: sqlite3.Connection, message_id: int) -> list[Part]:
    """Give the parts of one message without their tails."""
    return _parts(connection, [message_id]).get(message_id, [])


def with_tails(connection: sqlite3.Connection, message_id: int, own: list[Part]) -> list[Part]:
    """Give the parts of a message with the text that was appended to them while they streamed."""
    tails: dict[int, list[str]] = {}
    for position, text in connection.execute(_TAILS, (message_id,)):
        tails.setdefault(position, []).append(text)
    return [
        replace(part, text=part.text + "".join(tails[position])) if position in tails else part
        for position, part in enumerate(own)
    ]


def write_part(connection: sqlite3.Connection, message_id: int, position: int, part: Part) -> None:
    """Make `part` the one at `position`; its row keeps its id."""
    connection.execute(
        "INSERT INTO part (message_id, position, type, text, blob, raw, name, ref)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (message_id, position) DO UPDATE SET type = excluded.type,"
        " text = excluded.text, blob = excluded.blob, raw = excluded.raw,"
        " name = excluded.name, ref = excluded.ref",
        (message_id, position, *_fields(part)),
    )


def write_parts(connection: sqlite3.Connection, message_id: int, whole: Sequence[Part]) -> None:
    """Make `whole` the parts of a message."""
    for position, part in enumerate(whole):
        write_part(connection, message_id, position, part)
    connection.execute(
        "DELETE FROM part WHERE message_id = ? AND position >= ?", (message_id, len(whole))
    )


def attachments(connection: sqlite3.Connection, draft_id: int) -> tuple[Part, ...]:
    """Give what is attached to a draft, in order."""
    found = connection.execute(
        "SELECT type, text, blob, raw, name, ref FROM attachment WHERE draft_id = ?"
        " ORDER BY position",
        (draft_id,),
    )
    return tuple(Part(_PART_TYPES.get(row[0], PartType.UNKNOWN), *row[1:]) for row in found)


def write_attachments(connection: sqlite3.Connection, draft_id: int, held: Iterable[Part]) -> None:
    """Make `held` the attachments of a draft."""
    connection.execute("DELETE FROM attachment WHERE draft_id = ?", (draft_id,))
    connection.executemany(
        "INSERT INTO attachment (draft_id, position, type, text, blob, raw, name, ref)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(draft_id, position, *_fields(part)) for position, part in enumerate(held)],
    )


def _parts(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for message_id, kind, text, blob, raw, name, ref in connection.execute(
        _PARTS, (json.dumps(list(ids)),)
    ):
        made = Part(_PART_TYPES.get(kind, PartType.UNKNOWN), text, blob, raw, name, ref)
        found.setdefault(message_id, []).append(made)
    return found


def _fields(part: Part) -> tuple[str, str, str, str, str, str]:
    return (part.type, part.text, part.blob, part.raw, part.name, part.ref)


def _conversation(row: tuple[Any, ...]) -> Conversation:
    return Conversation(
        id=row[0],
        kind=Kind(row[1]),
        title=row[2],
        created_at=row[3],
        updated_at=row[4],
        folder=row[5],
        is_pinned=bool(row[6]),
        is_archived=bool(row[7]),
        is_temporary=bool(row[8]),
        deleted_at=row[9],
        has_draft=bool(row[10]),
        parameters=parameters.from_json(row[11]),
    )
