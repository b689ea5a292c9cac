"""One process beside the window for one kind of job: started with the first, ended when idle.

Its own thread talks to it and not asyncio's subprocesses: those need a different loop on Windows,
and starting a process takes longer than the window's loop may be held up.
"""

from __future__ import annotations

import asyncio
import json
import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from desktop.services.engine_child import creation_flags, environment, is_frozen

_log = logging.getLogger(__name__)

Head: TypeAlias = dict[str, Any]
_END_S = 1.0
_MAX_HEAD_BYTES = 1 << 20
_QUICK_S = 0.5
_MAX_DEATHS = 8
"""In a row: then it is not started any more until the program is."""


class LostError(Exception):
    """A job got no result: the process ended over it, was too slow, or could not be started."""

    def __init__(self, *, is_startable: bool = True) -> None:
        super().__init__("the process beside the window gave no result")
        self.is_startable = is_startable


def worker_command(kind: str) -> list[str]:
    """Give the command that starts the process, from source and frozen alike."""
    if is_frozen():
        return [sys.executable, "--worker", kind]
    return [sys.executable, "-m", "desktop.media.worker", kind]


@dataclass(frozen=True, slots=True)
class _Job:
    head: Head
    content: bytes
    most: int
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[tuple[Head, bytes]]

    def settle(self, result: tuple[Head, bytes] | LostError) -> None:
        """Give the result, on whichever thread."""
        try:
            self.loop.call_soon_threadsafe(self._settle, result)
        except RuntimeError:  # the loop is closed: nobody waits any more
            _log.debug("a job was done for nobody")

    def _settle(self, result: tuple[Head, bytes] | LostError) -> None:
        if self.future.done():
            return
        if isinstance(result, LostError):
            self.future.set_exception(result)
        else:
            self.future.set_result(result)


class SideProcess:
    """Used on the loop's thread. Jobs are done one at a time, in the order of asking.

    Args:
        command: What to start; see `worker_command`.
        idle_s: After so long without a job the process ends.
    """

    def __init__(self, command: Sequence[str], *, idle_s: float) -> None:
        self._command, self._idle_s = list(command), idle_s
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()  # guards the three below
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._current: _Job | None = None
        self._deaths = 0
        self._is_closed = False

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives, or is about to."""
        with self._lock:
            return self._thread is not None

    @property
    def pid(self) -> int | None:
        """The number of the process; None: it does not run."""
        with self._lock:
            return None if self._process is None else self._process.pid

    async def ask(
        self, head: Head, content: bytes = b"", *, patience_s: float, most: int = 1 << 20
    ) -> tuple[Head, bytes]:
        """Give the result of one job: its head, and its content of at most `most` bytes.

        Cancelled while it is done, the process is ended: nobody waits for what it works on.

        Raises:
            LostError: there is no result, also not after `patience_s` with all that wait before it.
        """
        if self._is_closed or self._deaths >= _MAX_DEATHS:
            raise LostError(is_startable=False)
        loop = asyncio.get_running_loop()
        job = _Job({**head, "size": len(content)}, content, most, loop, loop.create_future())
        with self._lock:
            self._jobs.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="worker", daemon=True)
                self._thread.start()
        try:
            async with asyncio.timeout(patience_s):
                return await job.future
        except TimeoutError:
            self._give_up(job)
            raise LostError from None
        except asyncio.CancelledError:
            self._give_up(job)
            raise

    def close(self) -> None:
        """End the process; what is still asked for, or will be, is lost."""
        self._is_closed = True
        with self._lock:
            if self._thread is not None:
                self._jobs.put(None)
            if self._process is not None:
                self._process.kill()

    async def aclose(self) -> None:
        """Close, and wait until the process has ended."""
        with self._lock:
            thread = self._thread
        self.close()
        if thread is not None:
            await asyncio.to_thread(thread.join, 2 * _END_S)

    def _give_up(self, job: _Job) -> None:
        job.future.cancel()
        with self._lock:
            if self._current is job and self._process is not None:
                self._process.kill()

    # on its own thread
    def _work(self) -> None:
        while (job := self._next()) is not None:
            if not job.future.done():
                job.settle(self._done(job))
        self._end()

    def _next(self) -> _Job | None:
        """Wait for something to do; None: there was nothing for long enough, or the end came."""
        try:
            job = self._jobs.get(timeout=self._idle_s)
        except queue.Empty:
            job = None
        if job is None:
            with self._lock:
                try:  # somebody may have come in the meantime
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    self._thread = None
        return job

    def _done(self, job: _Job) -> tuple[Head, bytes] | LostError:
        if self._is_closed:
            return LostError(is_startable=False)
        was_used, began = self._process is not None, time.monotonic()
        result = self._exchange(job)
        is_quick = time.monotonic() - began < _QUICK_S
        is_wanted = not (self._is_closed or job.future.done())
        if isinstance(result, LostError) and was_used and is_quick and is_wanted:
            result = self._exchange(job)  # it may have ended before; once more, with a fresh one
        return result

    def _exchange(self, job: _Job) -> tuple[Head, bytes] | LostError:
        process = self._started()
        if process is None:
            return LostError(is_startable=False)
        with self._lock:
            self._current = job
        try:
            result = _talk(process, job)
        except (OSError, ValueError, KeyError, TypeError):  # it ended over this one
            self._end()
            if not job.future.done():  # nobody gave it up: it was not we who ended the process
                self._deaths += 1
            return LostError()
        finally:
            with self._lock:
                self._current = None
        self._deaths = 0
        return result

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None:
            return self._process
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=None if is_frozen() else Path(__file__).resolve().parents[2],
                env=environment(),
                start_new_session=True,  # keeps the terminal's Ctrl+C away; POSIX only
                creationflags=creation_flags(),
            )
        except OSError as error:
            self._deaths += 1
            _log.info("the process beside the window does not start: %s", error.strerror)
            return None
        with self._lock:
            self._process = process
            if self._is_closed:  # meanwhile, when there was nothing to end yet
                process.kill()
        return process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.close()
        except OSError:  # what it did not take in: it has ended
            _log.debug("the process beside the window ended by itself")
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_END_S)
        process.stdout.close()


def _talk(process: subprocess.Popen[bytes], job: _Job) -> tuple[Head, bytes]:
    """Send a job and give what comes back; blocks.

    Raises:
        OSError, ValueError, KeyError, TypeError: the process ended, or says what it should not.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(job.head).encode() + b"\n" + job.content)
    process.stdin.flush()
    said: Head = json.loads(process.stdout.readline(_MAX_HEAD_BYTES))
    size = int(said["size"])
    if not 0 <= size <= job.most:
        raise ValueError("more than was asked for")
    data = process.stdout.read(size)
    if len(data) != size:
        raise ValueError("less than was said")
    return said, data
