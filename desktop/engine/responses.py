"""An answer in the words of the Responses API: one message with one text part."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator

from desktop.engine.pieces import Delta, Done, Piece
from desktop.engine.problems import ApiError
from desktop.engine.prompts import MODEL, Prompt


class ResponsesAnswer:
    """One answer; `whole` or `stream`, once."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._id = f"resp_{secrets.token_hex(16)}"
        self._item_id = f"msg_{secrets.token_hex(16)}"
        self._created = int(time.time())
        self._number = 0  # of the next event
        self._text: list[str] = []

    def whole(self, text: str, done: Done) -> dict[str, object]:
        """Give the JSON of the whole answer."""
        return self._response(_status(done), text, done)

    async def stream(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
        """Give the server-sent events of the answer; an empty one means: still at work."""
        for event in self._opening():
            yield event
        async for piece in pieces:
            match piece:
                case Delta(text=text):
                    self._text.append(text)
                    yield self._text_event("delta", delta=text, logprobs=[])
                case Done():
                    for event in self._closing(piece):
                        yield event
                case _:
                    yield b""

    def failed(self, error: ApiError) -> bytes:
        """Give the event that ends a stream which has begun."""
        failed = self._response("failed", "".join(self._text), None)
        failed["error"] = {"code": error.code or error.kind, "message": error.message}
        return self._event("response.failed", response=failed)

    def _opening(self) -> list[bytes]:
        begun = self._response("in_progress", None, None)
        return [
            self._event("response.created", response=begun),
            self._event("response.in_progress", response=begun),
            self._event(
                "response.output_item.added",
                output_index=0,
                item=self._item("in_progress", None),
            ),
            self._event("response.content_part.added", **self._place(), part=_part("")),
        ]

    def _closing(self, done: Done) -> list[bytes]:
        text = "".join(self._text)
        status = _status(done)
        return [
            self._text_event("done", text=text, logprobs=[]),
            self._event("response.content_part.done", **self._place(), part=_part(text)),
            self._event("response.output_item.done", output_index=0, item=self._item(status, text)),
            self._event(f"response.{status}", response=self._response(status, text, done)),
        ]

    def _text_event(self, name: str, **values: object) -> bytes:
        return self._event(f"response.output_text.{name}", **self._place(), **values)

    def _place(self) -> dict[str, object]:
        return {"item_id": self._item_id, "output_index": 0, "content_index": 0}

    def _event(self, kind: str, **values: object) -> bytes:
        value = {"type": kind, "sequence_number": self._number, **values}
        self._number += 1
        data = json.dumps(value, ensure_ascii=False)
        return f"event: {kind}\ndata: {data}\n\n".encode()

    def _item(self, status: str, text: str | None) -> dict[str, object]:
        return {
            "id": self._item_id,
            "type": "message",
            "status": status,
            "role": "assistant",
            "content": [] if text is None else [_part(text)],
        }

    def _response(self, status: str, text: str | None, done: Done | None) -> dict[str, object]:
        cut = {"reason": "max_output_tokens"} if status == "incomplete" else None
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
            "model": MODEL,
            "output": [] if text is None else [self._item(status, text)],
            "parallel_tool_calls": False,
            "previous_response_id": None,
            "store": False,
            "temperature": self._prompt.temperature,
            "tool_choice": "none",
            "tools": [],
            "top_p": self._prompt.top_p,
            "usage": None if done is None else _usage(done),
        }


def _status(done: Done) -> str:
    return "incomplete" if done.reason == "length" else "completed"


def _part(text: str) -> dict[str, object]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _usage(done: Done) -> dict[str, object]:
    return {
        "input_tokens": done.input_tokens,
        "input_tokens_details": {"cached_tokens": done.cached_tokens},
        "output_tokens": done.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": done.input_tokens + done.output_tokens,
    }
