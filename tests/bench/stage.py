"""The real window for a bench: a virtual desktop, a fresh home, the program as a child process."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from virtual_desktop import VirtualDesktop, virtual_desktop

from tests.bench.clock import queued_s

ORIOLE = (sys.executable, "-P", "-m", "desktop")
BARE = (sys.executable, "-P", str(Path(__file__).with_name("bare_window.py")))
PAINT_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A window that has painted; `first_paint_s` counts from the start of its process."""

    process: subprocess.Popen[str]
    first_paint_s: float

    @property
    def pid(self) -> int:
        """The window's process."""
        return self.process.pid


@contextlib.contextmanager
def stage() -> Iterator[VirtualDesktop]:
    """Give a desktop on which programs find an empty home of their own."""
    with tempfile.TemporaryDirectory(prefix="oriole-bench-", ignore_cleanup_errors=True) as home:
        kept = {"HOME": home, "ORIOLE_HOME": str(Path(home) / "oriole"), "LC_ALL": "C.UTF-8"}
        with virtual_desktop(extra=kept) as desktop:
            yield desktop


@contextlib.contextmanager
def shown(desktop: VirtualDesktop, *argv: str) -> Iterator[Shown]:
    """Start a program that prints `FIRST_PAINT <time.monotonic()>`; end it with SIGTERM.

    The window manager sees the whole life of the window, as on a real desktop. What the process
    waited for a core is taken off.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [*argv], env=desktop.env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    try:
        painted = _first_paint(process)
        yield Shown(process, painted - began - queued_s(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


def _first_paint(process: subprocess.Popen[str]) -> float:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PAINT_TIMEOUT_S)
    line = process.stdout.readline() if ready else ""
    if not line.startswith("FIRST_PAINT "):
        raise RuntimeError(f"the window did not paint: {line!r}")
    return float(line.split()[1])


def evict(*folders: Path) -> None:
    """Ask the system to forget what it has read of the files below `folders`: a cold start."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                descriptor = os.open(path, os.O_RDONLY)
                try:
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(descriptor)


def pss_mib(pid: int) -> float:
    """Give a process's proportional set size."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def descendants(pid: int) -> list[int]:
    """Give the processes that `pid` has started, and theirs."""
    found = []
    for task in (Path("/proc") / str(pid) / "task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            found += [int(child), *descendants(int(child))]
    return found
