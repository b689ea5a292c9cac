"""A thread with one SQLite connection of its own, and a queue in front of it."""

from __future__ import annotations

import itertools
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from desktop.store import faults

_log = logging.getLogger(__name__)
T = TypeVar("T")

Job: TypeAlias = Callable[[sqlite3.Connection], T]
"""Work on a connection; runs on the lane's thread and must not take over 20 ms."""

_SLOW_S = 0.020
_URGENT, _NORMAL, _LAST = range(3)


@dataclass(order=True, slots=True)
class _Entry:
    priority: int
    number: int
    # A job's future has the job's own type, which differs from entry to entry.
    job: Job[Any] | None = field(compare=False)
    future: Future[Any] = field(compare=False)


class Lane:
    """Runs jobs one after another on one thread; urgent ones before the rest.

    The thread starts with the first job and opens the connection there (`connect`): an unused lane
    costs nothing, and an idle one wakes up for nothing. Errors of SQLite come out as AppError.
    """

    def __init__(self, name: str, connect: Callable[[], sqlite3.Connection]) -> None:
        self._name = name
        self._connect = connect
        self._queue: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def submit(self, job: Job[T], *, urgent: bool = False) -> Future[T]:
        """Queue `job`; the future has its result or its error.

        Raises:
            RuntimeError: the lane is closed.
        """
        future: Future[T] = Future()
        with self._guard:
            if self._is_closed:
                raise RuntimeError(f"{self._name} is closed")
            if self._thread is None:
                # A daemon: a program that crashed before it closed us must still be able to end.
                self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
                self._thread.start()
            self._put(_URGENT if urgent else _NORMAL, job, future)
        return future

    def close(self) -> Future[None]:
        """Refuse new jobs, finish the queued ones, close the connection; safe to call twice."""
        future: Future[None] = Future()
        with self._guard:
            self._is_closed = True
            if self._thread is None or not self._thread.is_alive():
                future.set_result(None)
            else:
                self._put(_LAST, None, future)
        return future

    def join(self) -> None:
        """Wait the moment that the thread needs to end after `close` was done."""
        if self._thread is not None:
            self._thread.join(timeout=1.0)

    def _put(self, priority: int, job: Job[Any] | None, future: Future[Any]) -> None:
        self._queue.put(_Entry(priority, next(self._numbers), job, future))

    def _serve(self) -> None:
        connection: sqlite3.Connection | None = None
        while True:
            entry = self._queue.get()
            if entry.job is None:
                break
            if entry.future.set_running_or_notify_cancel():
                connection = self._run(entry.job, entry.future, connection)
            del entry  # its result may be large, and the next job may be hours away
        try:
            if connection is not None:
                connection.close()
        except sqlite3.Error as error:
            entry.future.set_exception(faults.from_sqlite(error))
        else:
            entry.future.set_result(None)

    def _run(
        self, job: Job[Any], future: Future[Any], connection: sqlite3.Connection | None
    ) -> sqlite3.Connection | None:
        began = time.perf_counter()
        try:
            connection = connection or self._connect()
            result = job(connection)
        except sqlite3.Error as error:
            mapped = faults.from_sqlite(error)
            mapped.__cause__ = error
            future.set_exception(mapped)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever awaits the future
            future.set_exception(error)
        else:
            future.set_result(result)
        taken_s = time.perf_counter() - began
        if taken_s > _SLOW_S:
            _log.debug("a job on %s took %.0f ms", self._name, taken_s * 1000)
        return connection
