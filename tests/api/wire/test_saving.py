"""What comes is on the disk whole, or not at all."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desktop.api.wire.saving import at_most, save
from desktop.core.errors import AppError, Code
from tests.support.loops import RunLoop

SOUND = os.urandom(300_000)


async def chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def test_where_nothing_can_be_written_it_is_said(aloop: RunLoop, tmp_path: Path) -> None:
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    for target in (tmp_path / "absent" / "x", tmp_path / "folder"):
        with pytest.raises(AppError) as caught:
            aloop(save(chunks(b"x"), target))
        assert caught.value.code is Code.READ_ONLY
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_a_full_disk_leaves_nothing(aloop: RunLoop, tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(AppError) as caught:
            aloop(save(chunks(SOUND), tmp_path / "x"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.code is Code.DISK_FULL
    assert list(tmp_path.iterdir()) == []


def test_an_empty_answer_is_an_empty_file(aloop: RunLoop, tmp_path: Path) -> None:
    assert aloop(save(at_most(chunks(), 0), tmp_path / "x")) == 0
    assert (tmp_path / "x").read_bytes() == b""


def test_replaces_what_was_there_only_when_all_has_come(aloop: RunLoop, tmp_path: Path) -> None:
    target = tmp_path / "录音.wav"
    target.write_bytes(b"old")

    async def watched() -> AsyncIterator[bytes]:
        for _number in range(12):
            yield SOUND
            assert target.read_bytes() == b"old"

    assert aloop(save(watched(), target)) == 12 * len(SOUND)
    assert target.read_bytes() == SOUND * 12
    assert list(tmp_path.iterdir()) == [target]


def test_what_the_source_raises_comes_through(aloop: RunLoop, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield SOUND
        raise AppError(Code.CUT)

    with pytest.raises(AppError) as caught:
        aloop(save(broken(), tmp_path / "x"))
    assert caught.value.code is Code.CUT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("turns", [0, 1, 2, 5])
def test_cancelling_twice_leaves_nothing(aloop: RunLoop, tmp_path: Path, turns: int) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield SOUND
            await asyncio.sleep(0)

    async def scenario() -> None:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(save(endless(), tmp_path / "x"))
            for _turn in range(turns):
                await asyncio.sleep(0.001)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.to_thread(_wait_until_empty, tmp_path)

    aloop(scenario())
    assert list(tmp_path.iterdir()) == []


def _wait_until_empty(folder: Path) -> None:
    for _turn in range(100):
        if not list(folder.iterdir()):
            return
        time.sleep(0.01)


def test_not_a_byte_beyond_the_limit_is_given(aloop: RunLoop) -> None:
    given: list[bytes] = []

    async def collect(limit: int) -> None:
        nonlocal given
        async for chunk in at_most(chunks(b"ab", b"cd"), limit):
            given += [chunk]

    aloop(collect(4))
    with pytest.raises(AppError) as caught:
        aloop(collect(3))
    assert caught.value.code is Code.TOO_LARGE
    assert given == [b"ab", b"cd", b"ab"]
