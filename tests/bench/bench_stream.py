"""What streaming costs: 2,000 pieces a second of Markdown into short and long answers."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.report import Sample
from tests.bench.stage import stage
from tests.bench.transcript_runs import STREAMED, TAILS, measure

LONG = 500_000  # characters


def run() -> Iterator[Sample]:
    """Stream 50,000 characters into an empty answer and to the end of a long one."""
    with stage() as desktop:
        short = measure(desktop, "stream:0")
        long = measure(desktop, f"stream:{LONG - STREAMED}")
        tails = {name: measure(desktop, f"tail:{name}") for name in TAILS}
    yield Sample("delta_us", long["delta_us"], "us")
    yield Sample("flat_ratio", long["delta_us"] / short["delta_us"], "ratio")
    yield Sample("late_p99_ms", max(short["late_p99_ms"], long["late_p99_ms"]), "ms")
    yield Sample("late_max_ms", max(short["late_max_ms"], long["late_max_ms"]), "ms")
    for name, figures in tails.items():
        yield Sample(f"late_{name}_p99_ms", figures["late_p99_ms"], "ms")
        yield Sample(f"late_{name}_max_ms", figures["late_max_ms"], "ms")
    yield Sample("late_tail_p99_ms", max(f["late_p99_ms"] for f in tails.values()), "ms")
