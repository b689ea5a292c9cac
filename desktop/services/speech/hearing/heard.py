"""What is heard, and who hears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from desktop.core.errors import AppError
from desktop.core.observe import Event
from desktop.core.transcript import Line


@dataclass(frozen=True, slots=True)
class Partial:
    """All words of an utterance so far; they may still change. Utterances are counted from 0."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """An utterance as text; None: nothing was said in it.

    Not `is_whole`: its beginning, for the server does not wait for the end of a long one.
    """

    number: int
    line: Line | None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Lost:
    """Speech that did not become text.

    `number` is the utterance that failed while the others go on; None: nothing more is heard.
    """

    error: AppError
    number: int | None = None


Heard: TypeAlias = Partial | Final | Lost


class Hearing(Protocol):
    """Hears one utterance after another. Used on the loop's thread; what comes of it is in `heard`.

    None of the methods waits for a server or raises what one says; only `finish` waits.

    Attributes:
        heard: What comes of it.
        hears_at_once: What was fed cannot be taken back: where an utterance is found to have ended
            earlier, the next one begins with what has not been fed yet.
    """

    heard: Event[Heard]
    hears_at_once: bool

    def begin(self, number: int, start_s: float) -> None:
        """Say that an utterance begins at `start_s` of the recording."""

    def feed(self, pcm: bytes) -> None:
        """Take what follows of it: 16-bit little-endian mono."""

    def commit(self, end_s: float) -> None:
        """Say that it has ended."""

    async def finish(self) -> None:
        """Wait until everything that was committed is text or lost."""

    async def aclose(self) -> None:
        """Stop at once."""
