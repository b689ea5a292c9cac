"""The process beside the window: it starts with the first job, survives the worst one, and ends."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.services.side_process import LostError, SideProcess

CHILD = """
import json, os, sys, time
source, target = sys.stdin.buffer, sys.stdout.buffer
while line := source.readline():
    head = json.loads(line)
    content = source.read(head["size"])
    match head["do"]:
        case "echo": result = {"pid": os.getpid()}
        case "die": os._exit(1)
        case "hang": time.sleep(60)
        case "babble": target.write(b"nonsense\\n"); target.flush(); continue
        case "flood": content = b"x" * 5000; result = {}
    target.write(json.dumps({**result, "size": len(content)}).encode() + b"\\n" + content)
    target.flush()
"""


@asynccontextmanager
async def side(command: list[str] | None = None, idle_s: float = 5.0) -> AsyncIterator[SideProcess]:
    process = SideProcess(command or [sys.executable, "-S", "-E", "-c", CHILD], idle_s=idle_s)
    try:
        yield process
    finally:
        await process.aclose()


async def echo(process: SideProcess, content: bytes = b"x") -> int:
    head, data = await process.ask({"do": "echo"}, content, patience_s=5, most=1 << 24)
    assert data == content
    return int(head["pid"])


async def gone(pid: int) -> None:
    async with asyncio.timeout(5):
        while True:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.01)


def test_one_process_does_all_jobs_in_order(aloop) -> None:
    async def scenario() -> None:
        async with side() as process:
            assert process.pid is None
            first = await echo(process, b"\0\n" * 1_000_000)
            others = await asyncio.gather(*(echo(process, bytes([n])) for n in range(20)))
            assert {first, *others} == {process.pid}

    aloop(scenario(), 20)


def test_it_ends_when_nothing_is_asked_and_starts_again(aloop) -> None:
    async def scenario() -> None:
        async with side(idle_s=0.05) as process:
            first = await echo(process)
            await gone(first)
            assert await echo(process) != first

    aloop(scenario(), 20)


@pytest.mark.parametrize("what", ["die", "babble", "flood"])
def test_a_job_that_ends_it_is_lost_and_the_next_one_is_done(aloop, what: str) -> None:
    async def scenario() -> None:
        async with side() as process:
            with pytest.raises(LostError):
                await process.ask({"do": what}, patience_s=5, most=1000)
            await echo(process)

    aloop(scenario(), 20)


def test_a_process_that_died_between_two_jobs_is_replaced_unnoticed(aloop) -> None:
    async def scenario() -> None:
        async with side() as process:
            first = await echo(process)
            os.kill(first, 9)
            assert await echo(process) != first

    aloop(scenario(), 20)


def test_who_waits_too_long_is_told_and_the_process_is_ended(aloop) -> None:
    async def scenario() -> None:
        async with side() as process:
            first = await echo(process)
            with pytest.raises(LostError):
                await process.ask({"do": "hang"}, patience_s=0.1)
            await gone(first)
            await echo(process)

    aloop(scenario(), 20)


def test_cancelling_ends_the_work(aloop) -> None:
    async def scenario() -> None:
        async with side() as process:
            first = await echo(process)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await process.ask({"do": "hang"}, patience_s=10)
            await gone(first)

    aloop(scenario(), 20)


def test_who_changes_their_mind_often_still_gets_an_answer(aloop) -> None:
    async def scenario() -> None:
        async with side() as process:
            for _ in range(10):
                with pytest.raises(LostError):
                    await process.ask({"do": "hang"}, patience_s=0.2)
            await echo(process)

    aloop(scenario())


def test_closing_loses_what_waits(aloop) -> None:
    async def scenario() -> None:
        process = SideProcess([sys.executable, "-S", "-E", "-c", CHILD], idle_s=5)
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(hung(process))
            await asyncio.sleep(0.05)
            await process.aclose()
        assert asked.result()
        with pytest.raises(LostError) as caught:
            await process.ask({"do": "echo"}, patience_s=1)
        assert not caught.value.is_startable

    async def hung(process: SideProcess) -> bool:
        with pytest.raises(LostError):
            await process.ask({"do": "hang"}, patience_s=10)
        return True

    aloop(scenario(), 20)


def test_a_program_that_is_not_there_is_tried_a_few_times_only(aloop, caplog) -> None:
    async def scenario() -> None:
        async with side(["no-such-program"]) as process:
            for _ in range(10):
                with pytest.raises(LostError) as caught:
                    await process.ask({"do": "echo"}, patience_s=5)
                assert not caught.value.is_startable

    caplog.set_level("INFO")
    aloop(scenario(), 20)
    assert len(caplog.records) == 8
