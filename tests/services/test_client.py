"""The HTTP client of the services: opened when it is first needed, closed at the end."""

import asyncio
import subprocess
import sys

import pytest

from desktop.core.errors import AppError
from desktop.core.requests import ChatRequest
from desktop.core.stream import fold
from desktop.core.types import Message, Role
from desktop.services.client import Client
from tests.fakes.byte_server import Reply, Stall
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import CHAT, HOME, MODELS, begun, said, stage

QUESTION = ChatRequest("m-1", (Message(1, 1, None, Role.USER, said("Hi?")),))


def test_importing_the_services_loads_no_http_library() -> None:
    code = "import sys, desktop.services.startup; print('httpx' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
    )
    assert ran.stdout.strip() == "False"


def test_the_first_use_opens_it_and_one_connection_serves_all(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("a"))
            s.server.on(MODELS, json_reply({"data": [{"id": "m-1"}]}))
            endpoint = await s.servers.endpoint(HOME)
            events = [event async for event in s.client.answer(endpoint, QUESTION)]
            assert fold(events).parts[0].text == "a"
            assert [model.id for model in await s.client.models(endpoint)] == ["m-1"]
            assert {request.connection for request in s.server.requests} == {1}

    aloop(scenario())


def test_warming_up_twice_at_once_opens_it_once(aloop) -> None:
    async def scenario() -> None:
        client = Client()
        await asyncio.gather(client.warm(), client.warm())
        first = client._http
        await client.warm()
        assert client._http is first
        await client.aclose()
        await client.aclose()

    aloop(scenario())


def test_leaving_an_answer_in_the_middle_hangs_up(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun("a", "b", then=(Stall(),)))
            endpoint = await s.servers.endpoint(HOME)
            events = s.client.answer(endpoint, QUESTION)
            await anext(events)
            await events.aclose()
            await s.server.saw_close()

    aloop(scenario())


def test_errors_come_out_as_they_are(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            endpoint = await s.servers.endpoint(HOME)
            with pytest.raises(AppError, match="no such route"):
                await s.client.models(endpoint)

    aloop(scenario())


def test_closing_lets_nobody_wait_for_a_list_of_models(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(MODELS, Reply((Stall(),)))
            endpoint = await s.servers.endpoint(HOME)
            async with asyncio.TaskGroup() as group:
                asked = group.create_task(s.client.models(endpoint))
                for _ in range(400):
                    if s.server.requests:
                        break
                    await asyncio.sleep(0.005)
                await s.client.aclose()
            assert asked.cancelled()
            await s.server.saw_close()

    aloop(scenario())
