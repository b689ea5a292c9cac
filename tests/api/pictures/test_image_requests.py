"""What is asked for when pictures are made or changed."""

from dataclasses import replace

import pytest

from desktop.api.lessons import Dialect
from desktop.api.pictures import image_requests
from desktop.api.pictures.image_requests import EditRequest, ImageRequest, SourceImage
from desktop.core.errors import AppError, Code
from tests.api.rows_forms import EVERYTHING_DRAWN

OFFICIAL = Dialect(is_official=True)
BIRD = ImageRequest("m-1", "a bird")
SHOWN = replace(BIRD, partial_images=2)


def test_asks_for_no_more_than_it_must() -> None:
    assert image_requests.build(BIRD, OFFICIAL) == {"model": "m-1", "prompt": "a bird"}


def test_other_servers_are_asked_for_the_bytes() -> None:
    assert image_requests.build(BIRD)["response_format"] == "b64_json"
    refused = Dialect(refused=frozenset({"response_format"}))
    assert "response_format" not in image_requests.build(BIRD, refused)


def test_asks_for_everything() -> None:
    assert image_requests.build(EVERYTHING_DRAWN, OFFICIAL, is_streamed=True) == {
        "model": "gpt-image-2",
        "prompt": "a bird",
        "n": 10,
        "size": "1536x1024",
        "quality": "high",
        "background": "transparent",
        "output_format": "webp",
        "output_compression": 0,
        "moderation": "low",
        "complexity": "high",
        "frame_count": 2,
        "frame_duration_ms": 200,
        "stream": True,
        "partial_images": 3,
    }


def test_without_the_stream_nothing_is_shown_on_the_way() -> None:
    refused = Dialect(True, frozenset({"stream"}))
    assert image_requests.build(SHOWN, refused, is_streamed=True) == {
        "model": "m-1",
        "prompt": "a bird",
    }


LIMITS = {
    "a long prompt": (replace(BIRD, prompt="x" * 32_001), Code.TOO_LONG),
    "no prompt": (replace(BIRD, prompt="\n"), Code.BAD_REQUEST),
    "no picture": (replace(BIRD, count=0), Code.BAD_REQUEST),
    "eleven": (replace(BIRD, count=11), Code.BAD_REQUEST),
    "four on the way": (replace(BIRD, partial_images=4), Code.BAD_REQUEST),
}


@pytest.mark.parametrize(("wanted", "code"), LIMITS.values(), ids=LIMITS.keys())
def test_what_no_server_takes_is_not_sent(wanted: ImageRequest, code: Code) -> None:
    with pytest.raises(AppError) as caught:
        image_requests.build(wanted)
    assert caught.value.code is code


SOURCE = SourceImage(b"x", "a.png")
BAD_EDITS = {
    "no picture": EditRequest(BIRD, ()),
    "seventeen": EditRequest(BIRD, (SOURCE,) * 17),
    "mask and markup": EditRequest(BIRD, (SOURCE,), mask=SOURCE, markup=SOURCE),
}


@pytest.mark.parametrize("wanted", BAD_EDITS.values(), ids=BAD_EDITS.keys())
def test_an_edit_that_no_server_takes_is_not_sent(wanted: EditRequest) -> None:
    with pytest.raises(AppError) as caught:
        image_requests.build_edit(wanted)
    assert caught.value.code is Code.BAD_REQUEST
