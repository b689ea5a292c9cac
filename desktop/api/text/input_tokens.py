"""How many tokens a request would be, counted by the server that would answer it."""

from __future__ import annotations

from desktop.api.adapting import Question
from desktop.api.kept import ask_adapted
from desktop.api.lessons import Dialect
from desktop.api.reading.fields import Json, number
from desktop.api.text import responses
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.requests import ChatRequest

PATH = "/responses/input_tokens"

_TAKEN = (  # what of an answer's request this endpoint takes, by OpenAI's document
    "model",
    "input",
    "instructions",
    "previous_response_id",
    "conversation",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "text",
    "reasoning",
    "truncation",
)
_DROPPABLE = {"reasoning", "text", "truncation", "parallel_tool_calls", "tool_choice"}


def build(request: ChatRequest, dialect: Dialect | None = None) -> Call:
    """Give the request for the count: what the answer's own request says, as far as it counts."""
    asked = responses.build(request, dialect)
    body: Json = {name: asked[name] for name in _TAKEN if name in asked}
    return Call(PATH, body)


def parse(answer: object) -> int:
    """Read the count.

    Raises:
        AppError: NOT_UNDERSTOOD.
    """
    count = number(answer, "input_tokens") if isinstance(answer, dict) else None
    if count is None or count < 0:
        raise AppError(Code.NOT_UNDERSTOOD)
    return count


async def count_tokens(http: Http, endpoint: Endpoint, request: ChatRequest) -> int:
    """Give how many tokens the server counts in `request`; it costs a request, but no answer.

    Raises:
        AppError: LACKS; NOT_UNDERSTOOD; otherwise as `kept.ask_adapted`.
    """
    question = Question(
        Capability.INPUT_TOKENS, lambda dialect: build(request, dialect), request.model, _DROPPABLE
    )
    return parse(await ask_adapted(http, endpoint, question))
