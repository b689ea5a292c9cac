"""What the turns tell of: an answer that is being made, its pieces, its end."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.core.errors import AppError
from desktop.core.stream import Fold, Folded
from desktop.core.types import State


@dataclass(frozen=True, slots=True)
class Target:
    """Who is to answer."""

    connection_id: str
    model: str


class Phase(StrEnum):
    """What a running turn is doing."""

    WAITING = "waiting"  # the request is on its way, nothing has come back
    STREAMING = "streaming"
    RETRYING = "retrying"  # the server asked for patience; see Turn.retry_at


@dataclass(slots=True)
class Turn:
    """An answer that is being made. `retry_at` is on the clock of time.monotonic()."""

    conversation_id: int
    message_id: int
    target: Target
    phase: Phase = Phase.WAITING
    retry_at: float = 0.0
    started_at: float = field(default_factory=time.monotonic)
    fold: Fold = field(default_factory=Fold, repr=False)
    unsaved: asyncio.Event = field(default_factory=asyncio.Event, repr=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """The next piece of an answer's text or reasoning."""

    conversation_id: int
    message_id: int
    text: str
    is_reasoning: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """A turn is over. `trouble` tells that its end could not be stored (yet)."""

    conversation_id: int
    message_id: int
    state: State
    result: Folded
    error: AppError | None = None
    trouble: AppError | None = None

    @property
    def error_code(self) -> str:
        """What the store calls the error; empty without one."""
        return self.error.code if self.error else ""

    @property
    def error_detail(self) -> str:
        """What the other side said about it, and how it calls the request, for a report."""
        if self.error is None:
            return ""
        request = f"request id: {self.error.request_id}" if self.error.request_id else ""
        return "\n".join(filter(None, (self.error.detail, request)))
