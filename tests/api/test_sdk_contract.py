"""The official `openai` package and we understand the same servers in the same way."""

import asyncio
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, get_args, get_type_hints

import openai
import pytest
from pydantic import TypeAdapter, ValidationError

from desktop.api.wire.call import Form
from desktop.core.connection import Api
from desktop.core.stream import fold
from desktop.core.types import PartType
from tests.api.asking import CANARY, TEXTS, WHOLE, ask, both, endpoint, good, question, route
from tests.api.contract import Row, form_names, form_value
from tests.api.rows import ROWS
from tests.fakes.byte_server import ByteServer, Reply
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop


def read_all(value: object) -> object:
    """Look at everything: pydantic checks the entries of an Iterable only when they are read."""
    if isinstance(value, dict):
        return {name: read_all(child) for name, child in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [read_all(child) for child in value]
    return value


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Give the checker of a type; kept, for what it gives to be read later fails without it."""
    return TypeAdapter(kind)


def fits(kind: Any, value: object) -> bool:
    try:
        read_all(adapter(kind).validate_python(value))
    except ValidationError:
        return False
    return True


DESCRIBED = {name: row for name, row in ROWS.items() if row.params is not None}


def test_every_body_is_described_by_it() -> None:
    assert [name for name, row in ROWS.items() if row.call.body and row.params is None] == []


@pytest.mark.parametrize("row", DESCRIBED.values(), ids=DESCRIBED.keys())
def test_our_requests_are_of_its_types(row: Row) -> None:
    kinds = get_args(row.params) or (row.params,)
    hints = {name: hint for kind in kinds for name, hint in get_type_hints(kind).items()}
    body = row.call.body or {}
    sent = form_names(body) if isinstance(body, Form) else set(body)
    asked = {name.removesuffix("[]") for name, _value in row.call.query}
    assert sent | asked <= hints.keys()
    in_path = set(re.findall(r"{(\w+)}", row.path))
    assert any(kind.__required_keys__ <= sent | asked | in_path | {"stream"} for kind in kinds)
    if isinstance(body, Form):
        # The files are left out: pydantic has no schema for an open file.
        body = form_value(Form(body.fields), lambda name, value: fits(hints[name], value))
    for name, value in body.items():
        read_all(adapter(hints[name]).validate_python(value))


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
