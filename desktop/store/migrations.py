"""Brings a database of any older version up to this program's.

`MIGRATIONS` is append-only: entry n makes version n + 1 out of version n, and an entry that was
once released never changes. Each runs in one transaction, with foreign keys checked at its end.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.store import backups, connect, schema, version_2, version_3
from desktop.store.locks import FileLock

_log = logging.getLogger(__name__)

Migration: TypeAlias = Callable[[sqlite3.Connection], None]


def _version_1(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    for statement in schema.VERSION_1:
        connection.execute(statement)


def _version_2(connection: sqlite3.Connection) -> None:
    for statement in version_2.VERSION_2:
        connection.execute(statement)


def _version_3(connection: sqlite3.Connection) -> None:
    for statement in version_3.VERSION_3:
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (_version_1, _version_2, _version_3)


def bring_up(file: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Make `file` (which may be empty) a database of the newest version, ready to be written.

    A database that holds anything is backed up into `backups/` beside it first. Other processes
    wait meanwhile. If a step fails, the database stays at the version before that step.

    Raises:
        AppError: NEWER, READ_ONLY, DISK_FULL, DAMAGED or BUSY.
        sqlite3.Error: for the caller to translate.
    """
    with closing(connect.to_file(file)) as connection:
        if not _is_behind(connection, migrations):
            _check_writable(connection)
            return
        with FileLock(file.with_name("migration.lock")):
            # Another process may have been here while we waited.
            if not _is_behind(connection, migrations):
                return
            connection.execute("PRAGMA journal_mode = WAL")
            if not _is_empty(connection):
                version = connect.version(connection)
                copy = backups.make(connection, file.with_name(backups.FOLDER), version)
                _log.info("backed up version %d as %s", version, copy.name)
            apply(connection, migrations)


def apply(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Run the steps that lack, without lock or backup: for `bring_up`, copies and memory."""
    # Without effect inside a transaction, hence out here; the check below makes up for it.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        for number in range(connect.version(connection), len(migrations)):
            _step(connection, migrations[number], number + 1)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _step(connection: sqlite3.Connection, migration: Migration, version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        migration(connection)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise AppError(Code.DAMAGED, f"version {version} breaks a reference in {broken[0]}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _is_behind(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> bool:
    version = connect.version(connection)
    if version > len(migrations):
        raise AppError(Code.NEWER, f"version {version}, this program knows {len(migrations)}")
    return version < len(migrations)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def _check_writable(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
