"""Recordings are kept, change, go into the bin and out of it, and are deleted for good."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.recording import RecordingKind, RecordingState
from desktop.store import backups, leftovers
from desktop.store.migrations import MIGRATIONS
from desktop.store.recordings import Recordings
from tests.store.recorded import WAV, recordings, said, texts
from tests.store.stores import PROGRAMS, data, database_file

CANARY = "spoken-canary-"


async def note(store: Recordings, *lines: str, title: str = "") -> int:
    """Keep a note with a sound and these lines, a second each; give its id."""
    made = await store.add(RecordingKind.NOTE, title=title)
    made.sound.write_bytes(WAV)
    await store.put_lines(
        made.id, [said(text, float(at)) for at, text in enumerate(lines)], len(lines)
    )
    await store.update(made.id, state=RecordingState.READY, duration_s=float(len(lines)))
    return made.id


def test_a_new_recording_has_a_place_of_its_own_that_nobody_else_may_read(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            heard: list[int] = []
            store.changed.connect(heard.append)
            made = await store.add(RecordingKind.NOTE, title="A walk", language="en")
            assert made.state is RecordingState.RECORDING
            assert made.sound == data() / "recordings" / f"{made.uid}.wav"
            assert made.sound.parent.stat().st_mode & 0o777 == 0o700
            assert (await store.get(made.id)) == made
            assert heard == [made.id]

    aloop(scenario())


def test_a_file_of_the_persons_own_is_referred_to_and_never_touched(aloop, tmp_path: Path) -> None:
    own = tmp_path / "talk.mp3"
    own.write_bytes(b"sound")

    async def scenario() -> None:
        async with recordings() as store:
            made = await store.add(RecordingKind.FILE, sound=own)
            assert (made.state, made.sound) == (RecordingState.WAITING, own)
            await store.update(made.id, state=RecordingState.READY)
            assert not await store.drop_sound(made.id)
            await store.mend_sounds()
            await store.delete(made.id)
            await store.purge(made.id)
            assert own.read_bytes() == b"sound"
            assert not (data() / "recordings").exists()

    aloop(scenario())


def test_only_what_is_given_changes_and_a_failure_is_forgotten_with_its_end(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await store.add(RecordingKind.NOTE, title="A walk")
            await store.update(made.id, state=RecordingState.FAILED, error=Code.TIMEOUT)
            failed = await store.get(made.id)
            assert (failed.error, failed.title) == (Code.TIMEOUT, "A walk")
            await store.update(made.id, connection_id="c", model="m", language="zh")
            assert (await store.get(made.id)).error == Code.TIMEOUT
            await store.update(made.id, state=RecordingState.READY, duration_s=2.5)
            ready = await store.get(made.id)
            assert (ready.error, ready.duration_s, ready.model) == ("", 2.5, "m")
            with pytest.raises(AppError) as raised:
                await store.update(99, title="x")
            assert raised.value.code is Code.GONE

    aloop(scenario())


def test_the_voices_of_each_recording_are_counted(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            talk, alone = await note(store), await note(store, "Nobody told voices apart.")
            lines = [said("Yes.", 0, speaker="A"), said("No.", 2, speaker="B")]
            await store.put_lines(talk, [*lines, said("Yes.", 4, speaker="A")], 5)
            assert await store.voices() == {talk: 2}
            assert await store.voices(alone) == {}

    aloop(scenario())


def test_the_bin_holds_what_was_deleted_and_gives_it_back(aloop) -> None:
    async def scenario() -> None:
        now = [100.0]
        async with recordings(now=lambda: now[0]) as store:
            first, second = await note(store, "one"), await note(store, "two")
            now[0] = 200.0
            await store.delete(first)
            assert [one.id for one in await store.list()] == [second]
            ((thrown, when),) = await store.thrown()
            assert (thrown.id, thrown.is_deleted, when) == (first, True, 200.0)
            await store.restore(first)
            assert [one.id for one in await store.list()] == [second, first]
            assert await store.list(deleted=True) == ()
            await store.delete(first, second)
            assert len(await store.thrown()) == 2
            with pytest.raises(AppError):
                await store.delete(99)

    aloop(scenario())


def everything_on_the_disk() -> bytes:
    return b"".join(file.read_bytes() for file in data().rglob("*") if file.is_file())


def test_deleted_for_good_nothing_is_left_of_words_names_and_sound(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            from desktop.store.search.indexing import Indexer

            lines = [f"{CANARY}{number} " * 20 for number in range(250)]
            doomed = await note(store, *lines, title=f"{CANARY}title")
            kept = await note(store, "kept")
            await store.rename_speaker(doomed, "A", f"{CANARY}name")
            indexer = Indexer()
            while await store._db.write(indexer.step):
                pass
            # and some that the index has not seen yet
            (first, *_) = await store.stored_lines(doomed)
            await store.edit_line(first.id, f"{CANARY}edited")
            sound = (await store.get(doomed)).sound
            assert CANARY.encode() in everything_on_the_disk()
            await store.purge(doomed)
            assert CANARY.encode() not in everything_on_the_disk()
            assert not sound.exists()
            assert texts(await store.lines(kept)) == ["kept"]
            with pytest.raises(AppError):
                await store.put_lines(doomed, [said("late", 0.0)], 1.0)
            left = await store._db.read(
                lambda c: c.execute(
                    "SELECT count(*) FROM search_queue UNION ALL SELECT count(*) FROM"
                    " transcript_line"
                ).fetchall()
            )
            assert left == [(0,), (1,)]

    aloop(scenario(), timeout_s=20)


def test_a_deletion_that_was_cut_off_is_completed(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            doomed = await note(store, *(f"line {number}" for number in range(150)))
            sound = (await store.get(doomed)).sound
            from desktop.store import recording_purge

            await store._db.write(lambda c: recording_purge.mark(c, doomed))
            await store._db.write(lambda c: recording_purge.step(c, doomed, sound.parent))
            assert await leftovers.are_half_deleted(store._db)
            assert await store.list() == ()
            await store.finish_deletions()
            assert not sound.exists()
            assert not await leftovers.are_half_deleted(store._db)

    aloop(scenario())


def test_the_backups_that_still_hold_it_are_named(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            doomed = await note(store, "one")
            with closing(sqlite3.connect(database_file())) as connection:
                copy = backups.make(connection, data() / "backups", len(MIGRATIONS))
            assert await store.purge(doomed) == (copy,)

    aloop(scenario())


def test_a_database_that_can_only_be_read_shows_all_and_keeps_nothing_new(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await note(store, "one")
            store._db.read_only = Code.READ_ONLY
            assert texts(await store.lines(made)) == ["one"]
            for call in (
                store.add(RecordingKind.NOTE),
                store.update(made, title="x"),
                store.put_lines(made, [said("two", 2.0)], 3.0),
                store.delete(made),
                store.purge(made),
            ):
                with pytest.raises(AppError) as raised:
                    await call
                assert raised.value.code is Code.READ_ONLY
            store._db.read_only = None
            assert len(await store.list()) == 1

    aloop(scenario())


def test_another_process_records_at_the_same_time_and_only_its_death_interrupts_it(aloop) -> None:
    async def beside() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            str(PROGRAMS / "record_beside.py"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

    async def scenario() -> None:
        async with recordings() as store:
            child = await beside()
            assert child.stdout is not None
            assert child.stdin is not None
            for at in range(20):
                await note(store, f"ours {at}")
            theirs = int(await asyncio.wait_for(child.stdout.readline(), 20))
            await leftovers.interrupt(store._db)
            assert (await store.get(theirs)).state is RecordingState.RECORDING
            assert len(await store.lines(theirs)) == 20
            assert len(await store.list()) == 21
            child.stdin.write(b"die\n")
            assert await asyncio.wait_for(child.wait(), 20) == 1
            await leftovers.interrupt(store._db)
            ended = await store.get(theirs)
            assert (ended.state, ended.done_s) == (RecordingState.INTERRUPTED, 20.0)
            own = await store.add(RecordingKind.NOTE)
            await leftovers.interrupt(store._db)
            assert (await store.get(own.id)).state is RecordingState.RECORDING

    aloop(scenario(), timeout_s=40)


def test_sounds_and_recordings_that_lost_each_other_are_brought_in_order(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            whole, silent = await note(store, "one"), await note(store, "two")
            waiting = await store.add(RecordingKind.NOTE, title="Named")
            await store.update(waiting.id, state=RecordingState.WAITING)
            empty = await store.add(RecordingKind.DICTATION)
            await store.update(empty.id, state=RecordingState.INTERRUPTED)
            begun = await store.add(RecordingKind.NOTE)  # its file is about to be made
            (await store.get(silent)).sound.unlink()
            folder = waiting.sound.parent
            lost = folder / f"{'ab' * 16}.wav"
            lost.write_bytes(WAV)
            (folder / f"{'cd' * 16}.wav").write_bytes(WAV[:44])
            (folder / "holiday.wav").write_bytes(WAV)
            mended = await store.mend_sounds()
            assert (mended.adopted, mended.emptied, mended.dropped) == (1, 2, 2)
            found = {one.uid: one for one in await store.list()}
            assert found["ab" * 16].state is RecordingState.INTERRUPTED
            assert found["ab" * 16].sound == lost
            assert found[waiting.uid].error == Code.GONE
            assert {whole, silent, waiting.id, begun.id} < {one.id for one in found.values()}
            assert len(found) == 5
            assert sorted(file.name for file in folder.iterdir()) == sorted(
                [f"{(await store.get(whole)).uid}.wav", lost.name, "holiday.wav"]
            )
            begun.sound.write_bytes(WAV)
            heard: list[int] = []
            store.changed.connect(heard.append)
            again = await store.mend_sounds()
            assert (again.adopted, again.emptied, again.dropped, heard) == (0, 0, 0, [])

    aloop(scenario())


def test_a_sound_that_came_back_is_one_again(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await note(store, "one")
            assert await store.drop_sound(made)
            assert not await store.drop_sound(made)
            (await store.get(made)).sound.write_bytes(WAV)
            await store.mend_sounds()
            assert await store.drop_sound(made)

    aloop(scenario())
