"""The database: one thread writes, another reads, and the event loop waits for neither.

WAL lets reading go on while somebody writes. Every write is one `BEGIN IMMEDIATE` transaction (a
read that becomes a write fails at once when a second process writes) of at most 20 ms; streamed
text goes before everything else in the queue.
"""

from __future__ import annotations

import asyncio
import functools
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from desktop.core.errors import AppError, Code
from desktop.store import connect, migrations, opening
from desktop.store.lane import Job, Lane
from desktop.store.migrations import Migration
from desktop.store.opening import Location
from desktop.store.paths import Paths

T = TypeVar("T")

FILE = "oriole.db"
_LIMIT_S = 30.0  # six times what one statement waits for another process
_PURGE_WAIT_MS = 200


async def in_time(future: asyncio.Future[T]) -> T:
    """Give what `future` gives; BUSY when the disk does not answer at all."""
    try:
        async with asyncio.timeout(_LIMIT_S):
            return await future
    except TimeoutError as error:
        raise AppError(Code.BUSY, f"no answer from the disk in {_LIMIT_S:.0f} s") from error


class Database:
    """The one database of this process. Made by `open` or `in_memory`; ended by `aclose`.

    `read_only` says why nothing can be written (READ_ONLY, NEWER, DISK_FULL), None when it can;
    `folder` is where it lies, None in memory. Both async methods give AppError for all that SQLite
    reports; what a job raises by itself comes out unchanged. Errors that any call may raise: BUSY,
    DAMAGED, and for writes DISK_FULL, READ_ONLY, NEWER; nothing of a failed write stays. After the
    end callers are cancelled.
    """

    def __init__(self, location: Location) -> None:
        self._location = location
        self.read_only = location.read_only
        self.folder: Path | None = None
        self._writer = Lane("oriole-store-write", location.connect)
        # A database in memory belongs to its one connection.
        in_memory = location.file is None
        self._reader = self._writer if in_memory else Lane("oriole-store-read", self._to_read)
        self._data_version = 0
        self._is_closed = False

    @classmethod
    async def open(
        cls, paths: Paths, steps: Sequence[Migration] = migrations.MIGRATIONS
    ) -> Database:
        """Open the database in `paths.data`, made or brought up to date where needed.

        Raises:
            AppError: DAMAGED or BUSY; DISK_FULL when there is no room even to read.
        """
        location = await asyncio.to_thread(opening.locate, paths.data / FILE, steps)
        database = cls(location)
        database.folder = paths.data
        await database.poll_foreign()
        return database

    @classmethod
    def in_memory(cls) -> Database:
        """Give a database that never touches the disk; its thread starts with its first use."""
        return cls(Location(None))

    async def read(self, job: Job[T]) -> T:
        """Give what `job` reads from one unchanging view of the database."""
        self._check_open()
        future = asyncio.wrap_future(self._reader.submit(functools.partial(self._reading, job)))
        return await in_time(future)

    async def write(self, job: Job[T], *, urgent: bool = False) -> T:
        """Run `job` in a transaction and give its result once it is committed.

        Cancelling the caller does not undo it: what was begun is stored.
        """
        return await in_time(asyncio.shield(self.start_write(job, urgent=urgent)))

    def start_write(self, job: Job[T], *, urgent: bool = False) -> asyncio.Future[T]:
        """Queue `job` like `write`, for callers that must learn its end even when cancelled.

        Await it through `in_time(asyncio.shield(...))`.
        """
        self._check_open()
        if self.read_only is not None:
            refused: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            refused.set_exception(AppError(self.read_only, "the database is open for reading"))
            return refused
        queued = self._writer.submit(functools.partial(self._writing, job), urgent=urgent)
        return asyncio.wrap_future(queued)

    async def poll_foreign(self) -> bool:
        """Tell whether another process has written since the last call: on focus, not by a timer."""
        lane = self._writer if self.read_only is None else self._reader
        version = await in_time(asyncio.wrap_future(lane.submit(_data_version)))
        changed = self._data_version not in (0, version)
        self._data_version = version
        return changed

    async def empty_wal(self) -> bool:
        """Move all that was committed into the file proper and empty the -wal file.

        Gives False when a reader elsewhere prevents it: then it happens when the last one closes.
        """
        if self.read_only is not None or self._location.file is None:
            return True
        return await in_time(asyncio.wrap_future(self._writer.submit(_truncate_wal)))

    async def aclose(self) -> None:
        """Finish what was queued and close; safe to call twice."""
        self._is_closed = True
        for lane in (self._reader, self._writer):
            await in_time(asyncio.wrap_future(lane.close()))
            lane.join()
        if self._location.scratch is not None:
            await asyncio.to_thread(self._location.discard)

    def _check_open(self) -> None:
        """Cancel who asks after the end: views may outlive the data that they show by a moment."""
        if self._is_closed:
            raise asyncio.CancelledError

    def _to_read(self) -> sqlite3.Connection:
        connection = self._location.connect()
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _reading(self, job: Job[T], connection: sqlite3.Connection) -> T:
        connection.execute("BEGIN")
        try:
            return job(connection)
        except (sqlite3.OperationalError, LookupError, ValueError) as error:
            if self.read_only is Code.NEWER:
                raise AppError(Code.NEWER, str(error)) from error
            raise
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _writing(self, job: Job[T], connection: sqlite3.Connection) -> T:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connect.version(connection) > len(self._location.migrations):
                # A newer program brought it up to date while we ran.
                self.read_only = Code.NEWER
                raise AppError(Code.NEWER)
            result = job(connection)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return result


def _data_version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def _truncate_wal(connection: sqlite3.Connection) -> bool:
    connection.execute(f"PRAGMA busy_timeout = {_PURGE_WAIT_MS}")
    try:
        is_busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.execute(f"PRAGMA busy_timeout = {connect.BUSY_MS}")
    return not is_busy
