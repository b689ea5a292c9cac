"""A program that is killed in mid-stream has lost almost nothing, and says what happened."""

import itertools
import sqlite3
from contextlib import closing

import pytest

from desktop.core.types import Kind, Message, State
from desktop.store.paths import Paths
from tests.store.killing import lost_s, shown_until_killed
from tests.store.stores import database_file, store

GROSS_S = 2.0  # the budget is 0.25 s, held by the bench; this only catches what is broken


async def leftover() -> Message:
    """Start again as the program does; give the answer that was cut off."""
    async with store() as conversations:
        assert await conversations.interrupt_leftovers() == 1
        (conversation,) = await conversations.list(Kind.CHAT)
        _, node = await conversations.path(conversation.id)
        return node.message


@pytest.mark.parametrize("after_s", [0.5, 1.1])
def test_the_text_is_there_but_for_the_last_moment(aloop, after_s: float) -> None:
    shown = shown_until_killed(Paths.find().data.parent, after_s)
    message = aloop(leftover())
    assert message.state is State.INTERRUPTED
    assert lost_s(shown, message.text) < GROSS_S
    # Nothing in the middle is missing either: the pieces are in order and close together.
    times = [float(piece) for piece in message.text.split()]
    assert times == sorted(times)
    assert all(later - earlier < GROSS_S for earlier, later in itertools.pairwise(times))
    with closing(sqlite3.connect(database_file())) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM part_tail").fetchone() == (0,)


def test_a_process_that_still_runs_keeps_its_answer(aloop) -> None:
    """The window's answer streams on while `oriole ask --save` starts and ends beside it."""
    home = Paths.find().data.parent

    async def scenario() -> None:
        async with store() as window:
            made = await window.create(Kind.CHAT)
            _, answer = await window.ask(made.id, None, (), "m", "c")
            async with store(Paths.below(home)) as other:
                assert await other.interrupt_leftovers() == 0
            assert (await window.message(answer.id)).state is State.STREAMING

    aloop(scenario())
