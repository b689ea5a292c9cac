"""One answer from end to end: routes, faults in mid-stream, cancelling, and what is learnt."""

import asyncio
import json
import time
import traceback
from contextlib import aclosing

import pytest

from desktop.api.text.answer import stream_answer
from desktop.api.wire.http import Http
from desktop.api.wire.patience import Timeouts
from desktop.core.connection import Api
from desktop.core.errors import AppError, Code
from desktop.core.stream import Finished, StreamEvent, TextDelta, Unknown, fold
from desktop.core.types import PartType, Usage
from tests.api.asking import (
    CANARY,
    PATIENT,
    QUICK,
    TEXTS,
    WHOLE,
    ask,
    both,
    endpoint,
    good,
    question,
    route,
    unfinished,
)
from tests.fakes.byte_server import (
    Abort,
    ByteServer,
    Pause,
    Piece,
    Reply,
    Stall,
    one_by_one,
)
from tests.fakes.shapes import (
    chat_chunks,
    chat_reply,
    response_events,
    response_object,
    sse,
)
from tests.support.loops import RunLoop


def answer(
    aloop: RunLoop, api: Api, reply: Reply, timeouts: Timeouts = PATIENT
) -> list[StreamEvent]:
    async def scenario() -> list[StreamEvent]:
        async with ByteServer() as server:
            server.on(route(api), reply)
            return await ask(endpoint(server.base_url, api), timeouts=timeouts)

    return aloop(scenario())


def broken(
    aloop: RunLoop, api: Api, *pieces: Piece, timeouts: Timeouts = QUICK
) -> tuple[list[StreamEvent], AppError]:
    """Give the events before the failure, and the failure."""
    got: list[StreamEvent] = []

    async def scenario() -> AppError:
        async with ByteServer() as server:
            server.on(route(api), Reply(pieces))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url, api), timeouts=timeouts, got=got)
            return caught.value

    return got, aloop(scenario())


def cuts(body: bytes) -> dict[str, tuple[Piece, ...]]:
    return {
        "whole": (body,),
        "single bytes": one_by_one(body),
        "crlf": (body.replace(b"\n", b"\r\n"),),
        "cr": (body.replace(b"\n", b"\r"),),
        "byte order mark": (b"\xef\xbb\xbf" + body,),
        "comments": (b": hello\n\n" + body.replace(b"\n\n", b"\n\n: keep-alive\n\n"),),
        "no final blank line": (body.rstrip(b"\n"),),
        "split characters": tuple(body[place : place + 7] for place in range(0, len(body), 7)),
    }


@both
@pytest.mark.parametrize("cut", cuts(b"").keys())
def test_gives_the_same_answer_however_it_is_sent(aloop: RunLoop, api: Api, cut: str) -> None:
    events = answer(aloop, api, Reply(cuts(good(api))[cut]))
    folded = fold(events)
    assert [(part.type, part.text) for part in folded.parts] == [(PartType.TEXT, WHOLE)]
    assert (folded.model, folded.finish_reason) == ("m-1", "stop")
    assert folded.usage is not None
    assert (folded.usage.input_tokens, folded.usage.output_tokens) == (3, 5)
    assert isinstance(events[-1], Finished)
    assert [event for event in events if isinstance(event, Unknown)] == []


@both
@pytest.mark.parametrize("framing", ["chunked", "close", "length"])
def test_gives_the_same_answer_under_any_content_type(
    aloop: RunLoop, api: Api, framing: str
) -> None:
    events = answer(aloop, api, Reply((good(api),), content_type="text/plain", framing=framing))
    assert fold(events).parts[0].text == WHOLE


@both
def test_a_stream_without_its_end_is_cut(aloop: RunLoop, api: Api) -> None:
    got, error = broken(aloop, api, unfinished(api))
    assert error.code is Code.CUT
    assert fold(got).parts[0].text == WHOLE


@both
def test_a_broken_connection_is_cut(aloop: RunLoop, api: Api) -> None:
    got, error = broken(aloop, api, unfinished(api), Abort())
    assert error.code is Code.CUT
    assert fold(got).parts[0].text == WHOLE


@both
def test_an_empty_body_is_cut(aloop: RunLoop, api: Api) -> None:
    assert broken(aloop, api)[1].code is Code.CUT


@both
def test_silence_in_mid_stream_is_a_timeout(aloop: RunLoop, api: Api) -> None:
    got, error = broken(aloop, api, unfinished(api), Stall())
    assert error.code is Code.TIMEOUT
    assert fold(got).parts[0].text == WHOLE


@both
def test_comments_hold_off_the_timeout(aloop: RunLoop, api: Api) -> None:
    pieces = (unfinished(api)[:40], *((Pause(0.04), b":\n\n") * 8), unfinished(api)[40:])
    _got, error = broken(aloop, api, *pieces)
    assert error.code is Code.CUT


@both
def test_an_error_in_the_stream_ends_it_without_the_key(aloop: RunLoop, api: Api) -> None:
    item = {"error": {"message": f"bad {CANARY}", "code": "rate_limit_exceeded"}}
    got, error = broken(aloop, api, unfinished(api), sse(item), good(api))
    assert (error.code, error.detail) == (Code.RATE_LIMITED, "bad ***")
    assert CANARY not in "".join(traceback.format_exception(error))
    assert fold(got).parts[0].text == WHOLE


