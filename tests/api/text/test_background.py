"""Responses that go on without us: asked after, heard again, stopped, deleted."""

import json
from contextlib import aclosing, suppress

import pytest
from hypothesis import given, settings
from openai.types.responses import Response

from desktop.api.reading.fields import Json
from desktop.api.text import background
from desktop.api.text.background import KeptResponse, Status, parse
from desktop.core.errors import AppError, Code
from desktop.core.stream import Finished, Fold, StreamEvent, TextDelta
from desktop.core.types import PartType, Usage
from tests.api.asking import CANARY, TEXTS, WHOLE
from tests.api.kept_things import Talk, every, json_of, said_by, talking
from tests.fakes.byte_server import Abort, Reply
from tests.fakes.shapes import json_reply, response_events, response_object, sse
from tests.support.loops import RunLoop

EVENTS = response_events(TEXTS)
MESSAGE = EVENTS[-2]["item"]


def test_reads_a_whole_response() -> None:
    said = response_object("completed", [MESSAGE], background=True, conversation={"id": "conv_1"})
    read = parse(said)
    assert (read.id, read.status, read.model) == ("resp_1", Status.COMPLETED, "m-1")
    assert (read.is_background, read.conversation_id) == (True, "conv_1")
    assert "".join(part.text for part in read.folded.parts) == WHOLE
    assert read.folded.usage == Usage(3, 5, 0, 0)
    assert read.folded.finish_reason == "stop"
    assert json.loads(read.raw) == said


def test_one_that_goes_on_has_no_end() -> None:
    read = parse(response_object("in_progress"))
    assert (read.status.is_final, read.folded.finish_reason) == (False, "")


def test_one_that_failed_says_why_and_keeps_what_was_said() -> None:
    error = {"code": "server_error", "message": "too hard"}
    read = parse(response_object("failed", [MESSAGE], error=error))
    assert (read.status, read.error_code, read.error_message) == ("failed", "server_error", "too hard")  # fmt: skip
    assert read.folded.parts[0].text == WHOLE
    assert (read.folded.finish_reason, read.status.is_final) == ("failed", True)


def test_a_new_state_is_kept_and_may_change() -> None:
    status = parse({"id": "r", "status": "dreaming"}).status
    assert (status, status.is_final) == ("dreaming", False)


def test_an_item_that_is_new_is_kept() -> None:
    read = parse(response_object("completed", [{"type": "hologram", "id": "h"}]))
    assert [(part.type, part.name) for part in read.folded.parts] == [
        (PartType.UNKNOWN, "hologram")
    ]


