"""Sound files beside the window: pieces, waveforms, and a process that may die over them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from desktop.core.errors import AppError, Code
from desktop.media.sound.facts import PieceTarget
from desktop.services.speech.sounds import Sounds, remove_left
from tests.media.sound.sounds import made, needs_ffmpeg, talk, tone, wav
from tests.support.loops import RunLoop

FROZEN = [sys.executable, "-m", "desktop", "--worker", "sound"]
GONE = [sys.executable, "-c", ""]
TARGET = PieceTarget(1_000_000, 10.0, 1.0)


@asynccontextmanager
async def sounds(folder: Path, command: Sequence[str] | None = None) -> AsyncIterator[Sounds]:
    made = Sounds(folder / "pieces", command)
    try:
        yield made
    finally:
        await made.aclose()


async def code_of(made: Sounds, path: Path) -> Code:
    with pytest.raises(AppError) as caught:
        await made.inspect(path)
    return caught.value.code


@pytest.mark.parametrize("command", [None, FROZEN], ids=["source", "frozen"])
def test_a_file_is_inspected_in_a_process(
    aloop: RunLoop, tmp_path: Path, command: list[str] | None
) -> None:
    async def play() -> None:
        async with sounds(tmp_path, command) as made:
            info = await made.inspect(wav(tmp_path / "a.wav", tone(440, 2.5)))
            assert (info.duration_s, info.rate_hz, info.channels, info.format) == (
                2.5, 16000, 1, "wav",
            )  # fmt: skip
            assert made.pid not in {None, os.getpid()}

    aloop(play(), 20)


def test_pieces_cover_the_whole_and_overlap(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        file = wav(tmp_path / "a.wav", talk((8.0, 16.5, 24.0), 30.0))
        async with sounds(tmp_path) as made:
            pieces = [await made.piece(file, 0.0, TARGET)]
            while not pieces[-1].is_last:
                pieces.append(await made.piece(file, pieces[-1].next_s, TARGET))
            assert pieces[-1].end_s == 30.0
            for one, two in pairwise(pieces):
                assert two.start_s == pytest.approx(one.end_s - 1.0)
            assert all(one.end_s - one.start_s <= 10.0 for one in pieces)
            for one in pieces:
                info = await made.inspect(one.file)
                assert info.duration_s == pytest.approx(one.end_s - one.start_s)
                assert len(one.peaks) == -(-round(info.duration_s * 16000) // 800)
            await made.drop(pieces[0])
            assert not pieces[0].file.exists()
            assert pieces[1].file.exists()
        assert list((tmp_path / "pieces").iterdir()) == []

    aloop(play(), 30)


def test_after_the_end_there_is_nothing(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        file = wav(tmp_path / "a.wav", tone(440, 2.0))
        async with sounds(tmp_path) as made:
            piece = await made.piece(file, 5.0, TARGET)
            assert (piece.start_s, piece.end_s, piece.is_last) == (5.0, 5.0, True)

    aloop(play(), 20)


def test_pieces_go_on_however_much_they_repeat(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        file = wav(tmp_path / "a.wav", tone(440, 4.0))
        async with sounds(tmp_path) as made:
            piece = await made.piece(file, 0.0, PieceTarget(1_000_000, 2.0, 50.0))
            assert 0.0 < piece.next_s <= piece.end_s

    aloop(play(), 20)


def test_the_waveform_is_made_of_slices(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        samples = np.concatenate((np.zeros(650 * 16000, np.float32), tone(440, 10)))
        file = wav(tmp_path / "a.wav", samples)
        async with sounds(tmp_path) as made:
            peaks = await made.peaks(file)
        assert len(peaks) == 660 * 20
        assert set(peaks[: 650 * 20]) == {0}
        assert min(peaks[650 * 20 :]) > 120

    aloop(play(), 30)


@pytest.mark.parametrize("start", ["empty", "no sound"])
def test_no_sound_has_a_code_and_the_next_job_works(
    aloop: RunLoop, tmp_path: Path, start: str
) -> None:
    async def play() -> None:
        other = tmp_path / "b.wav"
        other.write_bytes(b"" if start == "empty" else b"words")
        async with sounds(tmp_path) as made:
            assert await code_of(made, other) is Code.NOT_A_SOUND
            with pytest.raises(AppError):
                await made.piece(other, 0.0, TARGET)
            assert await made.peaks(wav(tmp_path / "a.wav", tone(440, 1.0)))
            assert list((tmp_path / "pieces").glob("*/*")) == []

    aloop(play(), 20)


@needs_ffmpeg
def test_without_ffmpeg_it_is_named(
    aloop: RunLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(tmp_path / "a.m4a")
    monkeypatch.setenv("PATH", str(tmp_path))

    async def play() -> None:
        async with sounds(tmp_path) as made:
            assert await code_of(made, file) is Code.SOUND_NEEDS_FFMPEG

    aloop(play(), 20)


def test_a_process_that_is_killed_costs_one_job(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        file = wav(tmp_path / "a.wav", np.zeros(600 * 48_000, np.float32), 48_000)
        async with sounds(tmp_path) as made:
            await made.inspect(file)
            async with asyncio.TaskGroup() as group:
                job = group.create_task(_code(made.peaks(file)))
                await asyncio.sleep(0.05)
                while not job.done():  # a quick death is tried again once
                    if made.pid is not None:
                        os.kill(made.pid, signal.SIGKILL)
                    await asyncio.sleep(0.05)
            assert job.result() is Code.SOUND_UNREAD
            assert (await made.inspect(file)).duration_s == 600.0

    aloop(play(), 40)


async def _code(job: object) -> Code:
    with pytest.raises(AppError) as caught:
        await job  # type: ignore[misc]
    return caught.value.code


@needs_ffmpeg
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system does not list processes")
def test_cancelling_ends_the_process_and_its_ffmpeg(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        silence = ("-f", "lavfi", "-i", "anullsrc=r=48000:d=600", "-map", "1:a", "-c:a", "libopus")
        file = made(tmp_path / "a.webm", *silence)
        async with sounds(tmp_path) as own:
            async with asyncio.TaskGroup() as group:
                job = group.create_task(own.piece(file, 0.0, PieceTarget(200_000_000, 590.0)))
                while not running(file):  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.01)
                job.cancel()
            while running(file):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
            assert list((tmp_path / "pieces").glob("*/*")) == []
            assert (await own.inspect(file)).duration_s == pytest.approx(600, abs=0.1)

    aloop(play(), 40)


def running(file: Path) -> list[str]:
    """Give the processes that have a file among their arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if os.fsencode(file) in process.read_bytes():
                found.append(process.parent.name)
    return found


