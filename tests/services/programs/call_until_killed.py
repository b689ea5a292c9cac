"""Answers with a call of the calculator, then waits for a server that says nothing more.

Says "kept" as soon as the call's result is on the disk.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.parameters import Parameters
from desktop.core.types import PartType
from tests.fakes.byte_server import Reply, Stall
from tests.services.stage import CHAT, stage
from tests.services.test_turns_tools import sum_of


async def answer() -> None:
    async with stage() as s:
        s.server.on(CHAT, sum_of("6*7"), Reply((Stall(),)))
        conversation = await s.conversation()
        parameters = Parameters(tools=("calculator",))
        await s.conversations.set_parameters(conversation.id, parameters)
        begun = await s.send("How much?", conversation.id)
        while True:
            stored = await s.conversations.message(begun.id)
            if any(part.type is PartType.TOOL_RESULT for part in stored.parts):
                break
            await asyncio.sleep(0.01)
        print("kept", flush=True)
        await s.watch.end_of(begun.id)


asyncio.run(answer())
