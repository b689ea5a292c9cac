"""A person changes a transcript line by line, and takes every change back."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.recording import RecordingKind
from desktop.core.transcript import Word
from desktop.store.db import Database
from desktop.store.line_edits import Edit
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from tests.store.recorded import recordings, said, texts


async def talk(store: Recordings) -> tuple[int, list[int]]:
    """Keep three lines; give the recording's id and theirs."""
    made = (await store.add(RecordingKind.FILE, sound=Paths.find().data / "a.wav")).id
    lines = [
        said("the golden bird", 0, 3, "A"), said("sings here", 3, 5, "B"), said("黄鹂", 5, 6, "A")
    ]  # fmt: skip
    await store.put_lines(made, lines, 6)
    return made, [one.id for one in await store.stored_lines(made)]


def test_each_change_is_seen_announced_and_taken_back(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made, ids = await talk(store)
            before = await store.stored_lines(made)
            heard: list[int] = []
            store.changed.connect(heard.append)

            edit = await store.edit_line(ids[0], " the golden oriole ")
            (line, *_) = await store.lines(made)
            assert line.text == "the golden oriole"
            assert line.words == (Word("the", 0, 1), Word("golden", 1, 2), Word("oriole", 2, 3))
            await store.put_back(edit)

            edit = await store.split_line(ids[0], len("the "))
            first, second, *_ = await store.stored_lines(made)
            assert (first.id, first.line.text, first.line.end_s) == (ids[0], "the", 1)
            assert (second.line.text, second.line.start_s) == ("golden bird", 1)
            redo = await store.put_back(edit)
            assert await store.stored_lines(made) == before
            await store.put_back(await store.put_back(redo))

            edit = await store.merge_lines(ids[0], ids[1])
            assert texts(await store.lines(made)) == ["the golden bird sings here", "黄鹂"]
            await store.put_back(edit)

            edit = await store.set_speaker(ids[1], "C")
            assert (await store.lines(made))[1].speaker == "C"
            await store.put_back(edit)

            edit = await store.edit_line(ids[1], "  ")
            assert texts(await store.lines(made)) == ["the golden bird", "黄鹂"]
            await store.put_back(edit)

            assert await store.stored_lines(made) == before
            assert set(heard) == {made}

    aloop(scenario())


def test_speakers_have_names_that_are_kept_apart_from_the_lines(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made, _ = await talk(store)
            await store.rename_speaker(made, "A", " Anna ")
            edit = await store.rename_speaker(made, "B", "Bob")
            assert (await store.get(made)).speakers == {"A": "Anna", "B": "Bob"}
            await store.put_back(edit)
            assert (await store.get(made)).speakers == {"A": "Anna"}
            await store.rename_speaker(made, "A", "")
            assert (await store.get(made)).speakers == {}
            assert [one.speaker for one in await store.lines(made)] == ["A", "B", "A"]

    aloop(scenario())


def test_what_cannot_be_is_refused_and_changes_nothing(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made, ids = await talk(store)
            other, others = await talk(store)
            before = await store.stored_lines(made)
            for call in (
                store.split_line(ids[0], 0),
                store.split_line(ids[0], 99),
                store.merge_lines(ids[0], ids[2]),
                store.merge_lines(ids[1], ids[0]),
                store.merge_lines(ids[2], others[0]),
            ):
                with pytest.raises(ValueError, match=r"nothing|follow"):
                    await call
            edit = await store.edit_line(ids[0], "once")
            await store.edit_line(ids[0], "twice")
            for gone in (store.put_back(edit), store.edit_line(999, "x"), store.set_speaker(0, "")):
                with pytest.raises(AppError) as raised:
                    await gone
                assert raised.value.code is Code.GONE
            assert texts(await store.lines(made))[0] == "twice"
            assert (await store.stored_lines(made))[1:] == before[1:]
            assert len(await store.lines(other)) == 3

    aloop(scenario())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "split", "merge", "speaker", "name", "undo"]),
        st.integers(0, 20),
        st.text("ab 黄,", max_size=12),
    ),
    max_size=12,
)


async def step(store: Recordings, made: int, kind: str, at: int, text: str) -> Edit | None:
    """Do one thing; None where it cannot be done."""
    stored = await store.stored_lines(made)
    if kind == "name" or not stored:
        return await store.rename_speaker(made, "A", text)
    line_id, following = stored[at % len(stored)].id, stored[(at + 1) % len(stored)].id
    calls = {
        "edit": lambda: store.edit_line(line_id, text),
        "split": lambda: store.split_line(line_id, at),
        "merge": lambda: store.merge_lines(line_id, following),
        "speaker": lambda: store.set_speaker(line_id, text),
    }
    try:
        return await calls[kind]()
    except ValueError:
        return None


@given(STEPS)
@settings(max_examples=40, deadline=None)
def test_taking_everything_back_gives_the_beginning_again(steps) -> None:
    async def scenario() -> None:
        database = Database.in_memory()
        store = Recordings(database, Paths.find().data)
        made, _ = await talk(store)
        before, head = await store.stored_lines(made), await store.get(made)
        done: list[Edit] = []
        for kind, at, text in steps:
            if kind == "undo":
                if done:
                    await store.put_back(done.pop())
                continue
            edit = await step(store, made, kind, at, text)
            if edit is not None:
                done.append(edit)
        changed = await store.stored_lines(made)
        redo = [await store.put_back(edit) for edit in reversed(done)]
        assert await store.stored_lines(made) == before
        assert await store.get(made) == head
        for edit in reversed(redo):
            await store.put_back(edit)
        assert await store.stored_lines(made) == changed
        await store.aclose()
        await database.aclose()

    asyncio.run(scenario())
