"""The official `openai` package and we understand the same servers in the same way."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import openai
import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import TypeAdapter

from desktop.core.connection import Api
from desktop.core.stream import fold
from desktop.core.types import PartType
from tests.api.asking import CANARY, TEXTS, WHOLE, ask, both, endpoint, good, question, route
from tests.api.conversations import bodies
from tests.fakes.byte_server import ByteServer, Reply
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

_TYPES: dict[Api, TypeAdapter[Any]] = {
    Api.CHAT: TypeAdapter(CompletionCreateParamsStreaming),
    Api.RESPONSES: TypeAdapter(ResponseCreateParamsStreaming),
}
_OWN_NAMES = {
    Api.CHAT: CompletionCreateParamsStreaming.__required_keys__
    | CompletionCreateParamsStreaming.__optional_keys__,
    Api.RESPONSES: ResponseCreateParamsStreaming.__required_keys__
    | ResponseCreateParamsStreaming.__optional_keys__,
}


def read_all(value: object) -> object:
    """Look at everything: pydantic checks the entries of an Iterable only when they are read."""
    if isinstance(value, dict):
        return {name: read_all(child) for name, child in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [read_all(child) for child in value]
    return value


@pytest.mark.parametrize(("api", "body"), bodies().values(), ids=bodies().keys())
def test_our_requests_are_of_its_types(api: Api, body: dict[str, object]) -> None:
    read_all(_TYPES[api].validate_python(body))
    assert set(body) <= _OWN_NAMES[api]


async def sdk_text(base_url: str, api: Api, text: str) -> str:
    """Give what the package hears."""
    client = openai.AsyncOpenAI(base_url=base_url, api_key=CANARY, max_retries=0)
    pieces: list[str] = []
    async with client:
        if api is Api.CHAT:
            chunks = await client.chat.completions.create(
                model="m-1", messages=[{"role": "user", "content": text}], stream=True
            )
            async for chunk in chunks:
                pieces += [choice.delta.content or "" for choice in chunk.choices]
        else:
            events = await client.responses.create(model="m-1", input=text, stream=True)
            async for event in events:
                if event.type == "response.output_text.delta":
                    pieces.append(event.delta)
    for _turn in range(32):  # it leaves suspended generators behind, closed in tasks of their own
        await asyncio.sleep(0)
    return "".join(pieces)


@both
def test_it_hears_our_fake_as_we_do(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on(route(api), Reply((good(api),)))
            ours = fold(await ask(endpoint(server.base_url, api)))
            assert await sdk_text(server.base_url, api, "hi") == ours.parts[0].text == WHOLE
            sent = [json.loads(request.body) for request in server.requests]
            assert {request.path for request in server.requests} == {route(api)}
            assert sent[0]["model"] == sent[1]["model"]

    aloop(scenario(), 60)
    assert "".join(TEXTS) == WHOLE


@both
def test_it_hears_aimock_as_we_do(aloop: RunLoop, aimock: Aimock, api: Api) -> None:
    async def scenario() -> None:
        ours = fold(await ask(endpoint(aimock.base_url, api), question("hi")))
        said = "".join(part.text for part in ours.parts if part.type is PartType.TEXT)
        assert await sdk_text(aimock.base_url, api, "hi") == said

    aloop(scenario(), 60)
