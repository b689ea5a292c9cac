"""Pictures in a request: `data:` addresses only, known formats, bounded in bytes and in pixels.

llama.cpp would fetch any address itself, and unpack what it gets without asking how large it is.
"""

from __future__ import annotations

import base64
import binascii
import struct

from desktop.engine.catalogue import Model
from desktop.engine.fields import Fields
from desktop.engine.problems import ApiError

MAX_BYTES = 16 * 1024 * 1024
MAX_PIXELS = 50_000_000  # 200 MB when it is unpacked
MAX_PICTURES = 16

_SIZELESS_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOFn; the others are tables


def read_picture(part: Fields, model: Model) -> str:
    """Give the `data:` address of a part that holds a picture, in the words of either API.

    Raises:
        ApiError: 400: the model cannot see, or the picture cannot be used.
    """
    if not model.sees:
        raise ApiError(
            400,
            f"{part.name('type')} must be text: the model {model.id} cannot see pictures. A model "
            "that is added together with its projector (mmproj) can.",
            code="capability",
            param=part.name("type"),
        )
    nested = part.fields("image_url") if isinstance(part.raw("image_url"), dict) else None
    holder, key = (nested, "url") if nested is not None else (part, "image_url")
    url = holder.text(key) or ""
    head, _, body = url.partition(",")
    if not head.startswith("data:") or not head.endswith(";base64"):
        raise holder.wrong(key, "a data: address with base64; nothing is fetched")
    if len(body) > MAX_BYTES * 4 // 3 + 4:
        raise holder.wrong(key, f"at most {MAX_BYTES} bytes")
    try:
        data = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise holder.wrong(key, "valid base64") from error
    kind, width, height = measure(data)
    if not kind:
        raise holder.wrong(key, "a PNG, JPEG, GIF or BMP picture")
    if not 0 < width * height <= MAX_PIXELS:
        raise holder.wrong(key, f"a picture of at most {MAX_PIXELS} pixels")
    return f"data:image/{kind};base64,{body}"


def measure(data: bytes) -> tuple[str, int, int]:
    """Give kind, width and height of a picture from its header; ("", 0, 0): none that is known."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return ("png", *struct.unpack(">II", data[16:24]))
        if data.startswith((b"GIF87a", b"GIF89a")):
            return ("gif", *struct.unpack("<HH", data[6:10]))
        if data.startswith(b"BM"):
            width, height = struct.unpack("<ii", data[18:26])
            return "bmp", abs(width), abs(height)
        if data.startswith(b"\xff\xd8"):
            return ("jpeg", *_jpeg(data))
    except (struct.error, IndexError):
        return "", 0, 0  # shorter than its own header: it is none
    return "", 0, 0


def _jpeg(data: bytes) -> tuple[int, int]:
    place = 2
    while data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF or marker in _SIZELESS_MARKERS:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + length
    raise IndexError("no frame")
