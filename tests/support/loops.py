"""Run a coroutine in a test: on plain asyncio (`aloop`), or on Qt's loop as the window does (`qloop`).

Both are called with a coroutine and give its result; a task that is left running fails the test.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

T = TypeVar("T")


class RunLoop(Protocol):
    """Runs a coroutine to its end, within `timeout_s`."""

    def __call__(self, coro: Coroutine[Any, Any, T], timeout_s: float = 5.0) -> T:
        """Give what `coro` returns; raise what it raises."""


async def _bounded(coro: Coroutine[Any, Any, T], timeout_s: float) -> T:
    async with asyncio.timeout(timeout_s):
        result = await coro
    # What was cancelled or set in the last step may finish in this one.
    for _ in range(3):
        await asyncio.sleep(0)
    return result


@pytest.fixture
def aloop() -> Iterator[RunLoop]:
    """Run coroutines on one plain asyncio loop."""
    with asyncio.Runner() as runner:

        def run(coro: Coroutine[Any, Any, T], timeout_s: float = 5.0) -> T:
            return runner.run(_bounded(coro, timeout_s))

        yield run


@pytest.fixture
def qloop(qapp: QApplication) -> Iterator[RunLoop]:
    """Run coroutines on Qt's own loop, with a small pool for what blocks, as the window does."""
    import qasync

    with (
        ThreadPoolExecutor(2, "test-worker") as pool,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner,
    ):
        runner.get_loop().set_default_executor(pool)

        def run(coro: Coroutine[Any, Any, T], timeout_s: float = 5.0) -> T:
            return runner.run(_bounded(coro, timeout_s))

        yield run
    # Not on whichever thread allocates next: a Qt loop must end on its own.
    gc.collect()
