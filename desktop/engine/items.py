"""The items that an answer of the Responses API is made of, each with the events of its life.

An event is its kind without `response.`, and its values without `output_index`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Protocol, TypeAlias

from desktop.engine.answer import CallMade

Event: TypeAlias = tuple[str, dict[str, object]]


class Item(Protocol):
    """One item of the output."""

    def opening(self) -> Iterator[Event]:
        """Give the events that begin it."""

    def grow(self, text: str) -> Iterator[Event]:
        """Take the next piece and give its events."""

    def closing(self, status: str) -> Iterator[Event]:
        """Give the events that end it."""

    def as_json(self, status: str) -> dict[str, object]:
        """Give it as it stands in the output."""


class MessageItem:
    """What the model says."""

    def __init__(self, text: str = "") -> None:
        self._id = f"msg_{secrets.token_hex(16)}"
        self._text = text

    def opening(self) -> Iterator[Event]:
        """Give the events that begin it."""
        item = self.as_json("in_progress") | {"content": []}
        yield "output_item.added", {"item": item}
        yield "content_part.added", self._place() | {"part": _part("")}

    def grow(self, text: str) -> Iterator[Event]:
        """Take the next piece and give its events."""
        self._text += text
        yield "output_text.delta", self._place() | {"delta": text, "logprobs": []}

    def closing(self, status: str) -> Iterator[Event]:
        """Give the events that end it."""
        yield "output_text.done", self._place() | {"text": self._text, "logprobs": []}
        yield "content_part.done", self._place() | {"part": _part(self._text)}
        yield "output_item.done", {"item": self.as_json(status)}

    def as_json(self, status: str) -> dict[str, object]:
        """Give it as it stands in the output."""
        return {
            "id": self._id,
            "type": "message",
            "status": status,
            "role": "assistant",
            "content": [_part(self._text)],
        }

    def _place(self) -> dict[str, object]:
        return {"item_id": self._id, "content_index": 0}


class ThoughtItem:
    """What the model thinks before it answers; shown whole, as open models do."""

    def __init__(self, text: str = "") -> None:
        self._id = f"rs_{secrets.token_hex(16)}"
        self._text = text

    def opening(self) -> Iterator[Event]:
        """Give the events that begin it."""
        yield "output_item.added", {"item": self.as_json("in_progress") | {"content": []}}

    def grow(self, text: str) -> Iterator[Event]:
        """Take the next piece and give its events."""
        self._text += text
        yield "reasoning_text.delta", self._place() | {"delta": text}

    def closing(self, status: str) -> Iterator[Event]:
        """Give the events that end it."""
        yield "reasoning_text.done", self._place() | {"text": self._text}
        yield "output_item.done", {"item": self.as_json(status)}

    def as_json(self, status: str) -> dict[str, object]:
        """Give it as it stands in the output."""
        return {
            "id": self._id,
            "type": "reasoning",
            "status": status,
            "summary": [],
            "content": [{"type": "reasoning_text", "text": self._text}],
        }

    def _place(self) -> dict[str, object]:
        return {"item_id": self._id, "content_index": 0}


class CallItem:
    """A function that the model wants called."""

    def __init__(self, call: CallMade) -> None:
        self._id = f"fc_{secrets.token_hex(16)}"
        self.call = call

    def opening(self) -> Iterator[Event]:
        """Give the events that begin it."""
        yield "output_item.added", {"item": self.as_json("in_progress") | {"arguments": ""}}

    def grow(self, text: str) -> Iterator[Event]:
        """Take the next piece and give its events."""
        self.call.arguments += text
        if text:
            yield "function_call_arguments.delta", {"item_id": self._id, "delta": text}

    def closing(self, status: str) -> Iterator[Event]:
        """Give the events that end it."""
        yield (
            "function_call_arguments.done",
            {"item_id": self._id, "name": self.call.name, "arguments": self.call.arguments},
        )
        yield "output_item.done", {"item": self.as_json(status)}

    def as_json(self, status: str) -> dict[str, object]:
        """Give it as it stands in the output."""
        return {
            "id": self._id,
            "type": "function_call",
            "status": status,
            "call_id": self.call.id,
            "name": self.call.name,
            "arguments": self.call.arguments,
        }


def _part(text: str) -> dict[str, object]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
