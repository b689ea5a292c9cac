"""Recorded answers as events with times, whatever the server sent."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.playing.reading import answer_of, preview
from desktop.services.playing.shown import Event
from desktop.services.recording import packed
from desktop.store.exchanges import Exchange
from tests.fakes.shapes import chat_chunks, sse

URL = "https://example.org/v1/chat/completions"
RESPONSE = json.dumps({"status": 200, "headers": [["x-request-id", "req_1"]], "size": 7})


def exchange(*pieces: tuple[int, bytes], response: str = RESPONSE) -> Exchange:
    return Exchange(1.0, "{}", response, packed(pieces, ()))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_events_end_at_blank_lines(end: str) -> None:
    text = f": hello{end}{end}event: ping{end}data: 1{end}{end}{end}data: 2{end}{end}data: [DONE]"
    answer = answer_of(exchange((5, text.encode())), URL)
    assert [event.name for event in answer.events] == [":", "ping", "data", "data"]
    assert [event.text for event in answer.events] == [
        ": hello", f"event: ping{end}data: 1", "data: 2", "data: [DONE]",
    ]  # fmt: skip
    assert {event.at_ms for event in answer.events} == {5}


@given(st.lists(st.integers(0, 900), max_size=12))
def test_an_event_came_when_its_last_byte_did(cuts: list[int]) -> None:
    raw = b"".join(sse(chunk) for chunk in chat_chunks(["Be", "cause", "."]))
    places = sorted({min(cut, len(raw)) for cut in cuts} | {0, len(raw)})
    pieces = [(at, raw[at:end]) for at, end in itertools.pairwise(places)]
    answer = answer_of(exchange(*pieces), URL)
    assert answer.text == raw.decode()
    assert len(answer.events) == 6
    end = 0
    for event in answer.events:
        end += len(event.text) + 2
        assert event.at_ms == max(at for at in places[:-1] if at < end)


def test_an_answer_that_is_no_stream_is_the_pieces_in_which_it_came() -> None:
    body = b'{"usage": {"output_tokens": 12}}'
    answer = answer_of(exchange((3, body[:9]), (8, body[9:])), URL)
    assert [(event.at_ms, event.text) for event in answer.events] == [
        (3, '{"usage":'),
        (8, ' {"output_tokens": 12}}'),
    ]
    assert (answer.output_tokens, answer.first_token_ms) == (12, None)
    assert answer.request_id == "req_1"
    assert answer.tokens_per_s is None


def test_speed_counts_from_the_first_token() -> None:
    pieces = [(at * 100, sse(chunk)) for at, chunk in enumerate(chat_chunks(["Be", "cause."]), 1)]
    answer = answer_of(exchange(*pieces), URL)
    assert (answer.first_byte_ms, answer.first_token_ms, answer.total_ms) == (100, 200, 500)
    assert answer.tokens_per_s == pytest.approx(5 / 0.3)


@given(st.binary(max_size=300), st.text(max_size=40))
def test_what_cannot_be_read_is_empty_or_text(events: bytes, response: str) -> None:
    broken = Exchange(1.0, "{}", response, events)
    assert answer_of(broken, URL).status == 0
    whole = answer_of(exchange((1, events)), URL)
    assert all(preview(event) is not None for event in whole.events)


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ('data: {"id": "chatcmpl-1234567890123456789012345678", "choices": [{"delta": {"content": "Hi"}}]}',
         '…"delta": {"content": "Hi"}}]}'),
        ("event: ping\ndata: {}", "{}"),
        ("data: a\ndata: b", "a b"),
    ],
)  # fmt: skip
def test_previews_begin_with_what_is_telling(text: str, telling: str) -> None:
    assert preview(Event(0, "", text, len(text))) == telling
