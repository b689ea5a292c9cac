"""Whatever form a body has, its frames are found."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.reading.failures import RefusedError
from desktop.api.reading.framing import Framing
from desktop.core.errors import Code


def frames(*chunks: bytes) -> list[str]:
    framing = Framing()
    found = [frame.data for chunk in chunks for frame in framing.feed(chunk)]
    return found + [frame.data for frame in framing.close()]


BODIES = {
    "events": (b"data: a\n\ndata: b\n\n", ["a", "b"]),
    "events after blank lines": (b"\r\n\n \ndata: a\n\n", ["a"]),
    "events after a byte order mark": (b"\xef\xbb\xbfdata: a\n\n", ["a"]),
    "a comment first": (b": ping\n\ndata: a\n\n", ["a"]),
    "one object": (b'{"a": 1}', ['{"a": 1}']),
    "one object over lines": (b'\n{\n "a": [\n1\n]\n}\n', ['{\n "a": [\n1\n]\n}']),
    "an object a line": (b'{"a": 1}\n{"b": 2}\r\n\n{"c": 3}', ['{"a": 1}', '{"b": 2}', '{"c": 3}']),
    "a broken line among lines": (b'{"a": 1}\n{"b": \n{"c": 3}\n', ['{"a": 1}', '{"b":', '{"c": 3}']),
    "a list": (b'[{"error": {}}]', ['[{"error": {}}]']),
    "nothing": (b"", []),
    "blank": (b" \n\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES.keys())
def test_finds_the_frames(body: bytes, expected: list[str]) -> None:
    assert frames(body) == expected


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES.keys())
def test_finds_the_frames_in_single_bytes(body: bytes, expected: list[str]) -> None:
    assert frames(*(bytes([value]) for value in body)) == expected


PAGES = {
    "html": (b"<!DOCTYPE html><html><head><title>Sign &amp; in\n</title>", "Sign & in"),
    "html without a title": (b"<html><body>502", "HTML"),
    "plain text": (b"Ollama is running", "Ollama is running"),
}


@pytest.mark.parametrize(("body", "title"), PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("step", [1, 1000])
def test_a_page_is_refused_by_its_title(body: bytes, title: str, step: int) -> None:
    chunks = [body[place : place + step] for place in range(0, len(body), step)]
    with pytest.raises(RefusedError) as caught:
        frames(*chunks)
    assert (caught.value.code, caught.value.detail) == (Code.NOT_UNDERSTOOD, title)
    assert caught.value.lacks_route


def test_an_endless_page_is_refused_early() -> None:
    framing = Framing()
    list(framing.feed(b"<html>" + b"x" * 60_000))
    with pytest.raises(RefusedError):
        list(framing.feed(b"x" * 60_000))


json_objects = st.dictionaries(st.text(), st.text() | st.integers(), min_size=1)


@given(st.lists(json_objects, min_size=1, max_size=5), st.integers(1, 40))
def test_lines_of_json_are_found_however_they_are_cut(items: list[object], step: int) -> None:
    body = "".join(json.dumps(item) + "\n" for item in items).encode()
    cut = [body[place : place + step] for place in range(0, len(body), step)]
    assert [json.loads(frame) for frame in frames(*cut)] == items


@given(json_objects, st.integers(1, 40))
def test_an_object_over_several_lines_is_found_however_it_is_cut(item: object, step: int) -> None:
    body = json.dumps(item, indent=1).encode()
    cut = [body[place : place + step] for place in range(0, len(body), step)]
    assert [json.loads(frame) for frame in frames(*cut)] == [item]
