"""From Stop to silence: when the answer's task has ended, and when the server sees the connection close."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtCore import QCoreApplication  # before qasync: it tries PyQt5 otherwise

from desktop.api.text.answer import stream_answer
from desktop.api.wire.http import Http
from desktop.core.connection import Api, Endpoint, Secret
from tests.bench.bench_sse import question
from tests.bench.report import Sample
from tests.bench.stream_server import DRIP, StreamServer, streaming

RUNS = 15
EVENTS_BEFORE_STOP = 100


def run() -> Iterator[Sample]:
    """Stop answers in mid-stream, at about 1,000 events a second, under Qt's loop."""
    with streaming() as server:
        stops, closes = zip(*_stop_s(server), strict=True)
    yield Sample("stop_ms", statistics.median(stops) * 1000, "ms")
    yield Sample("server_close_ms", statistics.median(closes) * 1000, "ms")
    yield Sample("server_close_max_ms", max(closes) * 1000, "ms")


def _stop_s(server: StreamServer) -> list[tuple[float, float]]:
    """Give, per run, the seconds from cancelling to the task's end and to the server's notice."""
    import qasync

    app = QCoreApplication.instance() or QCoreApplication([])
    endpoint = Endpoint(f"{server.origin}{DRIP}", Secret("sk-bench"), Api.CHAT)

    async def measure() -> list[tuple[float, float]]:
        figures = []
        async with Http() as http, asyncio.TaskGroup() as group:
            for _ in range(RUNS):
                enough = asyncio.Event()

                async def read(enough: asyncio.Event = enough) -> None:
                    count = 0
                    async for _event in stream_answer(http, endpoint, question()):
                        count += 1
                        if count == EVENTS_BEFORE_STOP:
                            enough.set()

                task = group.create_task(read())
                async with asyncio.timeout(30):
                    await enough.wait()
                began = time.monotonic()
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
                ended = time.monotonic()
                closed = await asyncio.to_thread(server.closed_at)
                figures.append((ended - began, closed - began))
        return figures

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(measure())
