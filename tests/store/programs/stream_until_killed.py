"""Streams an endless answer into the store as the program does, telling what was on the screen.

Each piece of text is the time at which it was shown; each line of stdout is the last shown one. The
checkpoints come 200 ms after the first piece that is not stored.
"""

import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.stream import Fold, TextDelta
from desktop.core.types import Kind, Part, PartType
from tests.store.stores import store

PIECE_S = 0.005
CHECKPOINT_S = 0.2


async def stream() -> None:
    async with store() as conversations:
        made = await conversations.create(Kind.CHAT)
        _, answer = await conversations.ask(made.id, None, [Part(PartType.TEXT, "Talk.")], "m", "c")
        fold, unsaved, shown = Fold(), asyncio.Event(), asyncio.Event()

        async def keep() -> None:
            while True:
                await unsaved.wait()
                await asyncio.sleep(CHECKPOINT_S)
                unsaved.clear()
                await conversations.checkpoint(answer.id, fold.result())

        async with asyncio.TaskGroup() as group:
            group.create_task(keep())
            while not shown.is_set():
                now = f"{time.monotonic():.4f} "
                fold.add(TextDelta(now))
                print(now, flush=True)
                unsaved.set()
                await asyncio.sleep(PIECE_S)


asyncio.run(stream())
