"""Recordings go out with everything else, sound and words, and come back identical elsewhere."""

import asyncio
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.services.transfer import archive
from desktop.services.transfer.recordings import RecordingRecords
from desktop.store.paths import Paths
from tests.services.transfer.hall import House, house
from tests.store.recorded import WAV, said, texts

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


async def record(one: House, *lines: str, sound: bytes = WAV) -> Recording:
    made = await one.recordings.add(RecordingKind.NOTE, title="A walk 黄鹂")
    if sound:
        made.sound.write_bytes(sound)
    given = [said(text, float(at), speaker="A") for at, text in enumerate(lines)]
    await one.recordings.put_lines(made.id, given, len(lines))
    await one.recordings.rename_speaker(made.id, "A", "Anna")
    await one.recordings.update(made.id, state=RecordingState.READY, duration_s=3.0)
    return await one.recordings.get(made.id)


async def all_of(one: House) -> dict[str, tuple[object, bytes]]:
    """Give every recording as it would go out, with its sound."""
    found = {}
    for recording_id in await one.recordings.portable_ids():
        given, sound = await one.recordings.dump(recording_id)
        content = sound.read_bytes() if sound is not None and sound.exists() else b""
        found[given["uid"]] = (given, content)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_everything_comes_back_identical(aloop, tmp_path: Path, seed: int) -> None:
    file = tmp_path / "all.zip"
    talks = st.lists(st.tuples(st.lists(WORDS, max_size=3), st.binary(max_size=60)), max_size=3)

    @given(talks)
    @settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def scenario(found) -> None:
        asyncio.run(round_trip(found))

    async def round_trip(found) -> None:
        async with house(f"one-{seed}") as one, house(f"other-{seed}") as other:
            await one.talk()
            for lines, pcm in found:
                await record(one, *lines, sound=WAV + pcm)
            await one.give(file)
            taken = await other.take(file)
            assert (taken.new, taken.failures) == (len(found) + 1, [])
            assert await all_of(other) == await all_of(one)
            assert (await other.take(file)).new == 0
            assert len(await other.recordings.portable_ids()) == len(found)

    scenario()


def test_sounds_can_stay_at_home(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            await record(one, "golden oriole")
            kinds = [RecordingRecords(one.recordings, with_sound=False)]
            file = tmp_path / "all.zip"
            await archive.write(file, kinds, one.conversations.blobs, one.heard.append)
            assert not [name for name in zipfile.ZipFile(file).namelist() if "wav" in name]
            taken = await other.take(file)
            assert (taken.new, taken.failures) == (1, [])
            (here,) = await other.recordings.list()
            assert texts(await other.recordings.lines(here.id)) == ["golden oriole"]
            assert not here.sound.exists()
            assert (await other.recordings.mend_sounds()).emptied == 0

    aloop(scenario())


def test_a_sound_that_vanished_is_reported_and_the_words_go_out(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            made = await record(one, "golden oriole", sound=b"")
            outcome = await one.give(tmp_path / "all.zip")
            assert [failure.name for failure in outcome.failures] == [f"sounds/{made.uid}.wav"]
            taken = await other.take(tmp_path / "all.zip")
            assert (taken.new, taken.failures[0].code) == (1, Code.GONE)

    aloop(scenario())


def repacked(file: Path, change) -> Path:
    """Write the archive anew, every member as `change(name, content)` gives it."""
    made = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return made


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"RIFF....WAVEother", Code.DAMAGED), (None, Code.GONE)],
    ids=["changed", "missing"],
)
def test_a_damaged_sound_is_left_out_and_said(aloop, tmp_path: Path, content, code: Code) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            await record(one, "golden oriole")
            await one.give(tmp_path / "all.zip")
            bad = repacked(
                tmp_path / "all.zip",
                lambda name, held: content if name.endswith(".wav") else held,
            )
            taken = await other.take(bad)
            assert (taken.new, [failure.code for failure in taken.failures]) == (1, [code])
            (here,) = await other.recordings.list()
            assert not here.sound.exists()
            assert [file.name for file in other.recordings.folder.glob("*")] == []

    aloop(scenario())


def test_a_stranger_brings_no_path_and_no_file_that_is_no_sound(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            made = await record(one, "golden oriole", sound=b"#!/bin/sh\n" * 10)
            await record(one, "wren")
            await one.give(tmp_path / "all.zip")

            def change(name: str, held: bytes) -> bytes:
                found = json.loads(held) if name.startswith("recordings/") else {}
                if found.get("title") and found["uid"] != made.uid:
                    return json.dumps({**found, "uid": "../" * 10 + "x" * 2}).encode()
                return held

            taken = await other.take(repacked(tmp_path / "all.zip", change))
            assert [failure.code for failure in taken.failures] == [Code.UNREADABLE]
            (here,) = await other.recordings.list()
            assert here.uid == made.uid
            assert not here.sound.exists()
            assert not Paths.find().data.joinpath("other", "recordings").joinpath("xx.wav").exists()

    aloop(scenario())
