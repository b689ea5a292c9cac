"""Which requests share connections, how long each may take, and what stays of it for a report."""

from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import DIRECT, Endpoint, Timeouts, Transport
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, QUICK, ask, both, endpoint, good, question, route
from tests.fakes.byte_server import ByteServer, Pause, Reply, Stall
from tests.fakes.shapes import chat_chunks, json_reply, sse
from tests.support.loops import RunLoop

LIST = Call("/models")
EMPTY = json_reply({"data": []})


def through(target: Endpoint, number: int) -> Endpoint:
    """Give the same server by a way of its own; the number changes nothing but the way's identity."""
    return replace(target, transport=Transport(proxy=DIRECT, certificate_key_file=str(number)))


def test_requests_of_one_transport_share_their_connection_and_others_do_not(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            server.on("/v1/models", EMPTY)
            target = endpoint(server.base_url)
            for one in (target, target, through(target, 1), target, through(target, 1)):
                await http.json(one, LIST)
            assert [request.connection for request in server.requests] == [1, 1, 2, 1, 2]

    aloop(scenario())


def test_ways_that_nobody_uses_any_more_are_given_up_but_none_in_mid_answer(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(Timeouts()) as http, AsyncExitStack() as stack:
            target = endpoint(server.base_url)
            server.on("/v1/models", Reply((b"[", Pause(0.05), b"]"), framing="chunked"))
            busy = await stack.enter_async_context(http.open(through(target, 0), LIST))
            server.on("/v1/models", EMPTY)
            for number in range(1, 12):
                await http.json(through(target, number), LIST)
            assert len(http._clients) == 8
            assert await busy.read() == b"[]"

    aloop(scenario())


def test_the_persons_own_patience_goes_before_the_programs(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(Timeouts(connect_s=1)) as http:
            server.on("/v1/models", Reply((Stall(),)))
            with pytest.raises(AppError) as caught:
                await http.json(replace(endpoint(server.base_url), patience_s=0.1), LIST)
            assert (caught.value.code, caught.value.detail) == (Code.TIMEOUT, "0.1 s")

    aloop(scenario())


def test_who_thinks_may_be_silent_for_longer(aloop: RunLoop) -> None:
    async def scenario() -> None:
        waits = replace(QUICK, first_byte_s=0.05, thinking_s=2)
        async with ByteServer() as server, Http(waits) as http:
            server.on("/v1/models", Reply((Pause(0.2), b"[]"), framing="close"))
            assert await http.json(endpoint(server.base_url), replace(LIST, thinks=True)) == []

    aloop(scenario())


def test_a_model_may_think_before_its_first_word_but_not_fall_silent_after_it(
    aloop: RunLoop,
) -> None:
    async def scenario() -> None:
        opening, word = (sse(chunk) for chunk in chat_chunks(["a"], finish=None))
        waits = replace(QUICK, thinking_s=2, between_s=0.1)
        async with ByteServer() as server:
            path = "/v1/chat/completions"
            server.on(path, Reply((opening, Pause(0.3), word, sse("[DONE]"))))
            assert await ask(endpoint(server.base_url), timeouts=waits)
            server.on(path, Reply((opening, word, Stall())))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url), timeouts=waits)
            assert (caught.value.code, caught.value.detail) == (Code.TIMEOUT, "0.1 s")

    aloop(scenario())


@both
def test_the_servers_name_for_the_request_is_kept_for_a_report(aloop: RunLoop, api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            ids = (("x-request-id", f"req_42_{CANARY}"),)
            refused = Reply((b'{"error": "no"}',), 400, "application/json", ids, "length")
            broken = Reply((good(api)[:40],), headers=ids)
            for reply in (refused, broken):
                server.on(route(api), reply)
                with pytest.raises(AppError) as caught:
                    await ask(endpoint(server.base_url, api), question())
                assert caught.value.request_id == "req_42_***"

    aloop(scenario())


def test_what_may_still_be_asked_is_remembered_by_connection(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            headers = {"x-ratelimit-remaining-requests": "7", "x-ratelimit-reset-requests": "6m0s"}
            server.on(
                "/v1/models", json_reply([], **{k.replace("-", "_"): v for k, v in headers.items()})
            )
            await http.json(replace(endpoint(server.base_url), connection_id="mine"), LIST)
            said = http.limits["mine"].requests
            assert said is not None
            assert (said.left, said.of, said.reset_s) == (7, None, 360.0)

    aloop(scenario())


def test_a_429_without_retry_after_waits_for_what_is_used_up(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            said = {"x_ratelimit_remaining_tokens": "0", "x_ratelimit_reset_tokens": "1.5s"}
            server.on("/v1/models", json_reply({}, 429, **said))
            with pytest.raises(AppError) as caught:
                await http.json(endpoint(server.base_url), LIST)
            assert caught.value.retry_after_s == 1.5

    aloop(scenario())
