"""Changes that a person makes to a transcript. Each is one transaction and can be taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.transcript import Line
from desktop.store import recording_rows as rows
from desktop.store.recording_rows import StoredLine
from desktop.store.transcripts import Transcripts

_Change: TypeAlias = Callable[[sqlite3.Connection], "Edit"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a change has changed: with `put_back`, it is as before.

    `names_before` and `names_after` are the names of speakers, None where they are as they were.
    """

    recording_id: int
    before: tuple[StoredLine, ...] = ()
    after: tuple[StoredLine, ...] = ()
    names_before: Mapping[str, str] | None = None
    names_after: Mapping[str, str] | None = None

    @property
    def reverse(self) -> Edit:
        """The change that undoes this one."""
        return Edit(self.recording_id, self.after, self.before, self.names_after, self.names_before)


class LineEdits(Transcripts):
    """Each gives what `put_back` needs. AppError GONE where a line is no more."""

    async def edit_line(self, line_id: int, text: str) -> Edit:
        """Let a line say something else; words that stay keep their times. Nothing: it goes."""

        def change(old: Line) -> list[Line]:
            from desktop.core import retiming  # noqa: PLC0415 - with the first change

            words = rows.plain(replace(old, text=text, words=())).text
            return [retiming.with_text(old, words)] if words else []

        return await self._change_line(line_id, change)

    async def split_line(self, line_id: int, at_char: int) -> Edit:
        """Cut a line in two before a character of it.

        Raises:
            ValueError: one of the two would say nothing.
        """

        def change(old: Line) -> list[Line]:
            from desktop.core import retiming  # noqa: PLC0415 - with the first change

            return list(retiming.split(old, at_char))

        return await self._change_line(line_id, change)

    async def merge_lines(self, first_id: int, second_id: int) -> Edit:
        """Make one line of two that follow each other; it is the first one's speaker's.

        Raises:
            ValueError: they do not follow each other.
        """

        def job(connection: sqlite3.Connection) -> Edit:
            from desktop.core import retiming  # noqa: PLC0415 - with the first change

            recording_id, first = rows.line(connection, first_id)
            _, second = rows.line(connection, second_id)
            if rows.following(connection, recording_id, first) != second_id:
                raise ValueError("the lines do not follow each other")
            whole = StoredLine(first_id, retiming.joined(first.line, second.line))
            return _apply(connection, Edit(recording_id, (first, second), (whole,)))

        return await self._change(job)

    async def set_speaker(self, line_id: int, speaker: str) -> Edit:
        """Say who said a line: a key, as in `Line.speaker`."""
        return await self._change_line(line_id, lambda old: [replace(old, speaker=speaker)])

    async def rename_speaker(self, recording_id: int, speaker: str, name: str) -> Edit:
        """Give a speaker of a recording a name; an empty one takes the name away."""

        def job(connection: sqlite3.Connection) -> Edit:
            before = rows.recording(connection, recording_id, self._folder).speakers
            given = {**before, speaker: name.strip()}
            after = {key: value for key, value in given.items() if value}
            edit = Edit(recording_id, names_before=before, names_after=after)
            return _apply(connection, edit)

        return await self._change(job)

    async def put_back(self, edit: Edit) -> Edit:
        """Undo a change; gives what redoes it.

        Raises:
            AppError: GONE, what it had changed is not as it left it.
        """

        def job(connection: sqlite3.Connection) -> Edit:
            held = rows.recording(connection, edit.recording_id, self._folder)
            left = rows.lines_with(connection, [one.id for one in edit.after])
            is_same = set(left) == set(edit.after)
            if edit.names_after is not None:
                is_same = is_same and dict(held.speakers) == dict(edit.names_after)
            if not is_same:
                raise AppError(Code.GONE, "the transcript has changed since")
            return _apply(connection, edit.reverse)

        return await self._change(job)

    async def _change_line(self, line_id: int, change: Callable[[Line], list[Line]]) -> Edit:
        def job(connection: sqlite3.Connection) -> Edit:
            recording_id, stored = rows.line(connection, line_id)
            made = change(stored.line)
            ids = [stored.id, *(0 for _ in made)]
            after = tuple(map(StoredLine, ids, made))
            return _apply(connection, Edit(recording_id, (stored,), after))

        return await self._change(job)

    async def _change(self, job: _Change) -> Edit:
        def told(connection: sqlite3.Connection) -> tuple[Edit, int]:
            edit = job(connection)
            return edit, edit.recording_id

        return await self._write(told)


def _apply(connection: sqlite3.Connection, edit: Edit) -> Edit:
    """Do what an edit says; give it with the ids of the lines that are new."""
    kept = {one.id for one in edit.after}
    for old in edit.before:
        if old.id not in kept:
            connection.execute("DELETE FROM transcript_line WHERE id = ?", (old.id,))
    there = {one.id for one in edit.before}
    after = [_store(connection, edit.recording_id, one, there) for one in edit.after]
    if edit.names_after is not None:
        connection.execute(
            "UPDATE recording SET speakers = ? WHERE id = ?",
            (rows.names_text(edit.names_after), edit.recording_id),
        )
    return replace(edit, after=tuple(after))


def _store(
    connection: sqlite3.Connection,
    recording_id: int,
    one: StoredLine,
    there: Sequence[int] | set[int],
) -> StoredLine:
    if not one.id:
        return rows.add_line(connection, recording_id, one.line)
    if one.id in there:
        connection.execute(
            "UPDATE transcript_line SET text = ?, start_s = ?, end_s = ?, speaker = ?, words = ?"
            " WHERE id = ?",
            (*rows.values(one.line), one.id),
        )
    else:
        connection.execute(
            "INSERT INTO transcript_line (text, start_s, end_s, speaker, words, id, recording_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*rows.values(one.line), one.id, recording_id),
        )
    return one
