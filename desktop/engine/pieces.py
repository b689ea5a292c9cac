"""What an answer is made of, read from llama.cpp's chunks. An answer that loops ends here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from desktop.engine.catalogue import Model
from desktop.engine.problems import ApiError
from desktop.engine.repetition import LoopWatch

REPEATED = "\n\n[The built-in model began to repeat itself and was stopped.]"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to say yet: other questions come first, or the model is being loaded."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The model has taken the question and reads it."""

    input_tokens: int


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Thought:
    """The next piece of what the model thinks before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class CallDelta:
    """The next piece of a call; id and name come with the first one of each index."""

    index: int
    arguments: str
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete; reason is stop, length or tool_calls."""

    reason: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0


Piece: TypeAlias = Waiting | Reading | Delta | Thought | CallDelta | Done
Chunk: TypeAlias = Mapping[str, Any]
"""llama.cpp's JSON, read here only; an empty one is a heartbeat."""


class PieceReader:
    """Turns llama.cpp's chunks into pieces; ends an answer of a model that falls into loops."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._watch = LoopWatch() if model.manner.is_watched else None
        self._reason = ""
        self._input_tokens = 0
        self._output_tokens = 0

    def read(self, chunk: Chunk) -> list[Piece]:
        """Give the pieces of one chunk.

        Raises:
            ApiError: llama.cpp refused the prompt.
        """
        if not chunk:
            return [Waiting()]
        if "error" in chunk:
            raise _refused(chunk["error"], self._model)
        if "usage" in chunk:
            return [self._done(chunk["usage"])]
        if "prompt_progress" in chunk:
            self._input_tokens = chunk["prompt_progress"]["total"]
            return [Reading(self._input_tokens)]
        pieces: list[Piece] = []
        for choice in chunk["choices"]:
            self._reason = choice.get("finish_reason") or self._reason
            delta = choice["delta"]
            if delta.get("reasoning_content"):
                pieces.append(Thought(delta["reasoning_content"]))
            if delta.get("content"):
                pieces += self._said(delta["content"])
            pieces += [_call(call) for call in delta.get("tool_calls") or ()]
        return pieces

    def _said(self, text: str) -> list[Piece]:
        self._output_tokens += 1
        if self._watch is not None and self._watch.feed(text):
            done = Done("stop", self._input_tokens, self._output_tokens)
            return [Delta(text), Delta(REPEATED), done]
        return [Delta(text)]

    def _done(self, usage: Chunk) -> Done:
        cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens", 0)
        return Done(
            self._reason or "stop", usage["prompt_tokens"], usage["completion_tokens"], cached
        )


def _call(call: Chunk) -> CallDelta:
    function = call.get("function") or {}
    return CallDelta(
        call.get("index", 0),
        function.get("arguments") or "",
        call.get("id") or "",
        function.get("name") or "",
    )


def _refused(error: Chunk, model: Model) -> ApiError:
    message = str(error.get("message", ""))
    if error.get("type") == "exceed_context_size_error":
        told = (
            f"This model's maximum context length is {model.context_length} tokens, "
            f"but the messages have {error.get('n_prompt_tokens')}."
        )
        return ApiError(400, told, code="context_length_exceeded", param="messages")
    return ApiError(400 if error.get("code") == 400 else 500, message)
