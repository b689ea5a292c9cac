"""Answers that come as events and are no conversation: pictures and transcripts while they are made.

(`parsing` is the same for the two text APIs.)
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Collection, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from desktop.api.reading.failures import RefusedError, in_band
from desktop.api.reading.fields import Json, text
from desktop.api.reading.framing import Framing
from desktop.api.reading.sse import Frame
from desktop.api.wire.big_json import load
from desktop.api.wire.http import Answer, Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint, Secret
from desktop.core.errors import AppError, Code

_log = logging.getLogger(__name__)

E = TypeVar("E")

_DONE = "[DONE]"


class EventReader(ABC, Generic[E]):
    """Turns the JSON objects of one answer into events, the last of which says that it was the last.

    `is_complete`: nothing more needs to come.
    """

    is_complete = False

    @abstractmethod
    def take(self, item: Json, name: str) -> Iterator[E]:
        """Yield what one object says; `name` is its type, or what the frame is called.

        Raises:
            AppError: NOT_UNDERSTOOD.
        """

    @abstractmethod
    def finish(self, *, is_said: bool) -> Iterator[E]:
        """Yield the last event; `is_said`: the server marked the end, and not only fell silent.

        Raises:
            AppError: CUT, when this is not the end.
        """


async def read_events(
    answer: Answer, reader: EventReader[E], secrets: Collection[Secret]
) -> AsyncGenerator[E, None]:
    """Yield the events of an answer, whether it streams or is one JSON object.

    Raises:
        AppError: as `Answer` and `reader` raise; what breaks after all was said does no harm.
        RefusedError: the server sent an error in mid-stream, or a page.
    """
    is_said = False
    try:
        async for frame in _frames(answer):
            if frame.data == _DONE:
                is_said = True
                answer.expect_end(has_ended=True)
                continue
            async for event in _events(frame, reader, secrets):
                yield event
            if reader.is_complete and not is_said:
                # Read on a little: a body read to its end keeps the connection for the next.
                answer.expect_end(has_ended=False)
    except AppError as error:
        if isinstance(error, RefusedError):
            raise error.without(secrets) from None
        if not (is_said or reader.is_complete):
            raise
    for event in reader.finish(is_said=is_said):
        yield event


@contextmanager
def lacking(http: Http, endpoint: Endpoint, capability: Capability) -> Iterator[None]:
    """Learn from an answer that, behind a success, says that there is no such endpoint (LM Studio).

    Raises:
        AppError: LACKS.
    """
    try:
        yield
    except RefusedError as refused:
        # A page may come from anywhere: a network that wants a login says nothing of the server.
        if not refused.lacks_route or refused.code is Code.NOT_UNDERSTOOD:
            raise
        http.lessons.learn(endpoint, capability, works=False)
        raise AppError(Code.LACKS, capability.value) from None


def refuse_in_band(item: Json, secrets: Collection[Secret]) -> None:
    """Let nothing pass that is an error, though its status was success.

    Raises:
        RefusedError: it is one.
    """
    if item.get("error"):
        raise in_band(item["error"]).without(secrets)
    if text(item, "type") == "error":
        raise in_band(item).without(secrets)


async def _frames(answer: Answer) -> AsyncGenerator[Frame, None]:
    framing = Framing()
    async for chunk in answer:
        for frame in framing.feed(chunk):
            yield frame
    for frame in framing.close():
        yield frame


async def _events(
    frame: Frame, reader: EventReader[E], secrets: Collection[Secret]
) -> AsyncGenerator[E, None]:
    try:
        item = await load(frame.data)
    except ValueError:
        item = None
    if not isinstance(item, dict):
        _log.debug("skipped an event that is no JSON object: %d characters", len(frame.data))
        return
    refuse_in_band(item, secrets)
    for event in reader.take(item, text(item, "type") or frame.name):
        yield event
