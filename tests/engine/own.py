"""Models for the tests of added models: the real weights under other names, and what they see."""

from __future__ import annotations

import base64
import shutil
import struct
import zlib
from pathlib import Path

from desktop.engine.weights import WeightsFile
from tests.fakes import gguf

TEMPLATE = Path(gguf.__file__).with_name("tool_template.jinja")
TOOL: dict[str, object] = {
    "name": "get_weather",
    "description": "Tells the weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 20}},
        "required": ["city"],
    },
}


def copy_of_weights(path: Path) -> Path:
    """Give a copy of the built-in weights: a real second model. No link: its time is changed."""
    shutil.copyfile(WeightsFile().find(), path)
    return path


def calling_copy(path: Path) -> Path:
    """Give the built-in weights with a chat template that can call functions."""
    return gguf.with_template(WeightsFile().find(), path, TEMPLATE.read_text())


def entry(path: Path, name: str = "mine", **more: object) -> dict[str, object]:
    """Give what the engine is told of a model, as `services.own_models` says it."""
    return {
        "id": name,
        "name": name.title(),
        "files": [stamp(path)],
        "projector": None,
        "context_length": 2048,
        "takes_tools": False,
        "memory_bytes": 400 * 2**20,
        "size": path.stat().st_size,
        "created": 1,
        **more,
    }


def stamp(path: Path) -> list[object]:
    """Give a file's path, size and time."""
    seen = path.stat()
    return [str(path), seen.st_size, seen.st_mtime_ns]


def png(width: int = 80, height: int = 60) -> str:
    """Give a blue picture as a `data:` address."""
    rows = (b"\0" + b"\x10\x80\xf0" * width) * height
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", size), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return data_url(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def data_url(data: bytes, kind: str = "png") -> str:
    """Give bytes as a `data:` address."""
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
