"""Acceptance vectors of the event-stream format, and of what servers make of it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.reading.sse import Frame, SseDecoder
from desktop.core.errors import AppError, Code


def decode(*chunks: bytes) -> list[Frame]:
    decoder = SseDecoder()
    frames = [frame for chunk in chunks for frame in decoder.feed(chunk)]
    return frames + list(decoder.close())


def data(*chunks: bytes) -> list[str]:
    return [frame.data for frame in decode(*chunks)]


VECTORS = {
    "lf": (b"data: a\n\ndata: b\n\n", ["a", "b"]),
    "crlf": (b"data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
    "cr": (b"data: a\r\rdata: b\r\r", ["a", "b"]),
    "mixed line ends": (b"data: a\r\n\ndata: b\n\r\ndata: c\r\r\n", ["a", "b", "c"]),
    "no space after the colon": (b"data:a\n\n", ["a"]),
    "only one space is taken": (b"data:  a\n\n", [" a"]),
    "several lines": (b"data: a\ndata: b\ndata\ndata: c\n\n", ["a\nb\n\nc"]),
    "empty data": (b"data:\n\ndata\n\n", ["", ""]),
    "comments": (b": hi\n\n:\n\n: x\ndata: a\n: y\n\n", ["a"]),
    "id only": (b"id: 1\n\nid: 2\n\ndata: a\nid: 3\n\nid: 4\n\n\n\n", ["a"]),
    "retry and unknown fields": (b"retry: 5\nfoo: bar\nfoo\ndata: a\n\n", ["a"]),
    "byte order mark": (b"\xef\xbb\xbfdata: a\n\n", ["a"]),
    "a second byte order mark is data": (b"data: \xef\xbb\xbfa\n\n", ["\ufeffa"]),
    "line separators are data": ("data: a\u2028b\u2029c\u0085d\x0be\n\n".encode(), ["a\u2028b\u2029c\u0085d\x0be"]),
    "no final blank line": (b"data: a\n\ndata: b\n", ["a", "b"]),
    "no final line end": (b"data: a\n\ndata: b", ["a", "b"]),
    "an event without data at the end": (b"data: a\n\nevent: x\n", ["a"]),
    "invalid utf-8": (b"data: \xff\xfe\n\n", ["\ufffd\ufffd"]),
    "nothing": (b"", []),
    "field names are exact": (b" data: a\nDATA: b\ndatax: c\n\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), VECTORS.values(), ids=VECTORS.keys())
def test_gives_the_data_of_each_event(body: bytes, expected: list[str]) -> None:
    assert data(body) == expected


@pytest.mark.parametrize(("body", "expected"), VECTORS.values(), ids=VECTORS.keys())
def test_gives_the_same_from_single_bytes(body: bytes, expected: list[str]) -> None:
    assert data(*(bytes([value]) for value in body)) == expected


def test_gives_the_name_of_each_event() -> None:
    body = b"event: a\ndata: 1\n\ndata: 2\n\nevent:b\n\ndata: 3\n\n"
    assert decode(body) == [Frame("a", "1"), Frame("message", "2"), Frame("message", "3")]


def test_an_event_is_not_held_back_until_the_next_byte_after_a_cr() -> None:
    decoder = SseDecoder()
    assert list(decoder.feed(b"data: a\r\n\r")) == [Frame("message", "a")]
    assert list(decoder.feed(b"\ndata: b\n\n")) == [Frame("message", "b")]


field_bytes = st.binary(max_size=12).map(lambda b: b.replace(b"\r", b"").replace(b"\n", b""))
line = st.one_of(
    st.builds(lambda value: b"data: " + value, field_bytes),
    st.builds(lambda value: b"event:" + value, field_bytes),
    st.builds(lambda value: b": " + value, field_bytes),
    field_bytes,
    st.just(b""),
)
stream = st.lists(st.tuples(line, st.sampled_from([b"\n", b"\r", b"\r\n"])), max_size=20).map(
    lambda lines: b"".join(text + end for text, end in lines)
)


@given(stream, st.lists(st.integers(0, 300), max_size=12))
def test_where_the_chunks_are_cut_makes_no_difference(body: bytes, places: list[int]) -> None:
    cuts = sorted({0, len(body), *(place for place in places if place < len(body))})
    assert decode(*(body[a:b] for a, b in pairwise(cuts))) == decode(body)


@given(st.lists(st.text(), max_size=8), st.sampled_from(["\n", "\r", "\r\n"]))
def test_what_was_encoded_is_decoded(texts: list[str], end: str) -> None:
    texts = [text.replace("\r", "").encode("utf-8", "replace").decode() for text in texts]
    body = "".join(
        "".join(f"data: {part}{end}" for part in text.split("\n")) + end for text in texts
    ).encode()
    assert data(body) == texts


@given(st.binary())
def test_never_raises_on_any_bytes(body: bytes) -> None:
    decode(body)


def test_an_event_of_8_mb_in_small_chunks_costs_no_more_than_its_bytes() -> None:
    body = b"data: " + b"x" * 8_000_000 + b"\n\n"
    begin = time.process_time()
    (frame,) = decode(*(body[place : place + 1_000] for place in range(0, len(body), 1_000)))
    assert len(frame.data) == 8_000_000
    assert time.process_time() - begin < 5  # quadratic: minutes


def test_an_event_beyond_the_limit_is_refused() -> None:
    decoder = SseDecoder(max_event_bytes=1_000)
    for _ in range(9):
        assert list(decoder.feed(b"data: " + b"x" * 100)) == []
    with pytest.raises(AppError) as caught:
        list(decoder.feed(b"x" * 100))
    assert caught.value.code is Code.NOT_UNDERSTOOD


def test_many_small_events_are_no_large_one() -> None:
    decoder = SseDecoder(max_event_bytes=1_000)
    got = [frame for _ in range(100) for frame in decoder.feed(b": ping\n\ndata: 12345\n\n" * 9)]
    assert len(got) == 900


def test_comments_for_ever_are_no_large_event() -> None:
    decoder = SseDecoder(max_event_bytes=1_000)
    assert [frame for _ in range(100) for frame in decoder.feed(b": keep-alive\n\n" * 9)] == []
