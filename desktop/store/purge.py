"""Deleting for good, in steps that are short enough to let streamed text through.

A conversation is first marked: from then on it is nowhere to be seen, and a start of the program
after a crash goes on where it ended.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.store import blobs

_BATCH = 50
_HELD_ONLY = """
    WITH held (blob, owner) AS (
        SELECT p.blob, m.conversation_id FROM part p JOIN message m ON m.id = p.message_id
        UNION ALL
        SELECT a.blob, d.conversation_id FROM attachment a JOIN draft d ON d.id = a.draft_id
    )
    SELECT blob FROM held WHERE blob <> '' GROUP BY blob
    HAVING min(owner IS :conversation) = 1
"""


def mark(connection: sqlite3.Connection, conversation_id: int) -> float:
    """Begin to delete a conversation; give when it was created.

    Raises:
        AppError: GONE.
    """
    found = connection.execute(
        "UPDATE conversation SET is_purging = 1, title = '', folder = ''"
        " WHERE id = ? AND is_purging = 0 RETURNING created_at",
        (conversation_id,),
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"conversation {conversation_id}")
    return float(found[0])


def step(connection: sqlite3.Connection, conversation_id: int, folder: Path | None) -> bool:
    """Delete the newest messages, the blobs that only they held, and at last the conversation.

    Tell whether there is more to do. `folder`: the data folder, None for one in memory.
    """
    from desktop.store.search import indexing, sources  # noqa: PLC0415 - nothing is deleted at start

    found = connection.execute(
        "SELECT id FROM message WHERE conversation_id = ? ORDER BY id DESC LIMIT ?",
        (conversation_id, _BATCH),
    ).fetchall()
    indexing.forget(connection, sources.MESSAGES, [row[0] for row in found])
    held = set(_held_by_draft(connection, conversation_id))
    for (message_id,) in found:
        held.update(_held_by_message(connection, message_id))
        # Its parts go with it; newest first, so that no child is left without its parent.
        connection.execute("DELETE FROM message WHERE id = ?", (message_id,))
    is_last = len(found) < _BATCH
    if is_last:
        indexing.forget(connection, sources.TITLES, [conversation_id])
        connection.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,))
    if folder is not None:
        blobs.collect(connection, folder, held)
    return not is_last


def tidy(connection: sqlite3.Connection) -> bool:
    """Overwrite a little of the deleted words in the index; tell whether there is more to do."""
    from desktop.store.search import indexing  # noqa: PLC0415 - nothing is deleted at start

    return indexing.tidy(connection)


def held_only_by(connection: sqlite3.Connection, conversation_id: int) -> list[str]:
    """Give the blobs that nothing but a conversation refers to."""
    found = connection.execute(_HELD_ONLY, {"conversation": conversation_id})
    return [row[0] for row in found]


def unfinished(connection: sqlite3.Connection) -> list[int]:
    """Give the conversations whose deletion was cut off."""
    found = connection.execute("SELECT id FROM conversation WHERE is_purging = 1")
    return [row[0] for row in found]


def _held_by_message(connection: sqlite3.Connection, message_id: int) -> list[str]:
    found = connection.execute(
        "SELECT blob FROM part WHERE message_id = ? AND blob <> ''", (message_id,)
    )
    return [row[0] for row in found]


def _held_by_draft(connection: sqlite3.Connection, conversation_id: int) -> list[str]:
    found = connection.execute(
        "SELECT a.blob FROM attachment a JOIN draft d ON d.id = a.draft_id"
        " WHERE d.conversation_id = ? AND a.blob <> ''",
        (conversation_id,),
    )
    return [row[0] for row in found]
