"""A recording that goes out as JSON comes back as it was, on another computer too."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.recording import RecordingKind, RecordingState
from desktop.core.transcript import Line, Word
from desktop.store import recording_archive
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from tests.store.recorded import WAV, recordings, said, texts

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TIMES = st.floats(0, 1e5, allow_nan=False)
LINES = st.lists(
    st.builds(
        Line, WORDS, TIMES, TIMES, WORDS, st.lists(st.builds(Word, WORDS, TIMES, TIMES), max_size=3)
    ),
    max_size=6,
)
UID = "0123456789abcdef" * 2


@given(LINES, WORDS, st.sampled_from(RecordingState), st.dictionaries(WORDS, WORDS, max_size=3))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_goes_out_comes_back_the_same(lines, title, state, names) -> None:
    async def scenario() -> None:
        here, there = Database.in_memory(), Database.in_memory()
        folder = Paths.find().data / "recordings"
        one, other = Recordings(here, folder), Recordings(there, folder)
        made = (await one.add(RecordingKind.NOTE, title=title, language="zh", model="m")).id
        await one.put_lines(made, lines, 12.5)
        for key, name in names.items():
            await one.rename_speaker(made, key, name)
        await one.update(made, state=state, duration_s=20.25, error="x")
        given, _sound = await one.dump(made)
        found = json.loads(recording_archive.to_text(given))
        await other.add(RecordingKind.NOTE)  # so that the ids differ
        assert await other.take(recording_archive.checked(found))
        assert not await other.take(recording_archive.checked(found))
        (taken,) = [one.id for one in await other.list() if one.uid == given["uid"]]
        assert (await other.dump(taken))[0] == given
        assert await other.lines(taken) == await one.lines(made)
        for store, database in ((one, here), (other, there)):
            await store.aclose()
            await database.aclose()

    asyncio.run(scenario())


def test_a_sound_comes_along_and_is_the_recordings_own(aloop) -> None:
    async def scenario() -> None:
        async with recordings("one") as one, recordings("other") as other:
            made = await one.add(RecordingKind.NOTE)
            assert (await one.dump(made.id))[1] is None  # it is still being written
            made.sound.write_bytes(WAV)
            await one.put_lines(made.id, [said("golden oriole", 0)], 1.0)
            await one.update(made.id, state=RecordingState.READY)
            await one.delete(made.id)
            record, sound = await one.dump(made.id)
            assert sound == made.sound
            other.folder.mkdir(parents=True)
            copy = other.folder / "x.part"
            copy.write_bytes(WAV)
            assert await other.take(recording_archive.checked(record), copy)
            ((taken, _when),) = await other.thrown()
            assert taken.sound.read_bytes() == WAV
            assert not copy.exists()
            assert texts(await other.lines(taken.id)) == ["golden oriole"]
            await other.purge(taken.id)
            assert list(other.folder.iterdir()) == []

    aloop(scenario())


def test_where_the_person_keeps_files_does_not_go_out_and_does_not_come_in(aloop) -> None:
    async def scenario() -> None:
        async with recordings("one") as one, recordings("other") as other:
            own = Paths.find().data / "very-private-folder" / "talk.mp3"
            made = await one.add(RecordingKind.FILE, title="Talk", sound=own)
            record, sound = await one.dump(made.id)
            assert sound is None
            assert "very-private-folder" not in recording_archive.to_text(record)
            record["sound"] = "/etc/passwd"
            await other.take(recording_archive.checked(record))
            (taken,) = await other.list()
            assert taken.sound == other.folder / f"{made.uid}.wav"

    aloop(scenario())


def test_an_arrival_that_was_cut_off_can_come_again(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            lines = [said(f"line {at}", float(at)) for at in range(700)]
            record = {**plain(), "lines": lines}

            def full(connection) -> None:
                connection.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON transcript_line WHEN (SELECT count(*)"
                    " FROM transcript_line) >= 500 BEGIN SELECT RAISE(ABORT, 'full'); END"
                )

            await store._db.write(full)
            with pytest.raises(AppError):
                await store.take(record)
            assert await store.list() == ()
            assert not await store.knows(UID)
            await store._db.write(lambda c: c.execute("DROP TRIGGER full"))
            heard: list[int] = []
            store.changed.connect(heard.append)
            assert await store.take(record)
            (taken,) = await store.list()
            assert (len(await store.lines(taken.id)), heard) == (700, [taken.id])

    aloop(scenario())


def plain(**changes) -> dict:
    found = {
        "format": recording_archive.FORMAT, "version": recording_archive.VERSION, "uid": UID,
        "kind": "note", "state": "ready", "lines": [],
    }  # fmt: skip
    return recording_archive.checked({**found, **changes})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
NAMES = st.sampled_from(
    ["uid", "kind", "state", "title", "speakers", "deleted_at", "lines", "created_at", "done_s"]
)
LINE_NAMES = st.sampled_from(["text", "start_s", "end_s", "speaker", "words"])


@given(st.dictionaries(NAMES, JSON), st.lists(st.dictionaries(LINE_NAMES, JSON), max_size=3))
def test_whatever_a_stranger_sends_is_checked_or_refused(head, lines) -> None:
    try:
        record = plain(**{"lines": lines, **head})
    except AppError as error:
        assert error.code in {Code.UNREADABLE, Code.TOO_LARGE}  # noqa: PT017
        return
    assert all(0 <= one.start_s <= one.end_s and one.text for one in record["lines"])
    assert record["created_at"] >= 0
    json.dumps(record["speakers"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "other"}, Code.UNREADABLE),
        ({"version": 2}, Code.NEWER),
        ({"uid": "../../../../../../home/me/.profile"}, Code.UNREADABLE),
        ({"uid": ""}, Code.UNREADABLE),
        ({"kind": "party"}, Code.UNREADABLE),
        ({"state": "?"}, Code.UNREADABLE),
        ({"lines": [{}] * (recording_archive.MOST_LINES + 1)}, Code.TOO_LARGE),
    ],
    ids=["format", "version", "path", "no name", "kind", "state", "lines"],
)
def test_what_cannot_be_one_of_ours_is_refused(change, code: Code) -> None:
    with pytest.raises(AppError) as caught:
        plain(**change)
    assert caught.value.code is code
