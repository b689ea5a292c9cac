"""How much memory a process takes."""

import os
import subprocess
import sys

from desktop.services.engine_memory import _posix, resident_bytes


def test_a_running_process_takes_some() -> None:
    found = resident_bytes(os.getpid())
    assert found is not None
    assert found > 1_000_000
    told = _posix(os.getpid())  # as on macOS; Debian has the same program
    assert told is None or abs(told - found) < found


def test_a_process_that_has_ended_takes_none() -> None:
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait(20)
    assert resident_bytes(ended.pid) is None
    assert _posix(ended.pid) is None
