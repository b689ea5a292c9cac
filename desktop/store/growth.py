"""Adds messages to a conversation. All functions run inside a writing job of `Database`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Message, Part, Role, Spent, State
from desktop.store import rows

if TYPE_CHECKING:  # loaded with the first question
    from desktop.core.stream import Folded

_NOTE_USAGE = """
    INSERT INTO usage (message_id, conversation_id, connection_id, model, input_tokens,
                       output_tokens, cached_tokens, reasoning_tokens, cost_usd, priced_as_of,
                       is_least, is_counted, created_at)
    SELECT id, conversation_id, connection_id, model, ?, ?, ?, ?, ?, ?, ?, ?, ?
    FROM message WHERE id = ?
    ON CONFLICT (message_id) DO UPDATE SET input_tokens = excluded.input_tokens,
        output_tokens = excluded.output_tokens, cached_tokens = excluded.cached_tokens,
        reasoning_tokens = excluded.reasoning_tokens, cost_usd = excluded.cost_usd,
        priced_as_of = excluded.priced_as_of, is_least = excluded.is_least,
        is_counted = excluded.is_counted
"""


@dataclass(frozen=True, slots=True)
class New:
    """A message to add; `owner` is the process that streams it.

    `parameters` is what an answer is asked with; None: those of its conversation.
    """

    conversation_id: int
    parent_id: int | None
    role: Role
    created_at: float
    parts: Sequence[Part] = ()
    state: State = State.COMPLETE
    model: str = ""
    connection_id: str = ""
    owner: str = ""
    parameters: Parameters | None = None


def insert(connection: sqlite3.Connection, new: New) -> Message:
    """Add a message, without showing it, and give it as stored.

    Raises:
        AppError: GONE, the conversation is no more.
        ValueError: the parent is in another conversation.
    """
    if new.parent_id is not None:
        above = connection.execute(
            "SELECT conversation_id FROM message WHERE id = ?", (new.parent_id,)
        ).fetchone()
        if above is not None and above[0] != new.conversation_id:
            raise ValueError(f"message {new.parent_id} is not in this conversation")
    touch(connection, new.conversation_id, new.created_at)
    message_id: int = connection.execute(
        "INSERT INTO message (conversation_id, parent_id, role, state, model, connection_id,"
        " owner, created_at, parameters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            new.conversation_id,
            new.parent_id,
            new.role,
            new.state,
            new.model,
            new.connection_id,
            new.owner,
            new.created_at,
            _parameters(connection, new),
        ),
    ).fetchone()[0]
    rows.write_parts(connection, message_id, new.parts)
    return rows.message(connection, message_id)


def _parameters(connection: sqlite3.Connection, new: New) -> str:
    if new.role is not Role.ASSISTANT:
        return ""
    if new.parameters is not None:
        return new.parameters.to_json()
    found = connection.execute(
        "SELECT parameters FROM conversation WHERE id = ?", (new.conversation_id,)
    ).fetchone()
    return str(found[0])


def has_children(connection: sqlite3.Connection, message_id: int) -> bool:
    """Tell whether something was said below a message, and not taken back."""
    found = connection.execute(
        "SELECT 1 FROM message WHERE parent_id = ? AND deleted_at IS NULL LIMIT 1", (message_id,)
    )
    return found.fetchone() is not None


def reopen(connection: sqlite3.Connection, message_id: int, owner: str) -> None:
    """Let an answer that has ended stream again, by the process `owner`."""
    connection.execute(
        "UPDATE message SET state = ?, owner = ?, finish_reason = '', error_code = '',"
        " error_detail = '', finished_at = NULL WHERE id = ?",
        (State.STREAMING, owner, message_id),
    )


def touch(connection: sqlite3.Connection, conversation_id: int, now: float) -> None:
    """Note that a conversation was used.

    Raises:
        AppError: GONE.
    """
    changed = connection.execute(
        "UPDATE conversation SET updated_at = ? WHERE id = ? AND is_purging = 0",
        (now, conversation_id),
    ).rowcount
    if not changed:
        raise AppError(Code.GONE, f"conversation {conversation_id}")


def note_usage(connection: sqlite3.Connection, message_id: int, folded: Folded, now: float) -> None:
    """Keep what an answer took and cost; nothing where the server did not say."""
    usage, spent = folded.usage, folded.spent or Spent()
    if usage is None:
        return
    connection.execute(
        _NOTE_USAGE,
        (
            usage.input_tokens,
            usage.output_tokens,
            usage.cached_tokens,
            usage.reasoning_tokens,
            spent.usd,
            spent.as_of,
            spent.is_least,
            spent.is_counted,
            now,
            message_id,
        ),
    )
