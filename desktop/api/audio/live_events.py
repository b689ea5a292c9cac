"""What a live transcription tells, and the order in which its turns belong.

Turns are transcribed side by side: a short one may be done before the long one that was said first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.api.reading.failures import RefusedError
from desktop.api.reading.fields import Json
from desktop.core.connection import Endpoint

RATE_HZ = 24_000
"""What the API takes: 16-bit little-endian mono at this rate (live dictation guide)."""

_MAX_HELD = 8


@dataclass(frozen=True, slots=True)
class SessionReady:
    """The server took the settings; it wants audio at `rate_hz`."""

    rate_hz: int = RATE_HZ


@dataclass(frozen=True, slots=True)
class Committed:
    """A turn was cut off and is being transcribed; it follows that of `previous_item_id`."""

    item_id: str
    previous_item_id: str = ""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The server hears speech (turn detection only), `at_ms` after the session's beginning."""

    item_id: str
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The server hears silence again."""

    item_id: str
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of a turn's text; a preview.

    `transcript`, where the server gives it (the built-in engine does): all words of this turn so far
    as it now takes them to be, earlier ones among them that it has changed its mind about.
    """

    item_id: str
    text: str
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    """The text of a turn. `usage` is as the server counts: `{"type": "duration"|"tokens", ...}`."""

    item_id: str
    text: str
    usage: Json | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A turn that could not be transcribed; the session goes on.

    `item_id` is empty where a commit held too little audio to become a turn.
    """

    item_id: str
    error: RefusedError


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event that we do not know, whole; "malformed" and "binary" are no events at all."""

    name: str
    raw: str


LiveEvent: TypeAlias = (
    SessionReady | Committed | SpeechStarted | SpeechStopped | Delta | Completed | Failed | Unknown
)


def without_secrets(event: LiveEvent, endpoint: Endpoint) -> LiveEvent:
    """Give the same event in which no error repeats a secret."""
    if isinstance(event, Failed):
        return replace(event, error=event.error.without(endpoint.secrets))
    return event


class Order:
    """Gives finished turns in the order in which they were said.

    A turn is held back while the one before it is being transcribed; at most eight are, for a
    server may forget one. What nobody has announced is given at once.
    """

    def __init__(self) -> None:
        self._before: dict[str, str] = {}  # turns that were not given yet -> the one before
        self._held: dict[str, Completed | Failed] = {}

    def add(self, event: LiveEvent) -> tuple[Completed | Failed, ...]:
        """Take an event; give the turns whose time has come."""
        match event:
            case Committed(item_id, previous):
                self._before.setdefault(item_id, previous)
            case Completed(item_id=item_id) | Failed(item_id=item_id):
                if item_id in self._held or not item_id:
                    return (event,)
                self._held[item_id] = event
                return tuple(self._ready())
        return ()

    def rest(self) -> tuple[Completed | Failed, ...]:
        """Give what is still held back: nothing more will come."""
        given = tuple(self._give(item_id) for item_id in self._in_order())
        self._before.clear()
        return given

    def _ready(self) -> Iterator[Completed | Failed]:
        while self._held:
            ready = (name for name in self._held if self._before.get(name, "") not in self._before)
            name = next(ready, "")
            if not name and len(self._held) <= _MAX_HELD:
                return
            yield self._give(name or self._in_order()[0])

    def _give(self, item_id: str) -> Completed | Failed:
        self._before.pop(item_id, None)
        return self._held.pop(item_id)

    def _in_order(self) -> list[str]:
        places = {name: place for place, name in enumerate(self._before)}
        return sorted(self._held, key=lambda name: places.get(name, -1))
