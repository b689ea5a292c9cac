"""What a streamed event costs, from the socket to the typed event, and what the import costs."""

from __future__ import annotations

import asyncio
import compileall
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication  # before qasync: it tries PyQt5 otherwise

import desktop
from desktop.api.reading.framing import Framing
from desktop.api.text.answer import stream_answer
from desktop.api.text.chat import Parser
from desktop.api.wire.http import Http
from desktop.core.connection import Api, Endpoint, Secret
from desktop.core.requests import ChatRequest
from desktop.core.stream import fold
from desktop.core.types import Message, Part, PartType, Role
from tests.bench.clock import median_of
from tests.bench.report import Sample
from tests.bench.stream_server import BURST, EVENTS, StreamServer, streaming
from tests.fakes.shapes import chat_chunks, sse

RUNS = 7
CHUNK_BYTES = 4096
# Both begin with what the program has loaded long before its first request, its loop and its own
# types, and go without httpx's command line, which would make the bare import twice as dear.
COMMON = """
import asyncio, sys, types
import desktop.core.connection, desktop.core.requests, desktop.core.stream
import desktop.core.capabilities, desktop.core.logs, desktop.core.models, desktop.core.observe
sys.modules["httpx._main"] = types.ModuleType("httpx._main")
"""
BARE_IMPORT = f"{COMMON}import httpx"
OUR_IMPORT = f"{COMMON}import desktop.api.text.answer, desktop.api.models.listing"


def run() -> Iterator[Sample]:
    """Measure parsing alone, then the whole way under Qt's loop, then the import."""
    yield Sample("events_per_s", EVENTS / median_of(_parse_s, RUNS), "1/s")
    with streaming() as server:
        yield Sample("event_us", statistics.median(_stream_us(server)), "us")
    compileall.compile_dir(Path(desktop.__file__).parent, quiet=1)  # as set-up does
    pairs = [(_import_s(BARE_IMPORT), _import_s(OUR_IMPORT)) for _ in range(RUNS)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Sample("import_httpx_ms", bare * 1000, "ms")
    yield Sample("import_ms", ours * 1000, "ms")
    yield Sample("import_ratio", ours / bare, "ratio")


def question() -> ChatRequest:
    """Give something to ask."""
    part = Part(PartType.TEXT, "hi")
    return ChatRequest("m", (Message(1, 1, None, Role.USER, (part,)),))


def _parse_s() -> float:
    """Give the CPU seconds from bytes to typed events."""
    body = b"".join(sse(chunk) for chunk in chat_chunks(f"token{n} " for n in range(EVENTS)))
    chunks = [body[place : place + CHUNK_BYTES] for place in range(0, len(body), CHUNK_BYTES)]
    framing, parser = Framing(), Parser()
    began = time.thread_time()
    count = sum(1 for chunk in chunks for _event in parser.read(framing.feed(chunk)))
    took = time.thread_time() - began
    assert count >= EVENTS
    return took


def _stream_us(server: StreamServer) -> list[float]:
    """Give the CPU microseconds of this thread per event, one figure a run."""
    import qasync

    app = QCoreApplication.instance() or QCoreApplication([])
    endpoint = Endpoint(f"{server.origin}{BURST}", Secret("sk-bench"), Api.CHAT)

    async def measure() -> list[float]:
        figures = []
        async with Http() as http:
            for _ in range(RUNS):
                began = time.thread_time()
                events = [event async for event in stream_answer(http, endpoint, question())]
                figures.append((time.thread_time() - began) / EVENTS * 1e6)
                assert len(fold(events).parts[0].text) > EVENTS
        return figures

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(measure())


def _import_s(statement: str) -> float:
    """Give the CPU seconds of an import in a fresh process, without those of Python itself."""
    program = f"""import time
began = time.process_time()
{statement}
print(time.process_time() - began)"""
    result = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    )
    return float(result.stdout)
