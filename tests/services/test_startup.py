"""The services are built over the person's data and taken down in order."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.core.types import Kind, State
from desktop.services.context import Services
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile
from tests.services.stage import PROGRAMS, said
from tests.store.stores import asked, data, database_file, store
from tests.store.stores import said as said_so_far


def running():
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    return services_running(paths, settings, WindowState(StateFile(paths.data / "window.toml")))


def test_a_first_start_has_everything_and_starts_no_engine(aloop) -> None:
    async def scenario() -> None:
        async with running() as services:
            assert services.read_only is None
            assert await services.conversations.list(Kind.CHAT) == ()
            assert [c.id for c in services.servers.all()] == [BUILT_IN_ID]
            assert services.engine.pid is None
            assert services.window_state.state.conversation_id == 0
        assert database_file().is_file()

    aloop(scenario())


def test_what_the_last_run_left_is_repaired(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, answer = await asked(conversations)
            # As a killed process leaves it: its owner's lock is gone with it.
        async with running() as services:
            repaired = await services.conversations.message(answer.id)
            assert repaired.state is State.INTERRUPTED
            (listed,) = await services.conversations.list(Kind.CHAT)
            assert listed.id == made.id

    aloop(scenario())


def test_a_deletion_that_was_cut_off_is_completed(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, _ = await asked(conversations, "A secret plan")
            await conversations._db.write(
                lambda c: c.execute("UPDATE conversation SET is_purging = 1").fetchall()
            )
        async with running() as services:
            with pytest.raises(AppError) as raised:
                await services.conversations.get(made.id)
            assert raised.value.code is Code.GONE
        assert b"A secret plan" not in database_file().read_bytes()

    aloop(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX can")
def test_a_full_disk_does_not_keep_the_window_from_opening(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations, "Am I still here?")
            for count in range(1, 31):
                await conversations.checkpoint(answer.id, said_so_far("long " * 2_000 * count))

    aloop(scenario())
    ran = subprocess.run(
        [sys.executable, str(PROGRAMS / "start_with_no_room.py")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    # Putting the text together needs more room than there is: it is done at the next start.
    assert json.loads(ran.stdout) == {
        "titles": ["Am I still here?"],
        "read_only": None,
        "state": State.STREAMING,
        "length": 300_000,
    }


def test_a_database_of_a_newer_version_is_shown_and_not_written(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            await asked(conversations, "Do you see me?")
        with closing(sqlite3.connect(database_file())) as connection:
            connection.execute("PRAGMA user_version = 999")
        before = database_file().read_bytes()
        async with running() as services:
            assert services.read_only is Code.NEWER
            (listed,) = await services.conversations.list(Kind.CHAT)
            assert listed.title == "Do you see me?"
            assert await refused(services) is Code.NEWER
        assert database_file().read_bytes() == before

    aloop(scenario())


async def refused(services: Services) -> Code:
    with pytest.raises(AppError) as raised:
        await services.conversations.create(Kind.CHAT)
    return raised.value.code


def test_a_damaged_database_is_an_error_and_is_left_as_it_is(aloop) -> None:
    data().mkdir(parents=True)
    database_file().write_bytes(b"SQLite format 3\x00" + b"\xab" * 5000)
    before = database_file().read_bytes()

    async def scenario() -> None:
        with pytest.raises(AppError) as raised:
            async with running():
                pass
        assert raised.value.code is Code.DAMAGED

    aloop(scenario())
    assert database_file().read_bytes() == before


async def fail_while_open() -> None:
    async with running() as services:
        made = await services.conversations.create(Kind.CHAT)
        await services.conversations.ask(made.id, None, said("Hi?"), "m", "c")
        _ = 1 / 0


def test_an_error_of_the_window_still_takes_everything_down(aloop) -> None:
    async def scenario() -> None:
        with pytest.raises(ZeroDivisionError):
            await fail_while_open()
        async with running() as services:
            (listed,) = await services.conversations.list(Kind.CHAT)
            _, node = await services.conversations.path(listed.id)
            assert node.message.state is State.INTERRUPTED

    aloop(scenario())


def test_what_is_on_the_screen_at_the_end_is_stored(aloop) -> None:
    async def scenario() -> None:
        async with running() as services:
            made = await services.conversations.create(Kind.CHAT)
            state = services.window_state.state
            services.window_state.change(replace(state, conversation_id=made.id))
        async with running() as services:
            assert services.window_state.state.conversation_id == made.id

    aloop(scenario())


LOOKS = """
import asyncio, json, sys
from pathlib import Path
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile

async def main():
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    async with services_running(paths, settings, state) as services:
        print(json.dumps({"no_qt": not any(m.startswith("PySide6") for m in sys.modules),
                          "read_only": services.read_only}))

asyncio.run(main())
"""


def test_the_services_run_without_qt(home: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOOKS], env=os.environ, capture_output=True, text=True, timeout=30,
        check=True,
    )  # fmt: skip
    assert json.loads(ran.stdout) == {"no_qt": True, "read_only": None}
    assert ran.stderr == ""
