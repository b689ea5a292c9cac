"""Writes a growing answer so that each time costs what is new, not what is there.

Text that grew is appended as a row of `part_tail`; whatever else changed is written anew. When the
answer ends, all is written once, whole, and the tails go.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.types import Part, State
from desktop.store import rows

if TYPE_CHECKING:  # loaded with the first question
    from desktop.core.stream import Folded


def append(
    connection: sqlite3.Connection, message_id: int, saved: Folded | None, now: Folded
) -> None:
    """Bring a streaming message from `saved` to `now`; None: what is stored is not known.

    A message that does not stream any more is left alone.

    Raises:
        AppError: GONE.
    """
    from desktop.core.stream import Folded  # noqa: PLC0415 - see above

    found = connection.execute("SELECT state FROM message WHERE id = ?", (message_id,)).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"message {message_id}")
    if found[0] != State.STREAMING:
        return
    if saved is None or len(now.parts) < len(saved.parts):
        write_whole(connection, message_id, now.parts)
        saved = Folded()
    else:
        for position, part in enumerate(now.parts):
            old = saved.parts[position] if position < len(saved.parts) else None
            _append_part(connection, message_id, position, (old, part))
    if _server(saved) != _server(now):
        note_server(connection, message_id, now)


def write_whole(connection: sqlite3.Connection, message_id: int, parts: tuple[Part, ...]) -> None:
    """Make `parts` all that is stored of a message's content."""
    connection.execute("DELETE FROM part_tail WHERE message_id = ?", (message_id,))
    rows.write_parts(connection, message_id, parts)


def note_server(connection: sqlite3.Connection, message_id: int, now: Folded) -> None:
    """Keep what the server said about itself, and how long its model thought.

    The model that was asked for stays if the server named none.
    """
    connection.execute(
        "UPDATE message SET response_id = ?, model = coalesce(nullif(?, ''), model),"
        " reasoned_s = ? WHERE id = ?",
        (now.response_id, now.model, now.reasoned_s, message_id),
    )


def _server(folded: Folded) -> tuple[str, str, bool]:
    # Whole seconds change all the time: the first of them says that there was thinking.
    return folded.model, folded.response_id, folded.reasoned_s is not None


def merge(connection: sqlite3.Connection, message_id: int) -> None:
    """Move the tails of a message, left over by a process that ended, into its parts."""
    parts = rows.parts(connection, message_id)
    write_whole(connection, message_id, tuple(rows.with_tails(connection, message_id, parts)))


def _append_part(
    connection: sqlite3.Connection, message_id: int, position: int, step: tuple[Part | None, Part]
) -> None:
    old, part = step
    if old == part:
        return
    if old is not None and replace(old, text=part.text) == part and part.text.startswith(old.text):
        start = len(old.text)
        connection.execute(
            "INSERT OR REPLACE INTO part_tail VALUES (?, ?, ?, ?)",
            (message_id, position, start, part.text[start:]),
        )
        return
    connection.execute(
        "DELETE FROM part_tail WHERE message_id = ? AND position = ?", (message_id, position)
    )
    rows.write_part(connection, message_id, position, part)
