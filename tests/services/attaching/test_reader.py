"""The reading process: started with the first document, reused, ended; nothing hangs the window."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from desktop.core.errors import AppError, Code
from desktop.media.extract import LIMITS, Extract, Limits
from desktop.media.kinds import Sort
from desktop.services.attaching.reader import Reader
from tests.media.papers import pdf
from tests.support.loops import RunLoop

PAPER = pdf(["Some words"])
SAID = Extract("[page 1]\nSome words", 1)
SILENT = [sys.executable, "-c", "import sys; sys.stdin.read()"]
FROZEN = [sys.executable, "-m", "desktop", "--worker", "documents"]
GONE = [sys.executable, "-c", ""]
LYING = [sys.executable, "-c", "print('{\"size\": 99999999999}', flush=True); input()"]


@asynccontextmanager
async def reader(
    command: Sequence[str] | None = None, limits: Limits = LIMITS, idle_s: float = 60.0
) -> AsyncIterator[Reader]:
    made = Reader(command, limits, idle_s)
    try:
        yield made
    finally:
        await made.aclose()


async def ended(made: Reader) -> None:
    async with asyncio.timeout(5):
        while made.pid is not None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


async def code_of(made: Reader, content: bytes = PAPER, sort: Sort = Sort.PDF) -> Code:
    with pytest.raises(AppError) as caught:
        await made.read(content, sort)
    return caught.value.code


@pytest.mark.parametrize("command", [None, FROZEN], ids=["source", "frozen"])
def test_documents_are_read_by_one_process(aloop: RunLoop, command: list[str] | None) -> None:
    async def play() -> None:
        async with reader(command) as made:
            assert made.pid is None
            assert await made.read(PAPER, Sort.PDF) == SAID
            first = made.pid
            both = await asyncio.gather(
                made.read("<p>你好 \ud800".encode("utf-8", "replace"), Sort.HTML),
                made.read(PAPER, Sort.PDF),
            )
            assert both == [Extract("你好 ?"), SAID]
            assert made.pid == first

    aloop(play(), 20)


def test_what_is_wrong_with_a_document_comes_back_as_its_code(aloop: RunLoop) -> None:
    async def play() -> None:
        async with reader() as made:
            assert await code_of(made, b"%PDF-1.4") is Code.FILE_DAMAGED
            assert await code_of(made, pdf(["x"], encrypted=True)) is Code.FILE_LOCKED
            assert await made.read(PAPER, Sort.PDF) == SAID

    aloop(play(), 20)


def test_a_document_that_takes_too_long_costs_its_process_only(aloop: RunLoop) -> None:
    async def play() -> None:
        async with reader(SILENT, replace(LIMITS, patience_s=0.05)) as made:
            assert await code_of(made) is Code.FILE_COMPLEX
            await ended(made)

    aloop(play(), 20)


@pytest.mark.parametrize("command", [GONE, LYING], ids=["gone", "lying"])
def test_a_process_that_ends_or_lies_costs_the_document_only(
    aloop: RunLoop, command: list[str]
) -> None:
    async def play() -> None:
        async with reader(command) as made:
            assert await code_of(made) is Code.FILE_COMPLEX

    aloop(play(), 20)


def test_without_a_program_to_read_it_says_so(aloop: RunLoop) -> None:
    async def play() -> None:
        async with reader(["no-such-program"]) as made:
            assert await code_of(made) is Code.NO_READER

    aloop(play())


def test_a_process_that_ended_meanwhile_is_started_again(aloop: RunLoop) -> None:
    async def play() -> None:
        async with reader() as made:
            await made.read(PAPER, Sort.PDF)
            first = made.pid
            assert first is not None
            os.kill(first, signal.SIGKILL)
            assert await made.read(PAPER, Sort.PDF) == SAID
            assert made.pid != first

    aloop(play(), 20)


def test_it_ends_when_nobody_needs_it(aloop: RunLoop) -> None:
    async def play() -> None:
        async with reader(idle_s=0.01) as made:
            await made.read(PAPER, Sort.PDF)
            await ended(made)
            assert await made.read(PAPER, Sort.PDF) == SAID

    aloop(play(), 20)


def test_whoever_is_not_interested_any_more_leaves_nothing_half_read(aloop: RunLoop) -> None:
    async def play() -> None:
        async with reader(SILENT) as made:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await made.read(PAPER, Sort.PDF)
            await ended(made)

    aloop(play(), 20)


def test_closing_ends_whoever_waits(aloop: RunLoop) -> None:
    async def play() -> None:
        made = Reader(SILENT)
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(code_of(made))
            while made.pid is None:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
            await made.aclose()
            assert await waiting in {Code.FILE_COMPLEX, Code.NO_READER}

    aloop(play(), 20)
