"""Kills a program that streams, and says how much of what it showed was not stored."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.store.stores import PROGRAMS


def shown_until_killed(home: Path, after_s: float) -> tuple[float, float]:
    """Let it stream for `after_s` seconds, kill it with SIGKILL; give its first and last text."""
    child = subprocess.Popen(
        [sys.executable, str(PROGRAMS / "stream_until_killed.py")],
        env=os.environ | {"ORIOLE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout as output:
        shown = [output.readline()]
        reader = threading.Thread(target=lambda: shown.extend(output))
        reader.start()
        time.sleep(after_s)
        child.kill()
        child.wait(timeout=10)
        reader.join(timeout=10)
    whole = [float(line) for line in shown if line.endswith("\n")]
    return whole[0], whole[-1]


def lost_s(shown: tuple[float, float], stored: str) -> float:
    """Give how much of what was shown is not in `stored`, as seconds of streaming."""
    first, last = shown
    pieces = stored.split()
    return last - (float(pieces[-1]) if pieces else first)
