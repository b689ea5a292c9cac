"""JSON with pictures inside: read without holding up the loop.

`json.loads` and base64 keep Python's lock from their first byte to their last: 15 ms and 37 ms for a
picture of 15 MB, also in a worker. So the pictures are cut out first, which is a search for quotes, and
decoded piece by piece.
"""

from __future__ import annotations

import asyncio
import binascii
import time
from collections.abc import Collection
from typing import cast

from desktop.api.reading import fields
from desktop.api.reading.failures import Problem, RefusedError, describe_page
from desktop.api.reading.fields import Json
from desktop.api.wire.http import Answer
from desktop.core.connection import Secret
from desktop.core.errors import AppError, Code

PICTURE = "b64_json"
"""The field that holds a picture's base64 in every answer of the image endpoints."""

_BIG = 256 * 1024
_PIECE = 256 * 1024  # characters, a multiple of four; 0.4 ms
_SHIFTING = (b"\\", b"\n", b"\r", b" ")
_PAGE_BYTES = 64 * 1024


async def load(content: str | bytes) -> object:
    """Give what JSON text says; where it is large, pictures in it are bytes already.

    Raises:
        ValueError: it is no JSON.
        AppError: NOT_UNDERSTOOD, a picture in it is not base64.
    """
    if len(content) < _BIG:
        return fields.load(content)
    return await asyncio.to_thread(_load_big, content)


async def read_json(answer: Answer, max_bytes: int, secrets: Collection[Secret]) -> object:
    """Give the JSON of a whole answer, as `load`.

    Raises:
        AppError: NOT_UNDERSTOOD: it is larger, a page, or no JSON; and as `Answer` raises.
    """
    content = await answer.read(max_bytes)
    try:
        return await load(content)
    except ValueError:
        page = describe_page(content[:_PAGE_BYTES].decode("utf-8", "replace"))
        raise RefusedError(Code.NOT_UNDERSTOOD, Problem(page)).without(secrets) from None


def decode(encoded: str | bytes | memoryview) -> bytes:
    """Give what base64 stands for; a `data:` address is base64 with a beginning.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    if isinstance(encoded, str):
        encoded = encoded.encode("utf-8", "replace")
    head = bytes(encoded[:_PIECE])
    if head.startswith(b"data:"):
        encoded = encoded[head.find(b",") + 1 :]
    if any(
        sign in head for sign in _SHIFTING
    ):  # what occurs at all occurs early: in each line, or in 1 of 64 signs
        encoded = _without_shifts(bytes(encoded))
    pieces = []
    try:
        for start in range(0, len(encoded), _PIECE):
            piece = encoded[start : start + _PIECE]
            if len(piece) % 4:  # only the last one; some servers leave the padding out
                piece = bytes(piece) + b"=" * (-len(piece) % 4)
            pieces.append(binascii.a2b_base64(piece))
            if start:
                time.sleep(0)  # a worker lets the loop go on here
    except binascii.Error:
        raise AppError(Code.NOT_UNDERSTOOD, "a picture that is not base64") from None
    return b"".join(pieces)


def _without_shifts(encoded: bytes) -> bytes:
    """Take out line ends, also as JSON writes them, and its way to write a slash.

    They would move the borders between the pieces.
    """
    for written, meant in ((b"\\/", b"/"), (b"\\n", b""), (b"\\r", b"")):
        encoded = encoded.replace(written, meant)
    return b"".join(encoded.split())


def _load_big(content: str | bytes) -> object:
    whole = content.encode("utf-8", "replace") if isinstance(content, str) else content
    light, pictures = _cut(whole)
    return _put_back(fields.load(light), [decode(picture) for picture in pictures])


def _cut(content: bytes) -> tuple[bytes, list[memoryview]]:
    """Give the JSON with numbers, as text, in the places of its pictures, and these."""
    name = f'"{PICTURE}"'.encode()
    view = memoryview(content)
    light: list[bytes] = []
    pictures: list[memoryview] = []
    kept = 0
    while (found := content.find(name, kept)) >= 0:
        after = found + len(name)
        begin = content.find(b'"', after) + 1
        end = content.find(b'"', begin)
        if begin == 0 or end < 0:
            break
        if content[after : begin - 1].strip() == b":":
            light += [content[kept:begin], str(len(pictures)).encode()]
            pictures.append(view[begin:end])
            kept = end
        else:
            light.append(content[kept:after])
            kept = after
    light.append(content[kept:])
    return b"".join(light), pictures


def _put_back(value: object, pictures: list[bytes]) -> object:
    if isinstance(value, dict):
        for name, held in cast("Json", value).items():
            if name == PICTURE and isinstance(held, str):
                value[name] = pictures[int(held)]
            else:
                _put_back(held, pictures)
    elif isinstance(value, list):
        for held in value:
            _put_back(held, pictures)
    return value
