"""The tree of versions: which messages are shown, and choosing others.

Every message remembers the child that was last shown below it. A remembered child that is deleted
or unknown stands for its neighbour, so deleting changes no choice and undoing it restores all.
"""

from __future__ import annotations

import bisect
import functools
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Message, Node
from desktop.store import rows
from desktop.store.records import Change, Records, What

_SHOWN = """
    SELECT m.id, m.parent_id, m.selected_child FROM message m
    WHERE m.conversation_id = ? AND m.deleted_at IS NULL ORDER BY m.id
"""
# All of the way up, but only the rows where something is to be done: 5 ms for 10,000 messages.
_ABOVE = """
    WITH RECURSIVE above (id, parent_id, conversation_id, deleted_at) AS (
        SELECT id, parent_id, conversation_id, deleted_at FROM message WHERE id = ?
        UNION ALL
        SELECT m.id, m.parent_id, m.conversation_id, m.deleted_at
        FROM above JOIN message m ON m.id = above.parent_id
    )
    SELECT above.id, above.parent_id, above.conversation_id, above.deleted_at
    FROM above LEFT JOIN message parent ON parent.id = above.parent_id
    WHERE above.parent_id IS NULL OR above.deleted_at IS NOT NULL
          OR parent.selected_child IS NOT above.id
"""


@dataclass(frozen=True, slots=True)
class _Place:
    message_id: int
    sibling_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """A piece of the selected path, empty where the message is not on it, and the path's end."""

    nodes: tuple[Node, ...]
    leaf_id: int | None


