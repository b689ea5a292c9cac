"""The sounds of ours: what is deleted before its text, and what was lost on one side or the other."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.store import purge, recording_purge
from desktop.store import recording_rows as rows
from desktop.store.recording_records import RecordingRecords

_log = logging.getLogger(__name__)
_EMPTY_BYTES = 44  # a header without sound
_PART_S = 24 * 3600.0
_TEXTLESS_DAYS = 7  # a dictation that gave no text keeps its sound so long, to be tried again
_DAY_S = 24 * 3600.0
_EXPIRED = """
    SELECT id FROM recording
    WHERE kind = ? AND has_sound = 1 AND sound = '' AND state = ? AND is_purging = 0
          AND created_at <= CASE
              WHEN EXISTS (SELECT 1 FROM transcript_line l WHERE l.recording_id = recording.id)
              THEN ? ELSE ? END
"""
_LOST = (RecordingState.WAITING, RecordingState.INTERRUPTED, RecordingState.FAILED)


@dataclass(frozen=True, slots=True)
class Mended:
    """What was found without its other half."""

    adopted: int = 0  # files without a recording, which have one now
    emptied: int = 0  # recordings without their file, which say so now
    dropped: int = 0  # files and recordings in which there was nothing


class RecordingSounds(RecordingRecords):
    """Everything here leaves alone what the person owns."""

    async def expired(self, days: int) -> tuple[int, ...]:
        """Give the dictations whose text has arrived, and whose sound is older than wanted.

        One that gave no text at all keeps its sound for a week at least.
        """
        now = self._now()
        limits = (now - days * _DAY_S, now - max(days, _TEXTLESS_DAYS) * _DAY_S)

        def job(connection: sqlite3.Connection) -> tuple[int, ...]:
            given = (RecordingKind.DICTATION, RecordingState.READY, *limits)
            return tuple(row[0] for row in connection.execute(_EXPIRED, given))

        return await self._db.read(job)

    async def drop_sound(self, recording_id: int) -> bool:
        """Delete a sound of ours, and keep the text; tell whether there was one.

        Nothing happens to a recording that is being made or transcribed, or waits for that.

        Raises:
            AppError: READ_ONLY, another program holds the file; it can be tried again.
        """

        def job(connection: sqlite3.Connection) -> tuple[bool, int | None]:
            found = connection.execute(
                "UPDATE recording SET has_sound = 0 WHERE id = ? AND has_sound = 1"
                " AND sound = '' AND state = ? AND is_purging = 0 RETURNING uid",
                (recording_id, RecordingState.READY),
            ).fetchone()
            if found is None:
                return False, None
            recording_purge.remove(rows.sound_of(self._folder, found[0]))
            return True, recording_id

        return await self._write(job)

    async def cut_off(self) -> tuple[Recording, ...]:
        """Give the recordings of ours that the end of the program cut off."""

        def job(connection: sqlite3.Connection) -> tuple[Recording, ...]:
            found = connection.execute(
                "SELECT id FROM recording WHERE state = ? AND sound = '' AND has_sound = 1"
                " AND is_purging = 0",
                (RecordingState.INTERRUPTED,),
            ).fetchall()
            return tuple(rows.recording(connection, row[0], self._folder) for row in found)

        return await self._db.read(job)

    async def mend_sounds(self) -> Mended:
        """Bring files and recordings together again, after a crash or a restored copy.

        A sound that nothing refers to becomes a note: it is somebody's words. A recording without
        its sound says so. Files that are not named as ours are left alone.
        """
        here = await asyncio.to_thread(_sounds_in, self._folder)

        def is_whole(connection: sqlite3.Connection) -> bool:
            found = connection.execute("SELECT uid, has_sound FROM recording WHERE sound = ''")
            kept = {row[0] for row in found if row[1]}
            return kept == set(here)

        if await self._db.read(is_whole):
            return Mended()

        def job(connection: sqlite3.Connection) -> tuple[Mended, int]:
            adopted, dropped = _adopt(connection, self._folder, here)
            emptied, vanished = _own_up(connection, self._folder)
            return Mended(adopted, emptied, dropped + vanished), 0

        return await self._write(job)

    async def _purge(self, recording_id: int) -> None:
        """Delete a recording that is marked."""
        while await self._db.write(
            lambda connection: recording_purge.step(connection, recording_id, self._folder)
        ):
            pass
        while await self._db.write(purge.tidy):
            pass
        await self._db.empty_wal()


def _sounds_in(folder: Path) -> dict[str, float]:
    """Give the names of our sounds, with the times of their last change; remove old halves."""
    found: dict[str, float] = {}
    try:
        for file in folder.iterdir():
            changed_at = file.stat().st_mtime
            if file.suffix == rows.SUFFIX and rows.is_uid(file.stem) and file.is_file():
                found[file.stem] = changed_at
            elif file.suffix == ".part" and changed_at < time.time() - _PART_S:
                file.unlink(missing_ok=True)
    except FileNotFoundError:
        return found
    except OSError as error:
        _log.info("the folder of recordings is not looked through: %s", error.strerror)
    return found


def _adopt(connection: sqlite3.Connection, folder: Path, here: dict[str, float]) -> tuple[int, int]:
    """Give every sound its recording; give how many, and how many had nothing in them.

    A recording is stored before its file is made, so a file that we know nothing of is a lost one.
    """
    known = {row[0]: row[1] for row in connection.execute("SELECT uid, has_sound FROM recording")}
    adopted = dropped = 0
    for uid, changed_at in here.items():
        file = rows.sound_of(folder, uid)
        if known.get(uid, 0) or not file.exists():
            continue
        if uid in known:
            connection.execute("UPDATE recording SET has_sound = 1 WHERE uid = ?", (uid,))
        elif file.stat().st_size <= _EMPTY_BYTES:
            recording_purge.remove(file)
            dropped += 1
        else:
            connection.execute(
                "INSERT INTO recording (uid, kind, state, created_at) VALUES (?, ?, ?, ?)",
                (uid, RecordingKind.NOTE, RecordingState.INTERRUPTED, changed_at),
            )
            adopted += 1
    return adopted, dropped


def _own_up(connection: sqlite3.Connection, folder: Path) -> tuple[int, int]:
    """Note the recordings whose sound is gone; those in which there is nothing at all go as well."""
    rows_of_ours = connection.execute(
        "SELECT id, uid, state, title <> '' OR EXISTS (SELECT 1 FROM transcript_line l"
        " WHERE l.recording_id = recording.id) FROM recording"
        " WHERE sound = '' AND has_sound = 1 AND is_purging = 0 AND state <> ?",
        (RecordingState.RECORDING,),
    ).fetchall()
    emptied = dropped = 0
    for recording_id, uid, state, says_something in rows_of_ours:
        if rows.sound_of(folder, uid).exists():
            continue
        if not says_something:
            connection.execute("DELETE FROM recording WHERE id = ?", (recording_id,))
            dropped += 1
            continue
        connection.execute("UPDATE recording SET has_sound = 0 WHERE id = ?", (recording_id,))
        if state in _LOST:
            connection.execute(
                "UPDATE recording SET state = ?, error = ? WHERE id = ?",
                (RecordingState.FAILED, Code.GONE, recording_id),
            )
        emptied += 1
    return emptied, dropped
