"""Live sessions over the real socket, with the program's own client and with a bare one."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from desktop.api.audio.live import LiveTranscription
from desktop.api.audio.live_events import (
    Committed,
    Completed,
    Delta,
    LiveEvent,
    SessionReady,
    SpeechStarted,
    SpeechStopped,
)
from desktop.api.audio.realtime import ServerVad
from desktop.api.reading.failures import RefusedError
from desktop.core.errors import AppError, Code
from tests.engine.process import KEY, EngineProcess
from tests.engine.speech.talking import (
    BEGINNING,
    MODEL,
    PATH,
    beginning,
    deltas_of,
    heard_until_last,
    live,
    louder,
    say,
    sentence,
    silence,
    socket,
    speak,
    text_of,
    two_cities,
    until_done,
    wait_for,
    wav,
)
from tests.support.loops import RunLoop
from tests.support.words_heard import word_error_rate

FIRST = "It was the best of times, it was the worst of times"
HEARD = "conversation.item.input_audio_transcription"
SESSION = {"type": "transcription", "audio": {"input": {"format": {"rate": 16_000}}}}


def test_speech_becomes_text_while_it_is_spoken(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        async with live(engine) as session:
            assert await anext(session) == SessionReady(24_000)
            half = len(sentence()) // 4 * 2
            await session.send(sentence()[:half])
            preview = await anext(session)
            await session.send(sentence()[half:])
            await session.commit()
            events = await until_done(session)
        assert isinstance(preview, Delta)
        (committed,) = (event for event in events if isinstance(event, Committed))
        completed = events[-1]
        assert isinstance(completed, Completed)
        assert preview.item_id == committed.item_id == completed.item_id
        assert word_error_rate(FIRST, completed.text) <= 0.17
        assert completed.languages == ("en",)

    aloop(scenario(), 30)


def test_a_preview_has_what_is_certain_and_all_that_is_guessed(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def scenario() -> None:
        async with socket(engine) as line:
            await say(line, "session.update", session=SESSION)
            await wait_for(line, "session.updated")
            pcm = sentence(16_000)
            deltas = []
            for start in range(0, len(pcm), 32_000):  # a second
                await speak(line, pcm[start : start + 32_000])
                deltas += await deltas_of(line, 1)
            await say(line, "input_audio_buffer.commit")
            done = await wait_for(line, f"{HEARD}.completed")
        certain = "".join(str(event["delta"]) for event in deltas)
        count = len(certain.split())
        assert count >= 3
        assert word_error_rate(" ".join(FIRST.split()[:count]), certain) <= 0.4
        assert len(str(deltas[-1]["transcript"]).split()) >= count
        assert done["usage"] == {"type": "duration", "seconds": 4.3}

    aloop(scenario(), 30)


def test_the_engine_ends_lines_where_nobody_commits(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        async with live(engine) as session:
            await session.send(beginning())
            events: list[LiveEvent] = []
            while not events or not isinstance(events[-1], Committed):
                events.append(await anext(session))
            await session.commit()
            events += await until_done(session)
        turns = [event for event in events if isinstance(event, Committed)]
        assert [turn.previous_item_id for turn in turns[1:]] == [t.item_id for t in turns[:-1]]
        assert len(turns) >= 2
        assert word_error_rate(BEGINNING, text_of(events)) <= 0.1

    aloop(scenario(), 40)


def test_a_pause_ends_a_turn_where_the_server_is_to_find_it(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def scenario() -> None:
        async with live(engine, ServerVad(silence_duration_ms=500)) as session:
            await session.send(silence(1) + sentence() + silence(2))
            events = []
            while not events or not isinstance(events[-1], Completed):
                events.append(await anext(session))
        kinds = [type(event) for event in events if not isinstance(event, Delta)]
        assert kinds == [SessionReady, SpeechStarted, SpeechStopped, Committed, Completed]
        (started,) = (event for event in events if isinstance(event, SpeechStarted))
        assert 1000 <= (started.at_ms or 0) <= 2000
        assert word_error_rate(FIRST, text_of(events)) <= 0.17

    aloop(scenario(), 40)


@pytest.mark.parametrize("pcm", [silence(3), b"\x01\x00" * 60_000], ids=["zeros", "a step"])
def test_silence_is_an_empty_turn(aloop: RunLoop, engine: EngineProcess, pcm: bytes) -> None:
    async def scenario() -> None:
        async with live(engine) as session:
            events = await heard_until_last(session, pcm)
        assert text_of(events) == ""
        assert isinstance(events[-1], Completed)

    aloop(scenario(), 20)


def test_a_long_silence_keeps_no_memory_and_loses_no_word(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def scenario() -> None:
        async with live(engine) as session:
            for _ in range(20):
                await session.send(silence(3))
            events = await heard_until_last(session, louder(sentence(), 0.1) + silence(0.5))
        assert word_error_rate(FIRST, text_of(events)) <= 0.17

    aloop(scenario(), 40)


def test_more_than_can_wait_is_not_taken_and_that_is_told(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def scenario() -> None:
        async with socket(engine) as line:
            await say(line, "session.update", session=SESSION)
            await speak(line, silence(310, 16_000))
            said = await wait_for(line, "error")
            assert isinstance(said["error"], dict)
            assert said["error"]["code"] == "input_audio_buffer_full"
            await speak(line, sentence(16_000))
            await say(line, "input_audio_buffer.commit")
            done = await wait_for(line, f"{HEARD}.completed")
        assert word_error_rate(FIRST, str(done["transcript"])) <= 0.17

    aloop(scenario(), 20)


def test_two_sessions_and_a_file_go_on_and_a_third_is_sent_away(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def one() -> str:
        async with live(engine) as session:
            return text_of(await heard_until_last(session, sentence()))

    def post() -> str:
        files = {"file": ("a.wav", wav(sentence(), 24_000))}
        return str(engine.client.post(PATH, files=files).json()["text"])

    async def scenario() -> None:
        said = await asyncio.gather(one(), one(), asyncio.to_thread(post))
        assert all(word_error_rate(FIRST, text) <= 0.17 for text in said)
        async with live(engine), live(engine):
            with pytest.raises(RefusedError) as caught:
                async with live(engine):
                    pass
            assert caught.value.status == 503
        assert word_error_rate(FIRST, await one()) <= 0.17

    aloop(scenario(), 40)


def test_a_session_that_is_cut_off_leaves_room_for_the_next(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def patiently() -> ClientConnection:
        """Give an open socket; the engine may not have seen the end of the last one yet."""
        async with asyncio.timeout(10):
            while True:
                try:
                    return await opened.enter_async_context(socket(engine))
                except InvalidStatus:
                    await asyncio.sleep(0.02)

    async def scenario() -> None:
        async with opened:
            for _ in range(4):
                line = await patiently()
                await speak(line, two_cities())
                await say(line, "input_audio_buffer.commit")
                line.transport.abort()
            line = await patiently()
            await speak(line, sentence())
            await say(line, "input_audio_buffer.commit")
            done = await wait_for(line, f"{HEARD}.completed")
        assert word_error_rate(FIRST, str(done["transcript"])) <= 0.17

    opened = AsyncExitStack()
    aloop(scenario(), 40)


def test_a_killed_engine_is_an_end_that_is_told(aloop: RunLoop) -> None:
    async def everything(session: LiveTranscription) -> None:
        async for _ in session:
            pass

    async def scenario(engine: EngineProcess) -> None:
        async with live(engine) as session:
            assert isinstance(await anext(session), SessionReady)
            await session.send(sentence())
            engine.process.kill()
            with pytest.raises(AppError) as caught:
                await everything(session)
        assert caught.value.code is Code.CUT

    with EngineProcess() as engine:
        aloop(scenario(engine), 20)


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"type": "response.create"}, "unknown_event"),
        ({"type": "input_audio_buffer.append", "audio": "###"}, "invalid_value"),
        ({"type": "input_audio_buffer.append", "audio": "AAAA"}, "invalid_value"),
        ({"type": "input_audio_buffer.append", "audio": 5}, "invalid_value"),
        ({"type": "input_audio_buffer.commit"}, "input_audio_buffer_commit_empty"),
        ({"type": "session.update", "session": {"type": "realtime"}}, "invalid_value"),
        ([], "invalid_json"),
    ],
    ids=["unknown", "no base64", "odd", "number", "empty", "conversation", "no object"],
)
def test_what_a_session_cannot_do_is_said_and_it_goes_on(
    aloop: RunLoop, engine: EngineProcess, event: object, code: str
) -> None:
    async def scenario() -> None:
        async with socket(engine) as line:
            await line.send(json.dumps(event))
            said = await wait_for(line, "error")
            assert isinstance(said["error"], dict)
            assert said["error"]["code"] == code
            await speak(line, sentence())
            await say(line, "input_audio_buffer.commit")
            done = await wait_for(line, f"{HEARD}.completed")
            assert word_error_rate(FIRST, str(done["transcript"])) <= 0.17

    aloop(scenario(), 20)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"transcription": {"languages": ["zh"]}}, "language_not_supported"),
        ({"transcription": {"language": "de"}}, "language_not_supported"),
        ({"transcription": {"model": "gpt-live-transcribe"}}, "model_not_found"),
        ({"format": {"type": "audio/pcmu"}}, "invalid_value"),
        ({"format": {"type": "audio/pcm", "rate": 44_100}}, "invalid_value"),
    ],
    ids=["languages", "language", "model", "format", "rate"],
)
def test_settings_that_cannot_be_are_refused(
    aloop: RunLoop, engine: EngineProcess, part: dict[str, object], code: str
) -> None:
    async def scenario() -> None:
        async with socket(engine) as line:
            session = {"type": "transcription", "audio": {"input": part}}
            await say(line, "session.update", session=session)
            said = await wait_for(line, "error")
            assert isinstance(said["error"], dict)
            assert said["error"]["code"] == code

    aloop(scenario())


def test_sound_that_is_cleared_is_not_written_down(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        async with socket(engine) as line:
            await speak(line, sentence())
            await say(line, "input_audio_buffer.clear")
            await wait_for(line, "input_audio_buffer.cleared")
            await speak(line, silence(1))
            await say(line, "input_audio_buffer.commit")
            assert (await wait_for(line, f"{HEARD}.completed"))["transcript"] == ""

    aloop(scenario(), 20)


def test_bytes_are_not_understood(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        async with socket(engine) as line:
            await line.send(b"\x00\x01")
            with pytest.raises(ConnectionClosed):
                await wait_for(line, "nothing")
            assert line.close_code == 1003

    aloop(scenario())


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("?intent=transcription", {"X-Api-Key": KEY}, 401),
        ("?intent=transcription", {"Authorization": "Bearer wrong"}, 401),
        ("?intent=transcription", {"Authorization": f"Bearer {KEY}", "Host": "evil.example"}, 403),
        ("", {}, 400),
        ("?intent=conversation", {}, 400),
        ("?intent=transcription&model=gpt-realtime", {}, 404),
    ],
    ids=["no key", "wrong key", "other host", "no intent", "other intent", "other model"],
)
def test_a_socket_opens_for_nobody_else(
    aloop: RunLoop, engine: EngineProcess, query: str, headers: dict[str, str], status: int
) -> None:
    async def scenario() -> None:
        with pytest.raises(InvalidStatus) as caught:
            async with socket(engine, query, **headers):
                pass
        answer = caught.value.response
        assert answer.status_code == status
        assert json.loads(answer.body or b"")["error"]["message"]

    aloop(scenario())


def test_there_are_no_other_sockets(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        with pytest.raises(InvalidStatus) as caught:
            async with socket(engine, "/other"):
                pass
        assert caught.value.response.status_code == 403

    aloop(scenario())
    assert engine.client.get("/v1/realtime?intent=transcription").status_code == 404


def test_the_model_says_what_it_can(engine: EngineProcess) -> None:
    model = engine.client.get(f"/v1/models/{MODEL}").json()
    listed = engine.client.get("/v1/models").json()["data"]
    assert model in listed
    assert model["languages"] == ["en"]
    assert model["input_modalities"] == ["audio"]
    assert (model["supports_realtime"], model["supports_word_times"]) == (True, False)
