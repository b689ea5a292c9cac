"""Speech to text: what is asked, every form of answer, and streams with their ends."""

import os
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.api.audio import transcript_events, transcriptions
from desktop.api.audio.transcript_events import (
    AudioUsage,
    Segment,
    Transcript,
    TranscriptDelta,
    TranscriptDone,
    TranscriptEvent,
    Word,
)
from desktop.api.audio.transcriptions import Format, TranscriptionRequest, VoiceDetection
from desktop.api.lessons import Dialect
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Endpoint, Secret
from desktop.core.errors import AppError, Code
from desktop.core.stream import Unknown
from tests.api.asking import CANARY, QUICK, endpoint
from tests.api.forms import form_of
from tests.api.kept_things import Talk, talking
from tests.api.rows_forms import EVERYTHING_SAID
from tests.fakes.byte_server import Abort, Pause, Reply, Stall, one_by_one
from tests.fakes.shapes import json_reply, sse
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

PATH = "/audio/transcriptions"
REQUEST = TranscriptionRequest("m-1", b"RIFF")
OFFICIAL = Dialect(is_official=True)
TEXT = "Grüße, 世界\u2028🐦!"


def fields(request: TranscriptionRequest, dialect: Dialect | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in transcriptions.build(request, dialect).fields:
        found.setdefault(name, []).append(value)
    return found


def test_asks_for_no_more_than_it_must() -> None:
    form = transcriptions.build(REQUEST)
    assert form.fields == (("model", "m-1"),)
    (file,) = form.files
    assert (file.name, file.filename, file.media_type) == ("file", "audio.wav", "audio/wav")


def test_asks_for_everything() -> None:
    assert fields(EVERYTHING_SAID, OFFICIAL) == {
        "model": ["gpt-transcribe"],
        "prompt": ["hi"],
        "response_format": ["verbose_json"],
        "temperature": ["0.2"],
        "languages[]": ["en", "zh"],
        "keywords[]": ["Oriole", "黄鹂"],
        "timestamp_granularities[]": ["word", "segment"],
        "chunking_strategy[type]": ["server_vad"],
        "chunking_strategy[threshold]": ["0.5"],
        "chunking_strategy[prefix_padding_ms]": ["300"],
        "chunking_strategy[silence_duration_ms]": ["500"],
        "known_speaker_names[]": ["A"],
        "known_speaker_references[]": ["data:audio/wav;base64,AAAA"],
        "include[]": ["logprobs"],
    }


LANGUAGES = {
    "one, official": (("zh",), OFFICIAL, {"languages[]": ["zh"]}),
    "one, other": (("zh",), Dialect(), {"language": ["zh"]}),
    "several, other": (("zh", "en"), Dialect(), {"languages[]": ["zh", "en"]}),
    "one, no list": (("zh",), Dialect(True, frozenset({"languages"})), {"language": ["zh"]}),
    "one, only lists": (("zh",), Dialect(False, frozenset({"language"})), {"languages[]": ["zh"]}),
    "several, no list": (("zh", "en"), Dialect(False, frozenset({"languages"})), {}),
    "none wanted": (("zh",), Dialect(False, frozenset({"language", "languages"})), {}),
}


@pytest.mark.parametrize(("spoken", "dialect", "said"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_languages_are_said_as_the_server_takes_them(
    spoken: tuple[str, ...], dialect: Dialect, said: dict[str, list[str]]
) -> None:
    found = fields(TranscriptionRequest("m", b"", languages=spoken), dialect)
    assert {name: value for name, value in found.items() if name != "model"} == said


def test_what_was_refused_is_not_asked_for() -> None:
    refused = frozenset({"keywords", "chunking_strategy", "include", "prompt"})
    found = fields(EVERYTHING_SAID, Dialect(True, refused))
    assert not {name.partition("[")[0] for name in found} & refused


def test_pauses_may_be_left_to_the_server() -> None:
    found = fields(TranscriptionRequest("m", b"", chunking=VoiceDetection()))
    assert found["chunking_strategy"] == ["auto"]


def test_five_speakers_are_too_many() -> None:
    with pytest.raises(AppError) as caught:
        transcriptions.build(TranscriptionRequest("m", b"", speakers=EVERYTHING_SAID.speakers * 5))
    assert caught.value.code is Code.BAD_REQUEST


def plain(body: str, kind: str = "text/plain; charset=utf-8") -> Reply:
    return Reply((body.encode(),), 200, kind, framing="length")


SRT = "1\n00:00:00,000 --> 00:00:01,500\nHi.\n\n"
BODIES = {
    "json": (Format.JSON, json_reply({"text": TEXT}), TEXT),
    "text": (Format.TEXT, plain(TEXT), TEXT),
    "srt": (Format.SRT, plain(SRT, "application/x-subrip"), SRT),
    "vtt with a BOM": (Format.VTT, plain("\ufeffWEBVTT\n", "text/vtt"), "WEBVTT\n"),
    "text, but JSON came": (Format.TEXT, json_reply({"text": TEXT}), TEXT),
    "text, as a JSON string": (Format.TEXT, json_reply(TEXT), TEXT),
    "json, but text came": (Format.JSON, plain(TEXT), TEXT),
    "nothing was said": (Format.TEXT, plain(""), ""),
}


@pytest.mark.parametrize(("form", "reply", "said"), BODIES.values(), ids=BODIES.keys())
def test_every_form_of_answer_is_a_transcript(
    aloop: RunLoop, form: Format, reply: Reply, said: str
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            request = TranscriptionRequest("m-1", b"RIFF", response_format=form)
            found = await transcriptions.transcribe(talk.http, talk.endpoint, request)
            assert found.text == said
            assert dict(form_of(talk.last)[0]) == {"model": "m-1", "response_format": form}
            for one in await heard(talk, request):
                assert isinstance(one, TranscriptDelta | TranscriptDone)

    aloop(scenario())


REFUSALS = {
    "a page": (Reply((b"<html><title>Sign in</title>",), 200, "text/html"), Code.NOT_UNDERSTOOD, "Sign in"),
    "a page as text": (plain("<html><title>Sign in</title>"), Code.NOT_UNDERSTOOD, "Sign in"),
    "no text": (json_reply({"texts": []}), Code.NOT_UNDERSTOOD, "without text"),
    "an error with a success": (json_reply({"error": {"message": f"no {CANARY}"}}), Code.SERVER, "no ***"),
    "no endpoint with a success": (json_reply({"error": "Unexpected endpoint or method."}), Code.LACKS, "transcriptions"),
    "no endpoint": (json_reply({"detail": "Not Found"}, 404), Code.LACKS, "transcriptions"),
    "too large": (Reply((b"<title>413</title>",), 413, "text/html"), Code.TOO_LARGE, "413"),
    "an unknown model": (json_reply({"error": {"code": "model_not_found"}}, 404), Code.NOT_FOUND, ""),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code", "detail"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_is_no_transcript_is_said(
    aloop: RunLoop, reply: Reply, code: Code, detail: str
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            with pytest.raises(AppError) as caught:
                await transcriptions.transcribe(talk.http, talk.endpoint, REQUEST)
            assert caught.value.code is code
            assert detail in caught.value.detail
            lacks = talk.http.lessons.support(talk.endpoint, Capability.TRANSCRIPTIONS)
            assert (lacks is Support.NO) == (code is Code.LACKS)

    aloop(scenario())


def test_a_recording_that_cannot_be_read(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            request = TranscriptionRequest("m", tmp_path / "absent.wav")
            with pytest.raises(AppError) as caught:
                await transcriptions.transcribe(talk.http, talk.endpoint, request)
            assert caught.value.code is Code.UNREADABLE

    aloop(scenario())


async def heard(
    talk: Talk,
    request: TranscriptionRequest = REQUEST,
    got: list[TranscriptEvent] | None = None,
    target: Endpoint | None = None,
) -> list[TranscriptEvent]:
    """Give all events of one stream; `got` keeps what came before an error."""
    events = [] if got is None else got
    stream = transcriptions.stream_transcript(talk.http, target or talk.endpoint, request)
    async with aclosing(stream):
        async for event in stream:
            events.append(event)
    return events


PIECES = [TEXT[:4], TEXT[4:7], TEXT[7:]]
DELTAS = [{"type": "transcript.text.delta", "delta": piece} for piece in PIECES]
DONE = {"type": "transcript.text.done", "text": TEXT, "languages": [{"code": "de"}],
        "usage": {"type": "tokens", "input_tokens": 3, "output_tokens": 2, "total_tokens": 5,
                  "input_token_details": {"audio_tokens": 3}}}  # fmt: skip
SEGMENT = {"type": "transcript.text.segment", "id": "s1", "start": 0, "end": 2, "speaker": "A",
           "text": TEXT}  # fmt: skip
STREAM = sse(*DELTAS, DONE)


def chunk(content: str, finish: str | None = None) -> dict[str, object]:
    """Give a piece in vLLM's shape."""
    choice = {"delta": {"content": content}, "finish_reason": finish, "stop_reason": None}
    return {"id": "trsc-1", "object": "transcription.chunk", "model": "m", "choices": [choice]}


STREAMS = {
    "as OpenAI does": Reply((STREAM,)),
    "byte by byte": Reply(one_by_one(STREAM)),
    "and an end mark": Reply((STREAM, sse("[DONE]"))),
    "and a broken end": Reply((STREAM, Abort())),
    "no done event, but an end mark": Reply((sse(*DELTAS, "[DONE]"),)),
    "as vLLM does": Reply((sse(*map(chunk, PIECES), chunk("", "stop"), "[DONE]"),)),
    "bare texts": Reply((sse(*({"text": piece} for piece in PIECES)),)),
    "rubbish between": Reply((sse(DELTAS[0], "{broken", "", *DELTAS[1:], DONE),)),
    "under another name": Reply((STREAM,), content_type="application/octet-stream"),
    "with a last word cut off": Reply((STREAM.rstrip(),)),
}


@pytest.mark.parametrize("reply", STREAMS.values(), ids=STREAMS.keys())
def test_streams_end_with_the_whole(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            *pieces, last = await heard(talk)
            assert [piece.text for piece in pieces if isinstance(piece, TranscriptDelta)] == PIECES
            assert isinstance(last, TranscriptDone)
            assert last.transcript.text == TEXT
            assert dict(form_of(talk.last)[0]) == {"model": "m-1", "stream": "true"}

    aloop(scenario(), 10)


def test_silence_while_it_listens_is_waited_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk, Http(replace(QUICK, thinking_s=5)) as http:
            pause = Pause(QUICK.between_s + 0.1)
            talk.on(PATH, Reply((sse(DELTAS[0]), pause, sse(*DELTAS[1:], DONE))))
            assert isinstance((await heard(replace(talk, http=http)))[-1], TranscriptDone)

    aloop(scenario())


def test_silence_after_the_end_is_not_waited_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk, Http(QUICK) as http:
            talk.on(PATH, Reply((STREAM, Stall())))
            last = (await heard(replace(talk, http=http)))[-1]
            assert isinstance(last, TranscriptDone)
            assert last.transcript.text == TEXT

    aloop(scenario())


def test_the_done_event_says_languages_and_costs(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, Reply((sse(*DELTAS, SEGMENT, {"type": "x.new", "a": 1}, DONE),)))
            events = await heard(talk)
            segment = Segment(TEXT, 0.0, 2.0, "A", "s1")
            assert segment in events
            assert Unknown("x.new", '{"type":"x.new","a":1}') in events
            last = events[-1]
            assert isinstance(last, TranscriptDone)
            assert last.transcript.languages == ("de",)
            assert last.transcript.usage == AudioUsage(None, 3, 2, 3)
            assert last.transcript.segments == (segment,)
            stream = talk.http.lessons.support(talk.endpoint, Capability.TRANSCRIPTION_STREAM)
            assert stream is Support.YES

    aloop(scenario())


CUTS = {
    "a clean end": Reply((sse(*DELTAS),)),
    "nothing at all": Reply(()),
    "a lost connection": Reply((sse(*DELTAS), Abort())),
}


@pytest.mark.parametrize("reply", CUTS.values(), ids=CUTS.keys())
def test_a_stream_without_its_end_is_cut(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            got: list[TranscriptEvent] = []
            with pytest.raises(AppError) as caught:
                await heard(talk, got=got)
            assert caught.value.code is Code.CUT
            assert not any(isinstance(event, TranscriptDone) for event in got)

    aloop(scenario())


def test_an_error_in_mid_stream_is_raised(aloop: RunLoop) -> None:
    errors: list[object] = [
        {"error": {"message": f"{CANARY} failed", "type": "server_error"}},
        {"type": "error", "message": f"{CANARY} failed"},
    ]

    async def scenario() -> None:
        async with talking() as talk:
            for error in errors:
                talk.on(PATH, Reply((sse(DELTAS[0], error),)))
                with pytest.raises(AppError) as caught:
                    await heard(talk)
                assert (caught.value.code, caught.value.detail) == (Code.SERVER, "*** failed")

    aloop(scenario())


def test_a_server_that_ignores_the_wish_answers_once(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            answer = {"text": TEXT, "language": "german", "segments": [SEGMENT]}
            talk.on(PATH, answer)
            events = await heard(talk)
            assert events == [
                TranscriptDelta(TEXT),
                TranscriptDone(transcript_events.parse(answer)),
            ]
            stream = talk.http.lessons.support(talk.endpoint, Capability.TRANSCRIPTION_STREAM)
            assert stream is Support.UNKNOWN  # another model of it may stream

    aloop(scenario())


def test_a_server_that_refuses_to_stream_is_asked_so_once(aloop: RunLoop) -> None:
    refused = json_reply(
        {"error": {"message": "Unrecognized request argument supplied: stream"}}, 400
    )

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, refused, {"text": TEXT})
            for _turn in range(2):
                last = (await heard(talk))[-1]
                assert isinstance(last, TranscriptDone)
                assert last.transcript.text == TEXT
            sent = ["stream" in dict(form_of(one)[0]) for one in talk.server.requests]
            assert sent == [True, False, False]
            stream = talk.http.lessons.support(talk.endpoint, Capability.TRANSCRIPTION_STREAM)
            assert stream is Support.NO
            whole = talk.http.lessons.support(talk.endpoint, Capability.TRANSCRIPTIONS)
            assert whole is Support.YES

    aloop(scenario())


def test_a_wrong_value_is_the_persons_to_see(aloop: RunLoop) -> None:
    wrong = {"error": {"message": "Invalid language 'xx'", "param": "language"}}

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, json_reply(wrong, 400))
            request = TranscriptionRequest("m", b"", languages=("xx",))
            with pytest.raises(AppError) as caught:
                await transcriptions.transcribe(talk.http, talk.endpoint, request)
            assert caught.value.code is Code.BAD_REQUEST
            assert len(talk.server.requests) == 1

    aloop(scenario())


def test_stopping_in_mid_stream_closes_the_connection(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, Reply((sse(DELTAS[0]), Stall())))
            stream = transcriptions.stream_transcript(talk.http, talk.endpoint, REQUEST)
            async with aclosing(stream):
                assert await anext(stream) == TranscriptDelta(PIECES[0])
            await talk.server.saw_close()

    aloop(scenario())


def test_a_translation_has_its_own_address(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/audio/translations", {"text": "Hello"})
            said = await transcriptions.translate(talk.http, talk.endpoint, EVERYTHING_SAID)
            assert said.text == "Hello"
            names = {name for name, _value in form_of(talk.last)[0]}
            assert names == {"model", "prompt", "response_format", "temperature"}

    aloop(scenario())


def test_a_server_without_translations_may_write_down(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await transcriptions.translate(talk.http, talk.endpoint, REQUEST)
            assert caught.value.code is Code.LACKS
            known = talk.http.lessons.support(talk.endpoint, Capability.TRANSCRIPTIONS)
            assert known is Support.UNKNOWN

    aloop(scenario())


def test_voices_are_told_apart(aloop: RunLoop) -> None:
    answer = {
        "task": "transcribe",
        "duration": 3.5,
        "text": "Hi. 好。",
        "segments": [SEGMENT],
        "usage": DONE["usage"],
    }

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, answer)
            request = TranscriptionRequest("m", b"", response_format=Format.DIARIZED_JSON)
            said = await transcriptions.transcribe(talk.http, talk.endpoint, request)
            (segment,) = said.segments
            assert (segment.speaker, segment.start_s, segment.end_s) == ("A", 0.0, 2.0)
            assert said.usage is not None
            assert said.usage.audio_tokens == 3
            assert dict(form_of(talk.last)[0])["response_format"] == "diarized_json"

    aloop(scenario())


def test_progress_of_the_recording_is_told(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    path.write_bytes(os.urandom(600_000))

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, {"text": "x"})
            told: list[int] = []
            request = TranscriptionRequest("m", path)
            await transcriptions.transcribe(
                talk.http, talk.endpoint, request, lambda sent, _total: told.append(sent)
            )
            assert told[-1] == len(talk.last.body)
            (file,) = form_of(talk.last)[1]
            assert (file.filename, file.media_type) == ("a.flac", "audio/flac")

    aloop(scenario())


SAID = "It was the best of times, 那是最好的时代。"


def test_aimock_streams_a_transcript(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            *pieces, last = await heard(talk, target=endpoint(aimock.base_url))
            assert "".join(one.text for one in pieces if isinstance(one, TranscriptDelta)) == SAID
            assert isinstance(last, TranscriptDone)
            assert last.transcript.text == SAID
            assert last.transcript.languages == ("en", "zh")
            assert last.transcript.usage == AudioUsage(None, 11, 7, 10)

    aloop(scenario(), 20)
    (entry,) = aimock.journal()
    assert (entry["path"], entry["method"]) == ("/v1/audio/transcriptions", "POST")
    body = entry["body"]
    assert isinstance(body, dict)
    assert (body["model"], body["_endpointType"]) == ("m-1", "transcription")


def told(aimock: Aimock, context: str) -> Endpoint:
    """Give aimock with a word that only some of its fixtures listen to."""
    target = endpoint(aimock.base_url)
    return replace(target, headers=(("x-aimock-context", Secret(context)),))


def test_aimock_gives_times(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> Transcript:
        async with Http() as http:
            request = TranscriptionRequest("m-1", b"RIFF", response_format=Format.VERBOSE_JSON)
            return await transcriptions.transcribe(http, told(aimock, "timed"), request)

    found = aloop(scenario(), 20)
    assert (found.languages, found.duration_s) == (("english",), 2.5)
    assert found.words == (Word("It", 0.0, 0.25),)
    assert found.segments == (Segment("It was the best of times.", 0.0, 2.5, id="0"),)


def test_aimock_cuts_a_transcript(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await heard(talk, target=told(aimock, "cut"))
            assert caught.value.code is Code.CUT

    aloop(scenario(), 20)


def test_aimock_translates(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with Http() as http:
            said = await transcriptions.translate(http, endpoint(aimock.base_url), REQUEST)
            assert said.text == "It was the best of times."

    aloop(scenario(), 20)
    assert aimock.journal()[0]["path"] == "/v1/audio/translations"
