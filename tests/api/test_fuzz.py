"""Ten thousand spoilt answers: nothing but an AppError, nothing that the store could not keep."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from random import Random
from typing import Self, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.audio import transcript_events
from desktop.api.audio.live_events import Order
from desktop.api.audio.realtime import LiveSettings, Session
from desktop.api.lessons import refused_parameter
from desktop.api.models import listing as models
from desktop.api.pictures import image_events
from desktop.api.reading import fields as json_fields
from desktop.api.reading.failures import (
    Problem,
    RefusedError,
    in_band,
    read_problem,
    refusal,
)
from desktop.api.reading.framing import Framing
from desktop.api.reading.limits import read_duration_s, read_limits, retry_after_s
from desktop.api.text import chat, responses
from desktop.api.text.parsing import StreamParser
from desktop.api.wire.event_reader import read_events
from desktop.api.wire.http import Answer
from desktop.core.connection import Api
from desktop.core.errors import AppError
from desktop.core.stream import Fold
from tests.api.asking import good
from tests.api.mutations import MUTATIONS, Mutation, as_events, chunks, spoil
from tests.fakes import live_server as say
from tests.fakes.shapes import response_events, response_object
from tests.support.loops import RunLoop

SEEDS, BLOCK = 10_000, 1_000

_CALL = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "c1",
    "name": "f",
    "arguments": '{"a": 1}',
}
_THOUGHT = {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Hm"}], "encrypted_content": "x"}  # fmt: skip
_SOURCE = {
    "type": "url_citation",
    "url": "https://x.example",
    "title": "X",
    "start_index": 1,
    "end_index": 2,
}
_OUTPUTS: list[dict[str, object]] = [
    {"type": "response.created", "response": response_object("in_progress")},
    {"type": "response.output_item.added", "output_index": 0, "item": {**_THOUGHT, "summary": []}},
    {"type": "response.reasoning_summary_text.delta", "item_id": "rs_1", "output_index": 0, "summary_index": 0, "delta": "Hm"},
    {"type": "response.output_item.done", "output_index": 0, "item": _THOUGHT},
    {"type": "response.output_item.added", "output_index": 1, "item": {**_CALL, "arguments": ""}},
    {"type": "response.function_call_arguments.delta", "item_id": "fc_1", "output_index": 1, "delta": '{"a": 1}'},
    {"type": "response.output_item.done", "output_index": 1, "item": _CALL},
    {"type": "response.image_generation_call.partial_image", "item_id": "ig_1", "output_index": 2, "partial_image_index": 0, "partial_image_b64": "aGk="},
    {"type": "response.output_text.annotation.added", "item_id": "m", "output_index": 3, "content_index": 0, "annotation_index": 0, "annotation": _SOURCE},
    {"type": "response.refusal.delta", "item_id": "m", "output_index": 3, "content_index": 0, "delta": "No"},
    {"type": "response.completed", "response": response_object("completed", [_THOUGHT, _CALL])},
]  # fmt: skip
_CHAT_MORE: list[dict[str, object]] = [
    {"id": "c", "model": "m", "choices": [{"index": 0, "delta": {"reasoning_content": "Hm", "tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": {"name": "f", "arguments": "{"}}]}, "finish_reason": None}]},
    {"id": "c", "model": "m", "choices": [{"index": 0, "delta": {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}, {"type": "text", "text": "x"}], "annotations": [_SOURCE]}, "finish_reason": None}]},
    {"id": "c", "model": "m", "choices": [{"index": 0, "delta": {"images": [{"image_url": {"url": "data:image/png;base64,aGk="}}], "refusal": "no"}, "finish_reason": "tool_calls"}]},
    {"id": "c", "model": "m", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 1}}},
]  # fmt: skip
_WHOLE_CHAT = {
    "id": "c",
    "model": "m",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}
    ],
}
_SPEECH: list[dict[str, object]] = [
    {"type": "transcript.text.delta", "delta": "Hel", "segment_id": "s1", "logprobs": []},
    {"type": "transcript.text.segment", "id": "s1", "start": 0.0, "end": 1.5, "speaker": "A", "text": "Hello"},
    {"type": "transcript.text.done", "text": "Hello", "languages": [{"code": "en"}], "usage": {"type": "tokens", "input_tokens": 1, "output_tokens": 2, "input_token_details": {"audio_tokens": 1}}},
]  # fmt: skip
_VLLM_SPEECH: list[dict[str, object]] = [
    {"object": "transcription.chunk", "choices": [{"delta": {"content": "Hel"}}]},
    {
        "object": "transcription.chunk",
        "choices": [{"delta": {"content": "lo"}, "finish_reason": "stop"}],
    },
]
_PICTURES: list[dict[str, object]] = [
    {"type": "image_generation.partial_image", "b64_json": "aGk=", "partial_image_index": 0, "size": "1024x1024"},
    {"type": "image_generation.completed", "b64_json": "aGVsbG8=", "usage": {"input_tokens": 1, "output_tokens": 2}},
]  # fmt: skip
_MODELS = {"object": "list", "data": [
    {"id": "gpt-6", "owned_by": "openai", "created": 1, "shutdown_date": "2027-01-01", "context_length": 1000, "pricing": {"prompt": "0.1", "completion": "0.2"}, "architecture": {"input_modalities": ["text", "image"]}, "meta": {"n_ctx": 5}},
    {"name": "llama", "details": {"family": "llama"}, "capabilities": ["completion", "vision"]},
]}  # fmt: skip
_ERROR = {
    "error": {
        "message": "no",
        "type": "invalid_request_error",
        "param": "temperature",
        "code": "unsupported_parameter",
    }
}
_FIELDS = {"detail": [{"type": "extra_forbidden", "loc": ["body", "x"], "msg": "Extra inputs"}]}
_LIVE = [say.created(), say.updated({}), say.committed("i1"), say.delta("i1", "x"), say.completed("i1", "x"), say.failed("i2", "x"), say.error("x")]  # fmt: skip

Reading = Callable[[list[bytes]], Awaitable[object]]


def storable(value: object) -> None:
    """Fail where the store could not keep something: half a character, a number of 70 bits."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, int):
        assert abs(value) < 2**63
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            storable(one)
    elif is_dataclass(value):
        for one in fields(value):
            storable(getattr(value, one.name))


