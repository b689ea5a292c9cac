"""Copies of the whole database, made before its schema changes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.store import faults, files

FOLDER = "backups"
"""Where they lie, beside the database."""

KEPT = 5
"""How many copies stay; the oldest go first."""

_MARGIN_BYTES = 16 * 1024 * 1024


def free_bytes(folder: Path) -> int:
    """Give how much can still be written to the disk that `folder` is on."""
    return shutil.disk_usage(folder).free


def make(
    connection: sqlite3.Connection,
    folder: Path,
    version: int,
    *,
    free: Callable[[Path], int] = free_bytes,
) -> Path:
    """Copy the database into `folder`, check the copy, and give its path.

    Asks for twice the database's size: the migration after it needs room too. Takes as long as the
    database is large; worker threads only.

    Raises:
        AppError: DISK_FULL, READ_ONLY, or DAMAGED when the copy fails its check. No half copy stays.
    """
    files.make_folder(folder)
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    page_size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    needed = 2 * pages * page_size + _MARGIN_BYTES
    if free(folder) < needed:
        raise AppError(Code.DISK_FULL, f"a backup needs {needed} bytes")
    file = _new_name(folder, version)
    part = file.with_suffix(".part")
    try:
        _copy(connection, part, version)
        part.replace(file)
        files.sync_folder(folder)
    except OSError as error:
        raise faults.from_system(error) from error
    finally:
        part.unlink(missing_ok=True)
    for old in kept(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return file


def kept(folder: Path) -> tuple[Path, ...]:
    """Give the backups in `folder`, newest first."""
    return tuple(sorted(folder.glob("oriole-*.db"), reverse=True))


def _new_name(folder: Path, version: int) -> Path:
    # Microseconds keep names apart, and in the order in which they were made.
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return folder / f"oriole-{moment}-v{version}.db"


def _copy(connection: sqlite3.Connection, part: Path, version: int) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, files.PRIVATE))
    with closing(sqlite3.connect(part)) as target:
        connection.backup(target)
        # One file without -wal and -shm beside it: a backup is moved about as one thing.
        target.execute("PRAGMA journal_mode = DELETE")
        found = target.execute("PRAGMA integrity_check").fetchone()[0]
        copied = target.execute("PRAGMA user_version").fetchone()[0]
    if found != "ok" or copied != version:
        raise AppError(Code.DAMAGED, f"the backup failed its check: {found}")
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
