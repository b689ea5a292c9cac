"""`oriole --selftest`: opens the real window, asks one question, prints what it cost as JSON."""

from __future__ import annotations

import asyncio
import json
import platform
import sys
import time
from pathlib import Path

import PySide6

from desktop import __version__
from desktop.app import Running
from desktop.core.connection import BUILT_IN_ID
from desktop.core.types import Kind, Part, PartType
from desktop.services.turns import Piece, Target

_SETTLED_S = 5.0
_ANSWER_S = 60.0
_QUESTION = "What is the capital of France?"


async def measure(running: Running) -> int:
    """Print one JSON object: versions, first_paint_ms, pss_mib, engine_* and first_token_ms."""
    first_paint_ms = _since_start_ms(running.painted_at)
    await asyncio.sleep(max(0.0, running.painted_at + _SETTLED_S - time.monotonic()))
    window_mib = pss_mib("self")
    services = running.services
    began = time.monotonic()
    await services.engine.endpoint()
    ready_ms = (time.monotonic() - began) * 1000
    model = await services.servers.default_model(BUILT_IN_ID)
    token_ms = await _first_token_ms(running, Target(BUILT_IN_ID, model))
    report = {
        "versions": {
            "oriole": __version__,
            "python": platform.python_version(),
            "pyside6": PySide6.__version__,
        },
        "first_paint_ms": round(first_paint_ms, 1),
        "pss_mib": round(window_mib, 1),
        "engine_ready_ms": round(ready_ms, 1),
        "first_token_ms": round(token_ms, 1),
        "engine_pss_mib": round(pss_mib(str(services.engine.pid)), 1),
    }
    sys.stdout.write(json.dumps(report) + "\n")
    return 0


async def _first_token_ms(running: Running, target: Target) -> float:
    arrived = asyncio.Event()

    def on_piece(_piece: Piece) -> None:
        arrived.set()

    services = running.services
    stop = services.turns.piece.connect(on_piece)
    conversation = await services.conversations.create(Kind.CHAT, temporary=True)
    began = time.monotonic()
    part = Part(PartType.TEXT, _QUESTION)
    await services.turns.send(conversation.id, None, (part,), target)
    async with asyncio.timeout(_ANSWER_S):
        await arrived.wait()
    took_ms = (time.monotonic() - began) * 1000
    services.turns.stop_conversation(conversation.id)
    stop()
    return took_ms


def pss_mib(process: str) -> float:
    """Give a process's proportional memory in MiB (Linux; elsewhere 0: not known)."""
    rollup = Path("/proc") / process / "smaps_rollup"
    if not rollup.is_file():
        return 0.0
    lines = rollup.read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _since_start_ms(moment: float) -> float:
    """Give the milliseconds from the process's start to a time.monotonic() moment (Linux)."""
    stat = Path("/proc/self/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    started_s = int(fields[19]) / 100  # clock ticks since boot; USER_HZ is 100 on every Linux
    now_since_boot = time.clock_gettime(time.CLOCK_BOOTTIME)
    return (now_since_boot - (time.monotonic() - moment) - started_s) * 1000
