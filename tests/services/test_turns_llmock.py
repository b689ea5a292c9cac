"""Whole turns against llmock, which judges how a client waits, asks again, and takes a broken answer."""

from dataclasses import replace

import pytest

from desktop.core.connection import Api
from desktop.core.errors import Code
from desktop.core.types import Message, State
from desktop.services.retries import MAX_RETRIES
from tests.services.stage import HOME, Stage, stage
from tests.support.llmock import Llmock

TEXT = "one two three four five six seven eight nine ten"
both = pytest.mark.parametrize("api", [Api.CHAT, Api.RESPONSES], ids=["chat", "responses"])


async def asked(s: Stage, server: Llmock, api: Api) -> Message:
    """Ask llmock as a person would; give the answer as it is stored."""
    await s.servers.save(replace(s.servers.get(HOME), base_url=server.base_url, api=api), {})
    answer = await s.send("hi")
    await s.watch.end_of(answer.id)
    return await s.stored(answer.id)


@both
def test_a_rate_limit_is_waited_out_and_the_answer_comes(
    aloop, llmock_process: Llmock, api: Api
) -> None:
    async def scenario() -> None:
        async with stage() as s:
            llmock_process.play(
                {"type": "fail", "status": 429, "retry_after": 1},
                {"type": "reply", "text": TEXT},
            )
            stored = await asked(s, llmock_process, api)
            assert (stored.state, stored.text) == (State.COMPLETE, TEXT)

    aloop(scenario(), 30)
    assert len(llmock_process.requests()) == 2
    assert llmock_process.findings("error") == llmock_process.findings("warning") == []


@both
def test_a_server_that_stays_overloaded_is_given_up_without_a_storm(
    aloop, llmock_process: Llmock, api: Api
) -> None:
    async def scenario() -> None:
        async with stage() as s:
            llmock_process.play({"type": "fail", "status": 503, "retry_after": 1, "times": 10})
            stored = await asked(s, llmock_process, api)
            assert (stored.state, stored.error_code) == (State.FAILED, Code.OVERLOADED)

    aloop(scenario(), 40)
    assert len(llmock_process.requests()) == 1 + MAX_RETRIES
    assert llmock_process.findings("error") == []


@both
@pytest.mark.parametrize("kind", ["truncate", "disconnect"])
def test_a_broken_answer_is_kept_as_far_as_it_came_and_never_taken_for_whole(
    aloop, llmock_process: Llmock, api: Api, kind: str
) -> None:
    async def scenario() -> None:
        async with stage() as s:
            llmock_process.play(
                {"type": "reply", "text": TEXT, "times": 2},
                {"type": "stream_fault", "kind": kind, "after_chunks": 6},
            )
            stored = await asked(s, llmock_process, api)
            assert (stored.state, stored.error_code) == (State.FAILED, Code.CUT)
            assert TEXT.startswith(stored.text)
            assert stored.text

    aloop(scenario(), 30)
    assert len(llmock_process.requests()) == 1  # what was begun may be paid for: not asked twice


@both
def test_an_exhausted_quota_is_never_asked_again(aloop, llmock_process: Llmock, api: Api) -> None:
    async def scenario() -> None:
        async with stage() as s:
            llmock_process.play(
                {"type": "fail", "status": 429, "code": "insufficient_quota", "retry_after": 1}
            )
            stored = await asked(s, llmock_process, api)
            assert stored.error_code == Code.QUOTA

    aloop(scenario(), 30)
    assert len(llmock_process.requests()) == 1
