"""Recordings and lines as they stand in the tables; every function runs inside a job of `Database`."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.transcript import Line, Word

SUFFIX = ".wav"
_UID = re.compile("[0-9a-f]{32}")
_SELECT = """
    SELECT id, uid, kind, state, title, sound, created_at, duration_s, done_s, language,
           connection_id, model, error, speakers, deleted_at
    FROM recording WHERE is_purging = 0
"""
_LINES = "SELECT id, text, start_s, end_s, speaker, words FROM transcript_line"
_MOST_S = 1e9


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line with its id; 0: it has none yet."""

    id: int
    line: Line


def is_uid(text: str) -> bool:
    """Tell whether this can name a recording, and so a file in our folder."""
    return _UID.fullmatch(text) is not None


def sound_of(folder: Path, uid: str) -> Path:
    """Give where a sound of ours lies; `folder` is that of all of them."""
    return folder / f"{uid}{SUFFIX}"


def recording(connection: sqlite3.Connection, recording_id: int, folder: Path) -> Recording:
    """Give one recording, also out of the bin.

    Raises:
        AppError: GONE.
    """
    found = connection.execute(f"{_SELECT} AND id = ?", (recording_id,)).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"recording {recording_id}")
    return _recording(found, folder)


def recordings(
    connection: sqlite3.Connection, folder: Path, *, deleted: bool = False
) -> tuple[Recording, ...]:
    """Give all recordings, or those in the bin, newest first."""
    condition = "IS NOT NULL" if deleted else "IS NULL"
    found = connection.execute(
        f"{_SELECT} AND deleted_at {condition} ORDER BY created_at DESC, id DESC"
    )
    return tuple(_recording(row, folder) for row in found)


def _recording(row: Sequence[Any], folder: Path) -> Recording:
    uid, sound = row[1], row[5]
    return Recording(
        id=row[0],
        uid=uid,
        kind=RecordingKind(row[2]),
        state=RecordingState(row[3]),
        title=row[4],
        sound=Path(sound) if sound else sound_of(folder, uid),
        created_at=row[6],
        duration_s=row[7],
        done_s=row[8],
        language=row[9],
        connection_id=row[10],
        model=row[11],
        error=row[12],
        speakers=names(row[13]),
        is_deleted=row[14] is not None,
    )


def names(text: str) -> dict[str, str]:
    """Give the names of speakers that a column holds."""
    return dict(json.loads(text)) if text else {}


def names_text(given: Mapping[str, str]) -> str:
    """Give names of speakers as a column holds them; those without a name are left out."""
    kept = {key: name for key, name in given.items() if name}
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def lines(
    connection: sqlite3.Connection, recording_id: int, since_s: float = 0.0
) -> tuple[StoredLine, ...]:
    """Give the lines that begin at `since_s` or later, in the order in which they were said."""
    found = connection.execute(
        f"{_LINES} WHERE recording_id = ? AND start_s >= ? ORDER BY start_s, id",
        (recording_id, since_s),
    )
    return tuple(map(_line, found))


def line(connection: sqlite3.Connection, line_id: int) -> tuple[int, StoredLine]:
    """Give the recording of a line, and the line.

    Raises:
        AppError: GONE, it or its recording.
    """
    found = connection.execute(
        "SELECT r.id FROM transcript_line l JOIN recording r ON r.id = l.recording_id"
        " WHERE l.id = ? AND r.is_purging = 0",
        (line_id,),
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"line {line_id}")
    return int(found[0]), _line(connection.execute(f"{_LINES} WHERE id = ?", (line_id,)).fetchone())


def lines_with(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[StoredLine, ...]:
    """Give those of some lines that are there, in the order of their ids."""
    found = connection.execute(
        f"{_LINES} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",  # noqa: S608 - constants
        (json.dumps(list(ids)),),
    )
    return tuple(map(_line, found))


def lines_within(
    connection: sqlite3.Connection, recording_id: int, since_s: float, until_s: float
) -> tuple[StoredLine, ...]:
    """Give the lines whose middle lies in a span of time, which ends before `until_s`."""
    found = connection.execute(
        f"{_LINES} WHERE recording_id = ? AND (start_s + end_s) / 2 >= ?"
        " AND (start_s + end_s) / 2 < ? ORDER BY start_s, id",
        (recording_id, since_s, until_s),
    )
    return tuple(map(_line, found))


def lines_beginning(
    connection: sqlite3.Connection, recording_id: int, starts_s: Iterable[float]
) -> tuple[StoredLine, ...]:
    """Give the lines that begin at exactly these times."""
    found = connection.execute(
        f"{_LINES} WHERE recording_id = ? AND start_s IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants
        (recording_id, json.dumps(list(starts_s))),
    )
    return tuple(map(_line, found))


def following(connection: sqlite3.Connection, recording_id: int, one: StoredLine) -> int | None:
    """Give the id of the line after one."""
    found = connection.execute(
        "SELECT id FROM transcript_line WHERE recording_id = ? AND (start_s, id) > (?, ?)"
        " ORDER BY start_s, id LIMIT 1",
        (recording_id, one.line.start_s, one.id),
    ).fetchone()
    return None if found is None else int(found[0])


def _line(row: Sequence[Any]) -> StoredLine:
    line_id, text, start_s, end_s, speaker, words = row
    spoken = tuple(Word(*word) for word in json.loads(words)) if words else ()
    return StoredLine(line_id, Line(text, start_s, end_s, speaker, spoken))


_ADD = """
    INSERT INTO transcript_line (recording_id, text, start_s, end_s, speaker, words)
    VALUES (?, ?, ?, ?, ?, ?)
"""


def add_lines(connection: sqlite3.Connection, recording_id: int, some: Iterable[Line]) -> None:
    """Add lines."""
    connection.executemany(_ADD, ((recording_id, *values(one)) for one in some))


def add_line(connection: sqlite3.Connection, recording_id: int, one: Line) -> StoredLine:
    """Add a line; give it with its id."""
    made = connection.execute(f"{_ADD} RETURNING id", (recording_id, *values(one))).fetchone()
    return StoredLine(made[0], one)


def values(of: Line) -> tuple[str, float, float, str, str]:
    """Give a line's columns: text, start_s, end_s, speaker, words."""
    words = [[word.text, word.start_s, word.end_s] for word in of.words]
    held = json.dumps(words, ensure_ascii=False, separators=(",", ":")) if words else ""
    return of.text, of.start_s, of.end_s, of.speaker, held


def plain(of: Line) -> Line:
    """Give a line that can be stored: what a server says is text and numbers, but any."""
    start_s, end_s = _span(of.start_s, of.end_s)
    return Line(
        _text(of.text).strip(), start_s, end_s, _text(of.speaker), tuple(map(_plain_word, of.words))
    )


def _plain_word(word: Word) -> Word:
    # False for what is no number: there are a hundred thousand of them, and nearly all are good.
    if 0 <= word.start_s <= word.end_s <= _MOST_S and word.text.isascii():
        return word
    return Word(_text(word.text), *_span(word.start_s, word.end_s))


def _span(start_s: float, end_s: float) -> tuple[float, float]:
    start = _time(start_s)
    return start, max(start, _time(end_s))


def _time(time_s: float) -> float:
    return min(max(float(time_s), 0.0), _MOST_S) if math.isfinite(time_s) else 0.0


def _text(text: str) -> str:
    """Give a text without halves of characters, which no database holds."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
