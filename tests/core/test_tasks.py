"""Tasks have an owner: replaced, cancelled, closed, and their errors told once."""

import asyncio

import pytest

from desktop.core.tasks import TaskScope
from tests.support.loops import RunLoop


class Owner:
    """Writes down what a scope tells its owner."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.changes: list[tuple[str, bool]] = []
        self.scope = TaskScope(
            self.errors.append, lambda key, running: self.changes.append((key, running))
        )


async def forever() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise ZeroDivisionError


async def settle() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


def test_tells_when_a_key_becomes_busy_and_idle(aloop: RunLoop) -> None:
    async def scenario() -> None:
        owner = Owner()
        task = owner.scope.start("a", asyncio.sleep(0))
        assert owner.scope.is_running("a")
        await task
        await settle()
        assert not owner.scope.is_running("a")
        assert owner.changes == [("a", True), ("a", False)]
        assert owner.errors == []

    aloop(scenario())


def test_the_same_key_replaces_and_stays_busy(aloop: RunLoop) -> None:
    async def scenario() -> None:
        owner = Owner()
        first = owner.scope.start("a", forever())
        second = owner.scope.start("a", forever())
        await settle()
        assert first.cancelled()
        assert owner.scope.is_running("a")
        assert owner.changes == [("a", True), ("a", True)]
        owner.scope.cancel("a")
        await settle()
        assert second.cancelled()
        assert owner.changes[-1] == ("a", False)
        assert owner.errors == []

    aloop(scenario())


def test_keys_do_not_disturb_each_other(aloop: RunLoop) -> None:
    async def scenario() -> None:
        owner = Owner()
        owner.scope.start("a", forever())
        owner.scope.start("b", forever())
        owner.scope.cancel("a")
        owner.scope.cancel("unknown")
        await settle()
        assert (owner.scope.is_running("a"), owner.scope.is_running("b")) == (False, True)
        await owner.scope.aclose()

    aloop(scenario())


def test_an_error_is_told_once_and_a_cancellation_never(aloop: RunLoop) -> None:
    async def scenario() -> None:
        owner = Owner()
        owner.scope.start("a", fail())
        owner.scope.start("b", forever())
        await settle()
        owner.scope.cancel("b")
        await settle()
        assert [type(error) for error in owner.errors] == [ZeroDivisionError]
        assert owner.changes[-2:] == [("a", False), ("b", False)]

    aloop(scenario())


def test_a_replaced_task_that_fails_on_its_way_out_is_told_too(aloop: RunLoop) -> None:
    async def stubborn() -> None:
        try:
            await forever()
        finally:
            raise ZeroDivisionError

    async def scenario() -> None:
        owner = Owner()
        owner.scope.start("a", stubborn())
        await settle()
        owner.scope.start("a", forever())
        await settle()
        assert [type(error) for error in owner.errors] == [ZeroDivisionError]
        assert owner.scope.is_running("a")
        await owner.scope.aclose()

    aloop(scenario())


def test_closing_ends_everything_and_tells_nothing(
    aloop: RunLoop, caplog: pytest.LogCaptureFixture
) -> None:
    async def stubborn() -> None:
        try:
            await forever()
        finally:
            raise ZeroDivisionError

    async def scenario() -> None:
        owner = Owner()
        tasks = [owner.scope.start("a", forever()), owner.scope.start("b", stubborn())]
        await settle()
        before = list(owner.changes)
        await owner.scope.aclose()
        await owner.scope.aclose()
        assert all(task.done() for task in tasks)
        assert (owner.errors, owner.changes) == ([], before)

    with caplog.at_level("DEBUG"):
        aloop(scenario())
    assert "after its scope was closed" in caplog.text


def test_a_closed_scope_starts_nothing_and_leaves_no_coroutine_behind(aloop: RunLoop) -> None:
    async def scenario() -> None:
        owner = Owner()
        owner.scope.close()
        with pytest.raises(RuntimeError, match="scope closed, 'a' not started"):
            owner.scope.start("a", forever())
        assert owner.changes == []

    aloop(scenario())


def test_closing_waits_for_clean_up_but_not_for_ever(aloop: RunLoop) -> None:
    cleaned: list[str] = []
    release = asyncio.Event()

    async def careful() -> None:
        try:
            await forever()
        finally:
            await asyncio.sleep(0.01)
            cleaned.append("careful")

    async def deaf() -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                cleaned.append("not yet")

    async def scenario() -> None:
        owner = Owner()
        owner.scope.start("a", careful())
        slow = owner.scope.start("b", deaf())
        await settle()
        await owner.scope.aclose(timeout_s=0.05)
        assert cleaned == ["not yet", "careful"]
        release.set()
        await slow

    aloop(scenario())


def test_a_task_may_start_its_successor_when_it_ends(aloop: RunLoop) -> None:
    async def scenario() -> None:
        ran: list[str] = []

        async def note(name: str) -> None:
            ran.append(name)

        def changed(key: str, running: bool) -> None:
            if key == "a" and not running:
                scope.start("b", note("b"))

        scope = TaskScope(lambda _error: None, changed)
        scope.start("a", note("a"))
        await settle()
        assert ran == ["a", "b"]

    aloop(scenario())


def test_works_on_the_loop_of_the_window(qloop: RunLoop) -> None:
    async def scenario() -> None:
        owner = Owner()
        owner.scope.start("a", fail())
        owner.scope.start("b", forever())
        await settle()
        await owner.scope.aclose()
        assert [type(error) for error in owner.errors] == [ZeroDivisionError]

    qloop(scenario())
