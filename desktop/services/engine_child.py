"""One run of the built-in engine's process, watched by one thread.

A thread and not asyncio's subprocesses: those need a different loop on Windows, and starting a
process takes longer than the window's loop may be held up.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TAIL_LINES = 20
_MAX_LINE = 500
_SPEED = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}
"""Idle OpenMP threads must sleep: on busy cores 30 tokens/s would fall to between 1 and 5."""

_CREATE_NO_WINDOW = 0x0800_0000
_CREATE_NEW_PROCESS_GROUP = 0x0000_0200
"""Of Windows; the module `subprocess` names them there only."""

_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "PYTHONDONTWRITEBYTECODE",
    # Windows starts no process without the first, and tells the processor in the last two
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "PROCESSOR_ARCHITECTURE",
    "PROCESSOR_ARCHITEW6432",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run came to its end; `output` is the last of what it printed."""

    output: str
    exit_code: int | None  # None: it could not even be started


class Child:
    """A process that gets `key` on its stdin and lives until its stdin is closed.

    Args:
        command: What to run.
        key: Sent as the first line, and blotted out of everything that comes back.
        tell: Called on the watching thread with each line of output, and last with `Ended`.
        line: Sent as the second line; empty: there is none.
    """

    def __init__(
        self,
        command: Sequence[str],
        key: str,
        tell: Callable[[str | Ended], None],
        line: str = "",
    ) -> None:
        self._command = list(command)
        self._key = key
        self._tell = tell
        self._writing = threading.Lock()  # held while somebody writes; taken before the next
        self._lock = threading.Lock()  # guards the three below
        self._line = line
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._watch, name="engine", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process's number, once it was started."""
        return None if self._process is None else self._process.pid

    def send(self, line: str) -> bool:
        """Write a line to it; blocks, so on a worker. False: instead of the line of its start."""
        with self._lock:
            self._line = line
            if self._process is None or self._stopping:
                return False
        with self._writing:
            self._write(line)
        return True

    def stop(self) -> None:
        """Ask it to end; safe to call twice and from any thread."""
        with self._lock:
            self._stopping = True
            process = self._process
        if process is None or process.stdin is None:
            return
        if self._writing.acquire(blocking=False):
            process.stdin.close()
            self._writing.release()
        else:  # whoever writes may wait for it for ever
            process.kill()

    def kill(self) -> None:
        """End it without asking."""
        with self._lock:
            self._stopping = True
            if self._process is not None:
                self._process.kill()

    def join(self, patience_s: float) -> None:
        """Wait until it has ended; blocks, so not on the loop's thread. Kills it after a while."""
        self._thread.join(patience_s)
        if self._thread.is_alive():
            self.kill()
            self._thread.join(patience_s)

    def _watch(self) -> None:
        tail: deque[str] = deque(maxlen=_TAIL_LINES)
        try:
            process = self._spawn()
        except OSError as error:
            self._tell(Ended(f"{self._command[0]}: {error.strerror}", None))
            return
        if process is None:
            self._tell(Ended("", 0))
            return
        assert process.stdout is not None
        with process.stdout as output:
            while line := output.readline(_MAX_LINE):
                text = line.decode("utf-8", "replace").rstrip().replace(self._key, "***")
                tail.append(text)
                self._tell(text)
        exit_code = process.wait()
        with self._lock:
            self._stopping = True
        assert process.stdin is not None
        with self._writing:  # nobody can be held up by a process that has ended
            process.stdin.close()
        self._tell(Ended("\n".join(tail), exit_code))

    def _spawn(self) -> subprocess.Popen[bytes] | None:
        with self._writing:
            with self._lock:
                if self._stopping:
                    return None
                process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own command, no shell
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    bufsize=0,
                    cwd=None if is_frozen() else Path(__file__).resolve().parents[2],
                    env=environment(),
                    start_new_session=True,  # keeps the terminal's Ctrl+C away; POSIX only
                    creationflags=creation_flags(),
                )
                self._process, line = process, self._line
            self._write(self._key)
            if line:
                self._write(line)
        return process

    def _write(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        rest = memoryview(f"{line}\n".encode())
        with contextlib.suppress(OSError, ValueError):  # gone already; its output says why
            while rest:
                rest = rest[self._process.stdin.write(rest) :]


def is_frozen() -> bool:
    """Tell whether this program was built into an executable, which has no `python -m`."""
    return bool(getattr(sys, "frozen", False))


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Give the child's environment: what it cannot do without, so no key that lies in ours."""
    passed_on = {name: given[name] for name in _PASSED_ON if name in given}
    return passed_on | _SPEED


def creation_flags(platform: str = sys.platform) -> int:
    """Give what keeps a console window from opening, and the terminal's Ctrl+C away, on Windows."""
    return _CREATE_NO_WINDOW | _CREATE_NEW_PROCESS_GROUP if platform == "win32" else 0
