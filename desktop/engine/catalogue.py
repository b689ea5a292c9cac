"""The models that may be asked: the built-in one, and those that the person has added.

Which files are added is told on stdin by the program that started the engine, never by a request:
whoever holds the key may ask a model, but cannot make the engine open a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desktop.core.errors import AppError, Code
from desktop.engine.weights import WeightsFile

BUILT_IN = "smollm2-135m-instruct"

SYSTEM_MESSAGE = "You are a helpful assistant."
"""SmolLM2 needs exactly this: with it and temperature 0 it names the capital of France 4 of 4
times, without any system message 0 of 8 times; even "answer briefly" breaks it."""

REPEAT_PENALTY = 1.05
"""Against the loops that small models fall into. Of 40 short facts 33 are right with it, 30 without
it, 31 at 1.1; half of the letters and stories that looped without it come to an end."""

IDLE_S = 600
MAX_LINE_BYTES = 1024 * 1024


class Source(Protocol):
    """Where a model's file is; both raise AppError when it cannot be used."""

    def find(self) -> Path:
        """Give the path after a quick look."""

    def verified(self) -> Path:
        """Give the path once the file is known to be the right one; may read all of it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What a model needs where a request says nothing; None: its own defaults."""

    system_message: str | None = None
    temperature: float | None = None
    repeat_penalty: float | None = None
    is_watched: bool = False
    """It falls into loops, so its answers are ended when they repeat themselves."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model that can be asked; equal to another when it is loaded in the same way.

    `memory_bytes` is what it takes when it is loaded; None: not known before. `projector` turns
    pictures into what the model reads; None: it cannot see.
    """

    id: str
    source: Source
    context_length: int
    facts: Mapping[str, object] = field(compare=False)
    manner: Manner = field(default=Manner(), compare=False)
    projector: Source | None = None
    takes_tools: bool = field(default=False, compare=False)
    memory_bytes: int | None = field(default=None, compare=False)

    @property
    def sees(self) -> bool:
        """Tell whether it takes pictures."""
        return self.projector is not None

    def find(self) -> None:
        """Return if its files are there, as far as a quick look can tell.

        Raises:
            AppError: ENGINE_MISSING, UNREADABLE or UNSUITABLE.
        """
        self.source.find()
        if self.projector is not None:
            self.projector.find()

    def description(self) -> dict[str, object]:
        """Give its entry in the list of models."""
        modalities = ["text", "image"] if self.sees else ["text"]
        return {
            "id": self.id,
            "object": "model",
            **self.facts,
            "context_length": self.context_length,
            "input_modalities": modalities,
            "supports_tools": self.takes_tools,
        }


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the person's: its path, and the size and time that it had when it was added."""

    path: str
    size: int
    mtime_ns: int


class OwnFiles:
    """The parts of a model, or its projector; the first is the one to open."""

    def __init__(self, parts: tuple[OwnFile, ...]) -> None:
        self._parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnFiles) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def find(self) -> Path:
        """Give the path of the first part if all are as they were when the model was added.

        Raises:
            AppError: UNREADABLE, it is not there any more; UNSUITABLE, it is another file now.
        """
        for part in self._parts:
            try:
                seen = Path(part.path).stat()
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else "a bad name"
                told = f"{Path(part.path).name} cannot be read: {reason}."
                raise AppError(Code.UNREADABLE, told) from error
            if (seen.st_size, seen.st_mtime_ns) != (part.size, part.mtime_ns):
                told = f"{Path(part.path).name} has changed since it was added. Add it again."
                raise AppError(Code.UNSUITABLE, told)
        return Path(self._parts[0].path)

    verified = find


class Catalogue:
    """All models by name. `take` may be called on any thread.

    Args:
        weights: The built-in model's file; None: the one in its package.
        idle_s: Seconds without a question after which memory is given back; 0: never.
    """

    def __init__(self, weights: Path | None = None, idle_s: int = IDLE_S) -> None:
        self.built_in = _built_in(WeightsFile(path=weights))
        self.idle_s = idle_s
        self.on_change: Callable[[], None] = _nobody
        self._own: dict[str, Model] = {}

    def all(self) -> tuple[Model, ...]:
        """Give every model, the built-in one first."""
        return (self.built_in, *self._own.values())

    def get(self, name: str) -> Model | None:
        """Give a model by its name."""
        return self.built_in if name == self.built_in.id else self._own.get(name)

    def take(self, line: bytes) -> int:
        """Know from now on the models that a line of stdin names; give how many.

        The line is `{"models": [...], "idle_s": 600}`; both members may be absent.

        Raises:
            ValueError: it is not such a line; nothing changes.
        """
        if len(line) > MAX_LINE_BYTES:
            raise ValueError("too long a line")
        try:
            told = json.loads(line)
            own = [_own(entry) for entry in told.get("models", [])]
            idle_s = int(told.get("idle_s", self.idle_s))
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"not a line about models: {error}") from error
        if "models" in told:
            self._own = {model.id: model for model in own if model.id != self.built_in.id}
        self.idle_s = max(0, idle_s)
        self.on_change()
        return len(self._own)


def _built_in(source: WeightsFile) -> Model:
    return Model(
        BUILT_IN,
        source,
        context_length=8192,  # what SmolLM2 was trained on
        facts={
            "created": 1730332800,  # 2024-10-31, the day on which SmolLM2 came out
            "owned_by": "HuggingFaceTB",
            "languages": ["en"],
        },
        manner=Manner(SYSTEM_MESSAGE, 0.0, REPEAT_PENALTY, is_watched=True),
    )


def _own(entry: dict[str, object]) -> Model:
    projector = entry.get("projector")
    size = int(str(entry["context_length"]))
    if size < 1 or not entry["id"]:
        raise ValueError("a model without name or context")
    return Model(
        str(entry["id"]),
        OwnFiles(_parts(entry["files"])),
        context_length=size,
        facts={
            "created": int(str(entry.get("created", 0))),
            "owned_by": "you",
            "name": str(entry.get("name", "")),
            "size": int(str(entry.get("size", 0))),
        },
        projector=OwnFiles(_parts(projector)) if projector else None,
        takes_tools=bool(entry.get("takes_tools")),
        memory_bytes=int(str(entry["memory_bytes"])) if entry.get("memory_bytes") else None,
    )


def _parts(value: object) -> tuple[OwnFile, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("a model without files")
    return tuple(OwnFile(str(path), int(size), int(mtime)) for path, size, mtime in value)


def _nobody() -> None:
    """Nothing is loaded yet that a change could concern."""
