"""Ownership of asyncio tasks: nothing runs without someone who can stop it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

_log = logging.getLogger(__name__)


class TaskScope:
    """Starts tasks, keeps them alive, and cancels what is left when closed.

    A scope belongs to one owner (a tab, a service). Starting a second task under
    the same key cancels the first, so a double click cannot send twice.
    An exception other than a cancellation goes to `on_error` exactly once;
    `on_change(key, running)` tells when a key becomes busy or idle. After
    `close` neither is called: the owner may be half gone. For the same reason a
    view must not touch widgets in a task's `finally`; it draws from `on_change`.
    """

    def __init__(
        self,
        on_error: Callable[[Exception], None],
        on_change: Callable[[str, bool], None] | None = None,
    ) -> None:
        self._on_error = on_error
        self._on_change = on_change
        self._tasks: dict[str, asyncio.Task[object]] = {}  # key -> newest task
        self._alive: set[asyncio.Task[object]] = set()  # also the replaced ones
        self._closed = False

    def start(self, key: str, coro: Coroutine[object, object, object]) -> asyncio.Task[object]:
        """Run `coro` under `key`, replacing the task that held the key.

        Raises:
            RuntimeError: the scope is closed; `coro` is closed, never awaited.
        """
        if self._closed:
            coro.close()
            raise RuntimeError(f"scope closed, {key!r} not started")
        self.cancel(key)
        task = asyncio.get_running_loop().create_task(coro, name=key)
        self._tasks[key] = task
        self._alive.add(task)
        self._changed(key, running=True)
        task.add_done_callback(lambda done: self._finished(key, done))
        return task

    def is_running(self, key: str) -> bool:
        """Tell whether a task under `key` has not finished yet."""
        task = self._tasks.get(key)
        return task is not None and not task.done()

    def cancel(self, key: str) -> None:
        """Ask the task under `key` to stop; unknown keys are fine."""
        task = self._tasks.get(key)
        if task is not None:
            task.cancel()

    def close(self) -> None:
        """Cancel everything and refuse new tasks; safe to call twice."""
        self._closed = True
        for key in list(self._tasks):
            self.cancel(key)

    async def aclose(self, timeout_s: float = 2.0) -> None:
        """Close, then wait until the tasks have run their clean-up."""
        self.close()
        if self._alive:
            await asyncio.wait(self._alive, timeout=timeout_s)

    async def join(self, timeout_s: float) -> None:
        """Wait until everything that runs now has ended by itself, at most timeout_s seconds."""
        if self._alive:
            await asyncio.wait(self._alive, timeout=timeout_s)

    def _finished(self, key: str, task: asyncio.Task[object]) -> None:
        self._alive.discard(task)
        error = None if task.cancelled() else task.exception()
        if self._tasks.get(key) is task:
            del self._tasks[key]
            self._changed(key, running=False)
        if isinstance(error, Exception):
            if self._closed:
                _log.debug("%s failed after its scope was closed", key, exc_info=error)
            else:
                self._on_error(error)

    def _changed(self, key: str, *, running: bool) -> None:
        if self._on_change is not None and not self._closed:
            self._on_change(key, running)
