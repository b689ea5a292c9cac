"""What cannot be written is opened to be read: it never looks empty."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.types import Kind
from desktop.store.db import Database
from desktop.store.paths import Paths
from tests.store.stores import PROGRAMS, asked, data, database_file, said, store, text


def fill(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations, "Birds?")
            await conversations.finish(answer.id, answer.state.COMPLETE, said("黄鹂"))

    aloop(scenario())


def set_version(version: int) -> None:
    with closing(sqlite3.connect(database_file())) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


@pytest.fixture
def locked_home() -> Iterator[Path]:
    """A home folder that is made read-only by the test, in a place that others may enter."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(folder)


def look(home: Path) -> dict[str, object]:
    """Say what a program sees that may not override modes (as root may) in a read-only folder."""
    data = home / "data"
    for path in data.rglob("*"):
        path.chmod(0o400)
    data.chmod(0o500)
    ran = subprocess.run(
        [sys.executable, str(PROGRAMS / "look.py")],
        env=os.environ | {"ORIOLE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux")
@pytest.mark.parametrize("has_wal", [False, True], ids=["closed", "with -wal"])
def test_a_read_only_folder_shows_everything_and_says_why(
    aloop, locked_home: Path, has_wal: bool
) -> None:
    fill(aloop)
    if has_wal:
        # What a killed process leaves: the newest text is in the -wal file alone.
        with closing(sqlite3.connect(database_file(), isolation_level=None)) as connection:
            connection.execute("UPDATE conversation SET title = 'From the wal'")
            shutil.copytree(data(), locked_home / "data")
    else:
        shutil.copytree(data(), locked_home / "data")
    seen = look(locked_home)
    assert seen["read_only"] == Code.READ_ONLY
    assert seen["titles"] == ["From the wal" if has_wal else "Birds?"]
    assert seen["path"] == ["Birds?", "黄鹂"]
    assert seen["writing"] == Code.READ_ONLY
    assert seen["temporary"] == ["still possible"]
    assert seen["left_behind"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux")
def test_an_empty_read_only_folder_opens_too(locked_home: Path) -> None:
    (locked_home / "data").mkdir()
    seen = look(locked_home)
    assert (seen["read_only"], seen["titles"]) == (Code.READ_ONLY, [])


def test_a_newer_database_is_shown_but_never_written(aloop) -> None:
    fill(aloop)
    set_version(99)

    async def scenario() -> list[str]:
        async with store() as conversations:
            assert conversations._db.read_only is Code.NEWER
            with pytest.raises(AppError) as raised:
                await conversations.create(Kind.CHAT)
            assert raised.value.code is Code.NEWER
            return [c.title for c in await conversations.list(Kind.CHAT)]

    assert aloop(scenario()) == ["Birds?"]


def test_a_newer_database_that_we_cannot_read_says_so_instead_of_looking_empty(aloop) -> None:
    fill(aloop)
    with closing(sqlite3.connect(database_file())) as connection:
        connection.execute("ALTER TABLE conversation RENAME COLUMN title TO heading")
    set_version(99)

    async def scenario() -> None:
        async with store() as conversations:
            with pytest.raises(AppError) as raised:
                await conversations.list(Kind.CHAT)
            assert raised.value.code is Code.NEWER

    aloop(scenario())


def test_a_newer_word_in_a_newer_database_is_not_damage(aloop) -> None:
    fill(aloop)
    with closing(sqlite3.connect(database_file())) as connection:
        connection.execute("UPDATE message SET state = 'levitating'")
        connection.commit()
    set_version(99)

    async def scenario() -> None:
        async with store() as conversations:
            (conversation,) = await conversations.list(Kind.CHAT)
            with pytest.raises(AppError) as raised:
                await conversations.path(conversation.id)
            assert raised.value.code is Code.NEWER

    aloop(scenario())


def test_what_is_no_database_is_damaged_and_stays_untouched(aloop) -> None:
    data().mkdir(parents=True)
    database_file().write_bytes(b"not a database, but perhaps somebody's work" * 100)
    before = database_file().read_bytes()

    async def scenario() -> None:
        await Database.open(Paths.find())

    with pytest.raises(AppError) as raised:
        aloop(scenario())
    assert raised.value.code is Code.DAMAGED
    assert database_file().read_bytes() == before


def test_a_data_folder_that_is_a_file_is_told(aloop) -> None:
    data().parent.mkdir(parents=True)
    data().write_text("in the way")

    async def scenario() -> None:
        await Database.open(Paths.find())

    with pytest.raises(AppError):
        aloop(scenario())


def test_asking_in_a_store_that_cannot_be_written_fails_before_anything_happens(aloop) -> None:
    fill(aloop)
    set_version(99)

    async def scenario() -> None:
        async with store() as conversations:
            (conversation,) = await conversations.list(Kind.CHAT)
            with pytest.raises(AppError):
                await conversations.ask(conversation.id, None, text("?"), "m", "c")

    aloop(scenario())