class Messages(Records):
    """Reading and choosing messages. Every method may raise GONE for an id that is no more."""

    async def path(self, conversation_id: int, last: int | None = None) -> tuple[Node, ...]:
        """Give the selected path, oldest first; with `last` only its end, for a quick first paint."""
        job = functools.partial(_path, conversation_id=conversation_id, last=last)
        return await self._home(conversation_id).read(job)

    async def around(self, message_id: int, count: int) -> Around:
        """Give what stands next to a message on the selected path, for a quick first paint there."""
        job = functools.partial(_around, message_id=message_id, count=count)
        return await self._home(message_id).read(job)

    async def branch(self, message_id: int) -> tuple[Node, ...]:
        """Give a message and what was shown below it last, oldest first; nothing is chosen by it."""
        job = functools.partial(_branch, message_id=message_id)
        return await self._home(message_id).read(job)

    async def ancestors(self, message_id: int) -> tuple[Message, ...]:
        """Give what led to a message, oldest first, itself last, whatever is shown meanwhile."""
        job = functools.partial(_ancestors, message_id=message_id)
        return await self._home(message_id).read(job)

    async def siblings(self, message_id: int) -> tuple[Message, ...]:
        """Give all versions of a message, itself included, in the order in which they were made."""
        return await self._home(message_id).read(
            functools.partial(_siblings, message_id=message_id)
        )

    async def message(self, message_id: int) -> Message:
        """Give one message, also a deleted one."""
        job = functools.partial(rows.message, message_id=message_id)
        return await self._home(message_id).read(job)

    async def schemas(self, message_ids: Collection[int]) -> dict[int, str]:
        """Give the JSON schemas that answers of one conversation were to follow, by their ids."""
        home = self._home(next(iter(message_ids), None))
        return await home.read(functools.partial(rows.schemas, ids=message_ids))

    async def asked_with(self, message_id: int) -> Parameters:
        """Give the parameters that an answer was asked with."""
        job = functools.partial(rows.asked_with, message_id=message_id)
        return await self._home(message_id).read(job)

    async def select(self, message_id: int) -> None:
        """Show this version; below it, what was shown there last. Its ancestors are shown too."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            return None, Change(show(connection, message_id), What.MESSAGES, message_id)

        await self._write(self._home(message_id), job)

    async def delete_message(self, message_id: int) -> None:
        """Take a message, and with it all that follows it, out of the tree; can be undone."""
        await self._mark(message_id, self._now())

    async def restore_message(self, message_id: int) -> None:
        """Undo `delete_message`: the tree is what it was."""
        await self._mark(message_id, None)

    async def _mark(self, message_id: int, deleted_at: float | None) -> None:
        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            found = connection.execute(
                "UPDATE message SET deleted_at = ? WHERE id = ? RETURNING conversation_id",
                (deleted_at, message_id),
            ).fetchone()
            if found is None:
                raise AppError(Code.GONE, f"message {message_id}")
            return None, Change(found[0], What.MESSAGES, message_id)

        await self._write(self._home(message_id), job)


def show(connection: sqlite3.Connection, message_id: int) -> int:
    """Make the selected path lead through a message; give its conversation's id.

    Raises:
        AppError: GONE, the message or one above it is deleted.
    """
    found = connection.execute(_ABOVE, (message_id,)).fetchall()
    conversation_id: int | None = None
    for child, parent_id, owner, deleted_at in found:
        if deleted_at is not None:
            raise AppError(Code.GONE, f"message {child}")
        if parent_id is None:
            conversation_id = owner
            connection.execute(
                "UPDATE conversation SET selected_root = ? WHERE id = ?", (child, owner)
            )
        else:
            connection.execute(
                "UPDATE message SET selected_child = ? WHERE id = ?", (child, parent_id)
            )
    if conversation_id is None:
        raise AppError(Code.GONE, f"message {message_id}")
    return conversation_id


def _path(
    connection: sqlite3.Connection, conversation_id: int, last: int | None
) -> tuple[Node, ...]:
    places = _selected(connection, conversation_id)
    if last is not None:
        places = places[-last:] if last > 0 else []
    return _nodes(connection, places)


def _around(connection: sqlite3.Connection, message_id: int, count: int) -> Around:
    found = connection.execute(
        "SELECT conversation_id FROM message WHERE id = ?", (message_id,)
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"message {message_id}")
    places = _selected(connection, found[0])
    ids = [place.message_id for place in places]
    near: list[_Place] = []
    if message_id in ids:
        start = max(0, ids.index(message_id) - count // 2)
        near = places[start : start + count]
    return Around(_nodes(connection, near), ids[-1] if ids else None)


def _selected(connection: sqlite3.Connection, conversation_id: int) -> list[_Place]:
    root = connection.execute(
        "SELECT selected_root FROM conversation WHERE id = ? AND is_purging = 0",
        (conversation_id,),
    ).fetchone()
    if root is None:
        raise AppError(Code.GONE, f"conversation {conversation_id}")
    return _places(connection, conversation_id, (None, root[0]))


def _branch(connection: sqlite3.Connection, message_id: int) -> tuple[Node, ...]:
    message = rows.message(connection, message_id)
    start = (message.parent_id, message_id)
    return _nodes(connection, _places(connection, message.conversation_id, start))


def _nodes(connection: sqlite3.Connection, places: Sequence[_Place]) -> tuple[Node, ...]:
    found = rows.messages(connection, [place.message_id for place in places])
    return tuple(
        Node(
            found[place.message_id],
            place.sibling_ids.index(place.message_id) + 1,
            len(place.sibling_ids),
            place.sibling_ids,
        )
        for place in places
    )


def _places(
    connection: sqlite3.Connection, conversation_id: int, start: tuple[int | None, int | None]
) -> list[_Place]:
    """Give the way down from `start`: a parent (None: from the top) and which child of it."""
    children: dict[int | None, list[int]] = {}
    remembered: dict[int | None, int | None] = {}
    for message_id, parent_id, selected in connection.execute(_SHOWN, (conversation_id,)):
        children.setdefault(parent_id, []).append(message_id)
        remembered[message_id] = selected
    parent, chosen = start
    remembered[parent] = chosen
    places: list[_Place] = []
    while parent in children:
        versions = children[parent]
        parent = _shown(versions, remembered[parent])
        places.append(_Place(parent, tuple(versions)))
    return places


def _shown(versions: Sequence[int], remembered: int | None) -> int:
    """Give the remembered version; its older, else its newer neighbour if that one is deleted."""
    if remembered is None:
        return versions[-1]
    return versions[max(bisect.bisect_right(versions, remembered) - 1, 0)]


def _ancestors(connection: sqlite3.Connection, message_id: int) -> tuple[Message, ...]:
    found = connection.execute(
        "WITH RECURSIVE above (id, parent_id, depth) AS ("
        " SELECT id, parent_id, 0 FROM message WHERE id = ?"
        " UNION ALL SELECT m.id, m.parent_id, depth + 1"
        " FROM above JOIN message m ON m.id = above.parent_id)"
        " SELECT id FROM above ORDER BY depth DESC",
        (message_id,),
    )
    ids = [row[0] for row in found]
    if not ids:
        raise AppError(Code.GONE, f"message {message_id}")
    known = rows.messages(connection, ids)
    return tuple(known[ancestor] for ancestor in ids)


def _siblings(connection: sqlite3.Connection, message_id: int) -> tuple[Message, ...]:
    found = connection.execute(
        "SELECT s.id FROM message m JOIN message s ON s.conversation_id = m.conversation_id"
        " AND s.parent_id IS m.parent_id WHERE m.id = ? AND s.deleted_at IS NULL ORDER BY s.id",
        (message_id,),
    )
    ids = [row[0] for row in found]
    if not ids:
        raise AppError(Code.GONE, f"message {message_id}")
    known = rows.messages(connection, ids)
    return tuple(known[sibling] for sibling in ids)
