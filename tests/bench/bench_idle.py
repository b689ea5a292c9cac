"""What an open window costs when nobody touches it: processor time, and wake-ups by timers."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.bench.clock import cpu_s
from tests.bench.report import Sample
from tests.bench.stage import ORIOLE, descendants, shown, stage

SETTLE_S = 8.0
WATCH_S = 30.0
RUNS = 3  # half a minute each; the figure is a sum over 30 s already
SLOWEST_TIMER_S = 5.0


def run() -> Iterator[Sample]:
    """Watch the window and everything that it has started."""
    with stage() as desktop:
        watched = [_watch(desktop) for _ in range(RUNS)]
    yield Sample("idle_cpu_pct", statistics.median(cpu for cpu, _ in watched), "%")
    yield Sample("wake_ups_per_s", statistics.median(woken for _, woken in watched), "1/s")
    # A timer of any use fires at least every SLOWEST_TIMER_S; what is rarer is the system's.
    timers = statistics.median(int(woken * SLOWEST_TIMER_S) for _, woken in watched)
    yield Sample("timers", timers, "count")


def _watch(desktop: VirtualDesktop) -> tuple[float, float]:
    with shown(desktop, *ORIOLE, "--report-first-paint") as window:
        time.sleep(SETTLE_S)
        processes = [window.pid, *descendants(window.pid)]
        cpu, woken = _totals(processes)
        time.sleep(WATCH_S)
        cpu_after, woken_after = _totals(processes)
        return (cpu_after - cpu) / WATCH_S * 100, (woken_after - woken) / WATCH_S


def _totals(processes: list[int]) -> tuple[float, int]:
    return sum(map(cpu_s, processes)), sum(map(_wake_ups, processes))


def _wake_ups(pid: int) -> int:
    """Give how often the threads of a process slept and were woken."""
    total = 0
    for task in (Path("/proc") / str(pid) / "task").iterdir():
        for line in (task / "status").read_text("utf-8").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total
