"""What servers answer when they make pictures."""

import base64
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    ImagesResponse,
)

from desktop.api.pictures import image_events
from desktop.api.pictures.image_events import Finished, ImageReader, Partial, Picture
from desktop.core.errors import AppError, Code
from desktop.core.types import Usage
from tests.api.kept_things import json_of, said_by

SMALL = b"\x89PNG\r\n\x1a\n" + os.urandom(300)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@given(said_by(ImagesResponse))
def test_every_answer_of_the_sdk_is_read(answer: dict[str, object]) -> None:
    entries = answer["data"]
    for entry in entries if isinstance(entries, list) else []:
        entry["b64_json"] = entry["b64_json"] and b64(SMALL)
    try:
        done = image_events.parse(answer)
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017
        return
    assert all(picture.data == SMALL or picture.url for picture in done.images)
    usage = answer["usage"]
    assert (done.usage is None) == (usage is None)
    assert b64(SMALL) not in done.raw


def test_a_whole_answer_is_read() -> None:
    answer = {
        "created": 1,
        "data": [
            {"b64_json": b64(SMALL), "revised_prompt": "a golden bird"},
            {"url": f"data:image/png;base64,{b64(SMALL)}"},
            {"url": "https://x.example/a.png"},
            {"error": "?"},
        ],
        "usage": {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7},
        "new": "field",
    }
    done = image_events.parse(answer)
    assert done.images == (
        Picture(SMALL, "", "a golden bird"),
        Picture(SMALL),
        Picture(b"", "https://x.example/a.png"),
    )
    assert done.usage == Usage(3, 4)
    assert json.loads(done.raw)["new"] == "field"
    assert len(done.raw) < 400


KINDS = {
    b"\x89PNG\r\n\x1a\n.": "image/png",
    b"\xff\xd8\xff\xe0": "image/jpeg",
    b"RIFF....WEBPVP8 ": "image/webp",
    b"GIF89a": "image/gif",
    b"<svg xmlns=": "image/svg+xml",
    b"<html>": "",
    b"": "",
}


@pytest.mark.parametrize(("data", "kind"), KINDS.items(), ids=str)
def test_a_picture_is_what_its_bytes_are(data: bytes, kind: str) -> None:
    assert Picture(data).media_type == kind


@given(json_of(["data", "images", "b64_json", "url", "usage", "input_tokens"], "AAAA", "data:,"))
def test_no_json_breaks_the_parser(answer: object) -> None:
    try:
        assert image_events.parse(answer).images
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


@given(
    st.lists(
        json_of(["type", "b64_json", "partial_image_index", "data", "usage", "url"], "AAAA").filter(
            lambda item: isinstance(item, dict)
        ),
        max_size=5,
    ),
    st.sampled_from(["image_generation.partial_image", "image_edit.completed", "message"]),
)
def test_no_order_of_events_breaks_the_reader(items: list[object], name: str) -> None:
    reader = ImageReader()
    try:
        for item in items:
            assert isinstance(item, dict)
            list(reader.take(item, name))
        assert isinstance(list(reader.finish(is_said=False))[-1], Finished)
    except AppError as error:
        assert error.code in {Code.NOT_UNDERSTOOD, Code.CUT}  # noqa: PT017


EVENTS = [
    (ImageGenPartialImageEvent, ImageGenCompletedEvent),
    (ImageEditPartialImageEvent, ImageEditCompletedEvent),
]


@pytest.mark.parametrize(("partial", "completed"), EVENTS)
def test_every_event_of_the_sdk_is_read(partial: type, completed: type) -> None:
    @given(said_by(partial), said_by(completed))
    def check(first: dict[str, object], last: dict[str, object]) -> None:
        first["b64_json"] = last["b64_json"] = b64(SMALL)
        reader = ImageReader()
        assert list(reader.take(first, str(first["type"]))) == [
            Partial(int(str(first["partial_image_index"])), SMALL)
        ]
        assert list(reader.take(last, str(last["type"]))) == []
        assert reader.is_complete
        (done,) = reader.finish(is_said=False)
        assert isinstance(done, Finished)
        assert done.images[0].data == SMALL
        assert done.usage is not None

    check()
