"""Which API is asked, which parameters it gets, and what a refusal teaches."""

import json
from collections.abc import Callable

import pytest

from desktop.api.text.answer import stream_answer
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Learnt, Support
from desktop.core.connection import Api, Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.parameters import Function
from desktop.core.requests import ChatRequest
from desktop.core.stream import Finished, fold
from desktop.core.types import Part, PartType, Role
from tests.api.asking import PATIENT, TEXTS, ask, both, endpoint, good, question, route, said
from tests.fakes.byte_server import (
    DROP,
    ByteServer,
    Reply,
)
from tests.fakes.shapes import (
    chat_reply,
    json_reply,
    response_events,
    responses_reply,
    sse,
)
from tests.support.loops import RunLoop

RESPONSES, CHAT = Capability.RESPONSES, Capability.CHAT
CAPABILITIES = {Api.RESPONSES: RESPONSES, Api.CHAT: CHAT}


def supports(http: Http, target: Endpoint) -> dict[Capability, Support]:
    """Give what the server has shown so far."""
    facts = http.lessons.learnt(target.identity).facts
    return {capability: fact.support for capability, fact in facts.items()}


AUTO_REFUSALS = {
    "404": json_reply({"detail": "Not Found"}, 404),
    "405": json_reply({}, 405),
    "501": Reply((), 501, framing="length"),
    "a page": Reply((b"<html><title>App</title>",), content_type="text/html"),
    "lm studio": json_reply({"error": "Unexpected endpoint or method. (POST /v1/responses)"}),
}


@pytest.mark.parametrize("refusal", AUTO_REFUSALS.values(), ids=AUTO_REFUSALS.keys())
def test_falls_back_to_chat_and_remembers_it(aloop: RunLoop, refusal: Reply) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/responses", refusal)
            server.on("/v1/chat/completions", chat_reply("a"))
            target = endpoint(server.base_url, Api.AUTO)
            for _ in range(2):
                events = [event async for event in stream_answer(http, target, question())]
                assert fold(events).parts[0].text == "a"
            paths = [request.path for request in server.requests]
            assert paths == ["/v1/responses", "/v1/chat/completions", "/v1/chat/completions"]
            assert supports(http, target) == {CHAT: Support.YES, RESPONSES: Support.NO}

    aloop(scenario())


