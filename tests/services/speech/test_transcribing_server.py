"""Files through servers that nobody here wrote, with their faults; a killed program; a full disk."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desktop.api.wire.patience import Timeouts
from desktop.core.connection import Connection, Secret
from desktop.core.errors import Code
from desktop.core.recording import Recording, RecordingState
from desktop.core.transcript import text_of
from desktop.services.secret_headers import write_headers
from desktop.services.servers import Kept
from desktop.store.secrets import SecretKind
from desktop.store.settings import TRANSCRIPTION_CONNECTION, TRANSCRIPTION_MODEL
from tests.fakes.byte_server import Reply, Stall
from tests.fakes.shapes import json_reply
from tests.services.speech.test_transcribing import LIMIT_S, PATH, Desk, desk, said, sound
from tests.services.stage import stage
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

SAID = "It was the best of times, 那是最好的时代。"
MOCK = "mock"
PATIENT = Timeouts(
    connect_s=2, write_s=2, pool_s=2, first_byte_s=2, thinking_s=2, between_s=2, tail_s=0.2
)
WRITING = Path(__file__).with_name("programs") / "writing_down.py"


@asynccontextmanager
async def mocked(
    aimock: Aimock, model: str = "gpt-transcribe", **headers: str
) -> AsyncIterator[Desk]:
    """Give a queue over aimock, with headers of the person's own in its connection."""
    async with stage(PATIENT) as one:
        own = write_headers((name.replace("_", "-"), Secret(v)) for name, v in headers.items())
        connection = Connection(MOCK, "Mock", aimock.base_url, preset="openai")
        await one.servers.save(connection, {SecretKind.HEADERS: Kept(own)})
        await one.settings.set(TRANSCRIPTION_CONNECTION, MOCK)
        await one.settings.set(TRANSCRIPTION_MODEL, model)
        yield Desk(one, one.speaking.transcribing())


async def written(one: Desk, folder: Path) -> Recording:
    """Give what became of a file."""
    (added,) = await one.queue.add_files([sound(folder / "a.wav", 4)])
    return await one.settled(added.id)


def test_a_server_that_streams_tells_the_text_while_it_comes(
    aloop: RunLoop, aimock: Aimock, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with mocked(aimock) as one:
            partial: list[str] = []

            def note(recording_id: int) -> None:
                progress = one.queue.progress(recording_id)
                if progress is not None and progress.text:
                    partial.append(progress.text)

            one.queue.changed.connect(note)
            done = await written(one, tmp_path)
            assert (done.state, done.error) == (RecordingState.READY, "")
            assert text_of(await one.lines(done.id)).replace("\n", " ") == SAID
            assert partial
            assert all(SAID.startswith(text.rstrip()) for text in partial)

    aloop(scenario(), LIMIT_S)


def test_a_server_that_gives_times_gives_lines_with_times(
    aloop: RunLoop, aimock: Aimock, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with mocked(aimock, "whisper-1", x_aimock_context="timed") as one:
            done = await written(one, tmp_path)
            (line,) = await one.lines(done.id)
            assert (line.text, line.start_s, line.end_s) == ("It was the best of times.", 0, 2.5)

    aloop(scenario(), LIMIT_S)


FAULTS = {
    "cut in the middle of its stream": (
        {"x_aimock_context": "cut"},
        {Code.CUT, Code.NOT_UNDERSTOOD},
    ),
    "too slow": ({"x_aimock_chaos_latency": "9000"}, {Code.TIMEOUT}),
    "hung up": ({"x_aimock_chaos_disconnect": "1"}, {Code.CUT, Code.NOT_UNDERSTOOD}),
    "a failure": ({"x_aimock_chaos_drop": "1"}, {Code.SERVER}),
    "nonsense": ({"x_aimock_chaos_malformed": "1"}, {Code.CUT, Code.NOT_UNDERSTOOD}),
}


@pytest.mark.parametrize(("headers", "codes"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_of_a_real_server_is_named_and_the_file_can_be_sent_again(
    aloop: RunLoop, aimock: Aimock, tmp_path: Path, headers: dict[str, str], codes: set[Code]
) -> None:
    async def scenario() -> None:
        async with mocked(aimock, **headers) as one:
            failed = await written(one, tmp_path)
            assert failed.state is RecordingState.FAILED
            assert failed.error in codes
            await one.stage.servers.save(
                Connection(MOCK, "Mock", aimock.base_url, preset="openai"),
                {SecretKind.HEADERS: Kept()},
            )
            await one.queue.retry(failed.id)
            done = await one.settled(failed.id)
            assert done.state is RecordingState.READY

    aloop(scenario(), LIMIT_S)


def test_speakers_are_the_same_in_every_piece(aloop: RunLoop, tmp_path: Path) -> None:
    def told(*turns: tuple[str, float, float, str]) -> Reply:
        segments = [
            {
                "id": f"seg_{at}", "type": "transcript.text.segment", "speaker": who,
                "start": start, "end": end, "text": text,
            }
            for at, (who, start, end, text) in enumerate(turns)
        ]  # fmt: skip
        return json_reply({"text": " ".join(t[3] for t in turns), "segments": segments})

    async def scenario() -> None:
        async with desk() as one:
            await one.stage.settings.set(TRANSCRIPTION_MODEL, "gpt-4o-transcribe-diarize")
            one.server.on(
                PATH, told(("A", 0.0, 4.0, "Good morning."), ("B", 5.0, 9.0, "How are you?"))
            )
            (added,) = await one.queue.add_files([sound(tmp_path / "two.wav", 12)])
            assert (await one.settled(added.id)).state is RecordingState.READY
            lines = await one.lines(added.id)
            assert [(line.speaker, line.text) for line in lines] == [
                ("A", "Good morning."),
                ("B", "How are you?"),
            ]
            (asked,) = [r for r in one.server.requests if r.path == PATH]
            assert b"diarized_json" in asked.body
            assert b"chunking_strategy" in asked.body

    aloop(scenario(), LIMIT_S)


def test_a_program_that_is_killed_while_it_writes_down_a_file_goes_on_where_it_was(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def killed(base_url: str, file: Path) -> None:
        child = await asyncio.create_subprocess_exec(
            sys.executable, str(WRITING), base_url, str(file), stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        try:
            async with asyncio.timeout(LIMIT_S):
                told = json.loads(await child.stdout.readline())
            assert told["done_s"] > 0
        finally:
            child.kill()
            await child.wait()

    async def scenario() -> None:
        async with desk() as one:
            one.server.on(PATH, said("One."), Reply((Stall(),)))
            await killed(one.server.base_url, sound(tmp_path / "long.wav", 320))
        async with desk() as one:
            await one.stage.speech.repair()  # as every start does
            (left,) = await one.stage.speech.recordings.list()
            assert left.state is RecordingState.INTERRUPTED
            assert 0 < left.done_s < 320
            one.server.on(PATH, said("Two."))
            await one.queue.retry(left.id)
            assert (await one.settled(left.id)).state is RecordingState.READY
            assert text_of(await one.lines(left.id)) == "One.\nTwo."
            assert one.asked == 1

    aloop(scenario(), 2 * LIMIT_S)
