"""Nothing of speech is loaded before it is used, and what a dead program left is put in order."""

import asyncio
import subprocess
import sys

from desktop.core.recording import RecordingKind, RecordingState
from desktop.services.bin import Bin, RecordingsInBin
from desktop.services.hits import Filters, Where, Who
from desktop.store.records import Change, What
from tests.services.stage import stage
from tests.store.recorded import WAV, said

LOADED = """
import asyncio, sys
from pathlib import Path
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile

async def main():
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    async with services_running(paths, settings, state) as services:
        await services.speech.tidy()
        await services.bin.empty_older(30)
        names = ("recording", "transcript", "line_edits", "keeping", "capture", "sounddevice")
        print(sorted(m for m in sys.modules if any(m.rpartition(".")[2].startswith(n) for n in names)
                     and m.startswith(("desktop.store", "desktop.services.speech", "sounddevice",
                                       "desktop.media", "desktop.core"))))

asyncio.run(main())
"""


def test_a_start_without_speech_loads_and_makes_nothing_of_it(home) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
    assert not list(home.rglob("recordings"))


def test_what_the_last_run_left_is_interrupted_and_its_deletions_are_finished(aloop) -> None:
    async def before() -> tuple[int, int]:
        async with stage() as opened:
            store = opened.speech.recordings
            made = await store.add(RecordingKind.NOTE)
            made.sound.write_bytes(WAV)
            doomed = await store.add(RecordingKind.NOTE)
            from desktop.store import recording_purge

            await opened.database.write(lambda c: recording_purge.mark(c, doomed.id))
            return made.id, doomed.id

    async def after(made: int) -> None:
        async with stage() as opened:
            await opened.speech.repair()
            (found,) = await opened.speech.recordings.list()
            assert (found.id, found.state) == (made, RecordingState.INTERRUPTED)

    made, _ = aloop(before())
    aloop(after(made))


def test_what_was_said_is_found_where_it_was_said_until_it_is_in_the_bin(aloop) -> None:
    async def scenario() -> None:
        async with stage() as opened:
            store, finding = opened.speech.recordings, opened.finding
            everything = Bin(RecordingsInBin(opened.speech))
            made = await store.add(RecordingKind.NOTE, title="A walk")
            await store.put_lines(
                made.id, [said("我们听见黄鹂 today", 0), said("and a wren", 1)], 2
            )
            first, _ = await store.stored_lines(made.id)
            (hit,) = (await finding.search("黄鹂")).hits
            assert (hit.kind, hit.feature, hit.title) == ("line", "speech", "A walk")
            assert hit.place == f"{made.id}/{first.id}?黄鹂"
            assert [hit.excerpt.text[at : at + size] for at, size in hit.excerpt.marks] == ["黄鹂"]
            (title,) = (await finding.search("walk")).hits
            assert (title.kind, title.place, title.is_title) == ("recording", str(made.id), True)

            for filters in (
                Filters(who=Who.ME),
                Filters(model="m-1"),
                Filters(where=Where.ARCHIVE),
            ):
                assert (await finding.search("黄鹂", filters)).hits == ()
            assert len((await finding.search("黄鹂", Filters(where=Where.LIST))).hits) == 1

            edit = await store.edit_line(first.id, "我们听见夜莺")
            assert (await finding.search("黄鹂")).hits == ()
            assert len((await finding.search("夜莺")).hits) == 1
            await store.put_back(edit)
            removed = await store.edit_line(first.id, "")
            assert (await finding.search("黄鹂")).hits == ()
            await store.put_back(removed)
            assert len((await finding.search("黄鹂")).hits) == 1

            await store.delete(made.id)
            assert (await finding.search("黄鹂")).hits == ()
            (hit,) = (await finding.search("黄鹂", Filters(where=Where.BIN))).hits
            assert hit.is_deleted
            (thrown,) = await everything.list()
            assert (thrown.kind, thrown.title) == ("recording", "A walk")
            await everything.restore([thrown])
            assert len((await finding.search("黄鹂")).hits) == 1
            await store.delete(made.id)
            assert await everything.erase([thrown]) == ()
            assert (await finding.search("黄鹂", Filters(where=Where.BIN))).hits == ()
            assert await everything.list() == ()

    aloop(scenario())


def test_a_model_that_searches_conversations_gets_no_recordings(aloop) -> None:
    async def scenario() -> None:
        from desktop.services.tools import recall

        async with stage() as opened:
            made = await opened.speech.recordings.add(RecordingKind.NOTE, title="oriole")
            await opened.speech.recordings.put_lines(made.id, [said("golden oriole", 0)], 1)
            assert len((await opened.finding.search("oriole")).hits) == 2
            tool = recall.make(opened.finding, opened.conversations)
            assert tool.ask is not None
            assert await tool.ask({"query": "oriole"}, 99) == '{"results": []}'

    aloop(scenario())


def test_what_another_process_changed_is_told(aloop) -> None:
    async def scenario() -> None:
        async with stage() as opened:
            heard: list[int] = []
            opened.speech.recordings.changed.connect(heard.append)
            opened.conversations.changed.emit(Change(0, What.EVERYTHING))
            assert heard == [0]

    aloop(scenario())


def test_three_thousand_lines_are_found_and_forgotten_in_short_steps(aloop) -> None:
    async def scenario() -> None:
        async with stage() as opened:
            store = opened.speech.recordings
            made = await store.add(RecordingKind.FILE, sound=opened.database.folder / "a.mp3")
            lines = [said(f"line {at} oriole{at}", float(at)) for at in range(3000)]
            await store.put_lines(made.id, lines, 3000)
            await opened.finding.catch_up()
            (hit,) = (await opened.finding.search("oriole2345")).hits
            assert hit.excerpt.text == "line 2345 oriole2345"
            await store.purge(made.id)
            assert (await opened.finding.search("oriole")).hits == ()
            await asyncio.sleep(0)

    aloop(scenario(), timeout_s=20)
