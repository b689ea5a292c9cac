"""What the parsers of both text APIs share: JSON out of frames, faults kept apart, the end watched.

A frame that is no JSON is skipped, counted and reported as `Unknown("malformed")`; an error inside
the stream is raised; a stream that ends without its end is CUT, however clean its close.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from desktop.api.reading.failures import in_band
from desktop.api.reading.fields import Json, child, dump, load, number, text
from desktop.api.reading.sse import Frame
from desktop.core.errors import AppError, Code
from desktop.core.stream import (
    Citation,
    Finished,
    Started,
    StreamEvent,
    Unknown,
    UsageReported,
)
from desktop.core.types import Usage

MALFORMED = "malformed"
_MAX_REPORTED = 20  # a server that sends only rubbish must not fill the message with it
_MAX_RAW = 2_000


class StreamParser(ABC):
    """Turns the frames of one answer into events.

    `malformed` counts the frames that were no JSON. `is_complete` tells that the model has said
    everything, `has_ended` that the protocol has too and nothing more needs to be read.
    """

    def __init__(self) -> None:
        self.malformed = 0
        self.is_complete = False
        self.has_ended = False
        self._reason = ""
        self._started: Started | None = None
        self._usage: Usage | None = None
        self._cited: set[tuple[str, int | None]] = set()

    def read(self, frames: Iterable[Frame]) -> Iterator[StreamEvent]:
        """Take frames and yield what they say; raises as `feed`."""
        for frame in frames:
            yield from self.feed(frame)

    def feed(self, frame: Frame) -> Iterator[StreamEvent]:
        """Take one frame and yield what it says.

        Raises:
            RefusedError: the frame is an error; its detail may repeat the request's key.
        """
        if self.has_ended:
            return
        if frame.data == "[DONE]":
            self.is_complete = True
            yield from self._end()
            return
        try:
            item = load(frame.data)
        except ValueError:
            item = None
        if not isinstance(item, dict):
            yield from self._malformed(frame)
            return
        if item.get("error") and "output" not in item:
            raise in_band(item["error"])
        yield from self._take(item, frame.name)

    def close(self) -> Iterator[StreamEvent]:
        """Yield what follows from the end of the body.

        Raises:
            AppError: CUT when the answer is not complete.
        """
        if self.has_ended:
            return
        if not self.is_complete:
            raise AppError(Code.CUT)
        yield from self._end()

    @abstractmethod
    def _take(self, item: Json, name: str) -> Iterator[StreamEvent]:
        """Yield what one JSON object says; `name` is the frame's."""

    def _end(self) -> Iterator[StreamEvent]:
        self.has_ended = True
        yield Finished(self._reason or "stop")

    def _malformed(self, frame: Frame) -> Iterator[StreamEvent]:
        if frame.data.strip():
            self.malformed += 1
            if self.malformed <= _MAX_REPORTED:
                yield Unknown(MALFORMED, frame.data[:_MAX_RAW])

    def _begin(self, item: Json) -> Iterator[StreamEvent]:
        if self._started is None:
            self._started = Started(text(item, "id"), text(item, "model"))
            yield self._started

    def _count(self, item: Json) -> Iterator[StreamEvent]:
        usage = read_usage(item)
        if usage != self._usage and usage is not None:
            self._usage = usage
            yield UsageReported(usage)

    def _cite(self, annotation: Json) -> Iterator[StreamEvent]:
        source = child(annotation, text(annotation, "type")) or annotation
        address = text(source, "url") or text(source, "file_id")
        place = (address, number(source, "start_index"))
        if address and place not in self._cited:
            self._cited.add(place)
            title = text(source, "title") or text(source, "filename")
            yield Citation(title, address, dump(annotation))


def read_usage(item: Json) -> Usage | None:
    """Read the token counts of either API; None when there are none."""
    counted = child(item, "usage")
    if not counted:
        return None
    inputs = child(counted, "input_tokens_details") or child(counted, "prompt_tokens_details")
    outputs = child(counted, "output_tokens_details") or child(counted, "completion_tokens_details")
    return Usage(
        _either(counted, "input_tokens", "prompt_tokens"),
        _either(counted, "output_tokens", "completion_tokens"),
        number(inputs, "cached_tokens"),
        number(outputs, "reasoning_tokens"),
    )


def _either(item: Json, name: str, other: str) -> int | None:
    value = number(item, name)
    return number(item, other) if value is None else value
