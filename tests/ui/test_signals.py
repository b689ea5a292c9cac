"""SIGTERM and SIGINT end the program as a person would."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

WAITS = """
import asyncio, sys
from PySide6.QtWidgets import QApplication
from desktop.ui.signals import SignalWatch
import qasync

app = QApplication([])

async def main():
    closed = asyncio.Event()
    watch = SignalWatch(closed.set, app)
    print("up", flush=True)
    await closed.wait()
    watch.close()
    print("stored", flush=True)
    return 0

with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    sys.exit(runner.run(main()))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("times", [1, 3], ids=["once", "impatiently"])
def test_the_program_ends_cleanly(number: signal.Signals, times: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        for _ in range(times):
            child.send_signal(number)
        out, err = child.communicate(timeout=20)
    assert (out, err.replace("This plugin does not support propagateSizeHints()\n", "")) == (
        "stored\n",
        "",
    )
    assert child.returncode == 0


WINDOW = [sys.executable, "-m", "desktop", "--report-first-paint"]


def test_the_real_window_ends_on_sigterm_with_status_0() -> None:
    with subprocess.Popen(
        WINDOW, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().startswith("FIRST_PAINT ")
        child.send_signal(signal.SIGTERM)
        _, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert "Traceback" not in err
