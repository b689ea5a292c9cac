"""How every connection to the database is set up."""

from __future__ import annotations

import sqlite3
from pathlib import Path

BUSY_MS = 5000
"""How long a statement waits for another process before it gives up."""


def to_file(file: Path, *, query: str = "mode=rw") -> sqlite3.Connection:
    """Open an existing database; `query` holds SQLite's URI parameters.

    Transactions are ours alone: the module begins and commits nothing by itself.

    Raises:
        sqlite3.Error: it cannot be opened; `opening` says what that means.
    """
    return _prepared(f"{file.absolute().as_uri()}?{query}")


def to_memory() -> sqlite3.Connection:
    """Open a new, empty database that never touches the disk."""
    connection = _prepared("file::memory:")
    connection.execute("PRAGMA temp_store = MEMORY")  # what it sorts, too, stays off the disk
    return connection


def _prepared(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, cached_statements=256
    )
    try:
        # Freed pages are overwritten, so that what was deleted for good is nowhere in the file.
        # In WAL mode NORMAL waits for the disk at checkpoints only: a killed process loses
        # nothing, a power cut at most the last moments, never the file's integrity.
        for pragma in ("foreign_keys = ON", "secure_delete = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def version(connection: sqlite3.Connection) -> int:
    """Give the schema's version: 0 for a file in which nothing is yet."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number
