"""Writes GGUF files for tests: small invented ones, and real ones with other keys in their header."""

from __future__ import annotations

import random
import struct
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path

Value = str | int | float | bool | list[str] | list[int] | list[float]
Tensor = tuple[str, Sequence[int], int, bytes]  # name, shape, ggml type, data

F32, ALIGNMENT = 0, 32
_CHUNK = 1024 * 1024


def header(
    values: Mapping[str, Value],
    tensors: Sequence[Tensor] = (),
    *,
    version: int = 3,
    magic: bytes = b"GGUF",
) -> bytes:
    """Give a header up to where the data begin."""
    data = bytearray(magic + struct.pack("<IQQ", version, len(tensors), len(values)))
    for key, value in values.items():
        data += text(key) + _value(value)
    place = 0
    for name, shape, kind, content in tensors:
        data += text(name) + struct.pack("<I", len(shape))
        data += struct.pack(f"<{len(shape)}QIQ", *shape, kind, place)
        place += len(content) + -len(content) % ALIGNMENT
    return bytes(data) + b"\0" * (-len(data) % ALIGNMENT)


def write(path: Path, values: Mapping[str, Value], tensors: Sequence[Tensor] = ()) -> Path:
    """Write a whole file; give its path."""
    with path.open("wb") as file:
        file.write(header(values, tensors))
        for _, _, _, content in tensors:
            file.write(content + b"\0" * (-len(content) % ALIGNMENT))
    return path


def text(value: str) -> bytes:
    """Give a text as GGUF writes it."""
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def floats(*shape: int, scale: float = 0.02, seed: int = 0) -> bytes:
    """Give numbers around 0 for a tensor of F32; always the same ones."""
    count = 1
    for side in shape:
        count *= side
    source = random.Random(seed)
    return array("f", (source.uniform(-scale, scale) for _ in range(count))).tobytes()


MODEL: dict[str, Value] = {
    "general.architecture": "llama",
    "general.type": "model",
    "general.name": "Tiny",
    "general.size_label": "1M",
    "general.file_type": 15,
    "llama.context_length": 4096,
    "llama.block_count": 2,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.tokens": ["a", "b", "c"],
    "tokenizer.chat_template": "{% for m in messages %}{{ m.content }}{% endfor %}",
}
"""What a model's header holds at least. It cannot be loaded: there are no weights."""

PROJECTOR: dict[str, Value] = {
    "general.architecture": "clip",
    "general.type": "mmproj",
    "clip.has_vision_encoder": True,
    "clip.projector_type": "mlp",
}

WEIGHT: Tensor = ("token_embd.weight", (8, 4), F32, b"\0" * 128)


def model(path: Path, **changed: Value) -> Path:
    """Write a model that can be added, but not loaded; keys with `_` for `.`."""
    values = MODEL | {key.replace("__", "."): value for key, value in changed.items()}
    return write(path, values, [WEIGHT])


def projector(path: Path, **changed: Value) -> Path:
    """Write a projector that can be added, but not loaded."""
    values = PROJECTOR | {key.replace("__", "."): value for key, value in changed.items()}
    return write(path, values, [("mm.0.weight", (8, 4), F32, b"\0" * 128)])


def seeing_projector(path: Path, width: int = 576) -> Path:
    """Write a projector with invented weights that can be loaded beside a model of `width`.

    A vision transformer of one layer: what it sees is noise, but it goes the whole way.
    """
    side, patch, inner, hidden = 56, 14, 32, 64
    places = (side // patch) ** 2 + 1
    values: dict[str, Value] = PROJECTOR | {
        "general.file_type": 0,
        "clip.vision.image_size": side,
        "clip.vision.patch_size": patch,
        "clip.vision.embedding_length": inner,
        "clip.vision.feed_forward_length": hidden,
        "clip.vision.projection_dim": inner,
        "clip.vision.block_count": 2,
        "clip.vision.attention.head_count": 2,
        "clip.vision.attention.layer_norm_epsilon": 1e-5,
        "clip.vision.image_mean": [0.5, 0.5, 0.5],
        "clip.vision.image_std": [0.5, 0.5, 0.5],
        "clip.use_gelu": True,
    }
    shapes: dict[str, tuple[int, ...]] = {
        "v.class_embd": (inner,),
        "v.patch_embd.weight": (patch, patch, 3, inner),
        "v.position_embd.weight": (inner, places),
        "v.pre_ln.weight": (inner,),
        "v.pre_ln.bias": (inner,),
        "mm.0.weight": (inner, width),
        "mm.0.bias": (width,),
        "mm.2.weight": (width, width),
        "mm.2.bias": (width,),
    }
    for layer in range(2):
        for name in ("attn_q", "attn_k", "attn_v", "attn_out"):
            shapes[f"v.blk.{layer}.{name}.weight"] = (inner, inner)
            shapes[f"v.blk.{layer}.{name}.bias"] = (inner,)
        for name, (before, after) in {
            "ffn_up": (inner, hidden),
            "ffn_down": (hidden, inner),
        }.items():
            shapes[f"v.blk.{layer}.{name}.weight"] = (before, after)
            shapes[f"v.blk.{layer}.{name}.bias"] = (after,)
        for name in ("ln1", "ln2"):
            shapes[f"v.blk.{layer}.{name}.weight"] = (inner,)
            shapes[f"v.blk.{layer}.{name}.bias"] = (inner,)
    tensors = [
        (name, shape, F32, floats(*shape, seed=number))
        for number, (name, shape) in enumerate(shapes.items())
    ]
    return write(path, values, tensors)


def with_template(source: Path, path: Path, template: str) -> Path:
    """Copy a real model and give it another chat template."""
    from desktop.store.gguf import read_header

    found = read_header(source)
    old = found.text("tokenizer.chat_template")
    with source.open("rb") as file, path.open("wb") as copy:
        start = file.read(16 * 1024 * 1024)
        marked = text("tokenizer.chat_template") + struct.pack("<I", 8) + text(old)
        place = start.index(marked)
        grown = len(template.encode()) - len(old.encode())
        # The data must stay aligned: the template is filled up with a comment's blanks.
        template += "{#" + " " * ((-grown - 4) % ALIGNMENT) + "#}"
        new = text("tokenizer.chat_template") + struct.pack("<I", 8) + text(template)
        copy.write(start[:place] + new + start[place + len(marked) :])
        while chunk := file.read(_CHUNK):
            copy.write(chunk)
    return path


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + text(value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if all(isinstance(item, str) for item in value):
        items = b"".join(text(str(item)) for item in value)
        return struct.pack("<IIQ", 9, 8, len(value)) + items
    kind, form = (6, "f") if isinstance(value[0], float) else (4, "I")
    return struct.pack(f"<IIQ{len(value)}{form}", 9, kind, len(value), *value)
