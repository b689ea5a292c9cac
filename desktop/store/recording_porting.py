"""Takes recordings out of the store, and stores those of an archive."""

from __future__ import annotations

import functools
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.store import faults
from desktop.store import recording_rows as rows
from desktop.store.recording_sounds import RecordingSounds

if TYPE_CHECKING:  # loaded with the first archive
    from desktop.store.recording_archive import Json

_BATCH = 300  # lines a transaction: it stays below 20 ms, so that streamed text goes through


class RecordingPorting(RecordingSounds):
    """Giving and taking whole recordings."""

    @property
    def folder(self) -> Path:
        """Where sounds of ours lie."""
        return self._folder

    async def portable_ids(self) -> tuple[int, ...]:
        """Give every recording, also those in the bin, oldest first."""

        def job(connection: sqlite3.Connection) -> tuple[int, ...]:
            found = connection.execute("SELECT id FROM recording WHERE is_purging = 0 ORDER BY id")
            return tuple(row[0] for row in found)

        return await self._db.read(job)

    async def knows(self, uid: str) -> bool:
        """Tell whether a recording with this uid is here, also in the bin."""
        found = await self._db.read(functools.partial(_known, uid=uid))
        return found is not None and not found[1]

    async def dump(self, recording_id: int) -> tuple[Json, Path | None]:
        """Give a recording as JSON, and its sound if it is ours and whole.

        Raises:
            AppError: GONE.
        """
        from desktop.store import recording_archive  # noqa: PLC0415 - with the first archive

        def job(connection: sqlite3.Connection) -> tuple[Json, Path | None]:
            record = recording_archive.dump(connection, recording_id, self._folder)
            is_ours = connection.execute(
                "SELECT 1 FROM recording WHERE id = ? AND sound = '' AND has_sound = 1"
                " AND state <> 'recording'",
                (recording_id,),
            ).fetchone()
            return record, rows.sound_of(self._folder, record["uid"]) if is_ours else None

        return await self._db.read(job)

    async def take(self, record: Json, sound: Path | None = None) -> bool:
        """Store what `recording_archive.checked` gave; tell whether it is new here.

        One that is here already stays as it is. `sound` is a file in our folder; it becomes the
        recording's own. It appears once it is complete; should the program end before, nothing of
        it stays.
        """
        known = await self._db.read(functools.partial(_known, uid=record["uid"]))
        if known is not None and not known[1]:
            return False
        if known is not None:  # on its way out, or left by an arrival that was cut off
            await self._purge(known[0])
        recording_id = await self._db.write(functools.partial(_begin, record=record))
        if recording_id is None:  # another process was quicker
            return False
        lines = record["lines"]
        for start in range(0, len(lines), _BATCH):
            some = lines[start : start + _BATCH]
            await self._db.write(
                functools.partial(rows.add_lines, recording_id=recording_id, some=some)
            )

        def complete(connection: sqlite3.Connection) -> tuple[bool, int]:
            if sound is not None:
                _put_in_place(sound, rows.sound_of(self._folder, record["uid"]))
            _complete(connection, recording_id, record, has_sound=sound is not None)
            return True, recording_id

        return await self._write(complete)


def _known(connection: sqlite3.Connection, uid: str) -> tuple[int, bool] | None:
    """Give the recording with this uid, and whether it is being deleted or only arriving."""
    found = connection.execute(
        "SELECT id, is_purging FROM recording WHERE uid = ?", (uid,)
    ).fetchone()
    return None if found is None else (found[0], bool(found[1]))


def _begin(connection: sqlite3.Connection, record: Json) -> int | None:
    """Add a recording, unseen until it is complete."""
    if _known(connection, record["uid"]) is not None:
        return None
    made: int = connection.execute(
        "INSERT INTO recording (uid, kind, state, created_at, has_sound, is_purging)"
        " VALUES (?, ?, ?, ?, 0, 1) RETURNING id",
        (record["uid"], record["kind"], record["state"], record["created_at"]),
    ).fetchone()[0]
    return made


def _complete(
    connection: sqlite3.Connection, recording_id: int, record: Json, *, has_sound: bool
) -> None:
    names = (
        "title", "duration_s", "done_s", "language", "connection_id", "model", "error", "deleted_at",
    )  # fmt: skip
    assignments = ", ".join(f"{name} = ?" for name in names)
    connection.execute(
        f"UPDATE recording SET {assignments}, speakers = ?, has_sound = ?, is_purging = 0"  # noqa: S608 - constants
        " WHERE id = ?",
        (
            *(record[name] for name in names),
            rows.names_text(record["speakers"]),
            int(has_sound),
            recording_id,
        ),
    )


def _put_in_place(sound: Path, target: Path) -> None:
    try:
        sound.replace(target)
    except OSError as error:
        raise faults.from_system(error) from error
