"""All recordings: the one surface over their list, their sounds and what was said in them.

Read in this order: `recording_rows` (the tables), `recording_records` (what all share),
`transcripts`, `line_edits`, `recording_sounds`, `recording_porting`, and this.
"""

from __future__ import annotations

import asyncio
import functools
import os
import sqlite3
from pathlib import Path
from typing import TypedDict, Unpack

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.store import backups, files, recording_purge
from desktop.store import recording_rows as rows
from desktop.store.line_edits import LineEdits
from desktop.store.recording_porting import RecordingPorting

_BUSY = {RecordingState.RECORDING, RecordingState.TRANSCRIBING}
_BIN = "UPDATE recording SET deleted_at = ? WHERE id = ? AND is_purging = 0"


class Changes(TypedDict, total=False):
    """What `update` changes."""

    state: RecordingState
    error: str
    title: str
    duration_s: float
    language: str
    connection_id: str
    model: str


class Recordings(LineEdits, RecordingPorting):
    """The store's truth about recordings; sounds of ours lie in `folder`.

    Used on the loop's thread. Every method may raise what `Database.read` and `write` raise, and
    AppError GONE for an id that is no more; after an error nothing has changed. A method whose
    caller is cancelled still completes.
    """

    async def list(self, *, deleted: bool = False) -> tuple[Recording, ...]:
        """Give all recordings, or those in the bin, newest first."""
        job = functools.partial(rows.recordings, folder=self._folder, deleted=deleted)
        return await self._db.read(job)

    async def get(self, recording_id: int) -> Recording:
        """Give one recording, also out of the bin."""
        return await self._db.read(
            lambda connection: rows.recording(connection, recording_id, self._folder)
        )

    async def add(
        self,
        kind: RecordingKind,
        *,
        title: str = "",
        sound: Path | None = None,
        language: str = "",
        connection_id: str = "",
        model: str = "",
    ) -> Recording:
        """Keep a new recording and give it.

        Without `sound` it is one of ours, that the caller writes into the file of that name now;
        with one it waits to be transcribed, and the file stays the person's own.

        Raises:
            AppError: DISK_FULL or READ_ONLY, also where the folder cannot be made.
        """
        if sound is None and self._db.read_only is None:
            await asyncio.to_thread(files.make_folder, self._folder)
        state = RecordingState.RECORDING if sound is None else RecordingState.WAITING
        given = (kind, state, title, self._now(), language, connection_id, model)

        def job(connection: sqlite3.Connection) -> tuple[Recording, int]:
            path = "" if sound is None else str(sound.absolute())
            owner = self._owner.claim() if state in _BUSY else ""
            made = connection.execute(
                "INSERT INTO recording (uid, owner, sound, kind, state, title, created_at,"
                " language, connection_id, model) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " RETURNING id",
                (os.urandom(16).hex(), owner, path, *given),
            ).fetchone()[0]
            return rows.recording(connection, made, self._folder), made

        return await self._write(job)

    async def update(self, recording_id: int, **changes: Unpack[Changes]) -> None:
        """Change what is given. A state other than FAILED takes its error away."""
        values: dict[str, object] = dict(changes)
        state = changes.get("state")
        if state is not None and state is not RecordingState.FAILED:
            values.setdefault("error", "")

        def job(connection: sqlite3.Connection) -> tuple[None, int]:
            if state is not None:
                values["owner"] = self._owner.claim() if state in _BUSY else ""
            assignments = ", ".join(f"{name} = ?" for name in values)
            changed = connection.execute(
                f"UPDATE recording SET {assignments} WHERE id = ? AND is_purging = 0",  # noqa: S608 - names of `Changes`
                (*values.values(), recording_id),
            )
            _check(changed, recording_id)
            return None, recording_id

        if values:
            await self._write(job)

    # the bin
    async def delete(self, *recording_ids: int) -> None:
        """Move recordings into the bin."""
        await self._bin(recording_ids, self._now())

    async def restore(self, *recording_ids: int) -> None:
        """Take recordings out of the bin, as they were."""
        await self._bin(recording_ids, None)

    async def thrown(self) -> tuple[tuple[Recording, float], ...]:
        """Give what is in the bin, each with the time of its deletion."""

        def job(connection: sqlite3.Connection) -> tuple[tuple[Recording, float], ...]:
            found = rows.recordings(connection, self._folder, deleted=True)
            times = dict(
                connection.execute(
                    "SELECT id, deleted_at FROM recording WHERE deleted_at IS NOT NULL"
                ).fetchall()
            )
            return tuple((one, times[one.id]) for one in found)

        return await self._db.read(job)

    async def purge(self, recording_id: int) -> tuple[Path, ...]:
        """Delete a recording, its lines and its sound, if it is ours; overwrite the space.

        Gives the backups that still hold it. If the program ends meanwhile, `finish_deletions` at
        the next start completes it.
        """

        def begin(connection: sqlite3.Connection) -> tuple[float, int]:
            return recording_purge.mark(connection, recording_id), recording_id

        created_at = await self._write(begin)
        await self._purge(recording_id)
        if self._db.folder is None:
            return ()
        kept = backups.kept(self._db.folder / backups.FOLDER)
        return tuple(file for file in kept if file.stat().st_mtime >= created_at)

    async def finish_deletions(self) -> None:
        """Complete the deletions that the end of the program cut off."""
        for recording_id in await self._db.read(recording_purge.unfinished):
            await self._purge(recording_id)

    async def _bin(self, recording_ids: tuple[int, ...], deleted_at: float | None) -> None:
        only = recording_ids[0] if len(recording_ids) == 1 else 0

        def job(connection: sqlite3.Connection) -> tuple[None, int]:
            changed = connection.executemany(_BIN, [(deleted_at, one) for one in recording_ids])
            if only:
                _check(changed, only)
            return None, only

        await self._write(job)


def _check(changed: sqlite3.Cursor, recording_id: int) -> None:
    if not changed.rowcount:
        raise AppError(Code.GONE, f"recording {recording_id}")
