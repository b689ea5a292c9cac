"""Decides how the database can be opened: to write, or else in a way that still shows everything."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.store import connect, faults, files, migrations
from desktop.store.migrations import Migration

_log = logging.getLogger(__name__)

_SHOWN_ANYWAY = (Code.READ_ONLY, Code.NEWER, Code.DISK_FULL)


@dataclass(frozen=True, slots=True)
class Location:
    """Where the database is and how to open it; `file` is None for one in memory.

    `read_only` says why nothing can be written; `scratch` is a copy's folder, to be removed.
    """

    file: Path | None
    query: str = "mode=rw"
    read_only: Code | None = None
    scratch: Path | None = None
    migrations: Sequence[Migration] = migrations.MIGRATIONS

    def connect(self) -> sqlite3.Connection:
        """Open one more connection."""
        if self.file is not None:
            return connect.to_file(self.file, query=self.query)
        connection = connect.to_memory()
        migrations.apply(connection, self.migrations)
        return connection

    def discard(self) -> None:
        """Remove the copy, if this is one."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)


def locate(file: Path, steps: Sequence[Migration] = migrations.MIGRATIONS) -> Location:
    """Make `file` ready and say how to open it; worker threads only.

    What cannot be written is opened to be read, with the reason in `read_only`: it never looks
    empty when it is not.

    Raises:
        AppError: DAMAGED or BUSY; or DISK_FULL, when there is no room even to read.
    """
    try:
        return _writable(file, steps)
    except AppError as error:
        if error.code not in _SHOWN_ANYWAY:
            raise
        _log.info("opened to be read only: %s", error)
        reason = error.code
    try:
        return _readable(file, steps, reason)
    except sqlite3.Error as error:
        raise faults.from_sqlite(error) from error
    except OSError as error:
        raise faults.from_system(error) from error


def _writable(file: Path, steps: Sequence[Migration]) -> Location:
    files.make_folder(file.parent)
    try:
        # SQLite would make it readable for everybody.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, files.PRIVATE))
        migrations.bring_up(file, steps)
    except sqlite3.Error as error:
        raise faults.from_sqlite(error) from error
    except OSError as error:
        raise faults.from_system(error) from error
    return Location(file, migrations=steps)


def _readable(file: Path, steps: Sequence[Migration], reason: Code) -> Location:
    if not file.exists() or file.stat().st_size == 0:
        return Location(None, read_only=reason, migrations=steps)
    if reason is Code.NEWER and os.access(file.parent, os.W_OK):
        return Location(file, "mode=ro", reason)
    wal = file.with_name(f"{file.name}-wal")
    if not wal.exists() or wal.stat().st_size == 0:
        with closing(connect.to_file(file, query="immutable=1")) as connection:
            version = connect.version(connection)
        if version >= len(steps):
            newer = Code.NEWER if version > len(steps) else reason
            return Location(file, "immutable=1", newer)
    return _copied(file, wal, steps, reason)


def _copied(file: Path, wal: Path, steps: Sequence[Migration], reason: Code) -> Location:
    """Read from a private copy: the original cannot take in its -wal file, or is an old version."""
    scratch = Path(tempfile.mkdtemp(prefix="oriole-"))
    try:
        copy = scratch / file.name
        shutil.copyfile(file, copy)
        if wal.exists():
            shutil.copyfile(wal, scratch / wal.name)
        with closing(connect.to_file(copy)) as connection:
            if connect.version(connection) > len(steps):
                reason = Code.NEWER
            migrations.apply(connection, steps)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return Location(copy, "mode=ro", reason, scratch)
