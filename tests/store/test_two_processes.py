"""The window and `oriole ask --save` write into the same database at the same time."""

import asyncio
import sys
from pathlib import Path

from desktop.core.types import Kind
from desktop.store.records import Change, What
from tests.store.stores import PROGRAMS, asked, said, store

COUNT = 60


def test_both_write_neither_loses_and_the_window_hears_of_it(aloop, home: Path) -> None:
    async def scenario() -> None:
        async with store() as ours:
            heard: list[What] = []
            await ours.poll_foreign()

            def listen(change: Change) -> None:
                heard.append(change.what)

            other = await asyncio.create_subprocess_exec(
                sys.executable, str(PROGRAMS / "write_beside.py"), str(COUNT)
            )
            _, _, answer = await asked(ours, "ours")
            for number in range(COUNT):
                await ours.checkpoint(answer.id, said("x" * number))
                await ours.create(Kind.CHAT, f"ours {number}")
            assert await asyncio.wait_for(other.wait(), 20) == 0
            ours.changed.connect(listen)
            assert await ours.poll_foreign()
            assert heard == [What.EVERYTHING]
            found = {c.title for c in await ours.list(Kind.CHAT)}
            assert len(found) == 2 * COUNT + 1

    aloop(scenario(), timeout_s=30)


def test_two_that_start_at_once_make_one_database(aloop) -> None:
    async def scenario() -> None:
        started = [
            await asyncio.create_subprocess_exec(
                sys.executable, str(PROGRAMS / "write_beside.py"), "5"
            )
            for _ in range(3)
        ]
        for child in started:
            assert await asyncio.wait_for(child.wait(), 20) == 0
        async with store() as conversations:
            assert len(await conversations.list(Kind.CHAT)) == 15

    aloop(scenario(), timeout_s=30)
