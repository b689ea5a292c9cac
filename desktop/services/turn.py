"""What the turns tell of: an answer that is being made, its pieces, its end."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.errors import AppError
from desktop.core.types import Message, Part, PartType, State, Usage

if TYPE_CHECKING:  # loaded with the first question
    from desktop.core.stream import Fold, Folded, StreamEvent
    from desktop.services.recording import Recording


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
    CALLING = "calling"  # functions that the model called are running


def _fold(parts: tuple[Part, ...] = (), usage: Usage | None = None) -> Fold:
    from desktop.core.stream import Fold  # noqa: PLC0415 - see above

    return Fold(parts, usage)


@dataclass(slots=True)
class Turn:
    """An answer that is being made.

    `retry_at` and `thinking_since` are on the clock of time.monotonic(); the latter is None while
    the model does not think. `thought_s` is the time of thoughts that are over. `ends_because` is
    why we ended it after the server had said what it had to say, for `Message.finish_reason`.
    `recordings` has what went over the wire, one for each round. `is_admitted`: its next request was
    weighed against the budget; `may_exceed`: the person lets all of it go over. `paid` is what of
    its tokens is counted in the store already.
    """

    conversation_id: int
    message_id: int
    target: Target
    phase: Phase = Phase.WAITING
    retry_at: float = 0.0
    started_at: float = field(default_factory=time.monotonic)
    fold: Fold = field(default_factory=_fold, repr=False)
    unsaved: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    thinking_since: float | None = None
    thought_s: float | None = None
    ends_because: str = ""
    recordings: list[Recording] = field(default_factory=list, repr=False)
    is_admitted: bool = True
    may_exceed: bool = False
    paid: Usage | None = None

    @property
    def reasoned_s(self) -> float | None:
        """How long the model has thought so far, all rounds together; None: it has not."""
        if self.thinking_since is None:
            return self.thought_s
        return (self.thought_s or 0.0) + time.monotonic() - self.thinking_since

    @classmethod
    def of(cls, answer: Message, target: Target, begun: Message | None) -> Turn:
        """Give the turn of an answer, which goes on with what `begun` has said."""
        turn = cls(answer.conversation_id, answer.id, target)
        if begun is not None:
            turn.go_on_from(begun, is_same=begun.id == answer.id)
        return turn

    def go_on_from(self, begun: Message, *, is_same: bool) -> None:
        """Begin with what an answer has said; `is_same`: it is this one, and has paid for it."""
        parts = begun.parts
        while parts and _is_half_call(parts[-1]):
            parts = parts[:-1]
        self.paid = begun.usage if is_same else None
        self.fold = _fold(parts, self.paid)
        self.thought_s = begun.reasoned_s
        if parts:
            self.unsaved.set()

    def record(self) -> Recording:
        """Give what takes down the next round."""
        from desktop.services.recording import Recording  # noqa: PLC0415 - see above

        parts = self.fold.result().parts
        made = Recording((len(parts), len(parts[-1].text) if parts else 0))
        self.recordings.append(made)
        return made

    def take(self, event: StreamEvent) -> None:
        """Take in an event of the stream."""
        from desktop.core.stream import (  # noqa: PLC0415 - see above
            Finished,
            ReasoningDelta,
            RefusalDelta,
            TextDelta,
            ToolCallDelta,
        )

        if isinstance(event, ReasoningDelta):
            if self.thinking_since is None:
                self.thinking_since = time.monotonic()
        elif isinstance(event, TextDelta | RefusalDelta | ToolCallDelta | Finished):
            self.thought_s, self.thinking_since = self.reasoned_s, None
        self.fold.add(event)
        self.unsaved.set()

    def result(self) -> Folded:
        """Give what the answer amounts to so far."""
        folded = self.fold.result()
        reason = self.ends_because or folded.finish_reason
        return replace(folded, reasoned_s=self.reasoned_s, finish_reason=reason)

    def put_into(self, message: Message) -> Message:
        """Give the answer's message with what has arrived so far."""
        parts = self.fold.result().parts
        return replace(message, parts=parts, state=State.STREAMING, reasoned_s=self.reasoned_s)


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
    target: Target = Target("", "")

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

    def put_into(self, message: Message) -> Message:
        """Give the answer's message as it is now, which the store does not know yet."""
        return replace(
            message,
            parts=self.result.parts,
            state=self.state,
            finish_reason=self.result.finish_reason,
            error_code=self.error_code,
            error_detail=self.error_detail,
            reasoned_s=self.result.reasoned_s,
        )


def _is_half_call(part: Part) -> bool:
    """Tell whether a call was cut within its arguments: it will be made again."""
    if part.type is not PartType.TOOL_CALL:
        return False
    try:
        return not isinstance(json.loads(part.text or "{}"), dict)
    except (ValueError, RecursionError):
        return True


def adds_part(event: StreamEvent) -> bool:
    """Tell whether an event shows something new that is not words."""
    from desktop.core.stream import (  # noqa: PLC0415 - see above
        Citation,
        PartDone,
        ToolCallDelta,
        Unknown,
    )

    match event:
        case ToolCallDelta(name=name, call_id=call_id):
            return bool(name or call_id)  # the rest of its arguments comes in many small pieces
        case PartDone(part=part):
            return part.type not in {PartType.TEXT, PartType.REASONING, PartType.REFUSAL}
        case Citation() | Unknown():
            return True
    return False


def spoken(event: StreamEvent) -> tuple[str, bool]:
    """Give the words that an event brings, and whether they are thoughts."""
    from desktop.core.stream import (  # noqa: PLC0415 - see above
        ReasoningDelta,
        RefusalDelta,
        TextDelta,
    )

    if isinstance(event, TextDelta | RefusalDelta | ReasoningDelta):
        return event.text, isinstance(event, ReasoningDelta)
    return "", False
