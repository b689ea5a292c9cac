"""Runs a case of `transcript_drive` several times, each in a process of its own."""

from __future__ import annotations

import json
import statistics
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from virtual_desktop import VirtualDesktop

RUNS = 5
STREAMED = 50_000  # characters that are streamed while it is measured
TAILS = ("code", "table", "list")
_LONGEST_S = 240.0


def measure(desktop: VirtualDesktop, case: str, runs: int = RUNS) -> dict[str, float]:
    """Run a case several times, each in its own process; give the medians."""
    figures: dict[str, list[float]] = {}
    for _ in range(runs):
        argv = [sys.executable, "-m", "tests.bench.transcript_drive", case]
        told = json.loads(desktop.run(argv, timeout_s=_LONGEST_S).stdout.splitlines()[-1])
        for name, value in told.items():
            figures.setdefault(name, []).append(value)
    return {name: statistics.median(values) for name, values in figures.items()}
