"""The store: bulk inserts, the cost of keeping what streams in, opening, and what a kill costs."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from desktop.core.types import Kind, State
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from tests.bench.clock import percentile
from tests.bench.report import Sample
from tests.store.killing import lost_s, shown_until_killed
from tests.store.stores import said, store, text

RUNS = 5
KILLS = 20
BULK, BATCH = 100_000, 1000
COMMITS = 2000
_WORDS = "The golden oriole sings before it rains, 黄鹂在雨前歌唱。 " * 4


def run() -> Iterator[Sample]:
    """Measure in folders of their own; times are wall times on the threads of the store."""
    with _home() as home:
        yield from asyncio.run(_bulk(home))
    with _home() as home:
        yield from asyncio.run(_streaming(home))
    with _home() as home:
        yield from asyncio.run(_opening(home))
    lost = [_killed_lost_s(0.3 + 0.05 * number) for number in range(KILLS)]
    yield Sample("kill_lost_ms", max(lost) * 1000, "ms")
    yield Sample("kill_lost_median_ms", statistics.median(lost) * 1000, "ms")


@contextmanager
def _home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="oriole-bench-") as folder:
        yield Path(folder)


async def _bulk(home: Path) -> list[Sample]:
    """An import: whole messages, each with its part, in jobs that let others through."""
    async with store(Paths.below(home)) as conversations:
        db = conversations._db
        conversation = await conversations.create(Kind.CHAT)
        began = time.perf_counter()
        for start in range(0, BULK, BATCH):
            await db.write(functools.partial(_insert, conversation_id=conversation.id, start=start))
        rate = BULK / (time.perf_counter() - began)
        commits = []
        for number in range(COMMITS):
            began = time.perf_counter()
            await conversations.rename(conversation.id, f"{number}")
            commits.append((time.perf_counter() - began) * 1000)
    return [
        Sample("insert_per_s", rate, "1/s"),
        Sample("commit_median_ms", statistics.median(commits), "ms"),
        Sample("commit_p99_ms", percentile(commits, 99), "ms"),
    ]


def _insert(connection: sqlite3.Connection, conversation_id: int, start: int) -> None:
    first = start + 1
    connection.executemany(
        "INSERT INTO message (id, conversation_id, parent_id, selected_child, role, state,"
        " created_at) VALUES (?, ?, ?, ?, ?, 'complete', 0)",
        [
            (n, conversation_id, n - 1 or None, n + 1, "assistant" if n % 2 == 0 else "user")
            for n in range(first, first + BATCH)
        ],
    )
    connection.executemany(
        "INSERT INTO part (message_id, position, type, text) VALUES (?, 0, 'text', ?)",
        [(n, _WORDS) for n in range(first, first + BATCH)],
    )


async def _streaming(home: Path) -> list[Sample]:
    """Checkpoints of a short and a long answer, and that the loop's thread does no disk work."""
    samples = []
    async with store(Paths.below(home)) as conversations:
        for name, length in (("10k", 10_000), ("500k", 500_000)):
            conversation = await conversations.create(Kind.CHAT)
            _, answer = await conversations.ask(conversation.id, None, text("?"), "m", "c")
            words = "x" * length
            await conversations.checkpoint(answer.id, said(words))
            costs = []
            for number in range(100):
                words += f" and piece {number} of the text" * 20
                began = time.perf_counter()
                await conversations.checkpoint(answer.id, said(words))
                costs.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            await conversations.finish(answer.id, State.COMPLETE, said(words))
            samples += [
                Sample(f"checkpoint_{name}_ms", statistics.median(costs), "ms"),
                Sample(f"finish_{name}_ms", (time.perf_counter() - began) * 1000, "ms"),
            ]
        calls: list[str] = []
        with _disk_calls_of_this_thread(calls):
            conversation = await conversations.create(Kind.CHAT)
            _, answer = await conversations.ask(conversation.id, None, text("?"), "m", "c")
            await conversations.checkpoint(answer.id, said("x"))
            await conversations.finish(answer.id, State.COMPLETE, said("x"))
            await conversations.blobs.put(b"x", "image/png")
            await conversations.path(conversation.id)
            await conversations.delete_for_good(conversation.id)
    return [*samples, Sample("fsync_on_gui", len(calls), "calls")]


@contextmanager
def _disk_calls_of_this_thread(calls: list[str]) -> Iterator[None]:
    """Collect the calls of fsync and of any method of a SQLite connection made on this thread."""

    def watch(_frame: FrameType, event: str, argument: object) -> None:
        if event == "c_call":
            owner = getattr(argument, "__self__", None)
            name = getattr(argument, "__name__", "")
            if isinstance(owner, sqlite3.Connection | sqlite3.Cursor) or "sync" in name:
                calls.append(name)

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(None)


async def _opening(home: Path) -> list[Sample]:
    """The list of 1,000 conversations; the path of one with 10,000 messages, and its end alone."""
    paths = Paths.below(home)
    async with store(paths) as conversations:
        for number in range(1000):
            await conversations.create(Kind.CHAT, f"Conversation {number} 会话")
        large = await conversations.create(Kind.CHAT)
        for start in range(0, 10_000, BATCH):
            job = functools.partial(_insert, conversation_id=large.id, start=start)
            await conversations._db.write(job)
        samples = [
            Sample("list_1k_ms", await _median(lambda: conversations.list(Kind.CHAT)), "ms"),
            Sample("path_10k_ms", await _median(lambda: conversations.path(large.id)), "ms"),
            Sample(
                "path_10k_last_100_ms",
                await _median(lambda: conversations.path(large.id, last=100)),
                "ms",
            ),
        ]
        leaf = (await conversations.path(large.id))[-1].message.id
        began = time.perf_counter()
        await conversations.ask(large.id, leaf, text("?"), "m", "c")
        samples.append(Sample("ask_10k_ms", (time.perf_counter() - began) * 1000, "ms"))
    opened = await _median(lambda: _open_once(paths))
    return [*samples, Sample("open_database_ms", opened, "ms")]


async def _open_once(paths: Paths) -> None:
    database = await Database.open(paths)
    await Conversations(database).list(Kind.CHAT)
    await database.aclose()


async def _median(call: Callable[[], Awaitable[object]]) -> float:
    costs = []
    for _ in range(RUNS):
        began = time.perf_counter()
        await call()
        costs.append((time.perf_counter() - began) * 1000)
    return statistics.median(costs)


def _killed_lost_s(after_s: float) -> float:
    with _home() as home:
        shown = shown_until_killed(home, after_s)
        return lost_s(shown, asyncio.run(_left(home)))


async def _left(home: Path) -> str:
    async with store(Paths.below(home)) as conversations:
        await conversations.interrupt_leftovers()
        (conversation,) = await conversations.list(Kind.CHAT)
        _, node = await conversations.path(conversation.id)
        return node.message.text
