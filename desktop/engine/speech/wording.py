"""A transcript in the words of the Transcriptions API, in each of its formats."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from desktop.core.transcript import Line
from desktop.engine.problems import ApiError
from desktop.engine.speech.form import Format
from desktop.engine.speech.model import LANGUAGES

MEDIA_TYPES = {
    Format.TEXT: "text/plain",
    Format.SRT: "text/plain",
    Format.VTT: "text/plain",
}
"""What is no JSON; OpenAI's servers and most others send it all as plain text."""


def whole(lines: Sequence[Line], duration_s: float, kind: Format) -> bytes:
    """Give the body of the answer."""
    match kind:
        case Format.TEXT:
            return f"{_text(lines)}\n".encode()
        case Format.SRT:
            return "".join(_srt(number, line) for number, line in enumerate(lines, 1)).encode()
        case Format.VTT:
            return f"WEBVTT\n\n{''.join(_vtt(line) for line in lines)}".encode()
        case _:
            return _json(lines, duration_s, kind)


def line_events(line: Line, place: int) -> bytes:
    """Give the events that tell a new line: its words, then its times."""
    delta = {
        "type": "transcript.text.delta",
        "delta": f" {line.text}" if place else line.text,
        "segment_id": _name(place),
    }
    return _sse(delta) + _sse(_segment(line, place))


def end_event(lines: Sequence[Line], duration_s: float) -> bytes:
    """Give the event that ends a stream."""
    done = {"type": "transcript.text.done", "text": _text(lines), "languages": _languages()}
    return _sse(done | {"usage": _usage(duration_s)})


def failed_event(error: ApiError) -> bytes:
    """Give the event that ends a stream which has begun."""
    return _sse({"type": "error", **error.body()})


def _json(lines: Sequence[Line], duration_s: float, kind: Format) -> bytes:
    answer: dict[str, object] = {"text": _text(lines), "usage": _usage(duration_s)}
    match kind:
        case Format.VERBOSE_JSON:
            segments = [_timed(line) | {"id": place} for place, line in enumerate(lines)]
            answer |= {"task": "transcribe", "language": LANGUAGES[0]}
            answer |= {"duration": round(duration_s, 3), "segments": segments}
        case Format.DIARIZED_JSON:
            segments = [_segment(line, place) for place, line in enumerate(lines)]
            answer |= {"task": "transcribe", "duration": round(duration_s, 3), "segments": segments}
        case _:
            answer |= {"languages": _languages()}
    return json.dumps(answer, ensure_ascii=False).encode()


def _segment(line: Line, place: int) -> dict[str, object]:
    named = {"type": "transcript.text.segment", "id": _name(place), "speaker": line.speaker}
    return named | _timed(line)


def _timed(line: Line) -> dict[str, object]:
    return {"start": round(line.start_s, 3), "end": round(line.end_s, 3), "text": line.text}


def _name(place: int) -> str:
    return f"seg_{place:03}"


def _languages() -> list[dict[str, str]]:
    return [{"code": code} for code in LANGUAGES]


def _usage(duration_s: float) -> dict[str, object]:
    return {"type": "duration", "seconds": math.ceil(duration_s)}


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _srt(number: int, line: Line) -> str:
    return f"{number}\n{_clock(line.start_s, ',')} --> {_clock(line.end_s, ',')}\n{line.text}\n\n"


def _vtt(line: Line) -> str:
    text = line.text.replace("&", "&amp;").replace("<", "&lt;")
    return f"{_clock(line.start_s, '.')} --> {_clock(line.end_s, '.')}\n{text}\n\n"


def _clock(time_s: float, point: str) -> str:
    seconds, thousandths = divmod(round(time_s * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{point}{thousandths:03}"


def _sse(value: Mapping[str, object]) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"
