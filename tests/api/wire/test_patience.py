"""A wait that lasts too long ends; nothing else is disturbed."""

import asyncio

import pytest

from desktop.api.wire.patience import SilenceLimit
from tests.support.loops import RunLoop


async def forever() -> None:
    await asyncio.Event().wait()


def test_gives_the_result(aloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(1)
        assert await limit.wait(asyncio.sleep(0, "x")) == "x"
        limit.stop()

    aloop(scenario())


def test_ends_a_wait_that_lasts_too_long_and_cancels_what_it_waited_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(0.02)
        waited_for = asyncio.get_running_loop().create_future()
        with pytest.raises(TimeoutError):
            await limit.wait(waited_for)
        assert waited_for.cancelled()
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        await asyncio.sleep(0)  # not cancelled any more

    aloop(scenario())


def test_each_wait_has_the_whole_limit(aloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(0.2)
        for _ in range(10):
            await limit.wait(asyncio.sleep(0.03))
        limit.stop()

    aloop(scenario())


def test_does_not_end_what_nobody_waits_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(0.02)
        await limit.wait(asyncio.sleep(0))
        await asyncio.sleep(0.05)  # the owner is busy with other things
        with pytest.raises(TimeoutError):
            await limit.wait(forever())

    aloop(scenario())


def test_a_shorter_limit_holds_from_the_next_wait_on(aloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(60)
        await limit.wait(asyncio.sleep(0))
        limit.limit_s = 0.02
        with pytest.raises(TimeoutError):
            await limit.wait(forever())

    aloop(scenario())


def test_a_cancellation_from_outside_stays_one(aloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(60)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(limit.wait(forever()))
            await asyncio.sleep(0.01)
            task.cancel()
        assert task.cancelled()
        limit.stop()

    aloop(scenario())


def test_an_error_of_what_it_waits_for_comes_through(aloop: RunLoop) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async def scenario() -> None:
        limit = SilenceLimit(60)
        with pytest.raises(ZeroDivisionError):
            await limit.wait(fail())
        limit.stop()

    aloop(scenario())


def test_works_on_the_loop_of_the_window(qloop: RunLoop) -> None:
    async def scenario() -> None:
        limit = SilenceLimit(0.02)
        with pytest.raises(TimeoutError):
            await limit.wait(forever())

    qloop(scenario())
