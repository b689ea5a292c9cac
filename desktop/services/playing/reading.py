"""What was recorded of an answer, as events with their times. Worker threads: it may be large."""

from __future__ import annotations

import itertools
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from desktop.api.reading.fields import Json, child, number
from desktop.api.reading.framing import Framing
from desktop.api.text import chat, responses
from desktop.core.errors import AppError
from desktop.core.stream import ReasoningDelta, RefusalDelta, TextDelta, ToolCallDelta
from desktop.services.playing.shown import Answer, Event
from desktop.services.recording import unpacked
from desktop.store.exchanges import Exchange

_BETWEEN = re.compile(r"(?:\r\n){2,}|\n{2,}|\r{2,}")
_NAME = re.compile(r"(?:^|(?<=\r))event:[ ]?([^\r\n]+)", re.MULTILINE)
_TYPE = re.compile(r'"type"\s*:\s*"([a-z_]+\.[a-z_.]+|error)"')  # other things have types, too
_DATA = re.compile(r"(?:^|(?<=\r))data:[ ]?", re.MULTILINE)
_DELTA = re.compile(r'"delta"\s*:\s*(?:\{\s*)?"')
_INTERESTING = re.compile(r'"(?:delta|choices|error|usage|text)"\s*:')
_HEAD = 2_000  # what is looked at of an event to name it
_PREVIEW = 240
_WORDS = (TextDelta, ReasoningDelta, RefusalDelta, ToolCallDelta)


def answer_of(exchange: Exchange, url: str) -> Answer:
    """Give what came back; what of it cannot be read is empty."""
    try:
        said = json.loads(exchange.response)
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    pieces = unpacked(exchange.events)
    text = "".join(piece for _, piece in pieces)
    is_stream = text.lstrip("\ufeff\r\n ").startswith(("data:", "event:", ":", "id:", "retry:"))
    events = (
        tuple(_events(text, pieces))
        if is_stream
        else tuple(Event(at, "", p, _size(p)) for at, p in pieces)
    )
    return Answer(
        number(said, "status") or 0,
        pairs(said.get("headers")),
        number(said, "size") or 0,
        bool(said.get("is_cut")),
        text,
        events,
        pieces[0][0] if pieces else None,
        _first_token_ms(pieces, url),
        pieces[-1][0] if pieces else None,
        _output_tokens([event.text for event in events[-4:]] if is_stream else [text]),
    )


def pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Give headers that were kept as lists."""
    found = value if isinstance(value, list) else []
    return tuple(
        (str(one[0]), str(one[1])) for one in found if isinstance(one, list) and len(one) == 2
    )


def preview(event: Event) -> str:
    """Give the telling part of an event on one line."""
    data = _DATA.sub("", _NAME.sub("", event.text[:_HEAD])).strip()
    match = _DELTA.search(data) or _INTERESTING.search(data)
    start = match.start() if match and match.start() > 40 else 0
    return ("…" if start else "") + " ".join(data[start : start + _PREVIEW].split())


def _events(text: str, pieces: Sequence[tuple[int, str]]) -> Iterator[Event]:
    """Cut a stream at its blank lines; an event is there when its last character is."""
    ends = list(itertools.accumulate(len(piece) for _, piece in pieces))
    start = 0
    for match in itertools.chain(_BETWEEN.finditer(text), [None]):
        stop, end = (match.start(), match.end()) if match else (len(text), len(text))
        if raw := text[start:stop].strip("\r\n\ufeff"):
            at = bisect_left(ends, end)
            yield Event(pieces[min(at, len(pieces) - 1)][0], _name(raw), raw, _size(raw))
        start = end


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _name(raw: str) -> str:
    head = raw[:_HEAD]
    if head.startswith(":"):
        return ":"
    found = _NAME.search(head) or _TYPE.search(head)
    return found[1].strip() if found else "data"


def _first_token_ms(pieces: Sequence[tuple[int, str]], url: str) -> int | None:
    """Give when the first piece came that held words, or a call."""
    parser, framing = (responses if is_responses(url) else chat).Parser(), Framing()
    try:
        for at, piece in pieces:
            for event in parser.read(framing.feed(piece.encode("utf-8", "replace"))):
                if isinstance(event, _WORDS):
                    return at
    except AppError:  # a refusal, or no answer at all
        return None
    return None


def _output_tokens(texts: Sequence[str]) -> int | None:
    """Give what the server counted, which it says at the end."""
    for raw in reversed(texts):
        try:
            item = json.loads(_DATA.sub("", _NAME.sub("", raw)))
        except (ValueError, RecursionError):
            continue
        if isinstance(item, dict):
            usage: Json = child(item, "usage") or child(child(item, "response"), "usage")
            counted = number(usage, "completion_tokens")
            counted = number(usage, "output_tokens") if counted is None else counted
            if counted is not None:
                return counted
    return None


def is_responses(url: str) -> bool:
    """Tell by which of the two text APIs a request went."""
    return url.partition("?")[0].endswith(responses.PATH)
