"""Lines arrive while a recording is transcribed, in any order, and nothing that was said is lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.recording import RecordingKind
from desktop.core.transcript import Line, Word
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from tests.store.recorded import recordings, said, texts


async def begun(store: Recordings) -> int:
    return (await store.add(RecordingKind.NOTE)).id


def test_lines_are_given_back_as_they_were_with_how_far_it_is(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await begun(store)
            lines = (said("The golden oriole", 0.5, 2.0, "A"), said("黄鹂 sings", 2.0, 3.5, "B"))
            await store.put_lines(made, lines, 3.5)
            assert await store.lines(made) == lines
            assert (await store.get(made)).done_s == 3.5
            await store.put_lines(made, [], 6.0)  # silence
            assert await store.lines(made) == lines
            assert (await store.get(made)).done_s == 6.0
            assert [one.line for one in await store.stored_lines(made, since_s=2.0)] == [lines[1]]

    aloop(scenario())


def test_what_overlaps_is_replaced_and_what_is_the_same_stays(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await begun(store)
            await store.put_lines(made, [said("one", 0), said("two", 1), said("thr", 2)], 3)
            ids = [one.id for one in await store.stored_lines(made)]
            await store.put_lines(made, [said("two", 1), said("three", 2), said("four", 3)], 4)
            stored = await store.stored_lines(made)
            assert [one.line.text for one in stored] == ["one", "two", "three", "four"]
            assert [one.id for one in stored][:2] == ids[:2]

    aloop(scenario())


def test_pieces_may_come_in_any_order_and_twice(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await begun(store)
            late, early = [said("late", 10, 12)], [said("early", 0, 5), said("mid", 5, 10.2)]
            for piece in (late, early, late, early):
                await store.put_lines(made, piece, 12)
            assert texts(await store.lines(made)) == ["early", "mid", "late"]
            await store.begin_again(made)
            assert await store.lines(made) == ()
            assert (await store.get(made)).done_s == 0

    aloop(scenario())


def test_whatever_a_server_says_can_be_stored(aloop) -> None:
    async def scenario() -> None:
        async with recordings() as store:
            made = await begun(store)
            odd = Word("\ud800", float("nan"), float("inf"))
            await store.put_lines(made, [Line(" a\ud800 ", 5.0, 1.0, "\udfff", (odd,))], 1)
            await store.put_lines(made, [Line("  ", 0, 1), Line("b", -3, float("nan"))], 1)
            assert [(one.text, one.start_s, one.end_s) for one in await store.lines(made)] == [
                ("b", 0, 0),
                ("a?", 5, 5),
            ]
            await store.put_lines(made, [Line("c", 5, 5)], 1)
            assert texts(await store.lines(made)) == ["b", "c"]
            with pytest.raises(AppError) as raised:
                await store.put_lines(99, [said("x", 0)], 1)
            assert raised.value.code is Code.GONE

    aloop(scenario())


def test_three_thousand_lines_are_kept_read_searched_and_edited_at_once(aloop) -> None:
    lines = [said(f"line {number} of a long talk 黄鹂", float(number)) for number in range(3000)]

    async def scenario() -> None:
        async with recordings() as store:
            made = await begun(store)
            started = time.perf_counter()
            await store.put_lines(made, lines, 3000.0)
            await store.put_lines(made, [*lines[2990:], said("and on", 3000)], 3001.0)
            stored = await store.stored_lines(made)
            assert len(stored) == 3001
            (spot,) = await store.find_lines(made, '"line 2999 of"')
            assert spot.line_id == stored[2999].id
            assert spot.marks == ((0, len("line 2999 of")),)
            assert len(await store.find_lines(made, "黄鹂")) == 3000
            edit = await store.edit_line(stored[1500].id, "other words")
            await store.put_back(edit)
            assert await store.stored_lines(made) == stored
            assert time.perf_counter() - started < 3.0

    aloop(scenario())


TIMES = st.integers(0, 12).map(float)
PIECES = st.lists(
    st.lists(st.tuples(TIMES, st.sampled_from("abc")), max_size=4, unique_by=lambda one: one[0]),
    max_size=6,
)


@given(PIECES)
@settings(max_examples=40, deadline=None)
def test_the_newest_word_on_every_moment_counts(pieces) -> None:
    import asyncio

    async def scenario() -> None:
        database = Database.in_memory()
        store = Recordings(database, Paths.find().data)
        made = (await store.add(RecordingKind.FILE, sound=Paths.find().data / "a.wav")).id
        expected: dict[float, str] = {}
        for piece in pieces:
            given = [said(text, start) for start, text in sorted(piece)]
            await store.put_lines(made, given, 1.0)
            if given:
                since, until = given[0].start_s, given[-1].end_s
                expected = {at: t for at, t in expected.items() if not since <= at < until}
            expected |= dict(piece)
        assert [(one.start_s, one.text) for one in await store.lines(made)] == sorted(
            expected.items()
        )
        await store.aclose()
        await database.aclose()

    asyncio.run(scenario())
