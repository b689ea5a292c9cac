"""How the tests of this folder ask: one endpoint, one question, everything that came."""

from __future__ import annotations

import json
from contextlib import aclosing

import pytest

from desktop.api.text.answer import stream_answer
from desktop.api.wire.http import Http
from desktop.api.wire.patience import Timeouts
from desktop.core.connection import Api, Endpoint, Secret
from desktop.core.requests import ChatRequest
from desktop.core.stream import StreamEvent
from desktop.core.types import Message, Part, PartType, Role
from tests.fakes.shapes import chat_chunks, response_events, sse

CANARY = "sk-canary-7f3a9b/+Q=="
"""A key that must never be seen anywhere but in the Authorization header."""

QUICK = Timeouts(
    connect_s=0.4, write_s=1, pool_s=1, first_byte_s=0.3, thinking_s=0.3, between_s=0.2, tail_s=0.1
)
PATIENT = Timeouts(first_byte_s=10, between_s=5)

TEXTS = ("Grüße, ", "世界", "\u2028", "🐦!")
WHOLE = "".join(TEXTS)


def route(api: Api) -> str:
    return {Api.CHAT: "/v1/chat/completions", Api.RESPONSES: "/v1/responses"}[api]


def good(api: Api) -> bytes:
    """Give a whole good stream."""
    if api is Api.CHAT:
        return b"".join(sse(chunk) for chunk in chat_chunks(TEXTS)) + sse("[DONE]")
    return b"".join(
        f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
        for event in response_events(TEXTS)
    )


def unfinished(api: Api) -> bytes:
    """Give a stream that lacks its end."""
    if api is Api.CHAT:
        return b"".join(sse(chunk) for chunk in chat_chunks(TEXTS, finish=None))
    return sse(*response_events(TEXTS)[:-4])


both = pytest.mark.parametrize("api", [Api.CHAT, Api.RESPONSES], ids=["chat", "responses"])


def said(role: Role, *parts: Part | str, **more: object) -> Message:
    """Give a message; strings are text parts."""
    made = (Part(PartType.TEXT, part) if isinstance(part, str) else part for part in parts)
    return Message(1, 1, None, role, tuple(made), **more)  # type: ignore[arg-type]


def question(text: str = "hi", model: str = "m-1", **more: object) -> ChatRequest:
    """Give a request with one question."""
    return ChatRequest(model, (said(Role.USER, text),), **more)  # type: ignore[arg-type]


def endpoint(base_url: str, api: Api = Api.CHAT, key: str = CANARY) -> Endpoint:
    """Give the server at `base_url`."""
    return Endpoint(base_url, Secret(key), api)


async def ask(
    target: Endpoint,
    request: ChatRequest | None = None,
    *,
    timeouts: Timeouts = PATIENT,
    got: list[StreamEvent] | None = None,
) -> list[StreamEvent]:
    """Give all events of one answer; `got` keeps what came before an error."""
    events = [] if got is None else got
    async with (
        Http(timeouts) as http,
        aclosing(stream_answer(http, target, request or question())) as stream,
    ):
        async for event in stream:
            events.append(event)
    return events
