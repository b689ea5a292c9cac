"""How long to wait for a server, and what ends a wait that lasts too long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from desktop.core.connection import Timeouts

__all__ = ["SilenceLimit", "Timeouts"]

T = TypeVar("T")


class SilenceLimit:
    """Waits for one thing after another, `limit_s` seconds at most for each; used by one task.

    There is one timer for all the waits. `asyncio.timeout` around each chunk of a stream costs 11
    of 28 microseconds an event on Qt's loop, where every timer is an object of Qt's; here a wait
    only notes the time, and the timer looks at it when it rings.
    """

    def __init__(self, limit_s: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._limit_s = limit_s
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[object] | None = None  # who waits; None: nobody does
        self._since = 0.0
        self._has_cancelled = False

    @property
    def limit_s(self) -> float:
        """Give how long a wait may last."""
        return self._limit_s

    @limit_s.setter
    def limit_s(self, limit_s: float) -> None:
        if limit_s != self._limit_s:
            self._limit_s = limit_s
            self.stop()

    async def wait(self, awaitable: Awaitable[T]) -> T:
        """Give the result of `awaitable`.

        Raises:
            TimeoutError: it took longer than the limit; it was cancelled and has ended.
        """
        task = self._task = asyncio.current_task()
        assert task is not None
        cancelling = task.cancelling()
        self._since = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(self._limit_s, self._look)
        try:
            return await awaitable
        except asyncio.CancelledError:
            # As asyncio.timeout does it: only our own cancellation becomes a timeout.
            if self._has_cancelled and task.uncancel() <= cancelling:
                raise TimeoutError from None
            raise
        finally:
            self._task = None

    def stop(self) -> None:
        """Stop the timer; the next wait starts it again."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        if self._task is None:
            return
        left_s = self._since + self._limit_s - self._loop.time()
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._look)
        else:
            self._has_cancelled = True
            self._task.cancel()
