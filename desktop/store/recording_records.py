"""What the chapters of `Recordings` share: the database, the folder, and who is told of a change."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.store.db import Database, in_time
from desktop.store.lane import Job
from desktop.store.owner import Owner

T = TypeVar("T")


class RecordingRecords:
    """`changed` gives the id of a recording that is stored otherwise now; 0: any of them may be."""

    def __init__(self, db: Database, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._db, self._folder, self._now = db, folder, now
        self._owner = Owner(db.folder)
        self.changed: Event[int] = Event()

    async def aclose(self) -> None:
        """Let other processes see that nothing is recorded here any more."""
        await asyncio.to_thread(self._owner.release)

    async def _write(self, job: Job[tuple[T, int | None]]) -> T:
        """Run `job`, announce the recording that it gives once it is stored, give its result.

        It is announced even when the caller was cancelled meanwhile: it is stored.
        """
        future = self._db.start_write(job)
        future.add_done_callback(self._announce)
        result, _ = await in_time(asyncio.shield(future))
        return result

    def _announce(self, future: asyncio.Future[tuple[T, int | None]]) -> None:
        if not future.cancelled() and future.exception() is None:
            changed = future.result()[1]
            if changed is not None:
                self.changed.emit(changed)


def check_there(connection: sqlite3.Connection, recording_id: int) -> None:
    """Refuse to change a recording that is no more.

    Raises:
        AppError: GONE.
    """
    found = connection.execute(
        "SELECT 1 FROM recording WHERE id = ? AND is_purging = 0", (recording_id,)
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"recording {recording_id}")
