"""Servers on this computer are found by asking, and get nothing but GETs without a key."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace

import pytest

from desktop.services.client import Client
from desktop.services.discovery import Found, find_local
from desktop.services.presets import COMPATIBLE_ID, Preset, preset, presets
from tests.fakes.byte_server import Abort, ByteServer, Pause, Reply, Stall
from tests.fakes.shapes import json_reply
from tests.support.child import free_port

MODELS = "/v1/models"
SECRETS = {"authorization", "api-key", "x-api-key", "cookie", "proxy-authorization"}
OPENAI_401 = json_reply({"error": {"message": "key?", "type": "auth_error", "code": "401"}}, 401)


def models(*ids: str, owner: str = "somebody") -> Reply:
    return json_reply({"object": "list", "data": [{"id": i, "owned_by": owner} for i in ids]})


# What each product answers, as its documentation or its source says; a 404 for everything else.
PRODUCTS: dict[str, dict[str, Reply]] = {
    "ollama": {
        "/api/version": json_reply({"version": "0.14.2"}),
        MODELS: json_reply({"object": "list", "data": None}),
    },
    "lm_studio": {
        "/lmstudio-greeting": json_reply({"lmstudio": True}),
        MODELS: models("qwen3-4b", owner="organization_owner"),
    },
    "llama_cpp": {
        "/props": json_reply({"default_generation_settings": {"n_ctx": 4096}, "total_slots": 1}),
        MODELS: models("a.gguf", owner="llamacpp"),
    },
    "localai": {
        "/.well-known/localai.json": json_reply({"version": "v4", "endpoint_groups": {}}),
        "/version": json_reply({"version": "v4"}),
        MODELS: models("whisper-1", owner=""),
    },
    "vllm": {
        "/version": json_reply({"version": "0.32.0"}),
        "/health": Reply((), framing="length"),
        MODELS: models("Qwen/Qwen3", owner="vllm"),
    },
    "speaches": {
        "/health": json_reply({"message": "OK"}),
        MODELS: models("Systran/faster-whisper-small", owner="Systran"),
    },
    "litellm": {"/health/liveliness": json_reply("I'm alive!"), MODELS: OPENAI_401},
    "ogx": {"/v1/health": json_reply({"status": "OK"}), MODELS: models("llama3.3:70b")},
}


class Street:
    """Servers on free ports, and the presets moved to these ports."""

    def __init__(self, stack: AsyncExitStack, client: Client) -> None:
        self._stack, self._client = stack, client
        self.servers: list[ByteServer] = []
        self.rows = [replace(row, ports=()) for row in presets()]

    async def open(self, routes: Mapping[str, Reply], *ids: str) -> ByteServer:
        """Start a server where the presets `ids` would be looked for."""
        server = await self._stack.enter_async_context(ByteServer())
        for path, reply in routes.items():
            server.on(path, reply)
        self.servers.append(server)
        self.move(int(server.origin.rpartition(":")[2]), *ids)
        return server

    def move(self, port: int, *ids: str) -> None:
        self.rows = [replace(r, ports=(*r.ports, port)) if r.id in ids else r for r in self.rows]

    async def find(self, *known: str) -> list[Found]:
        """Give all finds; every request that arrived was harmless."""
        found = [find async for find in find_local(self._client, known, self.rows)]
        for request in (request for server in self.servers for request in server.requests):
            assert request.method == "GET"
            assert not request.body
            assert not SECRETS & request.headers.keys()
        return found


@asynccontextmanager
async def street() -> AsyncIterator[Street]:
    async with AsyncExitStack() as stack:
        client = Client()
        stack.push_async_callback(client.aclose)
        yield Street(stack, client)


def named(preset_id: str) -> Preset:
    row = preset(preset_id)
    assert row is not None
    return row


def test_every_product_with_a_port_is_tested_here() -> None:
    assert PRODUCTS.keys() == {row.id for row in presets() if row.ports}


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_product_is_told_by_what_it_answers(aloop, product: str) -> None:
    async def scenario() -> None:
        async with street() as s:
            neighbours = {row.id for row in presets() if set(row.ports) & set(named(product).ports)}
            server = await s.open(PRODUCTS[product], *neighbours)
            (found,) = await s.find()
            assert found.preset.id == product
            assert found.base_url == server.base_url
            assert found.needs_key == (product == "litellm")

    aloop(scenario())


def test_all_are_found_in_one_go_with_their_models(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            for product, routes in PRODUCTS.items():
                await s.open(routes, product)
            found = {find.preset.id: find for find in await s.find()}
            assert found.keys() == PRODUCTS.keys()
            assert found["vllm"].models == ("Qwen/Qwen3",)
            assert found["ollama"].models == ()

    aloop(scenario())


def test_a_product_on_a_port_of_another_is_told_by_its_list(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            await s.open(PRODUCTS["vllm"], "lm_studio")
            assert [find.preset.id for find in await s.find()] == ["vllm"]

    aloop(scenario())


def test_what_no_row_knows_is_some_server_with_this_api(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            await s.open({MODELS: models("m-1")}, "llama_cpp", "localai")
            (found,) = await s.find()
            assert (found.preset.id, found.models) == (COMPATIBLE_ID, ("m-1",))
            assert not found.needs_key

    aloop(scenario())


@pytest.mark.parametrize(
    ("routes", "at", "found"),
    [
        ({"/version": json_reply({"version": "1"}), MODELS: OPENAI_401}, "vllm", "vllm"),
        (
            {
                "/health": json_reply({"message": "OK"}),
                MODELS: json_reply({"detail": "API key required."}, 403),
            },
            "speaches",
            "speaches",
        ),
        (
            {"/props": OPENAI_401, MODELS: models("a.gguf", owner="llamacpp")},
            "llama_cpp",
            "llama_cpp",
        ),
        ({MODELS: OPENAI_401}, "localai", COMPATIBLE_ID),
    ],
    ids=["vllm", "speaches", "llama.cpp", "unknown"],
)
def test_a_refusal_means_that_it_needs_a_key(
    aloop, routes: dict[str, Reply], at: str, found: str
) -> None:
    async def scenario() -> None:
        async with street() as s:
            await s.open(routes, at)
            (find,) = await s.find()
            assert (find.preset.id, find.needs_key) == (found, True)

    aloop(scenario())


PAGE = b"<!doctype html><title>Welcome</title>" * 50
HOSTILE = {
    "a web page": Reply((PAGE,), 200, "text/html", framing="length"),
    "a login page": Reply((PAGE,), 401, "text/html", framing="length"),
    "plain words": Reply((b"forbidden",), 403, "text/plain", framing="length"),
    "no such route": json_reply({"error": {"message": "no", "code": 404}}, 404),
    "another API": json_reply({"data": "none", "jobs": []}),
    "a number": json_reply(7),
    "LM Studio's no": json_reply({"error": "Unexpected endpoint or method."}),
    "still loading": json_reply({"error": {"message": "Loading model", "code": 503}}, 503),
    "deep JSON": Reply((b"[" * 100_000,), 200, "application/json", framing="length"),
    "an endless body": Reply((b'{"data": ["', *(b"x" * 65536,) * 64, Stall())),
    "a body that drips": Reply((b"{", *(Pause(0.05), b" ") * 40, b"}")),
    "silence": Reply((Stall(),)),
    "half a head": Reply((b"HTTP/1.1 200 OK\r\ncontent-le", Stall()), framing="none"),
    "no HTTP": Reply((b"SSH-2.0-OpenSSH_9.2\r\n", Stall()), framing="none"),
    "a reset": Reply((b"{", Abort())),
}


@pytest.mark.parametrize("reply", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_none_of_them_is_nothing(aloop, reply: Reply) -> None:
    async def scenario() -> None:
        async with street() as s:
            paths = (MODELS, *(row.probe for row in presets() if row.probe))
            await s.open(dict.fromkeys(paths, reply), "llama_cpp", "localai")
            assert await s.find() == []

    aloop(scenario(), 10)


def test_a_health_route_alone_is_not_one_of_them(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            await s.open({"/health": json_reply({"message": "OK"})}, "speaches", "vllm")
            assert await s.find() == []

    aloop(scenario())


def test_a_redirect_is_not_followed_to_another_server(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            elsewhere = await s.open({MODELS: models("m-1")})
            for target in (f"{elsewhere.origin}{MODELS}", "http://192.0.2.1/v1/models"):
                moved = Reply((), 302, headers=(("location", target),), framing="length")
                await s.open({MODELS: moved}, "ollama")
            assert await s.find() == []
            assert not elsewhere.requests

    aloop(scenario())


def test_a_slow_one_holds_nobody_up(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            for _ in range(6):
                await s.open({MODELS: Reply((Stall(),))}, "vllm")
            await s.open(PRODUCTS["ollama"], "ollama")
            began = time.monotonic()
            finds = find_local(s._client, (), s.rows)
            async with aclosing(finds):
                first = await anext(finds)
                assert first.preset.id == "ollama"
                assert [find async for find in finds] == []
            assert time.monotonic() - began < 4  # one after the other would take 4.8 s

    aloop(scenario(), 10)


def test_a_port_where_nobody_listens_is_nothing(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            s.move(free_port(), "ollama", "vllm")
            assert await s.find() == []

    aloop(scenario())


def test_a_known_address_is_left_alone(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            mine = await s.open(PRODUCTS["ollama"], "ollama")
            engine = await s.open(PRODUCTS["vllm"], "vllm")
            other = await s.open(PRODUCTS["ogx"], "ogx")
            port = mine.origin.rpartition(":")[2]
            found = await s.find(
                f"http://localhost:{port}/v1", engine.base_url, "https://api.openai.com/v1"
            )
            assert [find.base_url for find in found] == [other.base_url]
            assert not mine.requests
            assert not engine.requests

    aloop(scenario())


def test_the_environments_proxy_is_not_asked(aloop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with street() as s:
            proxy = await s.open({})
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy.origin)
            await s.open(PRODUCTS["ollama"], "ollama")
            assert [find.preset.id for find in await s.find()] == ["ollama"]
            assert not proxy.requests

    aloop(scenario())


def test_leaving_early_hangs_up(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            stalled = await s.open({MODELS: Reply((b"{", Stall()))}, "vllm")
            await s.open(PRODUCTS["ollama"], "ollama")
            async with aclosing(find_local(s._client, (), s.rows)) as finds:
                await anext(finds)
            await stalled.saw_close()

    aloop(scenario())


def test_closing_the_client_ends_the_search(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            stalled = await s.open({MODELS: Reply((b"{", Stall()))}, "vllm")
            async with asyncio.TaskGroup() as group:
                search = group.create_task(s.find())
                for _ in range(400):
                    if stalled.requests:
                        break
                    await asyncio.sleep(0.005)
                await s._client.aclose()
            assert search.cancelled()

    aloop(scenario())


def test_a_long_list_of_models_is_read_whole(aloop) -> None:
    async def scenario() -> None:
        async with street() as s:
            many = [f"m-{number}" for number in range(500)]
            assert len(json.dumps(many)) > 4096
            await s.open({**PRODUCTS["vllm"], MODELS: models(*many, owner="vllm")}, "vllm")
            (found,) = await s.find()
            assert found.models == tuple(many)

    aloop(scenario())
