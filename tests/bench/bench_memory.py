"""What the window process weighs (PSS): idle, after an answer, after 200, with 10,000 messages.

Pages that other programs share count by halves: another PySide6 process lowers the figures (the bare
window is told for comparison), so nothing here imports Qt but what is weighed.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.bench.report import Sample
from tests.bench.seed import ANSWER, LONG, fill
from tests.bench.stage import BARE, ORIOLE, pss_mib, shown, stage
from tests.fakes.byte_server import ByteServer
from tests.fakes.shapes import responses_reply

IDLE_RUNS = 5
LONG_RUNS = 3  # each asks 201 questions
DRIVE = (sys.executable, "-m", "tests.bench.memory_drive")


def run() -> Iterator[Sample]:
    """Weigh the idle window five times, the used one three times; give medians."""
    figures: dict[str, list[float]] = {}
    with stage() as desktop, answering() as address:
        with shown(desktop, *BARE) as window:
            yield Sample("pss_bare_window_mib", pss_mib(window.pid), "MiB")
        with shown(desktop, *ORIOLE, "--report-first-paint"):
            pass  # makes the database
        fill(next(Path(desktop.env["ORIOLE_HOME"]).rglob("*.db")), LONG)
        for address_or_none in [""] * (IDLE_RUNS - LONG_RUNS) + [address] * LONG_RUNS:
            for metric, mib in _weigh(desktop, address_or_none):
                figures.setdefault(metric, []).append(mib)
    for metric, values in figures.items():
        yield Sample(metric, statistics.median(values), "MiB")


def _weigh(desktop: VirtualDesktop, address: str) -> Iterator[tuple[str, float]]:
    checkout = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        DRIVE,
        cwd=checkout,
        env={**desktop.env, "PYTHONPATH": str(checkout / "packaging")},
        input=f"{address}\n",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    for line in done.stdout.splitlines():
        figure = json.loads(line)
        yield figure["metric"], figure["mib"]


@contextmanager
def answering() -> Iterator[str]:
    """Give the address of a server that answers every question with half a page of Markdown."""
    started, over = threading.Event(), asyncio.Event()
    found: list[tuple[str, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        pieces = [ANSWER.format(n=1)[i : i + 12] for i in range(0, len(ANSWER), 12)]
        async with ByteServer() as server:
            server.on("/v1/responses", responses_reply(*pieces))
            found.append((server.base_url, asyncio.get_running_loop()))
            started.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="answering")
    thread.start()
    started.wait(10)
    address, loop = found[0]
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
