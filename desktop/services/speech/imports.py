"""Transcripts from files: subtitles that somebody has, and JSON that `exports` wrote."""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from desktop.core.errors import AppError, Code
from desktop.core.transcript import Line, Word
from desktop.media import text as texts
from desktop.services.speech.exports import JSON_FORMAT, JSON_VERSION

MAX_LINES = 100_000
"""Of a file; a day of speech has a quarter of that."""

_MAX_TEXT = 100_000  # letters of a line
_MAX_S = 1_000_000.0
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_SPAN = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]*>|\{\\[^{}\n]{0,100}\}")
_VOICE = re.compile(r"^<v(?:\.[^ >\n]{0,100})? ([^>\n]{1,200})>")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file says; `speakers` names the keys of its lines."""

    lines: tuple[Line, ...]
    title: str = ""
    language: str = ""
    speakers: dict[str, str] = field(default_factory=dict)


def read(content: bytes) -> Imported:
    """Give the transcript in a file; what it is, its content tells. Worker threads only.

    Raises:
        AppError: UNSUITABLE, it is none, or of a newer version; FILE_TOO_LARGE; FILE_KIND.
    """
    text = texts.decode(content)
    if text.lstrip().startswith("{"):
        return _json(text)
    lines = _subtitles(text)
    if not lines and not text.startswith("WEBVTT"):
        raise AppError(Code.UNSUITABLE)
    return Imported(lines)


def _subtitles(text: str) -> tuple[Line, ...]:
    """Read srt and vtt: a line with two times, and what follows up to an empty one."""
    lines: list[Line] = []
    rows = iter(text.split("\n"))
    for row in rows:
        if (span := _SPAN.match(row)) is None:
            continue
        if len(lines) == MAX_LINES:
            raise AppError(Code.FILE_TOO_LARGE, f"<= {MAX_LINES}")
        said: list[str] = []
        while (row := next(rows, "").strip()) and not _SPAN.match(row):
            said.append(row)
        lines.append(_cue(span, "\n".join(said)[:_MAX_TEXT]))
    return tuple(line for line in lines if line.text)


def _cue(span: re.Match[str], said: str) -> Line:
    parts = span.groups()
    start_s, end_s = _seconds(parts[:4]), _seconds(parts[4:])
    voice = _VOICE.match(said)
    text = " ".join(html.unescape(_TAG.sub("", said)).split())
    speaker = html.unescape(voice[1]).strip() if voice else ""
    return Line(text, start_s, max(start_s, end_s), speaker)


def _seconds(parts: tuple[str | Any, ...]) -> float:
    hours, minutes, seconds, rest = parts
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return float(f"{whole}.{rest}")


def _json(text: str) -> Imported:
    try:
        said = json.loads(text)
        if said["format"] != JSON_FORMAT or int(said["version"]) > JSON_VERSION:
            raise AppError(Code.UNSUITABLE, str(said["version"])[:20])
        if len(said["lines"]) > MAX_LINES:
            raise AppError(Code.FILE_TOO_LARGE, f"<= {MAX_LINES}")
        lines = tuple(_line(one) for one in said["lines"])
        speakers = {str(key): str(name) for key, name in said.get("speakers", {}).items()}
        return Imported(lines, str(said.get("title", "")), str(said.get("language", "")), speakers)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AppError(Code.UNSUITABLE) from error


def _line(said: dict[str, Any]) -> Line:
    words = tuple(
        Word(str(one["text"]), _time(one["start_s"]), _time(one["end_s"]))
        for one in said.get("words", ())
    )
    start_s = _time(said["start_s"])
    end_s = max(start_s, _time(said["end_s"]))
    return Line(str(said["text"])[:_MAX_TEXT], start_s, end_s, str(said.get("speaker", "")), words)


def _time(said: object) -> float:
    if not isinstance(said, int | float) or not math.isfinite(said) or not 0 <= said <= _MAX_S:
        raise ValueError("no time")
    return float(said)
