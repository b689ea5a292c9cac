"""What a GGUF file is good for: a model that answers, its projector for pictures, or neither.

Nothing is loaded; only headers are read. Everything here blocks: worker threads only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.store.gguf import Flaw, Header, ModelFileError, read_header
from desktop.store.own_models import ModelFile, OwnModel

_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M",
    30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip
"""llama.cpp's `general.file_type`: how the weights were made small."""

_NO_ANSWERS = frozenset({"bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert",
                         "jina-bert-v2", "jina-bert-v3", "gemma-embedding", "t5encoder"})  # fmt: skip
"""Architectures that only embed."""

FIRST_CONTEXT = 8192
"""Tokens of context that a new model begins with; more takes more memory."""

_OTHER_BYTES = 160 * 1024 * 1024
"""Taken beside weights and context: buffers and vocabulary. Measured with SmolLM2: 126 MiB."""

_PART = re.compile(r"^(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fit:
    """What a model needs and what there is, in bytes; None: this system does not say."""

    needed: int
    free: int | None
    total: int | None

    @property
    def is_tight(self) -> bool:
        """Tell that it needs more than is free now."""
        return self.free is not None and self.needed > self.free


def is_projector(header: Header) -> bool:
    """Tell whether a file is a projector (mmproj), whatever its name says."""
    return header.text("general.architecture") == "clip" or header.text("general.type") == "mmproj"


def read_model(path: Path) -> OwnModel:
    """Give what is known of a model; its id is still empty.

    Args:
        path: Its file; of a model in several parts any of them.

    Raises:
        ModelFileError: UNREADABLE or UNSUITABLE, with the flaw.
    """
    parts = parts_of(path)
    headers = [read_header(part) for part in parts]
    header = headers[0]
    _check_kind(header, len(parts))
    files = tuple(look_at(part) for part in parts)
    if any(given.number("split.count") not in {None, len(parts)} for given in headers):
        raise ModelFileError(Flaw.PART_MISSING, "its parts do not belong together")
    trained = _of(header, "context_length") or FIRST_CONTEXT
    template = header.text("tokenizer.chat_template")
    stem = _PART.sub(r"\g<stem>", parts[0].name).removesuffix(".gguf")[:80]
    return OwnModel(
        id="",
        name=stem,
        files=files,
        context_length=min(trained, FIRST_CONTEXT),
        trained_length=trained,
        architecture=header.text("general.architecture"),
        quantisation=_FILE_TYPES.get(header.number("general.file_type") or 0, "")
        if "general.file_type" in header.values
        else "",
        parameters=header.text("general.size_label")[:20],
        token_bytes=_token_bytes(header),
        has_template=bool(template),
        takes_tools="tools" in template,
        added=datetime.now(UTC).date().isoformat(),
    )


def read_projector(path: Path) -> ModelFile:
    """Give the file of a projector that lets a model see.

    Raises:
        ModelFileError: UNREADABLE or UNSUITABLE, with the flaw.
    """
    header = read_header(path)
    if not is_projector(header):
        raise ModelFileError(Flaw.NO_PROJECTOR, header.text("general.architecture"))
    if not header.flag("clip.has_vision_encoder"):
        raise ModelFileError(Flaw.BLIND, "it has no encoder for pictures")
    return look_at(path)


def read_all(paths: Iterable[Path]) -> list[OwnModel]:
    """Give the models among files that were picked or dropped together, each with its projector.

    Raises:
        ModelFileError: UNREADABLE or UNSUITABLE, with the flaw and the file's name.
    """
    models: dict[ModelFile, OwnModel] = {}
    projectors: list[ModelFile] = []
    for path in paths:
        try:
            if seems_projector(path):
                projectors.append(read_projector(path))
            else:
                model = read_model(path)
                models[model.files[0]] = model  # several parts of one model are one
        except ModelFileError as error:
            raise ModelFileError(error.flaw, error.detail, path.name) from error
    if projectors and not models:
        raise ModelFileError(Flaw.PROJECTOR, "no model", Path(projectors[0].path).name)
    if projectors and len(models) + len(projectors) > 2:
        raise ModelFileError(Flaw.SEVERAL, f"{len(models)} models, {len(projectors)} projectors")
    projector = projectors[0] if projectors else None
    found = [replace(model, projector=projector) for model in models.values()]
    for model in found:
        memory = fit(model).total
        if memory is not None and model.size > memory:
            told = f"{model.size} bytes, this computer has {memory}"
            raise ModelFileError(Flaw.TOO_LARGE, told, model.name)
    return found


def parts_of(path: Path) -> tuple[Path, ...]:
    """Give all files of a model; `path` alone unless it is named as one of several parts.

    Raises:
        ModelFileError: PART_MISSING.
    """
    found = _PART.match(path.name)
    count = int(found["count"]) if found else 1
    if found is None or count < 2 or not 1 <= int(found["number"]) <= count:
        return (path,)
    names = (f"{found['stem']}-{n:05d}-of-{found['count']}.gguf" for n in range(1, count + 1))
    parts = tuple(path.with_name(name) for name in names)
    missing = [part.name for part in parts if not part.is_file()]
    if missing:
        raise ModelFileError(Flaw.PART_MISSING, ", ".join(missing[:3]))
    return parts


def look_at(path: Path) -> ModelFile:
    """Give a file's path, size and time.

    Raises:
        ModelFileError: UNREADABLE, or BAD_NAME.
    """
    whole = path.absolute()
    try:
        seen = whole.stat()
        str(whole).encode()
    except UnicodeEncodeError as error:
        raise ModelFileError(Flaw.BAD_NAME, "its name is not Unicode") from error
    except OSError as error:
        raise ModelFileError(Flaw.UNREADABLE, f"{path.name}: {error.strerror}") from error
    return ModelFile(str(whole), seen.st_size, seen.st_mtime_ns)


def changes(model: OwnModel) -> ModelFileError | None:
    """Give what has become of a model's files since it was added; None: nothing."""
    files = (*model.files, model.projector) if model.projector else model.files
    for file in files:
        try:
            seen = look_at(Path(file.path))
        except ModelFileError as error:
            return error
        if seen != file:
            return ModelFileError(Flaw.DAMAGED, f"{Path(file.path).name} has changed")
    return None


def needed_bytes(model: OwnModel) -> int:
    """Give about how much memory a model takes when it is loaded."""
    context = model.context_length * model.token_bytes
    return model.size + context + _OTHER_BYTES


def fit(model: OwnModel) -> Fit:
    """Compare what a model needs with this computer's memory."""
    free = total = None
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "MemAvailable":
                free = int(value.split()[0]) * 1024
            elif name == "MemTotal":
                total = int(value.split()[0]) * 1024
    except OSError:  # not Linux: only the whole is told, if at all
        if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
            total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Fit(needed_bytes(model), free, total)


def seems_projector(path: Path) -> bool:
    """Tell whether a file is a projector; what cannot be read is taken for a model.

    The error then comes from where the model is read, with the right words.
    """
    try:
        return is_projector(read_header(path))
    except ModelFileError:
        return False


def _check_kind(header: Header, parts: int) -> None:
    architecture = header.text("general.architecture")
    if is_projector(header):
        raise ModelFileError(Flaw.PROJECTOR, architecture)
    if header.text("general.type") in {"adapter", "vocab", "imatrix", "dataset"}:
        raise ModelFileError(Flaw.NO_MODEL, header.text("general.type"))
    if architecture in _NO_ANSWERS:
        raise ModelFileError(Flaw.EMBEDDING, architecture)
    if (header.number("split.count") or 1) > parts:
        raise ModelFileError(Flaw.PART_MISSING, f"{header.number('split.count')} parts")
    is_whole = architecture and header.tensors and header.text("tokenizer.ggml.model")
    if not is_whole or not header.lengths.get("tokenizer.ggml.tokens"):
        raise ModelFileError(Flaw.NO_MODEL, "no architecture, tensors or vocabulary")


def _of(header: Header, name: str) -> int | None:
    return header.number(f"{header.text('general.architecture')}.{name}")


def _token_bytes(header: Header) -> int:
    """Give about how many bytes of memory one token of context takes (keys and values, 16 bit)."""
    layers = _of(header, "block_count") or 0
    heads = _of(header, "attention.head_count") or 1
    width = (_of(header, "embedding_length") or 0) // heads
    keys = _of(header, "attention.key_length") or width
    values = _of(header, "attention.value_length") or width
    listed = header.values.get(f"{header.text('general.architecture')}.attention.head_count_kv")
    if isinstance(listed, tuple):
        total = int(sum(listed))
    else:
        total = layers * (listed if type(listed) is int and listed > 0 else heads)
    return min(2 * total * (keys + values), 64 * 1024 * 1024)