def test_asks_stops_and_deletes(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            talk.on("/responses/resp_1", response_object("queued"), {"deleted": True})
            talk.on("/responses/resp_1/cancel", response_object("cancelled"))
            inputs = {"data": [{"id": "msg_1", "type": "message"}], "has_more": False}
            talk.on("/responses/resp_1/input_items", inputs)
            assert (await background.get(http, target, "resp_1")).status is Status.QUEUED
            assert (await background.cancel(http, target, "resp_1")).status is Status.CANCELLED
            assert talk.last.method == "POST"
            (asked,) = await every(background.list_inputs(http, target, "resp_1"))
            assert asked.id == "msg_1"
            await background.remove(http, target, "resp_1")
            assert talk.last.method == "DELETE"

    aloop(scenario())


def stream(*events: Json) -> Reply:
    return Reply(tuple(sse(event) for event in events))


async def heard(
    talk: Talk, after: int | None = None, got: list[tuple[int, StreamEvent]] | None = None
) -> list[tuple[int, StreamEvent]]:
    """Give what is told; `got` keeps what came before an error."""
    told = [] if got is None else got
    async with aclosing(background.resume(talk.http, talk.endpoint, "resp_1", after)) as events:
        async for one in events:
            told.append(one)
    return told


def test_hears_a_response_from_its_beginning(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/responses/resp_1", stream(*EVENTS))
            told = await heard(talk)
            fold = Fold()
            for _place, event in told:
                fold.add(event)
            assert fold.result().parts[0].text == WHOLE
            assert told[-1] == (len(EVENTS) - 1, Finished("stop"))
            places = [place for place, _event in told]
            assert places == sorted(places)
            query = talk.last.path.partition("?")[2]
            assert query == "stream=true&include_obfuscation=false"

    aloop(scenario())


@pytest.mark.parametrize("lost", range(1, len(EVENTS)))
def test_goes_on_where_the_connection_was_lost(aloop: RunLoop, lost: int) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            begin = tuple(sse(event) for event in EVENTS[:lost])
            talk.on("/responses/resp_1", Reply((*begin, Abort())), stream(*EVENTS[lost:]))
            fold = Fold()
            told: list[tuple[int, StreamEvent]] = []
            with pytest.raises(AppError) as caught:
                await heard(talk, got=told)
            assert caught.value.code is Code.CUT
            told += await heard(talk, told[-1][0])
            for _place, event in told:
                fold.add(event)
            assert fold.result().parts[0].text == WHOLE
            assert fold.result().finish_reason == "stop"

    aloop(scenario())


def test_an_event_that_says_several_things_is_not_done_with_the_first(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/responses/resp_1", stream({**EVENTS[-1], "sequence_number": 9}))
            told = await heard(talk, 4)
            assert [place for place, _event in told] == [*[4] * (len(told) - 1), 9]
            assert talk.last.path.endswith("starting_after=4")

    aloop(scenario())


def test_what_was_heard_before_is_not_told_twice(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/responses/resp_1", stream(*EVENTS))
            first = next(
                event["sequence_number"] for event in EVENTS if "delta" in str(event["type"])
            )
            assert isinstance(first, int)
            told = await heard(talk, first)
            deltas = [event.text for _place, event in told if isinstance(event, TextDelta)]
            assert deltas == list(TEXTS[1:])

    aloop(scenario())  # fmt: skip


def test_a_server_that_does_not_stream_tells_all_at_once(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/responses/resp_1", json_reply(response_object("completed", [MESSAGE])))
            told = await heard(talk, 3)
            assert told[-1] == (3, Finished("stop"))

    aloop(scenario())


FAILURES = {
    "failed": (stream({"type": "response.failed", "response": {"error": {"message": f"no {CANARY}"}}}), Code.SERVER),
    "an error": (stream({"type": "error", "message": f"no {CANARY}", "code": "rate_limit_exceeded"}), Code.RATE_LIMITED),
    "nothing": (Reply(()), Code.CUT),
    "still going on, as JSON": (json_reply(response_object("in_progress")), Code.CUT),
    "gone": (json_reply({"error": {"message": "no resp_1"}}, 404), Code.NOT_FOUND),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_has_its_code_and_no_key(aloop: RunLoop, reply: Reply, code: Code) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/responses/resp_1", reply)
            with pytest.raises(AppError) as caught:
                await heard(talk)
            assert caught.value.code is code
            assert CANARY not in repr(caught.value)

    aloop(scenario())


@settings(max_examples=40)
@given(said_by(Response))
def test_reads_what_the_package_knows(said: Json) -> None:
    model, read = Response.model_validate(said), parse(said)
    assert (read.id, read.status, read.model) == (
        model.id,
        model.status or "completed",
        model.model,
    )
    assert read.created_at == model.created_at
    assert read.is_background == bool(model.background)
    assert read.conversation_id == (model.conversation.id if model.conversation else "")
    assert read.error_code == (model.error.code if model.error else "")
    if model.status == "completed":
        said_there = model.output_text
        texts = (part.text for part in read.folded.parts if part.type is PartType.TEXT)
        assert "".join(texts) == said_there


NAMES = [
    "id",
    "status",
    "output",
    "type",
    "content",
    "text",
    "usage",
    "error",
    "message",
    "conversation",
    "incomplete_details",
    "summary",
    "annotations",
    "result",
    "reason",
]
WORDS = [
    "completed",
    "failed",
    "queued",
    "incomplete",
    "message",
    "reasoning",
    "output_text",
    "function_call",
    "image_generation_call",
]


@given(json_of(NAMES, *WORDS))
def test_no_json_breaks_it(said: object) -> None:
    with suppress(AppError):
        assert isinstance(parse(said), KeptResponse)
    if isinstance(said, dict):
        with suppress(AppError):
            assert isinstance(parse({**said, "id": "resp_1"}), KeptResponse)
