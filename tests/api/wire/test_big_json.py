"""Pictures in JSON: what comes out is what `json` and `base64` would give, without holding the loop."""

import asyncio
import base64
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.api.wire import big_json
from desktop.api.wire.big_json import decode, load
from desktop.core.errors import AppError, Code
from tests.support.loops import RunLoop

DATA = os.urandom(700_001)
ENCODED = base64.b64encode(DATA).decode()


@given(st.binary(max_size=100))
def test_base64_of_every_writing_is_decoded(data: bytes) -> None:
    encoded = base64.b64encode(data)
    lines = base64.encodebytes(data)
    for written in (
        encoded,
        encoded.decode(),
        memoryview(encoded),
        encoded.rstrip(b"="),
        b"data:image/png;base64," + encoded,
        lines,
        lines.replace(b"\n", b"\r\n"),
        lines.replace(b"\n", b"\\n"),
        encoded.replace(b"/", b"\\/"),
    ):
        assert decode(written) == data


def test_large_ones_come_out_whole() -> None:
    lines = base64.encodebytes(DATA)
    for written in (ENCODED, ENCODED.rstrip("="), lines, lines.replace(b"\n", b"\\n")):
        assert decode(written) == DATA


@given(st.text(max_size=30) | st.binary(max_size=30))
def test_no_rubbish_breaks_it(encoded: str | bytes) -> None:
    try:
        assert isinstance(decode(encoded), bytes)
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


ANSWERS: dict[str, object] = {
    "one": {"created": 1, "data": [{"b64_json": ENCODED, "revised_prompt": '"b64_json": "x" 黄鹂'}]},
    "several": {"data": [{"b64_json": ENCODED}, {"url": "x"}, {"b64_json": ENCODED}], "n": [1]},
    "an event": {"type": "image_generation.completed", "b64_json": ENCODED, "usage": {"b": None}},
    "deep": {"a": [{"b": {"b64_json": ENCODED}}]},
    "none": {"text": "x" * 300_000},
    "only null": {"data": [{"b64_json": None, "pad": "x" * 300_000}]},
    "as a text": {"data": ["b64_json", "x" * 300_000]},
    "as a value": {"k": "b64_json", "b64_json": ENCODED},
    "a number": {"b64_json": 0, "data": [{"b64_json": ENCODED}]},
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("ascii_only", [True, False])
def test_is_what_json_says_with_bytes_for_pictures(
    aloop: RunLoop, answer: object, ascii_only: bool
) -> None:
    content = json.dumps(answer, ensure_ascii=ascii_only, indent=1)
    wanted = _decoded(answer)
    assert aloop(load(content)) == wanted
    assert aloop(load(content.encode())) == wanted


def _decoded(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: DATA if one is ENCODED and name == "b64_json" else _decoded(one)
            for name, one in value.items()
        }
    return [_decoded(one) for one in value] if isinstance(value, list) else value


def test_small_answers_are_read_as_they_are(aloop: RunLoop) -> None:
    assert aloop(load('{"b64_json": "AAAA"}')) == {"b64_json": "AAAA"}


@pytest.mark.parametrize("content", ["", "{", "[" * 200_000, '{"b64_json": "' + "A" * 400_000])
def test_what_is_no_json_is_a_value_error(aloop: RunLoop, content: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        aloop(load(content))


def test_a_broken_picture_in_a_large_answer_is_not_understood(aloop: RunLoop) -> None:
    with pytest.raises(AppError) as caught:
        aloop(load(json.dumps({"b64_json": "A" * 400_001})))
    assert caught.value.code is Code.NOT_UNDERSTOOD


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(['"b64_json"', ":", '"', "{", "}", ",", "x", " ", "\\", "0", "[", "]"]),
        max_size=14,
    )
)
def test_no_broken_writing_breaks_it(pieces: list[str]) -> None:
    padded = json.dumps("x" * big_json._BIG)
    content = "".join(pieces)
    for written in (content, f"[{padded},{content}]"):
        try:
            wanted: object = json.loads(written)
        except ValueError:
            wanted = ValueError
        try:
            found = asyncio.run(load(written))
        except ValueError:
            assert wanted is ValueError
        except AppError as error:
            assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017
        else:
            assert wanted is not ValueError
            assert type(found) is type(wanted)
