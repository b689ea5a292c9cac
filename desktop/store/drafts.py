"""What was typed but not sent; also in a conversation that does not exist yet. And what was attached."""

from __future__ import annotations

import sqlite3

from desktop.core.types import Draft, Kind, Part, PartType
from desktop.store import rows
from desktop.store.records import Change, Records, What

# No conversation is NULL there, and then the kind of the page tells drafts apart.
_WHICH = "conversation_id IS :conversation AND (:conversation IS NOT NULL OR kind = :kind)"
_READ = f"SELECT id, text FROM draft WHERE {_WHICH}"  # noqa: S608 - a constant
_REMOVE = f"DELETE FROM draft WHERE {_WHICH}"  # noqa: S608
_CHANGE = f"UPDATE draft SET text = :text, updated_at = :now WHERE {_WHICH} RETURNING id"  # noqa: S608
_ADD = """
    INSERT INTO draft (conversation_id, kind, text, updated_at)
    VALUES (:conversation, :kind, :text, :now) RETURNING id
"""
_RECENT = """
    SELECT p.type, p.text, p.blob, p.raw, p.name, p.ref FROM part p
    JOIN message m ON m.id = p.message_id JOIN conversation c ON c.id = m.conversation_id
    WHERE p.message_id > (SELECT max(id) FROM message) - 20000
        AND p.type IN ('image', 'file') AND p.blob <> '' AND m.role = 'user' AND m.deleted_at IS NULL
        AND c.deleted_at IS NULL AND c.is_purging = 0
    GROUP BY p.blob, p.name ORDER BY max(m.id) DESC LIMIT ?
"""
# Of the newest 20,000 messages only: a list for a person, not a search.


class Drafts(Records):
    """Reading and keeping drafts. No conversation (None or 0): the empty page of `kind`."""

    async def draft(self, conversation_id: int | None, kind: Kind = Kind.CHAT) -> Draft:
        """Give what was typed and not sent; an empty draft if nothing was."""

        def job(connection: sqlite3.Connection) -> Draft:
            return read(connection, conversation_id, kind)

        return await self._home(conversation_id).read(job)

    async def keep_draft(
        self, conversation_id: int | None, draft: Draft, kind: Kind = Kind.CHAT
    ) -> None:
        """Keep what is typed so far; an empty draft removes it."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            keep(connection, conversation_id, kind, (draft, self._now()))
            return None, Change(conversation_id or 0, What.DRAFT)

        await self._write(self._home(conversation_id), job)

    async def recently_attached(self, limit: int) -> tuple[Part, ...]:
        """Give what was attached to questions anywhere, newest first, each thing once."""

        def job(connection: sqlite3.Connection) -> tuple[Part, ...]:
            found = connection.execute(_RECENT, (limit,))
            return tuple(Part(PartType(row[0]), *row[1:]) for row in found)

        return await self._db.read(job)


def read(connection: sqlite3.Connection, conversation_id: int | None, kind: Kind) -> Draft:
    """Give a draft; empty where there is none."""
    found = connection.execute(_READ, _which(conversation_id, kind)).fetchone()
    return Draft() if found is None else Draft(found[1], rows.attachments(connection, found[0]))


def keep(
    connection: sqlite3.Connection,
    conversation_id: int | None,
    kind: Kind,
    typed: tuple[Draft, float],
) -> None:
    """Store a draft with the time of its last key."""
    draft, now = typed
    if draft == Draft():
        clear(connection, conversation_id, kind)
        return
    values = _which(conversation_id, kind) | {"text": draft.text, "now": now}
    found = connection.execute(_CHANGE, values).fetchone()
    if found is None:
        found = connection.execute(_ADD, values).fetchone()
    rows.write_attachments(connection, found[0], draft.attachments)


def clear(
    connection: sqlite3.Connection, conversation_id: int | None, kind: Kind = Kind.CHAT
) -> None:
    """Remove a draft."""
    connection.execute(_REMOVE, _which(conversation_id, kind))


def _which(conversation_id: int | None, kind: Kind) -> dict[str, int | float | str | None]:
    return {"conversation": conversation_id or None, "kind": str(kind)}
