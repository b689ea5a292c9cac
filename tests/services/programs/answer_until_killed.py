"""Streams an endless answer through the real turns, saying what was shown and when.

Each line of stdout is the time and the number that came on the screen then.
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.fakes.byte_server import Pause, Reply
from tests.fakes.byte_server import Piece as Sent
from tests.fakes.shapes import chat_chunks, sse
from tests.services.stage import CHAT, stage

PIECE_S = 0.005


class Endless:
    """Numbers, one event each, for as long as somebody listens."""

    def __iter__(self) -> Iterator[Sent]:
        for number in itertools.count():
            _, event = chat_chunks([f"{number} "], finish=None)
            yield sse(event)
            yield Pause(PIECE_S)


async def answer() -> None:
    async with stage() as s:
        s.server.on(CHAT, Reply(Endless()))
        s.turns.piece.connect(lambda piece: print(time.monotonic(), piece.text, flush=True))
        begun = await s.send("Count!")
        await s.watch.end_of(begun.id)


asyncio.run(answer())
