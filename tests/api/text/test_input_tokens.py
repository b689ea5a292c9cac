"""The server's own count of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from openai.types.responses import InputTokenCountResponse

from desktop.api.models.listing import list_models
from desktop.api.reading.fields import Json
from desktop.api.text.input_tokens import count_tokens, parse
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.asking import PATIENT, endpoint, question
from tests.api.kept_things import json_of, said_by, talking
from tests.engine.process import KEY, EngineProcess
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

ROUTE = "/responses/input_tokens"


def test_asks_for_what_the_answer_would_be_asked_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(ROUTE, {"object": "response.input_tokens", "input_tokens": 11})
            request = question("hi", instructions="be brief", reasoning_effort="low", top_p=0.5)
            assert await count_tokens(talk.http, talk.endpoint, request) == 11
            assert talk.last.json == {
                "model": "m-1",
                "input": [{"role": "user", "content": "hi"}],
                "instructions": "be brief",
                "reasoning": {"effort": "low"},
            }
            known = talk.http.lessons.support(talk.endpoint, Capability.INPUT_TOKENS)
            assert known is Support.YES

    aloop(scenario())


def test_leaves_out_what_the_server_refuses(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            refusal = {
                "error": {"message": "Unsupported parameter: 'reasoning'", "param": "reasoning"}
            }
            talk.on(ROUTE, json_reply(refusal, 400), json_reply({"input_tokens": 1}))
            request = question("hi", reasoning_effort="low")
            assert await count_tokens(talk.http, talk.endpoint, request) == 1
            assert "reasoning" not in talk.last.json

    aloop(scenario())  # fmt: skip


def test_a_server_that_cannot_count_is_remembered(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await count_tokens(talk.http, talk.endpoint, question())
            assert (caught.value.code, caught.value.detail) == (Code.LACKS, "input_tokens")
            known = talk.http.lessons.support(talk.endpoint, Capability.INPUT_TOKENS)
            assert known is Support.NO
            assert talk.http.lessons.support(talk.endpoint, Capability.RESPONSES) is Support.UNKNOWN

    aloop(scenario())


@pytest.mark.parametrize(
    "said", [{}, {"input_tokens": -1}, {"input_tokens": "7"}, {"input_tokens": True}, [], None],
    ids=repr,
)  # fmt: skip
def test_what_is_no_count_is_not_understood(said: object) -> None:
    with pytest.raises(AppError) as caught:
        parse(said)
    assert caught.value.code is Code.NOT_UNDERSTOOD


@given(said_by(InputTokenCountResponse))
def test_reads_what_the_package_knows(said: Json) -> None:
    assert parse(said) == InputTokenCountResponse.model_validate(said).input_tokens


@given(json_of(["input_tokens", "object"], 7))
def test_no_json_breaks_it(said: object) -> None:
    with suppress(AppError):
        assert parse(said) >= 0


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as running:
        yield running


def test_the_engine_counts_more_for_more(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        target = endpoint(f"{engine.url.removesuffix('/')}/v1", key=KEY)
        async with Http(PATIENT) as http:
            model = (await list_models(http, target))[0].id
            few = await count_tokens(http, target, question("hi", model))
            many = await count_tokens(http, target, question("hi " * 50, model))
        assert 0 < few < few + 40 < many

    aloop(scenario(), 60)
