"""What we say to a realtime socket, what its events mean, and in which order turns belong."""

import json
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.realtime import realtime_client_event_param, realtime_server_event
from pydantic import TypeAdapter

from desktop.api.audio.live_events import (
    Committed,
    Completed,
    Delta,
    Failed,
    LiveEvent,
    Order,
    SessionReady,
    SpeechStarted,
    SpeechStopped,
    Unknown,
)
from desktop.api.audio.realtime import (
    LiveSettings,
    SemanticVad,
    ServerVad,
    Session,
    build_session,
    build_url,
)
from desktop.api.lessons import Dialect
from desktop.api.reading.failures import RefusedError
from desktop.core.connection import Endpoint, Secret
from desktop.core.errors import AppError, Code
from tests.api.contract import Json, load, properties, schema_named, validator
from tests.api.test_sdk_contract import read_all
from tests.fakes import live_server as say

SETTINGS = LiveSettings("gpt-live-transcribe")
FULL = LiveSettings(
    "gpt-transcribe", ("en", "zh"), ("Oriole", "黄鹂"), "names of birds", "near_field", ServerVad(), wants_logprobs=True
)  # fmt: skip
KINDS = {
    "plain": SETTINGS,
    "everything": FULL,
    "far away": LiveSettings("gpt-transcribe", noise_reduction="far_field", turn_detection=SemanticVad("low")),
}  # fmt: skip


@pytest.fixture(scope="module")
def document() -> Json:
    content = load()
    if content is None:
        pytest.skip("the official OpenAPI document is not beside this checkout")
    return content


ADDRESSES = {
    "plain": ("http://h:1/v1", "ws://h:1/v1/realtime?intent=transcription&model=gpt-live-transcribe"),
    "tls": ("https://h/v1/", "wss://h/v1/realtime?intent=transcription&model=gpt-live-transcribe"),
    "query": ("https://h/openai/v1?api-version=preview&x=", "wss://h/openai/v1/realtime?api-version=preview&x=&intent=transcription&model=gpt-live-transcribe"),
}  # fmt: skip


@pytest.mark.parametrize(("base", "url"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_the_address_of_the_socket(base: str, url: str) -> None:
    assert build_url(Endpoint(base, Secret()), SETTINGS) == url


def test_openai_gets_no_model_in_the_address() -> None:
    url = build_url(Endpoint("https://api.openai.com/v1", Secret()), SETTINGS, Dialect(True))
    assert url == "wss://api.openai.com/v1/realtime?intent=transcription"


@pytest.mark.parametrize("base", ["", "ftp://h", "ws://h", "http://h:x"])
def test_an_address_that_is_none_is_named_so(base: str) -> None:
    with pytest.raises(AppError) as caught:
        build_url(Endpoint(base, Secret()), SETTINGS)
    assert caught.value.code is Code.BAD_URL


def test_the_settings_say_everything_that_was_asked_for() -> None:
    assert build_session(FULL) == {
        "type": "session.update",
        "session": {
            "type": "transcription",
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": 24_000},
                    "noise_reduction": {"type": "near_field"},
                    "transcription": {
                        "model": "gpt-transcribe",
                        "languages": ["en", "zh"],
                        "keywords": ["Oriole", "黄鹂"],
                        "prompt": "names of birds",
                    },
                    "turn_detection": {
                        "type": "server_vad",
                        "threshold": 0.5,
                        "prefix_padding_ms": 300,
                        "silence_duration_ms": 500,
                    },
                }
            },
            "include": ["item.input_audio_transcription.logprobs"],
        },
    }


def test_what_nobody_asked_for_is_not_sent_and_the_caller_ends_the_turns() -> None:
    session: Any = build_session(SETTINGS)["session"]
    audio = session["audio"]["input"]
    assert audio["turn_detection"] is None
    assert audio["transcription"] == {"model": "gpt-live-transcribe"}
    assert "noise_reduction" not in audio
    assert "include" not in session


def sent(settings: LiveSettings) -> list[Json]:
    """Give every message that a session sends."""
    session = Session(settings)
    answers, _told = session.greet(json.dumps(say.created()))
    messages = [*answers, *session.hear(b"\x01\x02" * 100), *session.commit()]
    return [json.loads(message) for message in messages]


