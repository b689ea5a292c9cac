"""What the chapters of `Conversations` share: where a record lives, and who is told of a change."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.store.db import Database, in_time
from desktop.store.lane import Job

T = TypeVar("T")

TEMPORARY_FROM = 1 << 30
"""Ids from here on are temporary. They still fit the C int that a Qt signal carries."""


class What(StrEnum):
    """What happened to a conversation."""

    CREATED = "created"
    CHANGED = "changed"  # title, folder, pinned, archived
    DELETED = "deleted"  # into the bin
    RESTORED = "restored"
    PURGED = "purged"  # for good
    MESSAGES = "messages"  # its tree, the selected path, or a finished answer
    DRAFT = "draft"
    USAGE = "usage"  # what an answer took has become known after its end
    SUMMARY = "summary"  # one was made or removed
    EXCHANGES = "exchanges"  # what went over the wire for an answer is kept
    EVERYTHING = "everything"  # another process wrote: read again what is shown


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is stored. `conversation_id` is 0 where no single conversation is meant."""

    conversation_id: int
    what: What
    message_id: int | None = None


class Records:
    """Conversations on the disk and, apart from them, temporary ones in memory.

    Both are databases with the same tables, told apart by their ids.
    """

    def __init__(self, db: Database, now: Callable[[], float] = time.time) -> None:
        self._db = db
        self._memory: Database | None = None
        self._now = now
        self.changed: Event[Change] = Event()

    async def aclose(self) -> None:
        """Forget the temporary conversations; the database itself stays open."""
        if self._memory is not None:
            await self._memory.aclose()

    def _home(self, record_id: int | None) -> Database:
        if record_id is None or record_id < TEMPORARY_FROM:
            return self._db
        if self._memory is None:
            raise AppError(Code.GONE, "a temporary record of an earlier run")
        return self._memory

    async def _temporary_home(self) -> Database:
        if self._memory is None:
            memory = Database.in_memory()
            await memory.write(_count_from_temporary)
            self._memory = memory
        return self._memory

    async def _write(
        self, home: Database, job: Job[tuple[T, Change | None]], *, urgent: bool = False
    ) -> T:
        """Run `job`, announce its change once it is stored, give its result.

        The change is announced even when the caller was cancelled meanwhile: it is stored, and
        whoever shows the record must know.
        """
        future = home.start_write(job, urgent=urgent)
        future.add_done_callback(self._announce)
        result, _ = await in_time(asyncio.shield(future))
        return result

    def _announce(self, future: asyncio.Future[tuple[T, Change | None]]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        _, change = future.result()
        if change is not None:
            self.changed.emit(change)


def _count_from_temporary(connection: sqlite3.Connection) -> None:
    connection.executemany(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
        [("conversation", TEMPORARY_FROM), ("message", TEMPORARY_FROM)],
    )
