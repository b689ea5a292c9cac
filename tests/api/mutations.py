"""Spoils recorded answers in the ways that servers, proxies and bad luck do; the same seed, the same harm."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

_NAME = re.compile(rb'"([a-z_.0-9]+)":')
_VALUE = re.compile(rb'(?<=: )("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)')
_ODD_VALUES = (
    b"null", b"true", b"0", b"-1", b"1e999", b"NaN", b"-Infinity", b"1.5", b'""', b"[]", b"{}",
    b"9" * 400, b"9" * 5_000, b"-9223372036854775809", b'"\\ud800"', b'"\\udc00x"', b'"\\u0000"',
    b'[null, 1, "x", {}, []]', b'{"type": 7, "text": {}, "": null}', b'{"error": {"message": null}}',
    b'"' + b"x" * 70_000 + b'"', b'"data:image/png;base64,%%%"', b'[{"type": "output_text"}]',
)  # fmt: skip
_ODD_NAMES = (
    b"type",
    b"error",
    b"id",
    b"output",
    b"choices",
    b"delta",
    b"item",
    b"data",
    b"",
    b"text",
)
_DEPTHS = (50, 101, 400, 900, 980, 992, 1_000, 3_000, 100_000)


def flip_bits(chance: Random, body: bytes) -> bytes:
    spoilt = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut_end(chance: Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body))]


def cut_out(chance: Random, body: bytes) -> bytes:
    start = chance.randrange(len(body))
    return body[:start] + body[start + chance.randint(1, 60) :]


def double(chance: Random, body: bytes) -> bytes:
    start = chance.randrange(len(body))
    piece = body[start : start + chance.randint(1, 400)]
    return body[:start] + piece * chance.randint(2, 5) + body[start:]


def insert(chance: Random, body: bytes) -> bytes:
    odd = (b"\x00", b"\r", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"data:", b"event: x\n", b"[DONE]", b"\\", b'"', b"<html>", b"\xe2\x80\xa8", b"{", b"]")  # fmt: skip
    start = chance.randrange(len(body))
    return body[:start] + chance.choice(odd) * chance.randint(1, 3) + body[start:]


def swap_events(chance: Random, body: bytes) -> bytes:
    events = body.split(b"\n\n")
    for _ in range(chance.randint(1, 4)):
        first, second = chance.randrange(len(events)), chance.randrange(len(events))
        events[first], events[second] = events[second], events[first]
    return b"\n\n".join(events)


def drop_events(chance: Random, body: bytes) -> bytes:
    return b"\n\n".join(event for event in body.split(b"\n\n") if chance.random() > 0.3)


def rename_field(chance: Random, body: bytes) -> bytes:
    return _replace_one(chance, body, _NAME, lambda: b'"' + chance.choice(_ODD_NAMES) + b'":')


def change_value(chance: Random, body: bytes) -> bytes:
    return _replace_one(chance, body, _VALUE, lambda: chance.choice(_ODD_VALUES))


def nest_deeply(chance: Random, body: bytes) -> bytes:
    depth = chance.choice(_DEPTHS)
    opening, closing = chance.choice([(b"[", b"]"), (b'{"a": ', b"}"), (b'{"error": ', b"}")])
    middle = b"1" * chance.randrange(2) or b"{}"
    deep = opening * depth + middle + closing * chance.choice([depth, depth, depth - 1])
    return _replace_one(chance, body, _VALUE, lambda: deep)


def change_line_ends(chance: Random, body: bytes) -> bytes:
    ends = (b"\n", b"\r", b"\r\n")
    return b"".join(line + chance.choice(ends) for line in body.split(b"\n"))


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, cut_end, cut_out, double, insert, swap_events, drop_events,
    rename_field, change_value, change_value, nest_deeply, change_line_ends,
)  # fmt: skip


def spoil(chance: Random, body: bytes) -> bytes:
    """Give `body` with one to four faults."""
    for _ in range(chance.randint(1, 4)):
        if body:
            body = chance.choice(MUTATIONS)(chance, body)
    return body


def chunks(chance: Random, body: bytes) -> list[bytes]:
    """Cut `body` at up to six places."""
    places = sorted(chance.randint(0, len(body)) for _ in range(chance.randint(0, 6)))
    return [body[a:b] for a, b in zip([0, *places], [*places, len(body)], strict=True)]


def as_events(*items: dict[str, object], end: str = "") -> bytes:
    """Give items as a stream of named events, as OpenAI writes them."""
    names = (f"event: {item['type']}\n" if "type" in item else "" for item in items)
    lines = (f"{name}data: {json.dumps(item)}\n\n" for name, item in zip(names, items, strict=True))
    return ("".join(lines) + end).encode()


def _replace_one(
    chance: Random, body: bytes, pattern: re.Pattern[bytes], new: Callable[[], bytes]
) -> bytes:
    found = list(pattern.finditer(body))
    if not found:
        return body
    place = chance.choice(found)
    return body[: place.start()] + new() + body[place.end() :]
