"""A child process that streams answers for the benches; its parent talks to it through its output.

First line: its base URL. Then, for each client that went away in mid-answer, a line with the moment
(`time.monotonic`, which all processes of a Linux machine share).
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.fakes.byte_server import ByteServer, Pause, Piece, Reply
from tests.fakes.shapes import chat_chunks, sse

EVENTS = 5_000
BURST = "/burst"
DRIP = "/drip"


@dataclass
class StreamServer:
    """The running child."""

    origin: str
    process: subprocess.Popen[str]

    def closed_at(self) -> float:
        """Wait for the next client to go away; give when the server saw it."""
        assert self.process.stdout is not None
        return float(self.process.stdout.readline())


@contextmanager
def streaming() -> Iterator[StreamServer]:
    """Run the child until the block ends."""
    command = [sys.executable, "-m", "tests.bench.stream_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield StreamServer(process.stdout.readline().strip(), process)
        finally:
            process.terminate()


def _events() -> list[bytes]:
    return [sse(chunk) for chunk in chat_chunks(f"token{n} " for n in range(EVENTS))]


async def _serve() -> None:
    events = _events()
    dripping: list[Piece] = []
    for event in events:
        dripping += [event, Pause(0.001)]
    async with ByteServer() as server:
        # One event a chunk, as servers send them: the dearest form to read.
        server.on(f"{BURST}/chat/completions", Reply((*events, sse("[DONE]"))))
        server.on(f"{DRIP}/chat/completions", Reply(tuple(dripping)))
        print(server.origin, flush=True)
        told = 0
        while True:
            for moment in server.closed_at[told:]:
                print(moment, flush=True)
            told = len(server.closed_at)
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(_serve())