@pytest.mark.parametrize("settings", KINDS.values(), ids=KINDS.keys())
def test_openapi_knows_what_we_send(document: Json, settings: LiveSettings) -> None:
    names = {
        "session.update": "RealtimeClientEventSessionUpdate",
        "input_audio_buffer.append": "RealtimeClientEventInputAudioBufferAppend",
        "input_audio_buffer.commit": "RealtimeClientEventInputAudioBufferCommit",
    }
    for message in sent(settings):
        schema = schema_named(names[message["type"]])
        errors = [error.message for error in validator(document, schema).iter_errors(message)]
        assert errors == []
        assert set(message) <= set(properties(document, schema))
    session = build_session(settings)["session"]
    exact = schema_named("RealtimeTranscriptionSessionCreateRequestGA")
    assert [error.message for error in validator(document, exact).iter_errors(session)] == []
    known = properties(document, exact)
    assert isinstance(session, dict)
    assert set(session) <= set(known)
    audio = known["audio"]["properties"]["input"]["properties"]
    assert set(session["audio"]["input"]) <= set(audio)
    asked = session["audio"]["input"]["transcription"]
    assert set(asked) <= set(properties(document, schema_named("AudioTranscription")))


@pytest.mark.parametrize("settings", KINDS.values(), ids=KINDS.keys())
def test_the_openai_package_knows_what_we_send(settings: LiveSettings) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(realtime_client_event_param.RealtimeClientEventParam)
    for message in sent(settings):
        read_all(adapter.validate_python(message))


SAID = [
    say.updated({"type": "transcription"}),
    say.committed("i1"),
    say.committed("i2", "i1"),
    say.delta("i1", "Hel"),
    say.completed("i1", "Hello"),
    say.failed("i2", "noise"),
    say.event("input_audio_buffer.speech_started", item_id="i1", audio_start_ms=40),
    say.event("input_audio_buffer.speech_stopped", item_id="i1", audio_end_ms=90),
]


def heard(*events: Json) -> list[LiveEvent]:
    """Give what a session makes of events."""
    session = Session(SETTINGS)
    found = (session.read(json.dumps(event)) for event in events)
    return [event for event in found if event is not None]


def test_a_guess_may_come_whole_beside_what_is_certain() -> None:
    guess = say.delta("i1", "") | {"transcript": "Ever died"}
    plain = say.delta("i1", "Ever")
    assert heard(guess, plain) == [Delta("i1", "", "Ever died"), Delta("i1", "Ever")]


def test_events_become_types() -> None:
    *events, failure, started, stopped = heard(*SAID)
    assert events == [
        SessionReady(rate_hz=24_000),
        Committed("i1", previous_item_id=""),
        Committed("i2", previous_item_id="i1"),
        Delta("i1", "Hel"),
        Completed("i1", "Hello", {"type": "duration", "seconds": 2}, ("en",)),
    ]
    assert isinstance(failure, Failed)
    assert (failure.item_id, failure.error.detail) == ("i2", "noise")
    assert (started, stopped) == (
        SpeechStarted("i1", at_ms=40),
        SpeechStopped("i1", at_ms=90),
    )


def test_our_fake_speaks_as_openapi_and_the_package_say(document: Json) -> None:
    check = validator(document, schema_named("RealtimeServerEvent"))
    adapter: TypeAdapter[Any] = TypeAdapter(realtime_server_event.RealtimeServerEvent)
    for event in (*SAID[1:], say.error("no")):
        assert check.is_valid(event), event
        adapter.validate_python(event)


def test_every_event_of_openapi_is_read_kept_or_silent(document: Json) -> None:
    for variant in document["components"]["schemas"]["RealtimeServerEvent"]["anyOf"]:
        kind = properties(document, variant)["type"]
        name = kind.get("const") or kind["enum"][0]
        session = Session(SETTINGS)
        message = json.dumps({"type": name, "item": None, "error": [], "item_id": 7})
        if name == "error":
            with pytest.raises(RefusedError):
                session.read(message)
        else:
            event = session.read(message)
            assert (
                event is None or not isinstance(event, Unknown) or event == Unknown(name, message)
            )


def test_events_say_when_and_after_what() -> None:
    ready, _first, second, *_texts, started, stopped = heard(*SAID)
    assert isinstance(ready, SessionReady)
    assert isinstance(second, Committed)
    assert isinstance(started, SpeechStarted)
    assert isinstance(stopped, SpeechStopped)
    said = (ready.rate_hz, second.previous_item_id, started.at_ms, stopped.at_ms)
    assert said == (24_000, "i1", 40, 90)


def test_a_turn_is_told_once_wherever_its_name_comes_from() -> None:
    nameless = {"type": "input_audio_buffer.committed"}
    added = say.event("conversation.item.added", item={"id": "i1"}, previous_item_id="i0")
    assert heard(nameless, added, say.committed("i1")) == [Committed("i1", "i0")]


