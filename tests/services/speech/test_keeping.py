"""Sounds go when the person wants them gone, and never before their words are safe."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.media.capture.wavfile import WavFile
from desktop.services.speech.keeping import Keeping
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from desktop.store.settings import DICTATION_DAYS, Settings
from tests.store.recorded import WAV, recordings, said, texts

DAY_S = 24 * 3600.0
READY = RecordingState.READY


@dataclass
class Kept:
    store: Recordings
    settings: Settings
    keeping: Keeping
    now: list[float]

    async def dictate(
        self, text: str = "golden oriole", kind: RecordingKind = RecordingKind.DICTATION
    ) -> Recording:
        made = await self.store.add(kind)
        made.sound.write_bytes(WAV)
        if text:
            await self.store.put_lines(made.id, [said(text, 0)], 1.0)
        return made

    async def gone(self, file: Path) -> None:
        async with asyncio.timeout(5):
            while await asyncio.to_thread(file.exists):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.02)


@asynccontextmanager
async def keeping(days: int = 0) -> AsyncIterator[Kept]:
    now = [1000 * DAY_S]
    settings = Settings(Paths.find().config / "settings.toml")
    await settings.set(DICTATION_DAYS, days)
    async with recordings(now=lambda: now[0]) as store:
        made = Keeping(store, settings)
        try:
            yield Kept(store, settings, made, now)
        finally:
            await made.aclose()


def test_a_dictations_sound_goes_when_its_text_has_arrived_and_the_text_stays(aloop) -> None:
    async def scenario() -> None:
        async with keeping() as kept:
            await kept.keeping.begin()
            note = await kept.dictate(kind=RecordingKind.NOTE)
            await kept.store.update(note.id, state=READY)
            made = await kept.dictate()
            await kept.store.update(made.id, state=READY)
            await kept.gone(made.sound)
            assert texts(await kept.store.lines(made.id)) == ["golden oriole"]
            assert (await kept.store.get(made.id)).state is READY
            assert note.sound.exists()

    aloop(scenario())


@pytest.mark.parametrize("state", sorted(set(RecordingState) - {READY}))
def test_a_dictation_that_still_needs_its_sound_keeps_it(aloop, state: RecordingState) -> None:
    async def scenario() -> None:
        async with keeping() as kept:
            made = await kept.dictate()
            await kept.store.update(made.id, state=state)
            kept.now[0] += 1000 * DAY_S
            assert await kept.keeping.expire() == 0
            assert not await kept.store.drop_sound(made.id)
            assert made.sound.exists()

    aloop(scenario())


def test_a_dictation_that_gave_no_text_can_be_tried_again_for_a_week(aloop) -> None:
    async def scenario() -> None:
        async with keeping() as kept:
            made = await kept.dictate("")
            await kept.store.update(made.id, state=READY)
            kept.now[0] += 6 * DAY_S
            assert await kept.keeping.expire() == 0
            kept.now[0] += 2 * DAY_S
            assert await kept.keeping.expire() == 1
            assert not made.sound.exists()

    aloop(scenario())


@pytest.mark.parametrize(("days", "after"), [(7, 7), (30, 30), (-1, None)])
def test_sounds_stay_as_long_as_the_setting_says(aloop, days: int, after: int | None) -> None:
    async def scenario() -> None:
        async with keeping(days) as kept:
            made = await kept.dictate()
            await kept.store.update(made.id, state=READY)
            kept.now[0] += (after or 10_000) * DAY_S - 1
            assert await kept.keeping.expire() == 0
            assert made.sound.exists()
            kept.now[0] += 2
            assert await kept.keeping.expire() == (0 if after is None else 1)
            assert made.sound.exists() is (after is None)

    aloop(scenario())


def test_another_setting_holds_at_once(aloop) -> None:
    async def scenario() -> None:
        async with keeping(30) as kept:
            await kept.keeping.begin()
            made = await kept.dictate()
            await kept.store.update(made.id, state=READY)
            assert made.sound.exists()
            await kept.settings.set(DICTATION_DAYS, 0)
            await kept.gone(made.sound)

    aloop(scenario())


def test_a_recording_that_was_cut_off_has_its_length_and_a_good_header(aloop) -> None:
    async def scenario() -> None:
        async with keeping() as kept:
            made = await kept.store.add(RecordingKind.NOTE)
            file = WavFile.create(made.sound, 16_000)
            file.write(bytes(16_000 * 2 * 2))
            file.close()
            with made.sound.open("ab") as stream:
                stream.write(bytes(16_000))  # what reached the disk after the last header
            broken = await kept.dictate("half", RecordingKind.NOTE)
            broken.sound.write_bytes(b"no sound at all" * 10)
            for one in (made, broken):
                await kept.store.update(one.id, state=RecordingState.INTERRUPTED)
            await kept.keeping.begin()
            assert (await kept.store.get(made.id)).duration_s == 2.5
            assert made.sound.read_bytes()[40:44] == (16_000 * 5).to_bytes(4, "little")
            assert (await kept.store.get(broken.id)).duration_s == 0
            assert broken.sound.exists()

    aloop(scenario())


def test_a_sound_that_cannot_be_deleted_now_goes_the_next_time(aloop) -> None:
    async def scenario() -> None:
        async with keeping() as kept:
            made = await kept.dictate()
            await kept.store.update(made.id, state=READY)
            made.sound.unlink()
            made.sound.mkdir()  # what no unlink removes
            assert await kept.keeping.expire() == 0
            with pytest.raises(AppError) as raised:
                await kept.store.drop_sound(made.id)
            assert raised.value.code in {Code.READ_ONLY, Code.UNEXPECTED}
            made.sound.rmdir()
            made.sound.write_bytes(WAV)
            assert await kept.keeping.expire() == 1

    aloop(scenario())
