"""Against aimock, a mock of OpenAI's API that nobody here wrote."""

import asyncio
import json

import pytest

from desktop.api.models.listing import list_models
from desktop.api.text.answer import stream_answer
from desktop.api.wire.http import Http
from desktop.core.connection import Api
from desktop.core.errors import AppError, Code
from desktop.core.requests import ChatRequest
from desktop.core.stream import Folded, StreamEvent, fold
from desktop.core.types import Part, PartType, Role
from tests.api.asking import PATIENT, ask, both, endpoint, question, said
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

HELLO = "Hello! 你好! I am the mock assistant, and this sentence is long enough to be streamed in several chunks."  # fmt: skip


def answer(aloop: RunLoop, aimock: Aimock, api: Api, text: str) -> Folded:
    return fold(aloop(ask(endpoint(aimock.base_url, api), question(text)), 20))


def failure(
    aloop: RunLoop, aimock: Aimock, api: Api, text: str
) -> tuple[list[StreamEvent], AppError]:
    got: list[StreamEvent] = []
    with pytest.raises(AppError) as caught:
        aloop(ask(endpoint(aimock.base_url, api), question(text), got=got), 20)
    return got, caught.value


@both
def test_streams_text(aloop: RunLoop, aimock: Aimock, api: Api) -> None:
    folded = answer(aloop, aimock, api, "hi")
    assert [(part.type, part.text) for part in folded.parts] == [(PartType.TEXT, HELLO)]
    assert (folded.model, folded.finish_reason) == ("m-1", "stop")


@both
def test_streams_reasoning(aloop: RunLoop, aimock: Aimock, api: Api) -> None:
    folded = answer(aloop, aimock, api, "think hard")
    found = {part.type: part.text for part in folded.parts}
    assert found == {PartType.REASONING: "First I consider...", PartType.TEXT: "42"}


@both
def test_streams_tool_calls_and_takes_their_results(
    aloop: RunLoop, aimock: Aimock, api: Api
) -> None:
    first = answer(aloop, aimock, api, "weather in Paris")
    assert first.finish_reason == "tool_calls"
    calls = [(part.name, part.ref, json.loads(part.text)["city"]) for part in first.parts]
    assert calls == [("get_weather", "call_w1", "Paris"), ("get_weather", "call_w2", "巴黎")]
    results = [Part(PartType.TOOL_RESULT, "18C", ref=part.ref) for part in first.parts]
    messages = (
        said(Role.USER, "weather in Paris"),
        said(Role.ASSISTANT, *first.parts),
        said(Role.TOOL, *results),
    )
    second = fold(aloop(ask(endpoint(aimock.base_url, api), ChatRequest("m-1", messages)), 20))
    assert second.parts[0].text == "It is 18C in Paris."


def test_keeps_a_web_search_as_an_item_that_we_do_not_know(aloop: RunLoop, aimock: Aimock) -> None:
    folded = answer(aloop, aimock, Api.RESPONSES, "search the web")
    found = [(part.type, part.name, part.text) for part in folded.parts]
    assert (PartType.UNKNOWN, "web_search_call", "") in found
    assert (PartType.TEXT, "", "Here are the news.") in found


@both
def test_a_cut_answer_is_an_error_and_keeps_its_beginning(
    aloop: RunLoop, aimock: Aimock, api: Api
) -> None:
    got, error = failure(aloop, aimock, api, "cut me")
    assert error.code is Code.CUT
    assert "".join(part.text for part in fold(got).parts) in "This long answer will be cut short in the middle of the stream"  # fmt: skip


@both
def test_a_rate_limit_says_when_to_come_back(aloop: RunLoop, aimock: Aimock, api: Api) -> None:
    _got, error = failure(aloop, aimock, api, "rate me")
    assert (error.code, error.status, error.retry_after_s) == (Code.RATE_LIMITED, 429, 2.0)
    assert len(aimock.journal()) == 1


def test_lists_models(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with Http(PATIENT) as http:
            models = await list_models(http, endpoint(aimock.base_url))
        assert "gpt-4o" in {model.id for model in models}
        assert {model.owned_by for model in models} == {"aimock"}

    aloop(scenario(), 20)


@both
def test_stopping_is_quick(aloop: RunLoop, aimock: Aimock, api: Api) -> None:
    async def scenario() -> float:
        async with Http(PATIENT) as http:
            begun = 0.0
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3) as limit:
                    _ = [
                        e
                        async for e in stream_answer(
                            http, endpoint(aimock.base_url, api), question("slow")
                        )
                    ]
            begun = limit.when() or 0.0
            return asyncio.get_running_loop().time() - begun

    assert aloop(scenario(), 20) < 1.0


@both
def test_what_it_was_asked_is_what_we_meant(aloop: RunLoop, aimock: Aimock, api: Api) -> None:
    answer(aloop, aimock, api, "hi")
    (entry,) = aimock.journal()
    body = entry["body"]
    assert isinstance(body, dict)
    assert (body["model"], body["stream"]) == ("m-1", True)
    assert body["messages"] == [{"role": "user", "content": "hi"}]
