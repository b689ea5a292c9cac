"""Keeps the pictures that an answer brings: what came as base64 becomes a blob, and a part that names it."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from dataclasses import dataclass

from desktop.core.attachment import Info
from desktop.core.errors import AppError, Code
from desktop.core.stream import ImageMade, PartDone
from desktop.core.types import Part, PartType
from desktop.media import image
from desktop.media.kinds import MAX_FILE_BYTES, too_large
from desktop.store.blobs import Blobs

_PIECE = 256 * 1024  # whole groups of four characters; others come in between
_PATIENCE_S = 60.0
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
"""What the transcript shows as it came; anything else becomes one of them."""


@dataclass(frozen=True, slots=True)
class _Picture:
    content: bytes
    media_type: str
    width: int
    height: int


async def keep(made: ImageMade, blobs: Blobs, *, temporary: bool) -> PartDone:
    """Keep a picture and give its part; what cannot be kept is a part without a blob that says why.

    Its `raw` is `core.attachment.Info`, with the server's own words in "item" and the code of what
    went wrong in "problem".
    """
    info, name, sha256, problem = Info(), "", "", ""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            found = await asyncio.to_thread(_read, made.data)
            blob = await blobs.put(found.content, found.media_type, temporary=temporary)
    except TimeoutError:
        problem = Code.TIMEOUT
    except AppError as error:
        problem = error.code
    else:
        sha256, name = blob.sha256, f"picture.{_ENDINGS[found.media_type]}"
        info = Info(found.media_type, blob.size, found.width, found.height)
    said = {**json.loads(info.to_json()), "item": _item(made.item), "problem": str(problem)}
    raw = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
    return PartDone(Part(PartType.IMAGE, made.words, sha256, raw, name), made.key)


def _read(data: str) -> _Picture:
    content = _unpacked(data)
    width, height, media_type = image.checked(content)
    if media_type in _ENDINGS:
        return _Picture(content, media_type, width, height)
    made = image.prepare(content)
    return _Picture(made.data, made.media_type, made.width, made.height)


def _unpacked(data: str) -> bytes:
    """Give what base64 stands for, whether or not it stands in a `data:` address."""
    if data.startswith("data:"):
        data = data.partition(",")[2]
    if len(data) > MAX_FILE_BYTES * 4 // 3 + 4:
        raise too_large(MAX_FILE_BYTES)
    if any(space in data for space in "\n\r "):
        data = "".join(data.split())
    pieces = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
    try:
        return b"".join([base64.b64decode(piece, validate=True) for piece in pieces])
    except (binascii.Error, ValueError) as error:
        raise AppError(Code.FILE_DAMAGED, "no base64") from error


def _item(item: str) -> object:
    try:
        return json.loads(item) if item else None
    except (ValueError, RecursionError):
        return item
