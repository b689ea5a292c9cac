"""One round of an answer as it can be looked at: the request, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from desktop.core.exchange import Headers


class Doubt(StrEnum):
    """Why a request that is shown may not be the one that was sent."""

    NONE = ""
    NOT_RECORDED = "not_recorded"  # all of it is made anew
    IMPORTED = "imported"  # the same: nothing ever went over the wire here
    CHANGED = "changed"  # its messages are not those any more


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its messages in it again, and files as what stands for them.

    `file_bytes` is how large the files are that were in it. `is_first`: no round of the same answer
    was before it.
    """

    method: str
    url: str
    headers: Headers
    body: Mapping[str, object] = field(repr=False)
    size: int = 0
    file_bytes: int = 0
    is_first: bool = True
    doubt: Doubt = Doubt.NONE


class Event(NamedTuple):
    """A piece of an answer as it came: `at_ms` after the request, its name, its text, its bytes."""

    at_ms: int
    name: str
    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `status` 0: nothing. Times are ms after the request.

    `size` is in bytes, also of what is not kept (`is_cut`). `events` are those of a stream; of any
    other answer they are the pieces in which it came.
    """

    status: int
    headers: Headers = ()
    size: int = 0
    is_cut: bool = False
    text: str = field(default="", repr=False)
    events: tuple[Event, ...] = field(default=(), repr=False)
    first_byte_ms: int | None = None
    first_token_ms: int | None = None
    total_ms: int | None = None
    output_tokens: int | None = None

    @property
    def request_id(self) -> str:
        """How the server calls the request; empty: it does not say."""
        return next((value for name, value in self.headers if name == "x-request-id"), "")

    @property
    def tokens_per_s(self) -> float | None:
        """How fast the answer came once it began; None: that is not known."""
        times = (self.first_token_ms, self.total_ms)
        if self.output_tokens is None or times[0] is None or times[1] is None:
            return None
        took_ms = times[1] - times[0]
        return self.output_tokens * 1000 / took_ms if took_ms > 0 else None


@dataclass(frozen=True, slots=True)
class Round:
    """A request and its answer; None: nothing was recorded of it. `started_at` is 0 then."""

    number: int
    request: Request
    answer: Answer | None
    started_at: float = 0.0
