"""What the start and the bin must know of recordings, without loading all that keeps them."""

from __future__ import annotations

import sqlite3

from desktop.store.db import Database
from desktop.store.owner import Owner

FOLDER = "recordings"
"""Where sounds of ours lie, below the data folder."""
_BUSY = "SELECT id, owner FROM recording WHERE owner <> ''"


async def interrupt(db: Database) -> None:
    """Mark what was recorded or transcribed by a process that has ended. For the start."""
    if await db.read(lambda connection: connection.execute(_BUSY).fetchone()) is None:
        return
    owner = Owner(db.folder)

    def job(connection: sqlite3.Connection) -> None:
        left = connection.execute(_BUSY).fetchall()
        dead = {name for name in {row[1] for row in left} if not owner.is_alive(name)}
        connection.executemany(
            "UPDATE recording SET owner = '', state = 'interrupted'"
            " WHERE owner = ? AND state IN ('recording', 'transcribing')",
            [(name,) for name in dead],
        )

    await db.write(job)


async def are_half_deleted(db: Database) -> bool:
    """Tell whether deletions for good were cut off."""
    return await _is_any(db, "is_purging = 1")


async def are_thrown(db: Database) -> bool:
    """Tell whether any recording is in the bin."""
    return await _is_any(db, "deleted_at IS NOT NULL")


async def are_dictations(db: Database) -> bool:
    """Tell whether any dictation still has its sound, which may not stay for ever."""
    return await _is_any(db, "kind = 'dictation' AND has_sound = 1")


async def _is_any(db: Database, condition: str) -> bool:
    found = await db.read(
        lambda connection: connection.execute(
            f"SELECT EXISTS (SELECT 1 FROM recording WHERE {condition})"  # noqa: S608 - constants
        ).fetchone()
    )
    return bool(found[0])
