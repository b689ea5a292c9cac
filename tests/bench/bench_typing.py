"""From a key to its letter on the screen while an answer streams in a long conversation."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.report import Sample
from tests.bench.stage import stage
from tests.bench.transcript_runs import measure


def run() -> Iterator[Sample]:
    """Type beside 10,000 messages."""
    with stage() as desktop:
        figures = measure(desktop, "typing")
    yield Sample("typing_p99_ms", figures["typing_p99_ms"], "ms")
    yield Sample("typing_p50_ms", figures["typing_p50_ms"], "ms")
