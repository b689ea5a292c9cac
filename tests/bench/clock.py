"""Time that a loaded machine does not falsify: what a thread waited for a core is taken off.

Linux counts it in `/proc/<pid>/task/<tid>/schedstat`: nanoseconds run, nanoseconds waited in the
run queue, number of turns.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self


def queued_s(pid: int | None = None, tid: int | None = None) -> float:
    """Give the seconds that a thread was ready to run but had no core, since it began.

    Args:
        pid: The process; None: this one.
        tid: The thread; None: the main thread of `pid`, or the calling thread of this process.
    """
    return _schedstat(pid, tid)[1]


def cpu_s(pid: int) -> float:
    """Give the seconds that all living threads of a process have run."""
    tasks = (Path("/proc") / str(pid) / "task").iterdir()
    return sum(_schedstat(pid, int(task.name))[0] for task in tasks)


def _schedstat(pid: int | None, tid: int | None) -> tuple[float, float]:
    process = "self" if pid is None else str(pid)
    thread = tid or pid or threading.get_native_id()
    text = Path(f"/proc/{process}/task/{thread}/schedstat").read_text("ascii")
    ran, waited = text.split()[:2]
    return int(ran) / 1e9, int(waited) / 1e9


class Stopwatch:
    """Measures a block on this thread: `elapsed_s` is wall time less the wait for a core."""

    def __init__(self) -> None:
        self.elapsed_s = 0.0

    def __enter__(self) -> Self:
        self._queued = queued_s()
        self._began = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        wall = time.perf_counter() - self._began
        self.elapsed_s = max(0.0, wall - (queued_s() - self._queued))


def median_of(measure: Callable[[], float], runs: int = 5) -> float:
    """Give the median of several runs of `measure`."""
    return statistics.median(measure() for _ in range(runs))


def percentile(values: list[float], percent: float) -> float:
    """Give the value below which `percent` of the values lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]
