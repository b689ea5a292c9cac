"""The database: transactions, threads, errors, and other processes."""

import asyncio
import gc
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop.core.errors import AppError, Code
from desktop.store.db import Database
from desktop.store.paths import Paths
from tests.store.stores import database_file, opened

ADD = "INSERT INTO blob VALUES (?, 0, '', 0, 0)"


def count(connection: sqlite3.Connection) -> int:
    return connection.execute("SELECT count(*) FROM blob").fetchone()[0]


def add(name: str):
    return lambda connection: connection.execute(ADD, (name,)).rowcount


def test_what_was_written_is_read_and_is_there_after_a_restart(aloop) -> None:
    async def first() -> int:
        async with opened() as db:
            await db.write(add("a"))
            return await db.read(count)

    async def second() -> int:
        async with opened() as db:
            return await db.read(count)

    assert aloop(first()) == 1
    assert aloop(second()) == 1


def test_the_database_is_private_and_its_wal_is_gone_after_closing(aloop) -> None:
    async def scenario() -> list[int]:
        async with opened() as db:
            await db.write(add("a"))
            files = list(database_file().parent.glob("oriole.db*"))
            assert len(files) == 3
            return [stat.S_IMODE(file.stat().st_mode) for file in files]

    assert set(aloop(scenario())) == {0o600}
    assert [file.name for file in database_file().parent.glob("oriole.db*")] == ["oriole.db"]


def test_a_job_that_fails_leaves_nothing(aloop) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute(ADD, ("a",))
        raise ZeroDivisionError

    async def scenario() -> int:
        async with opened() as db:
            with pytest.raises(ZeroDivisionError):
                await db.write(half)
            with pytest.raises(AppError):
                await db.write(lambda c: c.executemany(ADD, [("b",), ("b",)]))
            return await db.read(count)

    assert aloop(scenario()) == 0


def test_a_read_cannot_write(aloop) -> None:
    async def scenario() -> None:
        async with opened() as db:
            with pytest.raises(AppError) as raised:
                await db.read(add("a"))
            assert raised.value.code is Code.READ_ONLY

    aloop(scenario())


def test_reading_goes_on_while_a_long_write_runs(aloop) -> None:
    go = threading.Event()

    def slow(connection: sqlite3.Connection) -> None:
        connection.execute(ADD, ("a",))
        go.wait(timeout=5)

    async def scenario() -> tuple[int, int]:
        async with opened() as db:
            writing = db.start_write(slow)
            before = await db.read(count)
            go.set()
            await asyncio.wait_for(writing, 5)
            return before, await db.read(count)

    assert aloop(scenario()) == (0, 1)


def test_a_write_completes_although_its_caller_is_cancelled(aloop) -> None:
    go = threading.Event()

    def slow(connection: sqlite3.Connection) -> None:
        go.wait(timeout=5)
        connection.execute(ADD, ("a",))

    async def scenario() -> int:
        async with opened() as db:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.02):
                    await db.write(slow)
            go.set()
            await db.write(lambda _: None)
            return await db.read(count)

    assert aloop(scenario()) == 1


def test_a_foreign_write_is_noticed_once_and_our_own_never(aloop) -> None:
    async def scenario() -> list[bool]:
        async with opened() as db:
            noticed = [await db.poll_foreign()]
            await db.write(add("ours"))
            noticed.append(await db.poll_foreign())
            with closing(sqlite3.connect(database_file())) as other, other:
                other.execute(ADD, ("theirs",))
            return [*noticed, await db.poll_foreign(), await db.poll_foreign()]

    assert aloop(scenario()) == [False, False, True, False]


def test_a_database_held_by_another_process_for_too_long_is_busy(aloop) -> None:
    async def scenario() -> Code:
        async with opened() as db:
            await db.write(lambda _: None)
            with closing(sqlite3.connect(database_file(), isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(AppError) as raised:
                    await db.write(add("a"))
                other.execute("ROLLBACK")
            assert await db.write(add("a")) == 1
            return raised.value.code

    assert aloop(scenario(), timeout_s=15) is Code.BUSY


def test_a_full_disk_is_told_nothing_is_lost_and_room_helps(aloop) -> None:
    async def scenario() -> tuple[Code, int]:
        async with opened() as db:
            await db.write(add("a"))

            def limit(connection: sqlite3.Connection) -> None:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count = {pages}")

            await db.write(limit)
            big = "x" * 100_000
            with pytest.raises(AppError) as raised:
                await db.write(add(big))
            await db.write(lambda c: c.execute("PRAGMA max_page_count = 100000").fetchone())
            await db.write(add(big))
            return raised.value.code, await db.read(count)

    assert aloop(scenario()) == (Code.DISK_FULL, 2)


def test_a_newer_program_that_migrates_while_we_run_stops_our_writing(aloop) -> None:
    async def scenario() -> tuple[Code, Code | None, int]:
        async with opened() as db:
            with closing(sqlite3.connect(database_file())) as other:
                other.execute("PRAGMA user_version = 99")
            with pytest.raises(AppError) as raised:
                await db.write(add("a"))
            with pytest.raises(AppError):
                await db.write(add("b"))
            return raised.value.code, db.read_only, await db.read(count)

    assert aloop(scenario()) == (Code.NEWER, Code.NEWER, 0)


def test_memory_never_touches_the_disk(aloop) -> None:
    async def scenario() -> int:
        db = Database.in_memory()
        await db.write(add("a"))
        assert await db.empty_wal()
        found = await db.read(count)
        await db.aclose()
        return found

    assert aloop(scenario()) == 1
    assert not Paths.find().data.exists()


def test_closing_twice_and_closing_unused_is_fine(aloop) -> None:
    async def scenario() -> None:
        await Database.in_memory().aclose()
        async with opened() as db:
            await db.aclose()

    aloop(scenario())


@pytest.fixture
def swept() -> Iterator[None]:
    """Collect Qt's loop on this thread: collected on another one, its timers complain."""
    yield
    gc.collect()


@pytest.mark.usefixtures("swept")
def test_it_works_on_the_loop_of_qt(qloop) -> None:
    async def scenario() -> int:
        async with opened() as db:
            await asyncio.gather(*(db.write(add(str(n))) for n in range(20)))
            return await db.read(count)

    assert qloop(scenario()) == 20
