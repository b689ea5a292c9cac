"""Thoughts, text and calls in the words of both APIs, read back by our own parsers."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.reading.sse import Frame
from desktop.api.text import chat as chat_api
from desktop.api.text import response_events
from desktop.core.stream import Fold
from desktop.core.types import PartType
from desktop.engine.answer import Answered
from desktop.engine.catalogue import Catalogue
from desktop.engine.chat import ChatAnswer
from desktop.engine.pictures import measure
from desktop.engine.pieces import CallDelta, Delta, Done, Piece, PieceReader, Thought, Waiting
from desktop.engine.prompts import Prompt, Said
from desktop.engine.responses import ResponsesAnswer

PROMPT = Prompt(Catalogue().built_in, (Said("user", "Hi"),))
DONE = Done("stop", 5, 7)
ALL = [
    Thought("Let me "),
    Thought("think."),
    Waiting(),
    Delta("It "),
    Delta("rains."),
    CallDelta(0, "{", "c1", "look"),
    CallDelta(0, "}"),
    CallDelta(1, '{"a": 1}', "", "listen"),
    Done("tool_calls", 5, 7),
]


def frames(answer: ChatAnswer | ResponsesAnswer, pieces: Iterable[Piece]) -> list[Frame]:
    async def given_pieces() -> AsyncIterator[Piece]:
        for piece in pieces:
            yield piece

    async def collect() -> bytes:
        return b"".join([event async for event in answer.stream(given_pieces())])

    found = []
    for block in asyncio.run(collect()).decode().strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append(Frame(lines.get("event", ""), lines["data"]))
    return found


@pytest.mark.parametrize(
    ("answer", "parser"),
    [(ChatAnswer, chat_api.Parser), (ResponsesAnswer, response_events.Parser)],
    ids=["chat", "responses"],
)
def test_everything_that_was_said_is_read_back(answer, parser) -> None:
    reader, fold = parser(), Fold()
    for event in reader.read(frames(answer(PROMPT), ALL)):
        fold.add(event)
    for event in reader.close():
        fold.add(event)
    result = fold.result()
    said = [(part.type, part.name, part.text) for part in result.parts]
    assert said == [
        (PartType.REASONING, "", "Let me think."),
        (PartType.TEXT, "", "It rains."),
        (PartType.TOOL_CALL, "look", "{}"),
        (PartType.TOOL_CALL, "listen", '{"a": 1}'),
    ]
    assert result.finish_reason == "tool_calls"
    assert result.usage is not None or answer is ChatAnswer


def test_items_come_one_after_the_other_and_are_whole_at_the_end() -> None:
    events = [json.loads(frame.data) for frame in frames(ResponsesAnswer(PROMPT), ALL)]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    ended = [event["item"] for event in events if event["type"] == "response.output_item.done"]
    assert [item["type"] for item in ended] == [
        "reasoning", "message", "function_call", "function_call",
    ]  # fmt: skip
    assert events[-1]["response"]["output"] == ended
    assert {item["status"] for item in ended} == {"completed"}


def test_the_whole_answer_holds_what_the_stream_does() -> None:
    answered = Answered()
    for piece in ALL:
        answered.take(piece)
    whole = ResponsesAnswer(PROMPT).whole(answered, DONE)
    assert [item["type"] for item in whole["output"]] == [  # type: ignore[attr-defined]
        "reasoning", "message", "function_call", "function_call",
    ]  # fmt: skip
    (choice,) = ChatAnswer(PROMPT).whole(answered, DONE)["choices"]  # type: ignore[attr-defined]
    message = choice["message"]
    assert message["reasoning_content"] == "Let me think."
    assert [call["function"]["name"] for call in message["tool_calls"]] == ["look", "listen"]
    assert all(call["id"] for call in message["tool_calls"])


def test_an_answer_of_nothing_is_still_a_message() -> None:
    events = [json.loads(frame.data) for frame in frames(ResponsesAnswer(PROMPT), [DONE])]
    (item,) = events[-1]["response"]["output"]
    assert (item["type"], item["content"][0]["text"]) == ("message", "")


def test_what_was_cut_off_is_marked_so() -> None:
    pieces = [Delta("It"), Done("length", 5, 1)]
    events = [json.loads(frame.data) for frame in frames(ResponsesAnswer(PROMPT), pieces)]
    assert events[-1]["type"] == "response.incomplete"
    assert events[-1]["response"]["output"][0]["status"] == "incomplete"


def test_thoughts_and_calls_are_read_from_the_model() -> None:
    reader = PieceReader(PROMPT.model)
    call = {"index": 0, "id": "c", "function": {"name": "look", "arguments": "{"}}
    delta = {"reasoning_content": "Hm", "content": None, "tool_calls": [call]}
    chunk = {"choices": [{"delta": delta, "finish_reason": None}]}
    assert reader.read(chunk) == [Thought("Hm"), CallDelta(0, "{", "c", "look")]


@given(st.binary(max_size=200), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"\xff\xd8"]))  # fmt: skip
def test_measuring_a_picture_never_fails(rest: bytes, start: bytes) -> None:
    for data in (rest, start + rest):
        kind, width, height = measure(data)
        assert kind or (width, height) == (0, 0)


def test_the_size_of_every_known_kind_is_read() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x3c\x00\x50\x03"
    assert measure(jpeg) == ("jpeg", 80, 60)
    assert measure(b"GIF89a\x50\x00\x3c\x00") == ("gif", 80, 60)
    assert measure(b"BM" + b"\0" * 16 + b"\x50\0\0\0\xc4\xff\xff\xff") == ("bmp", 80, 60)
