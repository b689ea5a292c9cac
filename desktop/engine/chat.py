"""An answer in the words of the Chat Completions API."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator

from desktop.engine.answer import Answered
from desktop.engine.pieces import CallDelta, Delta, Done, Piece, Thought
from desktop.engine.problems import ApiError
from desktop.engine.prompts import Prompt

END = b"data: [DONE]\n\n"


class ChatAnswer:
    """One answer; `whole` or `stream`, once."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._id = f"chatcmpl-{secrets.token_hex(12)}"
        self._created = int(time.time())

    def whole(self, answered: Answered, done: Done) -> dict[str, object]:
        """Give the JSON of the whole answer."""
        message: dict[str, object] = {
            "role": "assistant",
            "content": answered.text if answered.text or not answered.calls else None,
            "refusal": None,
        }
        if answered.thought:
            message["reasoning_content"] = answered.thought
        if answered.calls:
            message["tool_calls"] = [
                _call(call.id, call.name, call.arguments) for call in answered.calls
            ]
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": done.reason}
        return self._frame("chat.completion", [choice]) | {"usage": _usage(done)}

    async def stream(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
        """Give the server-sent events of the answer; an empty one means: still at work."""
        yield self._event(delta={"role": "assistant", "content": ""})
        async for piece in pieces:
            match piece:
                case Delta(text=text):
                    yield self._event(delta={"content": text})
                case Thought(text=text):
                    yield self._event(delta={"reasoning_content": text})
                case CallDelta():
                    yield self._event(delta={"tool_calls": [_call_delta(piece)]})
                case Done():
                    yield self._event(delta={}, reason=piece.reason)
                    if self._prompt.wants_usage:
                        frame = self._frame("chat.completion.chunk", [])
                        yield _sse(frame | {"usage": _usage(piece)})
                case _:
                    yield b""
        yield END

    def failed(self, error: ApiError) -> bytes:
        """Give the event that ends a stream which has begun."""
        return _sse(error.body())

    def _event(self, delta: dict[str, object], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return _sse(self._frame("chat.completion.chunk", [choice]))

    def _frame(self, kind: str, choices: list[dict[str, object]]) -> dict[str, object]:
        return {
            "id": self._id,
            "object": kind,
            "created": self._created,
            "model": self._prompt.model.id,
            "choices": choices,
        }


def _call(call_id: str, name: str, arguments: str) -> dict[str, object]:
    return {
        "id": call_id,
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


def _call_delta(piece: CallDelta) -> dict[str, object]:
    if piece.name:
        return {"index": piece.index, **_call(piece.id, piece.name, piece.arguments)}
    return {"index": piece.index, "function": {"arguments": piece.arguments}}


def _usage(done: Done) -> dict[str, object]:
    return {
        "prompt_tokens": done.input_tokens,
        "completion_tokens": done.output_tokens,
        "total_tokens": done.input_tokens + done.output_tokens,
        "prompt_tokens_details": {"cached_tokens": done.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }


def _sse(value: dict[str, object]) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"
