"""Calls into a library that wants one thread and may hang: each waits for a limited time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class OneThread:
    """Runs calls one after another on a daemon thread, which begins with the first call.

    Its thread never keeps the program from ending, whatever hangs in it. Between calls it sleeps.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._calls: SimpleQueue[_Call[Any] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def run(
        self, work: Callable[[], T], timeout_s: float, undo: Callable[[T], object] | None = None
    ) -> T:
        """Give what `work` gives or raise what it raises.

        Args:
            work: Runs on the thread, after the calls before it.
            timeout_s: How long to wait for it.
            undo: Gets the result where it comes too late for anybody to have it.

        Raises:
            TimeoutError: it took too long, or another call still hangs.
        """
        call = _Call(work, undo)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
                self._thread.start()
            self._calls.put(call)
        return call.wait(timeout_s)

    @property
    def is_begun(self) -> bool:
        """Tell whether there is a thread."""
        return self._thread is not None

    def end(self, timeout_s: float) -> bool:
        """End the thread after the calls that wait; tell whether it ended. The next call begins one."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return True
            calls, self._calls = self._calls, SimpleQueue()
            calls.put(None)
        thread.join(timeout_s)
        return not thread.is_alive()

    def _serve(self) -> None:
        calls = self._calls
        while (call := calls.get()) is not None:
            call.do()
            del call  # what it opened belongs to its caller


class _Call(Generic[T]):
    def __init__(self, work: Callable[[], T], undo: Callable[[T], object] | None) -> None:
        self._work = work
        self._undo = undo
        self._lock = threading.Lock()
        self._result: Future[T] = Future()
        self._is_given_up = False

    def do(self) -> None:
        if self._is_given_up:
            return
        try:
            result = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again where the result is waited for
            self._result.set_exception(error)
            return
        with self._lock:
            if not self._is_given_up:
                self._result.set_result(result)
                return
        if self._undo is not None:
            self._undo(result)

    def wait(self, timeout_s: float) -> T:
        try:
            return self._result.result(timeout_s)
        except TimeoutError:
            with self._lock:
                self._is_given_up = not self._result.done()
            if self._is_given_up:
                raise
            return self._result.result()
