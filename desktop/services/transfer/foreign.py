"""What the exports of other services have in common: their conversations become ours.

A converter is a pure function from one conversation of theirs to a `Converted`; what it leaves out
`store.portable.checked` fills with nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from desktop.core.types import Kind, PartType, Role, State
from desktop.store import portable

Json: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a conversation: its content, or how the files in the archive that hold it begin."""

    name: str = ""
    media_type: str = ""
    content: bytes | None = None
    pointer: str = ""


@dataclass(slots=True)
class Converted:
    """A conversation of another service as one of ours.

    `record` is what `store.portable.checked` reads; where a part's blob is a key of `held`, it is
    to be replaced by the hash of that content, or by nothing where the archive does not hold it.
    """

    record: Json
    held: dict[str, Held] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A message while it is made; parents and children are numbers that count from 1."""

    role: Role
    parent: int | None
    created_at: float
    model: str = ""
    parts: list[Json] = field(default_factory=list)
    selected: int | None = None
    finish_reason: str = ""

    def to_json(self) -> Json:
        """Give it as the archive has it."""
        is_answer = self.role is Role.ASSISTANT
        return {
            "role": self.role.value,
            "state": State.COMPLETE.value,
            "model": self.model,
            "parent": self.parent,
            "selected": self.selected,
            "created_at": self.created_at,
            "finished_at": self.created_at if is_answer else None,
            "finish_reason": self.finish_reason,
            "parts": self.parts,
        }


def part(kind: PartType, text: str = "", **more: str) -> Json:
    """Give a part; `more`: blob, raw, name, ref."""
    return {"type": kind.value, "text": text, **more}


def conversation(uid: str, title: str, times: tuple[float, float], lines: list[Line]) -> Json:
    """Give a conversation; times: when it was made and last changed."""
    return {
        "format": portable.FORMAT,
        "version": portable.VERSION,
        "uid": uid,
        "kind": Kind.CHAT.value,
        "title": title,
        "created_at": times[0],
        "updated_at": times[1],
        "messages": [line.to_json() for line in lines],
    }


def seconds(value: object) -> float:
    """Give a time as seconds since 1970; 0 where it is none. Takes numbers and ISO 8601."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError):
            return 0.0
    return 0.0