def test_prefers_responses_and_remembers_it(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/responses", responses_reply("a"))
            target = endpoint(server.base_url, Api.AUTO)
            _ = [event async for event in stream_answer(http, target, question())]
            assert supports(http, target) == {RESPONSES: Support.YES}
            http.lessons.forget(target)
            assert http.lessons.learnt(target.identity) == Learnt()

    aloop(scenario())


def test_a_server_that_was_replaced_by_another_is_learnt_anew(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            target = endpoint(server.base_url, Api.AUTO)
            gone = json_reply({}, 404)
            for now, before in ((Api.CHAT, Api.RESPONSES), (Api.RESPONSES, Api.CHAT)):
                server.on(route(now), Reply((good(now),)))
                server.on(route(before), gone)
                events = [event async for event in stream_answer(http, target, question())]
                assert isinstance(events[-1], Finished)
                known = supports(http, target)
                assert known[CAPABILITIES[now]] is Support.YES

    aloop(scenario())


REAL_REFUSALS = {
    "unknown model": (
        json_reply({"error": {"message": "no", "code": "model_not_found"}}, 404),
        Code.NOT_FOUND,
    ),
    "key": (json_reply({"error": "x"}, 401), Code.KEY_REFUSED),
    "limit": (json_reply({"error": "x"}, 429), Code.RATE_LIMITED),
    "server": (json_reply({"error": "x"}, 500), Code.SERVER),
}


@pytest.mark.parametrize(("reply", "code"), REAL_REFUSALS.values(), ids=REAL_REFUSALS.keys())
def test_a_refusal_that_is_no_missing_route_does_not_fall_back(
    aloop: RunLoop, reply: Reply, code: Code
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/responses", reply)
            server.on("/v1/chat/completions", chat_reply("a"))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url, Api.AUTO))
            assert caught.value.code is code
            assert len(server.requests) == 1

    aloop(scenario())


def test_does_not_fall_back_after_the_first_event(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            late = {"type": "error", "message": "Unexpected endpoint", "code": None}
            server.on("/v1/responses", Reply((sse(*response_events(TEXTS)[:5], late),)))
            server.on("/v1/chat/completions", chat_reply("a"))
            with pytest.raises(AppError):
                await ask(endpoint(server.base_url, Api.AUTO))
            assert len(server.requests) == 1

    aloop(scenario())


def test_nothing_is_learnt_where_no_route_answers(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            target = endpoint(server.base_url, Api.AUTO)
            with pytest.raises(AppError) as caught:
                _ = [event async for event in stream_answer(http, target, question())]
            assert caught.value.code is Code.NOT_FOUND
            assert http.lessons.learnt(target.identity) == Learnt()

    aloop(scenario())


PARAMETER_REFUSALS = {
    "openai": {"error": {"message": "Unsupported parameter: 'temperature' is not supported with this model.", "param": "temperature", "code": "unsupported_parameter"}},
    "openai value": {"error": {"message": "Unsupported value: 'temperature' does not support 0.5 with this model.", "param": "temperature", "code": "unsupported_value"}},
    "openai unknown": {"error": {"message": "Unknown parameter: 'temperature'.", "param": "temperature", "code": "unknown_parameter"}},
    "openai old": {"error": {"message": "Unrecognized request argument supplied: temperature"}},
    "groq": {"error": {"message": "property 'temperature' is unsupported"}},
    "go": {"error": 'json: unknown field "temperature"'},
    "fastapi": {"detail": [{"type": "extra_forbidden", "loc": ["body", "temperature"], "msg": "Extra inputs are not permitted"}]},
}  # fmt: skip


@both
@pytest.mark.parametrize("refusal", PARAMETER_REFUSALS.values(), ids=PARAMETER_REFUSALS.keys())
def test_a_parameter_that_is_refused_is_left_out_from_then_on(
    aloop: RunLoop, api: Api, refusal: object
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            fine = Reply((good(api),))
            server.on(route(api), json_reply(refusal, 400), fine, fine)
            target = endpoint(server.base_url, api)
            for _ in range(2):
                request = question(temperature=0.5, top_p=0.9)
                events = [event async for event in stream_answer(http, target, request)]
                assert isinstance(events[-1], Finished)
            sent = [request.json for request in server.requests]
            assert ["temperature" in body for body in sent] == [True, False, False]
            assert all(body["top_p"] == 0.9 for body in sent)

    aloop(scenario())


@both
def test_a_wrong_value_is_not_left_out_but_shown(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            body = {"error": {"message": "Invalid 'temperature': must be <= 2", "param": "temperature", "code": "decimal_above_max_value"}}  # fmt: skip
            server.on(route(api), json_reply(body, 400))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url, api), question(temperature=5.0))
            assert (caught.value.code, len(server.requests)) == (Code.BAD_REQUEST, 1)

    aloop(scenario())


@both
def test_a_server_that_refuses_everything_is_not_asked_for_ever(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            words = "'temperature' 'store' 'stream' 'max_tokens' 'max_completion_tokens' 'max_output_tokens' 'stream_options' 'include'"
            server.on(route(api), json_reply({"error": f"unknown parameters {words}"}, 400))
            with pytest.raises(AppError):
                await ask(
                    endpoint(server.base_url, api), question(temperature=1.0, max_output_tokens=9)
                )
            assert len(server.requests) <= 8

    aloop(scenario())


def test_the_other_name_of_the_limit_is_tried(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            body = {"error": {"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "param": "max_tokens", "code": "unsupported_parameter"}}  # fmt: skip
            server.on(route(Api.CHAT), json_reply(body, 400), chat_reply("a"))
            await ask(endpoint(server.base_url), question(max_output_tokens=9))
            first, second = (request.json for request in server.requests)
            assert (first["max_tokens"], "max_completion_tokens" in first) == (9, False)
            assert (second["max_completion_tokens"], "max_tokens" in second) == (9, False)

    aloop(scenario())


def test_reasoning_of_another_account_is_left_out_when_it_is_refused(aloop: RunLoop) -> None:
    async def scenario() -> None:
        raw = json.dumps({"type": "reasoning", "id": "r", "summary": [], "encrypted_content": "e"})
        before = said(Role.ASSISTANT, Part(PartType.REASONING, raw=raw), "a", model="m-1")
        request = ChatRequest("m-1", (said(Role.USER, "q"), before, said(Role.USER, "r")))
        async with ByteServer() as server:
            body = {"error": {"message": "could not be verified", "code": "invalid_encrypted_content"}}  # fmt: skip
            server.on(route(Api.RESPONSES), json_reply(body, 400), responses_reply("b"))
            await ask(endpoint(server.base_url, Api.RESPONSES), request)
            first, second = (json.dumps(request.json) for request in server.requests)
            assert "encrypted_content" in first
            assert "encrypted_content" not in second

    aloop(scenario())


SEARCH: dict[str, object] = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "q"}}  # fmt: skip


def after_a_search(model: str = "m-1") -> ChatRequest:
    """Give a question after an answer that held an item of which we know nothing."""
    item = Part(PartType.UNKNOWN, raw=json.dumps(SEARCH), name="web_search_call", ref="ws_1")
    event = Part(PartType.UNKNOWN, raw='{"type": "response.new.delta"}', name="response.new.delta")
    broken = Part(PartType.UNKNOWN, raw="{oops", name="malformed")
    before = said(Role.ASSISTANT, item, event, broken, "a", model=model)
    return ChatRequest("m-1", (said(Role.USER, "q"), before, said(Role.USER, "r")))


def test_an_item_that_we_do_not_know_goes_back_to_its_model_unchanged(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on(route(Api.RESPONSES), responses_reply("b"))
            await ask(endpoint(server.base_url, Api.RESPONSES), after_a_search())
            await ask(endpoint(server.base_url, Api.RESPONSES), after_a_search("another"))
            own, foreign = (request.json["input"] for request in server.requests)
            assert own == [foreign[0], SEARCH, *foreign[1:]]

    aloop(scenario())


def test_a_server_that_does_not_take_its_own_item_back_answers_without_it(aloop: RunLoop) -> None:
    async def scenario() -> None:
        refusal = {"error": {"message": "Invalid value: 'web_search_call'", "param": "input[1]", "code": "invalid_value"}}  # fmt: skip
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on(route(Api.RESPONSES), json_reply(refusal, 400), responses_reply("b"))
            target = endpoint(server.base_url, Api.RESPONSES)
            for _ in range(2):
                _ = [event async for event in stream_answer(http, target, after_a_search())]
            sent = [SEARCH in request.json["input"] for request in server.requests]
            assert sent == [True, False, False]

    aloop(scenario())


def test_a_refusal_of_what_was_typed_is_not_blamed_on_items_that_were_not_sent(
    aloop: RunLoop,
) -> None:
    async def scenario() -> None:
        refusal = {"error": {"message": "Invalid 'input[0].content'", "param": "input[0].content"}}
        async with ByteServer() as server:
            server.on(route(Api.RESPONSES), json_reply(refusal, 400))
            with pytest.raises(AppError):
                await ask(endpoint(server.base_url, Api.RESPONSES), question())
            assert len(server.requests) == 1

    aloop(scenario())


@both
def test_the_connection_serves_the_next_question(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on(
                route(api), Reply((good(api),)), Reply((good(api),)), DROP, Reply((good(api),))
            )
            for _ in range(3):
                target = endpoint(server.base_url, api)
                _ = [event async for event in stream_answer(http, target, question())]
            assert [request.connection for request in server.requests] == [1, 1, 1, 2]

    aloop(scenario())


LOOSE = '{"type": "object", "properties": {}}'
NEWER = question(
    verbosity="low", seed=7, schema=LOOSE, functions=(Function("f"),), web_search=True
)  # fmt: skip
REFUSED_BITS = {
    "form": (Api.RESPONSES, "text.format", lambda body: body["text"] == {"verbosity": "low"}),
    "verbosity": (Api.RESPONSES, "text.verbosity", lambda body: body["text"].keys() == {"format"}),
    "text": (Api.RESPONSES, "text", lambda body: "text" not in body),
    "tools": (Api.RESPONSES, "tools", lambda body: "tools" not in body),
    "chat form": (Api.CHAT, "response_format", lambda body: "response_format" not in body),
    "chat seed": (Api.CHAT, "seed", lambda body: "seed" not in body and "tools" in body),
    "chat search": (Api.CHAT, "web_search_options", lambda body: "web_search_options" not in body),
}


@pytest.mark.parametrize(
    ("api", "name", "is_without"), REFUSED_BITS.values(), ids=REFUSED_BITS.keys()
)
def test_the_smallest_part_that_a_server_does_not_know_is_left_out(
    aloop: RunLoop, api: Api, name: str, is_without: Callable[[dict[str, object]], bool]
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            error = {"message": f"Unknown parameter: '{name}'.", "param": name, "code": "unknown_parameter"}  # fmt: skip
            server.on(route(api), json_reply({"error": error}, 400), Reply((good(api),)))
            target = endpoint(server.base_url, api)
            for _ in range(2):
                events = [event async for event in stream_answer(http, target, NEWER)]
                assert isinstance(events[-1], Finished)
            assert [is_without(request.json) for request in server.requests] == [False, True, True]

    aloop(scenario())


def test_a_server_without_a_web_search_keeps_the_functions(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            error = {"message": "tools[1].type: 'web_search' is not supported", "param": "tools"}
            refusal = json_reply({"error": error}, 400)
            server.on("/v1/responses", refusal, Reply((good(Api.RESPONSES),)))
            target = endpoint(server.base_url, Api.RESPONSES)
            _ = [event async for event in stream_answer(http, target, NEWER)]
            tools = server.requests[-1].json["tools"]
            assert isinstance(tools, list)
            assert [tool["type"] for tool in tools] == ["function"]

    aloop(scenario())
