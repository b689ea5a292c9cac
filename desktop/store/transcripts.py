"""What was said in recordings: lines that come while they are transcribed, and finding in them."""

from __future__ import annotations

import functools
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.core.transcript import Line
from desktop.store import recording_rows as rows
from desktop.store.recording_records import RecordingRecords, check_there
from desktop.store.recording_rows import StoredLine

_INSTANT_S = 1e-6  # a line without any length is replaced, too


@dataclass(frozen=True, slots=True)
class Spot:
    """A line in which something was found; `marks` are the (start, length) of it in its text."""

    line_id: int
    marks: tuple[tuple[int, int], ...]


class Transcripts(RecordingRecords):
    """Reading lines, and keeping those that arrive."""

    async def lines(self, recording_id: int) -> tuple[Line, ...]:
        """Give what was said, in order."""
        return tuple(stored.line for stored in await self.stored_lines(recording_id))

    async def stored_lines(self, recording_id: int, since_s: float = 0.0) -> tuple[StoredLine, ...]:
        """Give what was said with the lines' ids, in order: all of it, or what begins later."""
        job = functools.partial(rows.lines, recording_id=recording_id, since_s=since_s)
        return await self._db.read(job)

    async def put_lines(self, recording_id: int, lines: Sequence[Line], done_s: float) -> None:
        """Keep what was heard up to `done_s`, in one transaction with it.

        Stored lines whose middle is where the new ones are, from the first one's beginning up to
        the last one's end, are replaced, and those that begin with one of them; one that is the
        same keeps its id. All others stay, so that pieces may come in any order, and twice: ends
        are not exact, and a neighbour must not be lost for a tenth of a second.

        Raises:
            AppError: GONE.
        """

        def job(connection: sqlite3.Connection) -> tuple[None, int]:
            check_there(connection, recording_id)
            _put(connection, recording_id, [one for one in map(rows.plain, lines) if one.text])
            connection.execute(
                "UPDATE recording SET done_s = ? WHERE id = ?", (done_s, recording_id)
            )
            return None, recording_id

        await self._write(job)

    async def voices(self, recording_id: int = 0) -> Mapping[int, int]:
        """Give how many voices were told apart in each recording, or in one; none: it is not there."""
        query = (
            "SELECT recording_id, count(DISTINCT speaker) FROM transcript_line"
            " WHERE speaker <> '' AND ? IN (0, recording_id) GROUP BY recording_id"
        )
        return await self._db.read(
            lambda connection: dict(connection.execute(query, (recording_id,)).fetchall())
        )

    async def begin_again(self, recording_id: int) -> None:
        """Forget what was heard: all of it is to be transcribed anew.

        Raises:
            AppError: GONE.
        """

        def job(connection: sqlite3.Connection) -> tuple[None, int]:
            check_there(connection, recording_id)
            connection.execute(
                "DELETE FROM transcript_line WHERE recording_id = ?", (recording_id,)
            )
            connection.execute("UPDATE recording SET done_s = 0 WHERE id = ?", (recording_id,))
            return None, recording_id

        await self._write(job)

    async def find_lines(self, recording_id: int, query: str) -> tuple[Spot, ...]:
        """Give the lines of one recording that hold any of what a query asks for, in order."""
        from desktop.store.search import excerpts  # noqa: PLC0415 - with the first search

        def job(connection: sqlite3.Connection) -> tuple[Spot, ...]:
            found = connection.execute(
                "SELECT id, text FROM transcript_line WHERE recording_id = ? ORDER BY start_s, id",
                (recording_id,),
            )
            marked = ((row[0], excerpts.marks_in(row[1], query)) for row in found)
            return tuple(Spot(line_id, marks) for line_id, marks in marked if marks)

        return await self._db.read(job)


def _put(connection: sqlite3.Connection, recording_id: int, arriving: Sequence[Line]) -> None:
    if not arriving:
        return
    since = min(one.start_s for one in arriving)
    until = max(max(one.end_s, one.start_s + _INSTANT_S) for one in arriving)
    starts = {one.start_s for one in arriving}
    fresh = Counter(arriving)
    covered = {
        *rows.lines_within(connection, recording_id, since, until),
        *rows.lines_beginning(connection, recording_id, starts),
    }
    for stored in covered:
        if fresh[stored.line]:
            fresh[stored.line] -= 1
        else:
            connection.execute("DELETE FROM transcript_line WHERE id = ?", (stored.id,))
    rows.add_lines(connection, recording_id, fresh.elements())
