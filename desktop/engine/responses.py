"""An answer in the words of the Responses API: thoughts, a message with one text part, calls."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator

from desktop.engine.answer import Answered
from desktop.engine.items import CallItem, Item, MessageItem, ThoughtItem
from desktop.engine.pieces import CallDelta, Delta, Done, Piece, Thought
from desktop.engine.problems import ApiError
from desktop.engine.prompts import Prompt


class ResponsesAnswer:
    """One answer; `whole` or `stream`, once."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._id = f"resp_{secrets.token_hex(16)}"
        self._created = int(time.time())
        self._number = 0  # of the next event
        self._items: list[Item] = []
        self._answered = Answered()

    def whole(self, answered: Answered, done: Done) -> dict[str, object]:
        """Give the JSON of the whole answer."""
        status = _status(done)
        items: list[Item] = [ThoughtItem(answered.thought)] if answered.thought else []
        if answered.text or not answered.calls:
            items.append(MessageItem(answered.text))
        items += [CallItem(call) for call in answered.calls]
        self._items = items
        return self._response(status, done)

    async def stream(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
        """Give the server-sent events of the answer; an empty one means: still at work."""
        for kind in ("created", "in_progress"):
            yield self._event(f"response.{kind}", response=self._response("in_progress", None))
        async for piece in pieces:
            match piece:
                case Delta() | Thought() | CallDelta():
                    for event in self._grow(piece):
                        yield event
                case Done():
                    for event in self._closing(piece):
                        yield event
                case _:
                    yield b""

    def failed(self, error: ApiError) -> bytes:
        """Give the event that ends a stream which has begun."""
        failed = self._response("failed", None)
        failed["error"] = {"code": error.code or error.kind, "message": error.message}
        return self._event("response.failed", response=failed)

    def _grow(self, piece: Delta | Thought | CallDelta) -> Iterator[bytes]:
        item = self._items[-1] if self._items else None
        match piece:
            case Delta():
                wanted: Item | None = item if isinstance(item, MessageItem) else MessageItem()
            case Thought():
                wanted = item if isinstance(item, ThoughtItem) else ThoughtItem()
            case CallDelta():
                call = self._answered.call(piece)
                own = isinstance(item, CallItem) and item.call is call
                wanted = item if own else CallItem(call)
        assert wanted is not None
        if wanted is not item:
            yield from self._finish_item("completed")
            self._items.append(wanted)
            yield from self._at_item(wanted.opening())
        text = piece.arguments if isinstance(piece, CallDelta) else piece.text
        yield from self._at_item(wanted.grow(text))

    def _closing(self, done: Done) -> Iterator[bytes]:
        status = _status(done)
        if not self._items:
            self._items.append(MessageItem())
            yield from self._at_item(self._items[-1].opening())
        yield from self._finish_item(status)
        yield self._event(f"response.{status}", response=self._response(status, done))

    def _finish_item(self, status: str) -> Iterator[bytes]:
        if self._items:
            yield from self._at_item(self._items[-1].closing(status))

    def _at_item(self, events: Iterator[tuple[str, dict[str, object]]]) -> Iterator[bytes]:
        for kind, values in events:
            yield self._event(f"response.{kind}", output_index=len(self._items) - 1, **values)

    def _event(self, kind: str, **values: object) -> bytes:
        value = {"type": kind, "sequence_number": self._number, **values}
        self._number += 1
        data = json.dumps(value, ensure_ascii=False)
        return f"event: {kind}\ndata: {data}\n\n".encode()

    def _response(self, status: str, done: Done | None) -> dict[str, object]:
        box = self._prompt.toolbox
        cut = {"reason": "max_output_tokens"} if status == "incomplete" else None
        items = [item.as_json("completed") for item in self._items]
        if items and status != "completed":
            items[-1] = self._items[-1].as_json("incomplete" if done else "in_progress")
        return {
            "id": self._id,
            "object": "response",
            "created_at": self._created,
            "status": status,
            "error": None,
            "incomplete_details": cut,
            "instructions": self._prompt.instructions,
            "max_output_tokens": self._prompt.max_tokens,
            "metadata": {},
            "model": self._prompt.model.id,
            "output": items,
            "parallel_tool_calls": bool(box.tools) and box.wants_many_calls,
            "previous_response_id": None,
            "store": False,
            "temperature": self._prompt.temperature,
            "tool_choice": box.choice if box.tools else "none",
            "tools": [tool.as_response() for tool in box.tools],
            "top_p": self._prompt.top_p,
            "usage": None if done is None else _usage(done),
        }


def _status(done: Done) -> str:
    return "incomplete" if done.reason == "length" else "completed"


def _usage(done: Done) -> dict[str, object]:
    return {
        "input_tokens": done.input_tokens,
        "input_tokens_details": {"cached_tokens": done.cached_tokens},
        "output_tokens": done.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": done.input_tokens + done.output_tokens,
    }
