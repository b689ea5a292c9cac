"""Takes one 48 MP picture in, in a process of its own; prints what it cost as a line of JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desktop.services.attaching.intake import Intake
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from tests.bench.clock import queued_s

CHIP_PX = 96
_TICK_S = 0.001


async def main(picture: Path, first: Path) -> None:
    """Take `first` in, a small one, so that everything is loaded; then measure `picture`."""
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as worker:
        loop.set_default_executor(worker)
        tid = await loop.run_in_executor(None, threading.get_native_id)
        database = await Database.open(Paths.below(Path(folder)))
        intake = Intake(Conversations(database).blobs, Path(folder) / "cache")
        try:
            await intake.file(first, "", temporary=False)
            _forget_peak()
            before = _mib("VmRSS")
            thumb_ms = await _timed(lambda: intake.preview(picture, CHIP_PX), tid)
            late: list[float] = []
            watching = asyncio.get_running_loop().create_task(_watch(late))
            ready_ms = await _timed(lambda: intake.file(picture, "", temporary=False), tid)
            watching.cancel()
            figures = {
                "thumb_ms": thumb_ms,
                "ready_ms": ready_ms,
                "extra_mib": _mib("VmHWM") - before,
                "picture_late_ms": max(late),
            }
            print(json.dumps(figures))
        finally:
            await intake.aclose()
            await database.aclose()


async def _timed(work: Callable[[], Awaitable[object]], tid: int) -> float:
    """Give the milliseconds that `work` takes, less what its thread waited for a core."""
    queued, began = queued_s(tid=tid), time.perf_counter()
    assert await work() is not None
    return (time.perf_counter() - began - (queued_s(tid=tid) - queued)) * 1000


async def _watch(late: list[float]) -> None:
    """Collect how late the loop comes to something that is due, less its own wait for a core."""
    while True:
        queued, due = queued_s(), time.perf_counter() + _TICK_S
        await asyncio.sleep(_TICK_S)
        late.append((time.perf_counter() - due - (queued_s() - queued)) * 1000)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def _mib(field: str) -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(field)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
