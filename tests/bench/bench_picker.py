"""Opening the list of models with 1,000 of them, and each key of a search in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from tests.bench.report import Sample
from tests.bench.stage import stage

RUNS = 5


def run() -> Iterator[Sample]:
    """Measure in processes of their own; give the medians."""
    told: list[dict[str, float]] = []
    with stage() as desktop:
        for _ in range(RUNS):
            argv = [sys.executable, "-m", "tests.bench.picker_drive"]
            told.append(json.loads(desktop.run(argv, timeout_s=60).stdout.splitlines()[-1]))
    for metric in told[0]:
        values = sorted(figures[metric] for figures in told)
        yield Sample(metric, values[len(values) // 2], "ms")
