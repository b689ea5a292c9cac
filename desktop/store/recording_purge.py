"""Deleting recordings for good, in steps that are short enough to let streamed text through.

A recording is first marked: from then on it is nowhere to be seen, and a start of the program after
a crash goes on where it ended.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.store import faults
from desktop.store import recording_rows as rows

_BATCH = 100


def mark(connection: sqlite3.Connection, recording_id: int) -> float:
    """Begin to delete a recording; give when it was made.

    Raises:
        AppError: GONE.
    """
    found = connection.execute(
        "UPDATE recording SET is_purging = 1, title = '', speakers = ''"
        " WHERE id = ? AND is_purging = 0 RETURNING created_at",
        (recording_id,),
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"recording {recording_id}")
    return float(found[0])


def step(connection: sqlite3.Connection, recording_id: int, folder: Path) -> bool:
    """Delete the last lines, and in the end the sound of ours and the recording.

    Tell whether there is more to do. The file goes before the commit: should that fail, the next
    start finds a recording to be deleted, never a file that nobody knows.

    Raises:
        AppError: READ_ONLY, the file cannot be removed: another program holds it.
    """
    from desktop.store.search import indexing, spoken  # noqa: PLC0415 - few are ever deleted

    found = connection.execute(
        "SELECT id FROM transcript_line WHERE recording_id = ? ORDER BY id DESC LIMIT ?",
        (recording_id, _BATCH),
    ).fetchall()
    indexing.forget(connection, spoken.LINES, [row[0] for row in found])
    connection.executemany("DELETE FROM transcript_line WHERE id = ?", found)
    if len(found) == _BATCH:
        return True
    indexing.forget(connection, spoken.RECORDINGS, [recording_id])
    row = connection.execute(
        "SELECT uid, sound FROM recording WHERE id = ?", (recording_id,)
    ).fetchone()
    if row is not None and not row[1]:
        remove(rows.sound_of(folder, row[0]))
    connection.execute("DELETE FROM recording WHERE id = ?", (recording_id,))
    return False


def remove(file: Path) -> None:
    """Remove a sound of ours, if it is there.

    Raises:
        AppError: READ_ONLY, or what else the file system says.
    """
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise faults.from_system(error) from error


def unfinished(connection: sqlite3.Connection) -> list[int]:
    """Give the recordings whose deletion, or whose arrival, was cut off."""
    found = connection.execute("SELECT id FROM recording WHERE is_purging = 1")
    return [row[0] for row in found]