@both
def test_malformed_events_are_skipped_and_reported(aloop: RunLoop, api: Api) -> None:
    body = good(api)
    place = body.index(b"\n\n") + 2
    broken_event = b'data: {"choices": [{"del\n\ndata: 7\n\n'
    events = answer(aloop, api, Reply((body[:place] + broken_event + body[place:],)))
    reported = [event for event in events if isinstance(event, Unknown)]
    assert [event.name for event in reported] == ["malformed", "malformed"]
    assert reported[0].raw == '{"choices": [{"del'
    assert [part.text for part in fold(events).parts if part.type is PartType.TEXT] == [WHOLE]


@both
def test_an_endless_row_of_malformed_events_is_reported_a_few_times(
    aloop: RunLoop, api: Api
) -> None:
    events = answer(aloop, api, Reply((sse(*["x"] * 500), good(api))))
    assert len([event for event in events if isinstance(event, Unknown)]) == 20


@both
def test_a_page_instead_of_a_stream_is_not_understood(aloop: RunLoop, api: Api) -> None:
    _got, error = broken(aloop, api, f"<html><title>Log in, {CANARY}</title>".encode())
    assert (error.code, error.detail) == (Code.NOT_UNDERSTOOD, "Log in, ***")


@both
def test_what_breaks_after_the_end_does_no_harm(aloop: RunLoop, api: Api) -> None:
    for ending in (Abort(), Stall()):
        events = answer(aloop, api, Reply((good(api), ending)), timeouts=QUICK)
        assert fold(events).finish_reason == "stop"


def test_a_server_that_keeps_the_stream_open_after_the_last_word_is_not_waited_for(
    aloop: RunLoop,
) -> None:
    body = b"".join(sse(chunk) for chunk in chat_chunks(TEXTS))
    events = answer(aloop, Api.CHAT, Reply((body, Stall())), timeouts=QUICK)
    assert events[-1] == Finished("stop")


@both
def test_an_event_of_8_mb_is_fine(aloop: RunLoop, api: Api) -> None:
    text = "x" * 8_000_000
    body = sse(*chat_chunks([text]), "[DONE]") if api is Api.CHAT else sse(*response_events([text]))
    assert len(fold(answer(aloop, api, Reply((body,)))).parts[0].text) == 8_000_000


def test_one_json_object_instead_of_a_stream_chat(aloop: RunLoop) -> None:
    item = {
        "id": "c",
        "model": "m-1",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": WHOLE},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    }
    for body in (json.dumps(item), json.dumps(item, indent=2)):
        folded = fold(
            answer(aloop, Api.CHAT, Reply((body.encode(),), content_type="application/json"))
        )
        assert (folded.parts[0].text, folded.finish_reason) == (WHOLE, "stop")
        assert folded.usage == Usage(1, 2)


def test_one_json_object_instead_of_a_stream_responses(aloop: RunLoop) -> None:
    output = response_events(TEXTS)[-2]["item"]
    body = json.dumps(response_object("completed", [output])).encode()
    folded = fold(answer(aloop, Api.RESPONSES, Reply((body,), content_type="application/json")))
    assert (folded.parts[0].text, folded.finish_reason) == (WHOLE, "stop")


def test_an_object_a_line_instead_of_events(aloop: RunLoop) -> None:
    body = "\n".join(json.dumps(chunk) for chunk in chat_chunks(TEXTS)).encode()
    assert fold(answer(aloop, Api.CHAT, Reply((body,)))).parts[0].text == WHOLE


@both
def test_a_json_error_with_status_200_is_an_error(aloop: RunLoop, api: Api) -> None:
    _got, error = broken(aloop, api, b'{"error": "out of memory"}')
    assert (error.code, error.detail) == (Code.SERVER, "out of memory")


@both
def test_cancelling_while_it_waits_closes_the_connection_at_once(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on(route(api), Reply((unfinished(api), Stall())))
            target = endpoint(server.base_url, api)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    _ = [event async for event in stream_answer(http, target, question())]
            assert await server.saw_close() - time.monotonic() < 1.0

    aloop(scenario())


@both
def test_leaving_between_two_events_closes_the_connection_at_once(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on(route(api), Reply((unfinished(api), Stall())))
            stream = stream_answer(http, endpoint(server.base_url, api), question())
            async with aclosing(stream):
                async for event in stream:
                    if isinstance(event, TextDelta):
                        break
            await server.saw_close()

    aloop(scenario())


def test_stopping_one_answer_does_not_disturb_another(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on(
                "/v1/chat/completions", Reply((unfinished(Api.CHAT), Stall())), chat_reply("b")
            )
            target = endpoint(server.base_url)
            async with aclosing(stream_answer(http, target, question())) as first:
                await anext(first)
                second = [event async for event in stream_answer(http, target, question())]
            assert fold(second).parts[0].text == "b"

    aloop(scenario())


def test_works_on_the_loop_of_the_window(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/chat/completions", chat_reply(*TEXTS))
            assert fold(await ask(endpoint(server.base_url))).parts[0].text == WHOLE
            server.on("/v1/chat/completions", Reply((unfinished(Api.CHAT), Stall())))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url), timeouts=QUICK)
            assert caught.value.code is Code.TIMEOUT

    qloop(scenario())
