"""What a reader does at a moment, and what it plays on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.core.errors import AppError
from desktop.services.aloud.sentences import Sentence
from desktop.services.aloud.voice import Voice


class Output(Protocol):
    """The loudspeaker, as `media.playing.Output` is: all of it may block but `position_s`."""

    @property
    def position_s(self) -> float:
        """How much was heard."""
        ...

    @property
    def is_done(self) -> bool:
        """Tell whether all that was written was heard."""
        ...

    def start(self) -> None:
        """Open the device."""
        ...

    def write(self, pcm: bytes) -> None:
        """Append sound; waits for room."""
        ...

    def pause(self) -> None:
        """Be silent and keep what was written."""
        ...

    def resume(self) -> None:
        """Go on."""
        ...

    def stop(self) -> None:
        """Be silent for good; whoever waits in `write` is let go."""
        ...


class Phase(StrEnum):
    """What the reader does."""

    IDLE = "idle"
    PREPARING = "preparing"
    ASKING = "asking"  # the voice is a server's, and nobody has agreed to it: see `Reader.agree`
    READING = "reading"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReaderState:
    """What the reader does, and with what.

    Attributes:
        phase: What it does.
        key: What is read, as whoever asked for it calls it.
        sentence: What is heard now; None: nothing yet.
        number: Which of them, from 0.
        count: How many there are.
        voice: Who reads.
        error: Why it ended.
    """

    phase: Phase = Phase.IDLE
    key: str = ""
    sentence: Sentence | None = None
    number: int = 0
    count: int = 0
    voice: Voice | None = None
    error: AppError | None = None

    @property
    def is_on(self) -> bool:
        """Tell whether something is being read, or about to be."""
        return self.phase in {Phase.PREPARING, Phase.ASKING, Phase.READING, Phase.PAUSED}
