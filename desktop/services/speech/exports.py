"""Transcripts as files: plain text, subtitles, JSON of our own, Markdown, Word.

No words of the interface get into them; only names, times and what was said.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording
from desktop.core.transcript import Line
from desktop.services.side_process import LostError, SideProcess, worker_command
from desktop.services.speech import cues

JSON_FORMAT, JSON_VERSION = "oriole.transcript", 1

_PATIENCE_S = 60.0
_MAX_BYTES = 64 * 1024 * 1024
_MAX_NAME = 20  # in a subtitle: half of a row
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_BEGINNING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


class Format(StrEnum):
    """What a transcript can be written as; the value is the file's ending."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    MARKDOWN = "md"
    DOCX = "docx"


def render(
    format: Format,  # noqa: A002 - it is that
    recording: Recording,
    lines: Sequence[Line],
    *,
    with_times: bool = True,
    with_speakers: bool = True,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Give a transcript as a file, of any format but DOCX; worker threads for long ones.

    Args:
        format: What to write.
        recording: Whose transcript it is.
        lines: The transcript.
        with_times: Whether text, Markdown and Word say when; subtitles and JSON always do.
        with_speakers: Whether to say who.
        names: Of the speakers, by their keys; None: those of the recording.
    """
    known = recording.speakers if names is None else names
    said = [_clean(line, with_speakers=with_speakers) for line in lines]
    if format is Format.JSON:
        return _json(recording, said, known if with_speakers else {})
    if format is Format.SRT:
        text = "".join(_srt(said, known))
    elif format is Format.VTT:
        text = "".join(_vtt(said, known))
    else:
        paragraphs = _paragraphs(said, known, with_times=with_times)
        is_plain = format is Format.TXT
        text = "".join(_text(paragraphs) if is_plain else _markdown(recording, paragraphs))
    return text.encode("utf-8", "replace")


async def export(
    format: Format,  # noqa: A002 - it is that
    recording: Recording,
    lines: Sequence[Line],
    *,
    with_times: bool = True,
    with_speakers: bool = True,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Give a transcript as a file of any format; Word's is made by a process of its own.

    Raises:
        AppError: NO_READER, what makes Word's files is not installed; FILE_COMPLEX.
    """
    if format is not Format.DOCX:
        return await asyncio.to_thread(
            render, format, recording, lines,
            with_times=with_times, with_speakers=with_speakers, names=names,
        )  # fmt: skip
    known = recording.speakers if names is None else names
    said = [_clean(line, with_speakers=with_speakers) for line in lines]
    paper = {
        "title": _plain(recording.title),
        "about": _about(recording),
        "paragraphs": [astuple(one) for one in _paragraphs(said, known, with_times=with_times)],
    }
    return await _printed(json.dumps(paper).encode())


async def _printed(paper: bytes) -> bytes:
    side = SideProcess(worker_command("papers"), idle_s=_PATIENCE_S)
    try:
        told, content = await side.ask({}, paper, patience_s=_PATIENCE_S, most=_MAX_BYTES)
    except LostError as error:
        raise AppError(Code.FILE_COMPLEX if error.is_startable else Code.NO_READER) from error
    finally:
        await side.aclose()
    if told["code"]:
        raise AppError(Code(told["code"]))
    return content


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A line as it is read: time and name are empty where they are not said."""

    time: str
    name: str
    text: str


def _paragraphs(
    lines: Iterable[Line], names: Mapping[str, str], *, with_times: bool
) -> list[_Paragraph]:
    """Give the lines; a name stands where somebody begins to speak."""
    made: list[_Paragraph] = []
    before = ""
    for line in lines:
        name = _name(line.speaker, names) if line.speaker != before else ""
        made.append(_Paragraph(clock(line.start_s) if with_times else "", name, line.text))
        before = line.speaker
    return made


def _text(paragraphs: Iterable[_Paragraph]) -> Iterator[str]:
    for one in paragraphs:
        time, name = one.time and f"[{one.time}] ", one.name and f"{one.name}: "
        yield f"{time}{name}{one.text}\n"


def _markdown(recording: Recording, paragraphs: Iterable[_Paragraph]) -> Iterator[str]:
    if recording.title.strip():
        yield f"# {_marked(_plain(recording.title))}\n\n"
    if about := _about(recording):
        yield f"*{_marked(about)}*\n\n"
    for one in paragraphs:
        time, name = one.time and f"`{one.time}` ", one.name and f"**{_marked(one.name)}:** "
        yield f"{time}{name}{_marked(one.text)}\n\n"


def _marked(text: str) -> str:
    """Give text that Markdown shows as it is."""
    return _BEGINNING.sub(r"\1\\\2", _MARKS.sub(r"\\\1", html.escape(text, quote=False)))


def _srt(lines: Iterable[Line], names: Mapping[str, str]) -> Iterator[str]:
    number, before = 0, ""
    for line in lines:
        name = _name(line.speaker, names)[:_MAX_NAME] if line.speaker != before else ""
        before = line.speaker
        label = f"{name}: " if name else ""
        for cue in cues.cues(line, cues.MAX_ROW - cues.width(label)):
            number += 1
            rows = (label + cue.rows[0], *cue.rows[1:])
            label = ""
            yield f"{number}\n{_span(cue, ',')}\n"
            yield "\n".join(row.replace("-->", "→") for row in rows) + "\n\n"


def _vtt(lines: Iterable[Line], names: Mapping[str, str]) -> Iterator[str]:
    yield "WEBVTT\n\n"
    for line in lines:
        # Two hyphens and the sign that ends the voice would be an arrow, which begins a cue.
        name = html.escape(_name(line.speaker, names), quote=False).replace("--", "–")
        voice = f"<v {name}>" if name else ""
        for cue in cues.cues(line):
            rows = "\n".join(html.escape(row, quote=False) for row in cue.rows)
            yield f"{_span(cue, '.')}\n{voice}{rows}\n\n"


def _span(cue: cues.Cue, point: str) -> str:
    start_ms = round(cue.start_s * 1000)
    end_ms = max(round(cue.end_s * 1000), start_ms + 1)
    return f"{_exact(start_ms, point)} --> {_exact(end_ms, point)}"


def _exact(time_ms: int, point: str) -> str:
    seconds, rest = divmod(time_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _json(recording: Recording, lines: Iterable[Line], names: Mapping[str, str]) -> bytes:
    whole = {
        "format": JSON_FORMAT,
        "version": JSON_VERSION,
        "title": _plain(recording.title),
        "created_at": datetime.fromtimestamp(recording.created_at, UTC).isoformat(),
        "duration_s": recording.duration_s,
        "language": recording.language,
        "model": recording.model,
        "speakers": dict(names),
        "lines": [_line(line) for line in lines],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _line(line: Line) -> dict[str, object]:
    made: dict[str, object] = {"start_s": line.start_s, "end_s": line.end_s, "text": line.text}
    if line.speaker:
        made["speaker"] = line.speaker
    if line.words:
        made["words"] = [asdict(word) for word in line.words]
    return made


def _clean(line: Line, *, with_speakers: bool) -> Line:
    """Give a line without what no file may hold: it came from a server."""
    start_s = max(0.0, line.start_s)
    return replace(
        line,
        text=_plain(line.text),
        speaker=line.speaker if with_speakers else "",
        start_s=start_s,
        end_s=max(start_s, line.end_s),
    )


def _plain(text: str) -> str:
    return " ".join(_UNPRINTED.sub("", text).split())


def _name(speaker: str, names: Mapping[str, str]) -> str:
    return _plain(names.get(speaker) or speaker)


def _about(recording: Recording) -> str:
    """Give when it was recorded, how long it is, in which language."""
    made = datetime.fromtimestamp(recording.created_at, UTC).astimezone()
    length = clock(recording.duration_s) if recording.duration_s else ""
    known = (f"{made:%Y-%m-%d %H:%M}", length, recording.language)
    return " · ".join(word for word in known if word)


def clock(time_s: float) -> str:
    """Give a time as hours, minutes and seconds."""
    seconds = int(time_s)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
