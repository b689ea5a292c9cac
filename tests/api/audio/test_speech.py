"""Text to speech: what is asked, sound as it comes, and what is no sound."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.audio import speech
from desktop.api.audio.speech import SoundFormat, SpeechRequest
from desktop.api.lessons import Dialect
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, endpoint
from tests.api.kept_things import Talk, talking
from tests.fakes.byte_server import Abort, Reply, Stall, one_by_one
from tests.fakes.shapes import json_reply, sse
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

PATH = "/audio/speech"
REQUEST = SpeechRequest("m-1", "你好", "alloy")
SOUND = os.urandom(50_000)


async def spoken(
    talk: Talk, request: SpeechRequest = REQUEST, target: Endpoint | None = None
) -> tuple[str, bytes]:
    """Give the media type and the whole sound."""
    async with speech.open_speech(talk.http, target or talk.endpoint, request) as sound:
        return sound.media_type, b"".join([chunk async for chunk in sound.chunks])


async def failure(talk: Talk, request: SpeechRequest = REQUEST) -> AppError:
    with pytest.raises(AppError) as caught:
        await spoken(talk, request)
    return caught.value


def test_asks_for_no_more_than_it_must() -> None:
    assert speech.build(REQUEST).body == {
        "model": "m-1",
        "input": "你好",
        "voice": "alloy",
        "response_format": "mp3",
    }


def test_asks_for_everything() -> None:
    request = SpeechRequest(
        "m", "hi", "voice_1", True, "calm", SoundFormat.PCM, speed=4.0, is_events=True
    )
    assert speech.build(request).body == {
        "model": "m",
        "input": "hi",
        "voice": {"id": "voice_1"},
        "response_format": "pcm",
        "instructions": "calm",
        "speed": 4.0,
        "stream_format": "sse",
    }
    refused = Dialect(refused=frozenset({"speed", "instructions", "stream_format"}))
    assert speech.build(request, refused).parameters == {
        "model",
        "input",
        "voice",
        "response_format",
    }


LIMITS = {
    "too long": (SpeechRequest("m", "字" * 4_097, "v"), Code.TOO_LONG),
    "nothing": (SpeechRequest("m", " \n", "v"), Code.BAD_REQUEST),
    "too slow": (SpeechRequest("m", "x", "v", speed=0.2), Code.BAD_REQUEST),
    "too fast": (SpeechRequest("m", "x", "v", speed=4.1), Code.BAD_REQUEST),
}


@pytest.mark.parametrize(("request_", "code"), LIMITS.values(), ids=LIMITS.keys())
def test_what_no_server_takes_is_not_sent(request_: SpeechRequest, code: Code) -> None:
    with pytest.raises(AppError) as caught:
        speech.build(request_)
    assert caught.value.code is code


def test_the_longest_text_is_sent() -> None:
    assert speech.build(SpeechRequest("m", "字" * 4_096, "v", speed=0.25)).body


KINDS = {
    "what the server says": ("audio/x-wav", SoundFormat.MP3, "audio/x-wav"),
    "mp3": ("application/octet-stream", SoundFormat.MP3, "audio/mpeg"),
    "pcm": ("application/octet-stream", SoundFormat.PCM, "audio/pcm"),
    "opus": ("", SoundFormat.OPUS, "audio/ogg"),
}


@pytest.mark.parametrize(("header", "form", "kind"), KINDS.values(), ids=KINDS.keys())
def test_sound_comes_with_its_kind(
    aloop: RunLoop, header: str, form: SoundFormat, kind: str
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, Reply((SOUND[:1], SOUND[1:]), content_type=header))
            request = SpeechRequest("m", "x", "v", response_format=form)
            assert await spoken(talk, request) == (kind, SOUND)
            assert talk.http.lessons.support(talk.endpoint, Capability.SPEECH) is Support.YES

    aloop(scenario())


def test_sound_can_be_heard_before_all_of_it_is_there(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, Reply((SOUND[:9], Stall()), content_type="audio/mpeg"))
            async with speech.open_speech(talk.http, talk.endpoint, REQUEST) as sound:
                assert await anext(sound.chunks) == SOUND[:9]
            await talk.server.saw_close()

    aloop(scenario())


def deltas(field: str = "audio") -> list[object]:
    pieces = (SOUND[start : start + 20_000] for start in range(0, len(SOUND), 20_000))
    return [
        {"type": "speech.audio.delta", field: base64.b64encode(piece).decode()} for piece in pieces
    ]


END = {"type": "speech.audio.done", "usage": {"input_tokens": 1, "output_tokens": 2}}
STREAMS = {
    "as OpenAI does": Reply((sse(*deltas(), END),)),
    "byte by byte": Reply(one_by_one(sse(*deltas()[-1:], END))),
    "with an end mark alone": Reply((sse(*deltas("delta"), "[DONE]"),)),
}


@pytest.mark.parametrize("reply", STREAMS.values(), ids=STREAMS.keys())
def test_sound_inside_of_events_is_sound(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            request = SpeechRequest("m", "x", "v", is_events=True)
            kind, sound = await spoken(talk, request)
            assert kind == "audio/mpeg"
            assert SOUND.endswith(sound[-10_000:])

    aloop(scenario(), 20)


BROKEN = {
    "json": (json_reply({"error": {"message": f"no voice {CANARY}"}}), Code.SERVER, "no voice ***"),
    "json without an error": (json_reply({"audio": "?"}), Code.NOT_UNDERSTOOD, "JSON"),
    "rubbish as json": (Reply((b"{",), content_type="application/json"), Code.NOT_UNDERSTOOD, "{"),
    "no endpoint with a success": (json_reply({"error": "Unexpected endpoint"}), Code.LACKS, "speech"),
    "no endpoint": (json_reply({}, 404), Code.LACKS, "speech"),
    "a page": (Reply((b"<title>Hello</title>",), content_type="text/html"), Code.NOT_UNDERSTOOD, "Hello"),
    "an empty page": (Reply((), content_type="text/html"), Code.NOT_UNDERSTOOD, ""),
    "nothing": (Reply((), content_type="audio/mpeg"), Code.NOT_UNDERSTOOD, "empty"),
    "a cut": (Reply((SOUND, Abort()), content_type="audio/mpeg"), Code.CUT, ""),
    "events without their end": (Reply((sse(*deltas()),)), Code.CUT, ""),
    "events that are no sound": (Reply((sse({"type": "speech.audio.delta", "audio": "A"}),)), Code.NOT_UNDERSTOOD, "base64"),
    "an error among events": (Reply((sse({"type": "error", "message": CANARY}),)), Code.SERVER, "***"),
    "a quota": (json_reply({"error": {"code": "insufficient_quota"}}, 429), Code.QUOTA, ""),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code", "detail"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_sound_is_said(aloop: RunLoop, reply: Reply, code: Code, detail: str) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            error = await failure(talk)
            assert error.code is code
            assert detail in error.detail
            assert CANARY not in str(error)

    aloop(scenario())


def test_what_the_server_does_not_know_is_left_out(aloop: RunLoop) -> None:
    wrong = json_reply({"detail": [{"loc": ["body", "instructions"], "msg": "Extra inputs are not permitted", "type": "extra_forbidden"}]}, 422)  # fmt: skip

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, wrong, Reply((SOUND,), content_type="audio/mpeg"))
            request = SpeechRequest("m", "x", "v", instructions="calm")
            for _turn in range(2):
                assert (await spoken(talk, request))[1] == SOUND
            sent = ["instructions" in one.json for one in talk.server.requests]
            assert sent == [True, False, False]

    aloop(scenario())


@given(st.binary(max_size=40), st.sampled_from(["speech.audio.delta", "speech.audio.done", "x"]))
def test_no_event_breaks_the_reader(data: bytes, name: str) -> None:
    reader = speech._SpeechReader()
    try:
        found = list(reader.take({"audio": base64.b64encode(data).decode()[:-1]}, name))
        assert all(isinstance(one, bytes) for one in found)
        list(reader.finish(is_said=False))
    except AppError as error:
        assert error.code in {Code.NOT_UNDERSTOOD, Code.CUT}  # noqa: PT017


def test_aimock_speaks(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with Http() as http, talking() as talk:
            kind, sound = await spoken(
                Talk(talk.server, http, talk.endpoint), target=endpoint(aimock.base_url)
            )
            assert kind == "audio/mpeg"
            assert sound.startswith(b"ID3")

    aloop(scenario(), 20)
    (entry,) = aimock.journal()
    body = entry["body"]
    assert isinstance(body, dict)
    assert (entry["path"], body["model"]) == ("/v1/audio/speech", "m-1")
    assert body["messages"] == [{"role": "user", "content": "你好"}]
