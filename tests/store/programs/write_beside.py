"""A second process: makes as many conversations as it is told, as fast as it can."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.types import Kind
from tests.store.stores import store


async def write(count: int) -> None:
    async with store() as conversations:
        for number in range(count):
            await conversations.create(Kind.CHAT, f"theirs {number}")


asyncio.run(write(int(sys.argv[1])))
