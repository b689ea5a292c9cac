"""The queue of files: pieces, faults at the exact place, going on after a crash, several files."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.errors import Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.transcript import Line, text_of
from desktop.services.speech.transcribing import Progress, Transcribing
from desktop.store.settings import TRANSCRIPTION_CONNECTION, TRANSCRIPTION_MODEL
from tests.fakes.byte_server import ByteServer, Reply, Stall
from tests.fakes.shapes import json_reply
from tests.services.speech.hearing_stage import RATE_HZ, speech
from tests.services.stage import HOME, QUICK, Stage, stage
from tests.support.loops import RunLoop

PATH = "/v1/audio/transcriptions"
SETTLED = {
    RecordingState.READY,
    RecordingState.FAILED,
    RecordingState.WAITING,
    RecordingState.INTERRUPTED,
}
LIMIT_S = 20.0


def said(*sentences: str) -> Reply:
    """Give an answer with times: a sentence each second from the tenth on."""
    segments = [
        {"id": at, "start": 10.0 + at, "end": 11.0 + at, "text": f" {sentence}"}
        for at, sentence in enumerate(sentences)
    ]
    return json_reply({"text": " ".join(sentences), "segments": segments, "duration": 300.0})


def failing(status: int, **headers: str) -> Reply:
    """Give a refusal."""
    error = {"error": {"message": "no", "type": "server_error", "code": None}}
    return json_reply(error, status, **headers)


def sound(file: Path, seconds: float) -> Path:
    """Write a file with speech all over it."""
    size = round(seconds * RATE_HZ) * 2
    pcm = (speech() * (size // len(speech()) + 1))[:size]
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE_HZ)
        wav.writeframes(pcm)
    return file


@dataclass
class Desk:
    """A queue over a scripted server."""

    stage: Stage
    queue: Transcribing

    @property
    def server(self) -> ByteServer:
        return self.stage.server

    @property
    def asked(self) -> int:
        return sum(request.path == PATH for request in self.server.requests)

    async def settled(self, recording_id: int) -> Recording:
        """Wait until nothing works at a recording any more; give it."""
        return await self.until(recording_id, lambda one: one.state in SETTLED)

    async def until(self, recording_id: int, is_so: Callable[[Recording], bool]) -> Recording:
        async with asyncio.timeout(LIMIT_S):
            while True:
                recording = await self.stage.speech.recordings.get(recording_id)
                is_queued = self.queue.progress(recording_id) is not None
                if is_so(recording) and not (recording.state in SETTLED and is_queued):
                    return recording
                await asyncio.sleep(0.01)

    async def lines(self, recording_id: int) -> tuple[Line, ...]:
        return await self.stage.speech.recordings.lines(recording_id)


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    async with stage(QUICK) as one:
        await one.settings.set(TRANSCRIPTION_CONNECTION, HOME)
        await one.settings.set(TRANSCRIPTION_MODEL, "whisper-1")
        yield Desk(one, one.speaking.transcribing())


def test_a_file_becomes_lines_with_times(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("It was the best of times.", "It was the worst of times."))
            (added,) = await one.queue.add_files([sound(tmp_path / "cities.wav", 20)])
            assert (added.kind, added.title) == (RecordingKind.FILE, "cities")
            done = await one.settled(added.id)
            assert (done.state, done.error) == (RecordingState.READY, "")
            assert (done.connection_id, done.model) == (HOME, "whisper-1")
            assert done.duration_s == pytest.approx(20, abs=0.1)
            assert done.done_s == pytest.approx(20, abs=0.1)
            first, second = await one.lines(added.id)
            assert (first.text, first.start_s, first.end_s) == ("It was the best of times.", 10, 11)
            assert second.start_s == 11
            assert one.queue.progress(added.id) is None

    aloop(scenario(), LIMIT_S)


def test_a_failure_at_the_last_piece_keeps_the_others_and_only_that_one_is_sent_again(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("One."), said("Two."), failing(500))
            (added,) = await one.queue.add_files([sound(tmp_path / "long.wav", 620)])
            failed = await one.settled(added.id)
            assert (failed.state, failed.error) == (RecordingState.FAILED, Code.SERVER)
            assert 580 < failed.done_s < 620
            assert text_of(await one.lines(added.id)) == "One.\nTwo."
            assert one.asked == 3
            one.server.on(PATH, said("Three."))
            await one.queue.retry(added.id)
            done = await one.settled(added.id)
            assert (done.state, done.error) == (RecordingState.READY, "")
            assert text_of(await one.lines(added.id)) == "One.\nTwo.\nThree."
            assert one.asked == 4

    aloop(scenario(), LIMIT_S)


FAULTS = {
    "silence": (Reply((Stall(),)), Code.TIMEOUT),
    "no credit": (failing(402), Code.QUOTA),
    "no such route": (failing(404), Code.LACKS),
    "a wrong key": (failing(401), Code.KEY_REFUSED),
}


@pytest.mark.parametrize(("reply", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_and_nothing_is_lost(
    aloop: RunLoop, tmp_path: Path, reply: Reply, code: Code
) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, reply)
            (added,) = await one.queue.add_files([sound(tmp_path / "a.wav", 12)])
            failed = await one.settled(added.id)
            assert (failed.state, failed.error, failed.done_s) == (RecordingState.FAILED, code, 0)

    aloop(scenario(), LIMIT_S)


def test_a_server_that_asks_for_patience_gets_it(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, failing(429, retry_after="0"), said("Here."))
            (added,) = await one.queue.add_files([sound(tmp_path / "a.wav", 12)])
            assert (await one.settled(added.id)).state is RecordingState.READY
            assert one.asked == 2

    aloop(scenario(), LIMIT_S)


def test_what_is_too_large_for_the_server_is_sent_in_smaller_pieces(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, failing(413), *(said(f"Part {n}.") for n in range(9)))
            (added,) = await one.queue.add_files([sound(tmp_path / "a.wav", 60)])
            done = await one.settled(added.id)
            assert done.state is RecordingState.READY
            sizes = [len(r.body) for r in one.server.requests if r.path == PATH]
            assert len(sizes) >= 3
            assert all(size < sizes[0] * 0.75 for size in sizes[1:])
            assert done.done_s == pytest.approx(60, abs=0.2)

    aloop(scenario(), LIMIT_S)


def test_a_server_that_refuses_times_is_asked_without(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, failing(400), json_reply({"text": "One sentence. And another."}))
            (added,) = await one.queue.add_files([sound(tmp_path / "a.wav", 12)])
            assert (await one.settled(added.id)).state is RecordingState.READY
            first, second = await one.lines(added.id)
            assert (first.text, second.text) == ("One sentence.", "And another.")
            assert 0 == first.start_s < first.end_s == second.start_s
            assert second.end_s == pytest.approx(12, abs=0.1)

    aloop(scenario(), LIMIT_S)


def test_files_wait_for_each_other_and_one_may_be_taken_out(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("One."), said("Three."))
            files = [sound(tmp_path / f"{name}.wav", 12) for name in "abc"]
            first, second, third = await one.queue.add_files(files)
            assert one.queue.progress(second.id) == Progress(0, 0)
            one.queue.cancel(second.id)
            assert (await one.settled(first.id)).state is RecordingState.READY
            assert (await one.settled(third.id)).state is RecordingState.READY
            assert (await one.settled(second.id)).state is RecordingState.WAITING
            assert text_of(await one.lines(third.id)) == "Three."
            assert one.asked == 2

    aloop(scenario(), LIMIT_S)


def test_cancelling_stops_at_once_and_keeps_what_was_heard(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("One."), Reply((Stall(),)))
            (added,) = await one.queue.add_files([sound(tmp_path / "long.wav", 320)])
            await one.until(added.id, lambda recording: recording.done_s > 0)
            progress = one.queue.progress(added.id)
            assert progress is not None
            assert progress.left_s is not None
            one.queue.cancel(added.id)
            stopped = await one.settled(added.id)
            assert stopped.state is RecordingState.WAITING
            assert text_of(await one.lines(added.id)) == "One."

    aloop(scenario(), LIMIT_S)


def test_a_program_that_ends_goes_on_from_there(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("One."), Reply((Stall(),)))
            (added,) = await one.queue.add_files([sound(tmp_path / "long.wav", 320)])
            await one.until(added.id, lambda recording: recording.done_s > 0)
        async with desk() as one:
            left = await one.stage.speech.recordings.get(added.id)
            assert left.state is RecordingState.INTERRUPTED
            one.server.on(PATH, said("Two."))
            await one.queue.retry(added.id)
            assert (await one.settled(added.id)).state is RecordingState.READY
            assert text_of(await one.lines(added.id)) == "One.\nTwo."
            assert one.asked == 1

    aloop(scenario(), LIMIT_S)


def test_a_whole_transcript_is_never_thrown_away(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("First."), said("Another."))
            (added,) = await one.queue.add_files([sound(tmp_path / "a.wav", 12)])
            await one.settled(added.id)
            await one.queue.retry(added.id)
            assert one.queue.progress(added.id) is None
            assert text_of(await one.lines(added.id)) == "First."

    aloop(scenario(), LIMIT_S)


def test_what_is_no_sound_fails_and_the_next_file_does_not(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("Here."))
            (tmp_path / "page.wav").write_bytes(b"<html>not a sound</html>" * 50)
            wrong, right = await one.queue.add_files(
                [tmp_path / "page.wav", sound(tmp_path / "a.wav", 12)]
            )
            assert (await one.settled(wrong.id)).error == Code.NOT_A_SOUND
            assert (await one.settled(right.id)).state is RecordingState.READY

    aloop(scenario(), LIMIT_S)


def test_a_language_that_nobody_knows_is_said_before_anything_is_sent(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with desk() as one:
            await one.stage.settings.set(TRANSCRIPTION_CONNECTION, "builtin")
            (added,) = await one.queue.add_files([sound(tmp_path / "a.wav", 1)], language="zh")
            assert (added.state, added.error) == (RecordingState.FAILED, Code.SPEECH_LANGUAGE)
            assert one.asked == 0

    aloop(scenario(), LIMIT_S)
