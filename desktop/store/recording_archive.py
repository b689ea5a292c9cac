"""A recording as JSON, with what was said in it: what archives are made of. Its sound lies beside it.

Where a file of the person's own lies is left out: it is another place on another computer, and an
archive of a stranger must not name files of this one.
"""

from __future__ import annotations

import json
import math
import sqlite3
from pathlib import Path
from typing import Any, TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.transcript import Line, Word
from desktop.store import recording_rows as rows

Json: TypeAlias = dict[str, Any]
"""A JSON object; of a stranger until `checked` has seen it."""

FORMAT, VERSION = "oriole.recording", 1
MOST_LINES = 200_000
_TEXTS = ("uid", "kind", "state", "title", "language", "connection_id", "model", "error")
_TIMES = ("created_at", "duration_s", "done_s")
_MOST_NAMES = 1000
_BUSY = {RecordingState.RECORDING, RecordingState.TRANSCRIBING}
_MOST_TIME = 1e12


def dump(connection: sqlite3.Connection, recording_id: int, folder: Path) -> Json:
    """Give a recording as JSON; what is being made at this moment is interrupted there.

    Raises:
        AppError: GONE.
    """
    found = rows.recording(connection, recording_id, folder)
    deleted_at = connection.execute(
        "SELECT deleted_at FROM recording WHERE id = ?", (recording_id,)
    ).fetchone()[0]
    lines = [_plain(stored.line) for stored in rows.lines(connection, recording_id)]
    return {
        "format": FORMAT,
        "version": VERSION,
        **_head(found),
        "speakers": dict(found.speakers),
        "deleted_at": deleted_at,
        "lines": lines,
    }


def _head(found: Recording) -> Json:
    head = {name: getattr(found, name) for name in (*_TEXTS, *_TIMES)}
    is_busy = found.state in _BUSY
    head["state"] = (RecordingState.INTERRUPTED if is_busy else found.state).value
    head["kind"] = found.kind.value
    return head


def _plain(line: Line) -> Json:
    given: Json = {"start_s": line.start_s, "end_s": line.end_s, "text": line.text}
    if line.speaker:
        given["speaker"] = line.speaker
    if line.words:
        given["words"] = [[word.text, word.start_s, word.end_s] for word in line.words]
    return given


def to_text(record: Json) -> str:
    """Give a recording's JSON as text, readable in every script.

    Line by line: one call for all of them would keep every other thread waiting.
    """
    head = {name: value for name, value in record.items() if name != "lines"}
    lines = ",\n".join(map(_dumped, record["lines"]))
    return f'{_dumped(head)[:-1]},"lines":[\n{lines}\n]}}\n'


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# taking
def checked(found: Json) -> Json:
    """Give a recording of a stranger with every value of the type that it should have.

    Its lines are `Line`s then. What is absent is empty; what is unknown is left out.

    Raises:
        AppError: UNREADABLE, with what is wrong; NEWER, it was made by a newer program; TOO_LARGE.
    """
    if found.get("format") != FORMAT:
        raise AppError(Code.UNREADABLE, "no recording of Oriole")
    if found.get("version") != VERSION:
        raise AppError(Code.NEWER, f"recording version {found.get('version')}")
    record: Json = {name: _text(found.get(name)) for name in _TEXTS}
    record |= {name: _time(found.get(name)) for name in _TIMES}
    if not rows.is_uid(record["uid"]):
        raise AppError(Code.UNREADABLE, "a recording without a name")
    if record["kind"] not in set(RecordingKind) or record["state"] not in set(RecordingState):
        raise AppError(Code.UNREADABLE, "an unknown kind or state of a recording")
    if record["state"] in _BUSY:
        record["state"] = RecordingState.INTERRUPTED.value
    deleted_at = found.get("deleted_at")
    record["deleted_at"] = None if deleted_at is None else _time(deleted_at)
    record["speakers"] = _names(found.get("speakers"))
    given = found.get("lines")
    lines = given if isinstance(given, list) else []
    if len(lines) > MOST_LINES:
        raise AppError(Code.TOO_LARGE, f"{len(lines)} lines")
    read = (rows.plain(_line(one)) for one in lines if isinstance(one, dict))
    record["lines"] = [line for line in read if line.text]
    return record


def _line(found: Json) -> Line:
    given = found.get("words")
    words = (_word(one) for one in given) if isinstance(given, list) else ()
    return Line(
        _text(found.get("text")),
        _time(found.get("start_s")),
        _time(found.get("end_s")),
        _text(found.get("speaker")),
        tuple(word for word in words if word is not None),
    )


def _word(found: object) -> Word | None:
    if not isinstance(found, list) or len(found) != 3 or not isinstance(found[0], str):
        return None
    return Word(found[0], _time(found[1]), _time(found[2]))


def _names(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    pairs = list(found.items())[:_MOST_NAMES]
    return {_text(key): _text(name) for key, name in pairs if _text(name)}


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _time(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    is_good = abs(value) < _MOST_TIME and math.isfinite(value)
    return max(0.0, float(value)) if is_good else 0.0
