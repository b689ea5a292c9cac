"""Forking: a new conversation that begins with what led to a message of another.

The copy is made in pieces, and until the last one stands it is marked like one that is being
deleted: nobody sees a half, and the next start removes what a crash has left of it.
"""

from __future__ import annotations

import functools
import sqlite3
from itertools import pairwise

from desktop.core.errors import AppError, Code
from desktop.core.types import Conversation, State
from desktop.store import rows
from desktop.store.db import Database
from desktop.store.records import Change, Records, What

_PIECE = 100
_BEGIN = """
    INSERT INTO conversation (kind, title, folder, is_temporary, parameters, created_at,
                              updated_at, is_purging)
    SELECT kind, ?, folder, is_temporary, parameters, ?, ?, 1 FROM conversation
    WHERE id = ? AND is_purging = 0 RETURNING id
"""
_COPY = """
    INSERT INTO message (conversation_id, parent_id, role, state, model, connection_id,
                         response_id, finish_reason, error_code, error_detail, created_at,
                         finished_at, parameters, reasoned_s)
    SELECT ?, ?, role, ?, model, connection_id, response_id, finish_reason, error_code,
           error_detail, created_at, finished_at, parameters, reasoned_s
    FROM message WHERE id = ? RETURNING id
"""
_LEADING = """
    WITH RECURSIVE above (id, parent_id, conversation_id, depth) AS (
        SELECT id, parent_id, conversation_id, 0 FROM message WHERE id = ?
        UNION ALL
        SELECT m.id, m.parent_id, m.conversation_id, depth + 1
        FROM above JOIN message m ON m.id = above.parent_id
    )
    SELECT id, conversation_id FROM above ORDER BY depth DESC
"""


class Forks(Records):
    """Copying a way through a tree into a conversation of its own."""

    async def fork(self, message_id: int, title: str) -> Conversation:
        """Make a conversation of all that led to a message, itself last; the old one stays as it is.

        Files are shared. What the answers cost is not copied: it was spent once. A temporary
        conversation's fork is temporary.

        Raises:
            AppError: GONE; and what `Database.write` raises, after which nothing is to be seen of it.
        """
        home = self._home(message_id)
        found = await home.read(lambda c: c.execute(_LEADING, (message_id,)).fetchall())
        if not found:
            raise AppError(Code.GONE, f"message {message_id}")
        values = (title, self._now(), self._now(), found[0][1])
        fork_id = await home.write(functools.partial(_begin, values=values))
        last: int | None = None
        ids = tuple(row[0] for row in found)
        for start in range(0, len(ids), _PIECE):
            piece = ids[start : start + _PIECE]
            job = functools.partial(_copy, fork_id=fork_id, parent_id=last, piece=piece)
            last = await home.write(job)
        return await self._show(home, fork_id)

    async def _show(self, home: Database, fork_id: int) -> Conversation:
        def job(connection: sqlite3.Connection) -> tuple[Conversation, Change]:
            connection.execute("UPDATE conversation SET is_purging = 0 WHERE id = ?", (fork_id,))
            return rows.conversation(connection, fork_id), Change(fork_id, What.CREATED)

        return await self._write(home, job)


def _begin(connection: sqlite3.Connection, values: tuple[str, float, float, int]) -> int:
    found = connection.execute(_BEGIN, values).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"conversation {values[-1]}")
    return int(found[0])


def _copy(
    connection: sqlite3.Connection, fork_id: int, parent_id: int | None, piece: tuple[int, ...]
) -> int | None:
    """Copy messages one below the other; give the last copy's id."""
    known = rows.messages(connection, piece)
    made = [parent_id]
    for message_id in piece:
        original = known.get(message_id)
        if original is None:
            raise AppError(Code.GONE, f"message {message_id}")
        # What still streams goes on in its own conversation only.
        is_cut = original.state is State.STREAMING
        state = State.STOPPED if is_cut else original.state
        copied = connection.execute(_COPY, (fork_id, made[-1], state, message_id)).fetchone()[0]
        rows.write_parts(connection, copied, original.parts)
        made.append(copied)
    choices = [(child, parent) for parent, child in pairwise(made) if parent is not None]
    connection.executemany("UPDATE message SET selected_child = ? WHERE id = ?", choices)
    if parent_id is None:
        choice = (made[1], fork_id)
        connection.execute("UPDATE conversation SET selected_root = ? WHERE id = ?", choice)
    return made[-1]
