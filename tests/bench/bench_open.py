"""How long a conversation takes to open, and each frame of scrolling and resizing it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.report import Sample
from tests.bench.stage import stage
from tests.bench.transcript_runs import measure


def run() -> Iterator[Sample]:
    """Open 1,000 and 10,000 messages."""
    with stage() as desktop:
        short = measure(desktop, "open:1000")
        long = measure(desktop, "open:10000")
    yield Sample("open_1k_ms", short["open_ms"], "ms")
    yield Sample("open_10k_ms", long["open_ms"], "ms")
    yield Sample("scroll_p99_ms", max(short["scroll_p99_ms"], long["scroll_p99_ms"]), "ms")
    yield Sample("resize_ms", max(short["resize_p99_ms"], long["resize_p99_ms"]), "ms")
    for name in ("scroll_p50_ms", "page_p99_ms", "jump_p99_ms", "theme_ms"):
        yield Sample(name, long[name], "ms")
