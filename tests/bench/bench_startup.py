"""From the start of the process to the first paint, beside the least window PySide6 can show."""

from __future__ import annotations

import statistics
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.bench.report import Sample
from tests.bench.stage import BARE, ORIOLE, evict, shown, stage

RUNS = 9
COLD_RUNS = 5
OURS = (*ORIOLE, "--report-first-paint")


def run() -> Iterator[Sample]:
    """Alternate the two windows, so that whatever disturbs the machine disturbs both."""
    with stage() as desktop:
        _paint_s(desktop, OURS)  # makes the home folder and the byte code
        pairs = [(_paint_s(desktop, BARE), _paint_s(desktop, OURS)) for _ in range(RUNS)]
        bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
        yield Sample("bare_window_ms", bare * 1000, "ms")
        yield Sample("first_paint_ms", ours * 1000, "ms")
        yield Sample("first_paint_ratio", ours / bare, "ratio")
        cold = statistics.median(_cold_paint_s(desktop) for _ in range(COLD_RUNS))
        yield Sample("first_paint_cold_ms", cold * 1000, "ms")


def _paint_s(desktop: VirtualDesktop, argv: tuple[str, ...]) -> float:
    with shown(desktop, *argv) as window:
        return window.first_paint_s


def _cold_paint_s(desktop: VirtualDesktop) -> float:
    checkout = Path(__file__).resolve().parents[2]
    evict(Path(sysconfig.get_path("purelib")), checkout / "desktop", checkout / "resources")
    return _paint_s(desktop, OURS)
