"""A second process: keeps a recording while it is told to, then dies or ends as it is told."""

import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.recording import RecordingKind
from tests.store.recorded import recordings, said


async def record() -> None:
    async with recordings() as store:
        made = await store.add(RecordingKind.NOTE, title="theirs")
        for at in range(20):
            await store.put_lines(made.id, [said(f"line {at}", float(at))], at + 1.0)
        sys.stdout.write(f"{made.id}\n")
        sys.stdout.flush()
        if await asyncio.to_thread(sys.stdin.readline) != "end\n":
            os._exit(1)


asyncio.run(record())
