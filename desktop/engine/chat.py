"""An answer in the words of the Chat Completions API."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator

from desktop.engine.pieces import Delta, Done, Piece
from desktop.engine.problems import ApiError
from desktop.engine.prompts import MODEL, Prompt

END = b"data: [DONE]\n\n"


class ChatAnswer:
    """One answer; `whole` or `stream`, once."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._id = f"chatcmpl-{secrets.token_hex(12)}"
        self._created = int(time.time())

    def whole(self, text: str, done: Done) -> dict[str, object]:
        """Give the JSON of the whole answer."""
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": done.reason}
        return self._frame("chat.completion", [choice]) | {"usage": _usage(done)}

    async def stream(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
        """Give the server-sent events of the answer; an empty one means: still at work."""
        yield self._event(delta={"role": "assistant", "content": ""})
        async for piece in pieces:
            match piece:
                case Delta(text=text):
                    yield self._event(delta={"content": text})
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
            "model": MODEL,
            "choices": choices,
        }


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
