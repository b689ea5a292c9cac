"""Answers that a server makes on its own time: how far they are, their end, their events again.

A response that was asked for in the background goes on when the connection is lost; whoever knows
its id and the number of the last event can hear the rest.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import dataclass, field, replace

from desktop.api.kept import Word, ask, at, delete, raw, read_id
from desktop.api.pages import PAGE_SIZE, walk
from desktop.api.reading.failures import RefusedError
from desktop.api.reading.fields import Json, child, number, real, text
from desktop.api.reading.framing import Framing
from desktop.api.reading.sse import Frame
from desktop.api.stored.conversations import Item, read_item
from desktop.api.text.response_events import Parser
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError
from desktop.core.stream import Folded, StreamEvent, fold

ROOT = "responses"


class Status(Word):
    """How far a response has come."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Tell whether it will not change any more; a new word of the server's may still."""
        return self in _FINAL


_FINAL = {Status.COMPLETED, Status.INCOMPLETE, Status.FAILED, Status.CANCELLED}


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """A response as the server keeps it.

    `folded` is what it says so far, as the events of a stream would have said it. `error_code` and
    `error_message` say why it FAILED. `raw` is the whole response as JSON text.
    """

    id: str
    status: Status = Status.COMPLETED
    folded: Folded = field(default_factory=Folded)
    model: str = ""
    created_at: float | None = None
    is_background: bool = False
    conversation_id: str = ""
    previous_response_id: str = ""
    error_code: str = ""
    error_message: str = ""
    raw: str = field(default="", repr=False)


def build_get(response_id: str) -> Call:
    """Give the request for a response as it is now."""
    return Call(at(ROOT, response_id))


def build_resume(response_id: str, after: int | None = None) -> Call:
    """Give the request for the events after the one with the number `after`; None: for all."""
    query = [("stream", "true"), ("include_obfuscation", "false")]
    if after is not None:
        query.append(("starting_after", str(after)))
    return Call(at(ROOT, response_id), query=tuple(query), thinks=True)


def build_cancel(response_id: str) -> Call:
    """Give the request that stops a background response."""
    return Call(at(ROOT, response_id, "cancel"), method="POST")


def build_delete(response_id: str) -> Call:
    """Give the request that deletes a response."""
    return Call(at(ROOT, response_id), method="DELETE")


def build_list_inputs(response_id: str) -> Call:
    """Give the request for the first page of what the response answers, the oldest first."""
    query = (("limit", PAGE_SIZE), ("order", "asc"))
    return Call(at(ROOT, response_id, "input_items"), query=query)


def parse(answer: object) -> KeptResponse:
    """Read one response.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, response_id = read_id(answer)
    error = child(item, "error")
    conversation = child(item, "conversation")
    return KeptResponse(
        response_id,
        Status(text(item, "status") or Status.COMPLETED),
        _folded(item),
        text(item, "model"),
        real(item, "created_at"),
        item.get("background") is True,
        text(conversation, "id") or text(item, "conversation"),
        text(item, "previous_response_id"),
        text(error, "code"),
        text(error, "message"),
        raw(item),
    )


async def get(http: Http, endpoint: Endpoint, response_id: str) -> KeptResponse:
    """Give a response as it is now; errors as `kept.ask`."""
    return parse(await ask(http, endpoint, build_get(response_id)))


async def cancel(http: Http, endpoint: Endpoint, response_id: str) -> KeptResponse:
    """Stop a background response and give it; one that has ended is given as it is.

    Raises:
        AppError: as `kept.ask`; BAD_REQUEST where the response does not run in the background.
    """
    return parse(await ask(http, endpoint, build_cancel(response_id)))


async def remove(http: Http, endpoint: Endpoint, response_id: str) -> None:
    """Delete a response; it may be gone already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_delete(response_id))


def list_inputs(http: Http, endpoint: Endpoint, response_id: str) -> AsyncGenerator[Item, None]:
    """Yield what the response answers, the oldest first; errors as `pages.walk`."""
    return walk(http, endpoint, build_list_inputs(response_id), read_item)


async def resume(
    http: Http, endpoint: Endpoint, response_id: str, after: int | None = None
) -> AsyncGenerator[tuple[int, StreamEvent], None]:
    """Yield the events of a background response from any point on; the last one is `Finished`.

    Each comes with the number to resume after when the connection is lost behind it. Folding goes
    on with the same `Fold`: keys and texts continue where the earlier events ended.

    Raises:
        AppError: every failure, as `stream_answer`; CUT when the connection is lost before the end.
    """
    parser = _Numbered(-1 if after is None else after)
    framing = Framing()
    async with http.open(endpoint, build_resume(response_id, after)) as answer:
        try:
            async for chunk in answer:
                for one in parser.numbered(framing.feed(chunk)):
                    yield one
                if parser.is_complete:
                    # Read on a little: a body read to its end keeps the connection for the next.
                    answer.expect_end(has_ended=parser.has_ended)
            for one in parser.numbered(framing.close()):
                yield one
        except RefusedError as refused:
            raise refused.without(endpoint.secrets) from None
        except AppError:
            # All was said already: a server that then breaks off or stays silent does no harm.
            if not parser.is_complete:
                raise
        for event in parser.close():
            yield parser.position, event


class _Numbered(Parser):
    """Tells with each event the number of the last one that is wholly told: `position`."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.position = after
        self._read = after

    def numbered(self, frames: Iterable[Frame]) -> Iterator[tuple[int, StreamEvent]]:
        """Take frames and yield what they say, and after which number that is; raises as `feed`."""
        for frame in frames:
            events = list(self.feed(frame))
            for event in events[:-1]:
                yield self.position, event
            self.position = self._read
            for event in events[-1:]:
                yield self.position, event

    def _take(self, item: Json, name: str) -> Iterator[StreamEvent]:
        place = number(item, "sequence_number")
        if place is not None and place <= self._read:
            return  # the server begins anew instead of where it was asked to
        self._read = self._read if place is None else place
        yield from super()._take(item, name)


def _folded(item: Json) -> Folded:
    """Fold a whole response; what was said before it failed is kept."""
    names = ("id", "model", "status", "output", "usage", "incomplete_details")
    response = {name: item[name] for name in names if name in item}
    has_failed = text(item, "status") == Status.FAILED
    if has_failed:
        response["status"] = Status.INCOMPLETE.value
    told = raw({"type": "response.completed", "response": response})
    folded = fold(Parser().feed(Frame("", told)))
    return replace(folded, finish_reason=Status.FAILED.value) if has_failed else folded
