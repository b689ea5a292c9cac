"""Summaries of the beginning of a conversation: kept beside it, they change no message."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from desktop.core.errors import AppError, Code
from desktop.store.records import Change, Records, What

_KEEP = """
    INSERT INTO summary (message_id, conversation_id, text, model, created_at)
    SELECT id, conversation_id, ?, ?, ? FROM message WHERE id = ?
    ON CONFLICT (message_id) DO UPDATE SET text = excluded.text, model = excluded.model,
        created_at = excluded.created_at
    RETURNING conversation_id
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """Stands for all messages up to and with `message_id`, on the way to a later question."""

    message_id: int
    text: str
    model: str = ""


class Summaries(Records):
    """Keeping, reading and removing summaries."""

    async def keep_summary(self, summary: Summary) -> None:
        """Let a summary stand for what led to its message from now on, instead of one before it.

        Raises:
            AppError: GONE; and what `Database.write` raises.
        """
        values = (summary.text, summary.model, self._now(), summary.message_id)

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            found = connection.execute(_KEEP, values).fetchone()
            if found is None:
                raise AppError(Code.GONE, f"message {summary.message_id}")
            return None, Change(found[0], What.SUMMARY, summary.message_id)

        await self._write(self._home(summary.message_id), job)

    async def remove_summary(self, message_id: int) -> None:
        """Send the messages themselves again; without a summary there nothing happens."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change | None]:
            found = connection.execute(
                "DELETE FROM summary WHERE message_id = ? RETURNING conversation_id", (message_id,)
            ).fetchone()
            return None, Change(found[0], What.SUMMARY, message_id) if found else None

        await self._write(self._home(message_id), job)

    async def summaries(self, conversation_id: int) -> tuple[Summary, ...]:
        """Give the summaries of a conversation, of all its branches, oldest message first."""

        def job(connection: sqlite3.Connection) -> tuple[Summary, ...]:
            found = connection.execute(
                "SELECT message_id, text, model FROM summary WHERE conversation_id = ?"
                " ORDER BY message_id",
                (conversation_id,),
            )
            return tuple(Summary(*row) for row in found)

        return await self._home(conversation_id).read(job)