@pytest.mark.parametrize("languages", [["en"], [{"code": "en"}], [{"language": "en"}]])
def test_languages_come_in_several_forms(languages: object) -> None:
    (event,) = heard({**say.completed("i1", "x"), "languages": languages})
    assert isinstance(event, Completed)
    assert event.languages == ("en",)


def test_speech_is_base64_in_pieces() -> None:
    pcm = bytes(range(256)) * 20_000
    messages = Session(SETTINGS).hear(pcm)
    assert b"".join(b64decode(json.loads(message)["audio"]) for message in messages) == pcm
    assert Session(SETTINGS).hear(b"") == []


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
names = st.sampled_from(
    [
        "session.created", "session.updated", "input_audio_buffer.committed", "error",
        "conversation.item.added", "input_audio_buffer.speech_started", "transcription.done",
        "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.failed",
        "conversation.item.input_audio_transcription.delta",
    ]
)  # fmt: skip
fields = st.sampled_from(
    ["item_id", "previous_item_id", "item", "error", "delta", "transcript", "usage", "languages", "session", "created"]
)  # fmt: skip
odd_events = st.builds(
    lambda name, more: json.dumps({**more, "type": name}),
    names | json_values,
    st.dictionaries(fields, json_values, max_size=4),
)


@given(st.lists(odd_events | st.text() | st.binary(), max_size=8))
def test_never_raises_anything_else_whatever_comes(messages: list[str | bytes]) -> None:
    session, order = Session(SETTINGS), Order()
    for place, message in enumerate(messages):
        try:
            if place == 0:
                session.greet(message)
            event = session.read(message)
        except AppError:
            continue
        if event is not None:
            order.add(event)
    order.rest()


def ends(order: Order, *events: LiveEvent) -> list[str]:
    """Give the names of the turns that `order` gives."""
    return [turn.item_id for event in events for turn in order.add(event)]


def test_a_turn_waits_for_the_one_before_it() -> None:
    order = Order()
    assert ends(order, Committed("a"), Committed("b", "a"), Committed("c", "b")) == []
    assert ends(order, Completed("c", "3"), Completed("b", "2")) == []
    assert ends(order, Delta("a", "1"), Completed("a", "1")) == ["a", "b", "c"]


def test_a_failed_turn_holds_nobody_back() -> None:
    order = Order()
    error = RefusedError(Code.SERVER, heard_problem())
    events = (Committed("a"), Committed("b", "a"), Completed("b", "2"), Failed("a", error))
    assert ends(order, *events) == ["a", "b"]
    assert [turn.item_id for turn in order.add(Failed("", error))] == [""]


def heard_problem() -> Any:
    (event,) = heard(say.failed("x", "noise"))
    assert isinstance(event, Failed)
    return event.error.problem


def test_a_turn_that_never_ends_does_not_hold_the_rest_for_ever() -> None:
    order = Order()
    turns = [f"t{number}" for number in range(30)]
    announced = [
        Committed(name, before) for before, name in zip(["lost", *turns], turns, strict=False)
    ]
    assert ends(order, Committed("lost"), *announced) == []
    given = ends(order, *(Completed(name, "") for name in turns))
    assert given == turns[: len(given)]
    assert len(given) >= len(turns) - 8
    assert given + [turn.item_id for turn in order.rest()] == turns


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.randoms())
def test_every_turn_is_given_once_and_in_order(
    places: list[int], lost: set[int], chance: Any
) -> None:
    order = Order()
    announced: list[LiveEvent] = [
        Committed(str(n), str(n - 1) if n else "") for n in range(6) if n not in lost
    ]
    given = ends(order, *announced, *(Completed(str(n), "") for n in places))
    given += [turn.item_id for turn in order.rest()]
    assert sorted(given) == [str(n) for n in range(6)]
    known = [int(name) for name in given if int(name) not in lost]
    if not lost:
        assert known == sorted(known)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "a", "b", "c"]), st.booleans()))
)
def test_circles_and_repetitions_lose_no_turn(steps: list[tuple[str, str, bool]]) -> None:
    order = Order()
    given, expected = [], 0
    for name, before, is_end in steps:
        event: LiveEvent = Completed(name, "") if is_end else Committed(name, before)
        expected += is_end
        given += ends(order, event)
    given += [turn.item_id for turn in order.rest()]
    assert len(given) == expected
