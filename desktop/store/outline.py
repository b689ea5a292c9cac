"""The outline of a conversation's whole tree: of each message little more than its first words."""

from __future__ import annotations

import functools
import sqlite3
from dataclasses import dataclass

from desktop.core.errors import AppError, Code
from desktop.core.types import Role, State
from desktop.store.records import Records

_WORDS = 160  # characters: more than a line shows
# Of a streamed answer the words are in its tail. 10,000 messages: 60 ms on the reader's thread.
_OUTLINE = """
    SELECT m.id, m.parent_id, m.role, m.state, m.model, m.deleted_at IS NOT NULL, m.selected_child,
           coalesce((SELECT substr(p.text, 1, :words) FROM part p WHERE p.message_id = m.id
                     AND p.type IN ('text', 'refusal') AND p.text <> ''
                     ORDER BY p.position LIMIT 1),
                    (SELECT substr(t.text, 1, :words) FROM part_tail t WHERE t.message_id = m.id
                     ORDER BY t.position, t.start LIMIT 1), '')
    FROM message m WHERE m.conversation_id = :conversation ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class Sketch:
    """One message of an outline.

    `selected_child` is the version below it that was shown last, which may be deleted; a message
    below a deleted one is not marked itself.
    """

    id: int
    parent_id: int | None
    role: Role
    state: State
    model: str
    is_deleted: bool
    selected_child: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Outline:
    """All messages of a conversation in the order in which they were made, deleted ones too."""

    conversation_id: int
    selected_root: int | None
    sketches: tuple[Sketch, ...]


class Outlines(Records):
    """Reading outlines."""

    async def outline(self, conversation_id: int) -> Outline:
        """Give the whole tree of a conversation, lightly.

        Raises:
            AppError: GONE; and what `Database.read` raises.
        """
        job = functools.partial(_outline, conversation_id=conversation_id)
        return await self._home(conversation_id).read(job)


def _outline(connection: sqlite3.Connection, conversation_id: int) -> Outline:
    root = connection.execute(
        "SELECT selected_root FROM conversation WHERE id = ? AND is_purging = 0",
        (conversation_id,),
    ).fetchone()
    if root is None:
        raise AppError(Code.GONE, f"conversation {conversation_id}")
    found = connection.execute(_OUTLINE, {"conversation": conversation_id, "words": _WORDS})
    sketches = tuple(
        Sketch(
            row[0], row[1], Role(row[2]), State(row[3]), row[4], bool(row[5]), row[6],
            " ".join(row[7].split()),
        )
        for row in found
    )  # fmt: skip
    return Outline(conversation_id, root[0], sketches)