def test_pieces_of_a_killed_run_are_removed_and_no_others(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        folder = tmp_path / "pieces"
        (folder / "dead").mkdir(parents=True)
        (folder / "dead" / "piece-1.flac").write_bytes(b"sound")
        (folder / "dead.lock").write_bytes(b"")
        file = wav(tmp_path / "a.wav", tone(440, 1.0))
        async with sounds(tmp_path) as one, sounds(tmp_path) as two:
            kept = await one.piece(file, 0.0, TARGET)
            await two.piece(file, 0.0, TARGET)
            remove_left(folder)
            assert kept.file.exists()
            assert not (folder / "dead").exists()
        assert list(folder.iterdir()) == []

    aloop(play(), 20)


def test_a_program_that_does_not_start_has_a_code(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with sounds(tmp_path, ["/nowhere/oriole"]) as made:
            assert await code_of(made, tmp_path / "a.wav") is Code.NO_SOUND_READER
        async with sounds(tmp_path, GONE) as made:
            assert await code_of(made, tmp_path / "a.wav") is Code.SOUND_UNREAD

    aloop(play(), 20)


def test_the_window_loads_no_numbers() -> None:
    code = (
        "import sys, desktop.services.speech.sounds, desktop.services.speech.exports,"
        " desktop.services.speech.imports, desktop.services.speech.joining;"
        "print(sorted({'numpy', 'soundfile', 'docx', 'lxml'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, timeout=20
    )
    assert found.stdout.strip() == b"[]"


LONG = {
    "wav": ("-ar", "44100"),
    "flac": ("-ar", "16000"),
    "mp3": ("-ar", "24000", "-q:a", "7"),
    "bare.mp3": ("-ar", "24000", "-q:a", "7", "-write_xing", "0"),
    "ogg": ("-c:a", "libvorbis", "-ar", "16000"),
    "opus": ("-c:a", "libopus", "-compression_level", "0"),
    "aiff": ("-ar", "16000"),
    "m4a": ("-ar", "16000"),
    "webm": ("-c:a", "libopus", "-compression_level", "0"),
}


@pytest.mark.full
@pytest.mark.timeout(900)
@needs_ffmpeg
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system does not tell the memory")
@pytest.mark.parametrize("ending", LONG)
def test_three_hours_take_no_more_memory_than_a_minute(
    aloop: RunLoop, tmp_path: Path, ending: str
) -> None:
    source = wav(tmp_path / "minute.wav", talk(tuple(range(3, 60, 5)), 60.0))
    loop = ("-map", "1:a", "-t", "10800")
    command = ["-stream_loop", "-1", "-i", str(source), *loop, *LONG[ending]]
    file = made(tmp_path / f"long.{ending}", *command, timeout_s=400)

    async def play() -> None:
        async with sounds(tmp_path) as own:
            assert (await own.inspect(file)).duration_s == pytest.approx(10800, abs=0.2)
            at_s, pieces = 0.0, 0
            while True:
                piece = await own.piece(file, at_s, PieceTarget(25_000_000, 1400.0, 5.0))
                assert piece.file.stat().st_size <= 25_000_000
                await own.drop(piece)
                at_s, pieces = piece.next_s, pieces + 1
                if piece.is_last:
                    break
            assert piece.end_s == pytest.approx(10800, abs=0.2)
            assert pieces < 20
            assert len(await own.peaks(file)) == pytest.approx(10800 * 20, abs=4)
            assert peak_kib(own) < 120 * 1024

    aloop(play(), 800)


def peak_kib(own: Sounds) -> int:
    """Give the most memory that the process has held."""
    status = Path(f"/proc/{own.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
