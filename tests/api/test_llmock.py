"""Against llmock, which breaks answers on request and judges the client."""

import asyncio

import pytest

from desktop.core.connection import Api
from desktop.core.errors import AppError, Code
from desktop.core.stream import StreamEvent, Unknown, fold
from tests.api.asking import QUICK, ask, both, endpoint, question
from tests.support.llmock import Llmock
from tests.support.loops import RunLoop

TEXT = "one two three four five six seven eight nine ten"


def outcome(
    aloop: RunLoop, server: Llmock, api: Api, *, quick: bool = False
) -> tuple[list[StreamEvent], AppError | None]:
    """Ask once; give the events, and the error if there was one."""
    got: list[StreamEvent] = []
    request = question("hi", "gpt-4o")
    try:
        if quick:
            aloop(ask(endpoint(server.base_url, api), request, got=got, timeouts=QUICK), 20)
        else:
            aloop(ask(endpoint(server.base_url, api), request, got=got), 20)
    except AppError as error:
        return got, error
    return got, None


def text_of(events: list[StreamEvent]) -> str:
    return "".join(part.text for part in fold(events).parts)


@both
def test_streams_a_reply(aloop: RunLoop, llmock_process: Llmock, api: Api) -> None:
    llmock_process.play({"type": "reply", "text": TEXT})
    got, error = outcome(aloop, llmock_process, api)
    assert error is None
    assert text_of(got) == TEXT
    assert llmock_process.findings("error") == llmock_process.findings("warning") == []


@both
@pytest.mark.parametrize("kind", ["truncate", "disconnect"])
def test_a_broken_answer_is_cut_and_asking_again_heals_it(
    aloop: RunLoop, llmock_process: Llmock, api: Api, kind: str
) -> None:
    llmock_process.play(
        {"type": "reply", "text": TEXT, "times": 2},
        {"type": "stream_fault", "kind": kind, "after_chunks": 6},
    )
    got, error = outcome(aloop, llmock_process, api)
    assert error is not None
    assert error.code is Code.CUT
    assert TEXT.startswith(text_of(got))
    again, error = outcome(aloop, llmock_process, api)
    assert error is None
    assert text_of(again) == TEXT
    assert llmock_process.findings("error") == []


@both
def test_a_malformed_chunk_is_reported_and_the_rest_read(
    aloop: RunLoop, llmock_process: Llmock, api: Api
) -> None:
    llmock_process.play({"type": "stream_fault", "kind": "malformed", "after_chunks": 2})
    got, _error = outcome(aloop, llmock_process, api)
    assert [event.name for event in got if isinstance(event, Unknown)] == ["malformed"]


@both
def test_silence_ends_in_a_timeout(aloop: RunLoop, llmock_process: Llmock, api: Api) -> None:
    llmock_process.play(
        {"type": "stream_fault", "kind": "stall", "after_chunks": 6, "stall_seconds": 2}
    )
    got, error = outcome(aloop, llmock_process, api, quick=True)
    assert error is not None
    assert error.code is Code.TIMEOUT
    assert got


@both
def test_a_slow_first_token_is_waited_for(aloop: RunLoop, llmock_process: Llmock, api: Api) -> None:
    llmock_process.play({"type": "slow_first_token", "seconds": 0.5})
    got, error = outcome(aloop, llmock_process, api)
    assert error is None
    assert text_of(got)


REFUSALS = {
    "rate limit": ({"status": 429, "retry_after": 3}, Code.RATE_LIMITED, 3.0),
    "quota": ({"status": 429, "code": "insufficient_quota"}, Code.QUOTA, None),
    "key": ({"status": 401}, Code.KEY_REFUSED, None),
    "server": ({"status": 500}, Code.SERVER, None),
    "overloaded": ({"status": 503}, Code.OVERLOADED, None),
    "too long": ({"status": 400, "code": "context_length_exceeded"}, Code.TOO_LONG, None),
}


@both
@pytest.mark.parametrize(("fault", "code", "wait"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_told_once_and_not_asked_again(
    aloop: RunLoop,
    llmock_process: Llmock,
    api: Api,
    fault: dict[str, object],
    code: Code,
    wait: float | None,
) -> None:
    llmock_process.play({"type": "fail", **fault})
    _got, error = outcome(aloop, llmock_process, api)
    assert error is not None
    assert error.code is code
    if wait is not None:
        assert error.retry_after_s == wait
    assert len(llmock_process.requests()) == 1
    assert llmock_process.findings("error") == []


def test_several_answers_at_once_do_not_mix(aloop: RunLoop, llmock_process: Llmock) -> None:
    async def scenario() -> list[str]:
        target = endpoint(llmock_process.base_url)
        llmock_process.play({"type": "reply", "text": TEXT, "times": 5})
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(target, question("hi", "gpt-4o"))) for _ in range(5)]
        return [text_of(task.result()) for task in tasks]

    assert aloop(scenario(), 20) == [TEXT] * 5