def answered(make: Callable[[], StreamParser]) -> Reading:
    """Read as `api.text` does."""

    async def read(body: list[bytes]) -> object:
        framing, parser, fold = Framing(), make(), Fold()
        try:
            for frames in (*(framing.feed(chunk) for chunk in body), framing.close()):
                for event in parser.read(frames):
                    fold.add(event)
            for event in parser.close():
                fold.add(event)
        finally:
            storable(fold.result())
        return fold.result()

    return read


class Body:
    """A body without its connection."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = iter(pieces)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            return next(self._pieces)
        except StopIteration:
            raise StopAsyncIteration from None

    def expect_end(self, *, has_ended: bool) -> None:
        assert isinstance(has_ended, bool)


async def spoken(body: list[bytes]) -> object:
    reader = transcript_events.TranscriptReader()
    return [event async for event in read_events(cast("Answer", Body(body)), reader, ())]


async def drawn(body: list[bytes]) -> object:
    reader = image_events.ImageReader()
    return [event async for event in read_events(cast("Answer", Body(body)), reader, ())]


async def refused(body: list[bytes]) -> object:
    error = refusal(400, {}, b"".join(body)).without(())
    name = refused_parameter(error.problem, {"temperature"}, {"temperature"})
    return error.detail, error.problem, error.request_id, name


async def listed(body: list[bytes]) -> object:
    try:
        return models.parse(json_fields.load(b"".join(body)))
    except ValueError:
        return None


async def heard(body: list[bytes]) -> object:
    session, order = Session(LiveSettings("m")), Order()
    told: list[object] = []
    for place, message in enumerate(b"".join(body).decode("utf-8", "replace").split("\n\n")):
        with suppress(RefusedError):
            if place == 0:
                told += session.greet(message)[1]
            if (event := session.read(message)) is not None:
                told += [event, *order.add(event)]
    return [*told, *order.rest()]


def lines(*items: object) -> bytes:
    return "\n\n".join(json.dumps(item) for item in items).encode()


CORPUS: dict[str, tuple[bytes, Reading]] = {
    "chat": (good(Api.CHAT), answered(chat.Parser)),
    "chat, everything": (as_events(*_CHAT_MORE, end="data: [DONE]\n\n"), answered(chat.Parser)),
    "chat, one object": (json.dumps(_WHOLE_CHAT, indent=1).encode(), answered(chat.Parser)),
    "chat, lines": (b"\n".join(lines(item) for item in _CHAT_MORE), answered(chat.Parser)),
    "responses": (good(Api.RESPONSES), answered(responses.Parser)),
    "responses, everything": (as_events(*_OUTPUTS), answered(responses.Parser)),
    "responses, one object": (
        json.dumps(response_object("completed", [_THOUGHT, _CALL, response_events(["x"])[-2]["item"]])).encode(),
        answered(responses.Parser),
    ),
    "speech": (as_events(*_SPEECH), spoken),
    "speech, vllm": (as_events(*_VLLM_SPEECH, end="data: [DONE]\n\n"), spoken),
    "pictures": (as_events(*_PICTURES), drawn),
    "pictures, one object": (json.dumps({"data": [_PICTURES[1]], "usage": {}}).encode(), drawn),
    "refusal": (json.dumps(_ERROR, indent=1).encode(), refused),
    "refusal of fields": (json.dumps(_FIELDS).encode(), refused),
    "models": (json.dumps(_MODELS, indent=1).encode(), listed),
    "live": (lines(*_LIVE), heard),
}  # fmt: skip
_NAMES = tuple(CORPUS)


async def read_spoilt(seed: int) -> str:
    """Give what became of one spoilt answer."""
    chance = Random(seed)
    body, read = CORPUS[_NAMES[seed % len(_NAMES)]]
    try:
        result = await read(chunks(chance, spoil(chance, body)))
    except AppError as error:
        error.detail.encode()
        return error.code.value
    storable(result)
    return "read"


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_a_spoilt_answer_is_read_or_refused(aloop: RunLoop, first: int) -> None:
    async def block() -> Counter[str]:
        found: Counter[str] = Counter()
        for seed in range(first, first + BLOCK):
            try:
                found[await read_spoilt(seed)] += 1
            except Exception as error:
                raise AssertionError(f"seed {seed}, {_NAMES[seed % len(_NAMES)]}") from error
        return found

    found = aloop(block(), 100)
    assert found["read"] > BLOCK / 10  # or the harm is too great to say anything
    assert len(found) >= 4


@pytest.mark.parametrize("name", _NAMES)
def test_an_unspoilt_answer_is_read(aloop: RunLoop, name: str) -> None:
    body, read = CORPUS[name]
    assert aloop(read([body]))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_each_kind_of_harm_does_harm_and_the_same_each_time(mutation: Mutation) -> None:
    body = good(Api.RESPONSES)
    made = [mutation(Random(seed), body) for seed in range(20)]
    assert made == [mutation(Random(seed), body) for seed in range(20)]
    assert sum(spoilt != body for spoilt in made) > 10


DEPTHS = (10, 90, 99, 110, 500, 900, *range(960, 1_000, 3), 2_000, 100_000)


@pytest.mark.parametrize("name", ["chat", "responses", "speech", "pictures", "refusal", "models"])
@pytest.mark.parametrize("stack", [0, 300, 700])
def test_no_nesting_is_too_deep_wherever_it_is_read(aloop: RunLoop, name: str, stack: int) -> None:
    _body, read = CORPUS[name]

    async def lower(left: int, body: bytes) -> None:
        if left:
            await lower(left - 1, body)
            return
        with suppress(AppError):
            storable(await read([body]))

    async def scenario() -> None:
        for depth in DEPTHS:
            for opening, closing in (
                ("[", "]"),
                ('{"x": ', "}"),
                ('{"error": ', "}"),
                ('{"choices": [', "]}"),
            ):
                deep = opening * depth + "1" + closing * depth
                for body in (
                    deep,
                    f'data: {{"type": "new", "x": {deep}}}\n\n',
                    f'{{"data": [{{"id": "a", "x": {deep}}}]}}',
                    f'{{"a": {deep}}}\n{{}}\n',
                ):
                    await lower(stack, body.encode())

    aloop(scenario(), 60)


@given(st.binary())
def test_no_problem_is_too_odd_to_be_read(body: bytes) -> None:
    storable(read_problem(body))


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["error", "detail", "message", "code", "loc", "type", "metadata", "msg"]), inner),
    max_leaves=20,
)  # fmt: skip


@given(json_values)
def test_no_error_is_too_odd_to_be_classified(value: object) -> None:
    assert in_band(value).code
    assert refusal(400, {}, json.dumps(value).encode()).code


@given(st.text())
def test_a_duration_is_read_or_none(value: str) -> None:
    seconds = read_duration_s(value)
    assert seconds is None or seconds >= 0


@given(st.from_regex(r"([0-9.]{1,6}(d|h|m|s|ms)?){0,5}", fullmatch=True))
def test_a_duration_of_the_right_signs_is_read_or_none(value: str) -> None:
    seconds = read_duration_s(value)
    assert seconds is None or seconds >= 0


_HEADERS = [
    "retry-after", "retry-after-ms", "x-ratelimit-remaining-requests", "x-ratelimit-limit-requests",
    "x-ratelimit-reset-requests", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
]  # fmt: skip
_VALUES = st.text() | st.integers().map(str) | st.floats().map(str) | st.datetimes().map(str) | st.sampled_from(
    ["Fri, 15 Jan 2027 08:01:00 GMT", "Fri, 99 Jan 99999 08:01:00 GMT", "Mon, 1 Jan 0001 00:00:00 +9999", "6m0s", "٣", "²", "1_000"]
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(_HEADERS), _VALUES), st.integers(400, 599))
def test_no_header_is_too_odd_to_be_read(headers: dict[str, str], status: int) -> None:
    wait_s = retry_after_s(headers)
    assert wait_s is None or 0 <= wait_s <= 86_400
    limits = read_limits(headers)
    assert limits is None or limits.wait_s is None or limits.wait_s >= 0
    asked_for = refusal(status, headers, b"").retry_after_s
    assert asked_for is None or 0 <= asked_for <= 86_400


@given(st.text(), st.text(), st.text(), st.text(), st.sets(st.text(max_size=5)))
def test_no_problem_is_too_odd_to_learn_from(
    message: str, code: str, kind: str, param: str, sent: set[str]
) -> None:
    name = refused_parameter(Problem(message, code, kind, param), sent, sent)
    assert name is None or name in sent
