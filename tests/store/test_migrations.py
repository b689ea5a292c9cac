"""Every older database comes up to date, with a checked copy of it made first."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.store import backups, migrations, schema
from desktop.store.db import Database
from desktop.store.migrations import MIGRATIONS, Migration
from desktop.store.paths import Paths
from tests.store.stores import data, database_file


def add_colour(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE conversation ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")


def fail(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (a)")
    connection.execute("nonsense")


def break_a_reference(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO message (conversation_id, role, state, created_at) VALUES (9, 'user', '', 0)"
    )


def fill_version_1(connection: sqlite3.Connection) -> None:
    connection.executescript(
        """
        INSERT INTO conversation (id, kind, title, created_at, updated_at, selected_root)
            VALUES (1, 'chat', 'Birds', 1, 2, 1);
        INSERT INTO message (id, conversation_id, parent_id, selected_child, role, state,
                             created_at)
            VALUES (1, 1, NULL, 2, 'user', 'complete', 1), (2, 1, 1, NULL, 'assistant',
                    'complete', 2);
        INSERT INTO part (message_id, position, type, text)
            VALUES (1, 0, 'text', 'Which bird is it?'), (2, 0, 'text', '黄鹂');
        """
    )


def fill_version_2(connection: sqlite3.Connection) -> None:
    fill_version_1(connection)
    connection.executescript(
        """
        UPDATE conversation SET parameters = '{"temperature": 0.5}';
        UPDATE message SET reasoned_s = 1.5 WHERE id = 2;
        INSERT INTO usage (message_id, conversation_id, connection_id, model, input_tokens,
                           created_at, cost_usd, priced_as_of)
            VALUES (2, 1, 'openai', 'gpt', 5, 2, 0.25, '2026-11-22');
        INSERT INTO folder (kind, name, created_at) VALUES ('chat', 'Birds', 1);
        INSERT INTO prompt (name, text, created_at, updated_at) VALUES ('sum', '{{text}}', 1, 1);
        INSERT INTO summary (message_id, conversation_id, text, created_at) VALUES (1, 1, 'b', 3);
        INSERT INTO exchange (message_id, started_at, request) VALUES (2, 1, '{}');
        INSERT INTO search_document (id, kind, record_id, checksum) VALUES (16, 1, 1, 7);
        INSERT INTO search_shelf (id) VALUES (0);
        INSERT INTO search_progress (kind, up_to) VALUES (1, 1);
        INSERT INTO search_queue (kind, record_id, old) VALUES (2, 1, 'Birds');
        INSERT INTO start (kind, purpose, parameters) VALUES ('chat', 'page', '{"seed": 7}');
        """
    )


def fill_version_3(connection: sqlite3.Connection) -> None:
    fill_version_2(connection)
    connection.executescript(
        """
        INSERT INTO recording (id, uid, kind, state, title, created_at, speakers)
            VALUES (1, '00112233445566778899aabbccddeeff', 'note', 'ready', 'A walk', 3,
                    '{"A": "Anna"}');
        INSERT INTO recording (uid, kind, state, sound, created_at)
            VALUES ('ffeeddccbbaa99887766554433221100', 'file', 'waiting', '/home/me/a.mp3', 4);
        INSERT INTO transcript_line (recording_id, start_s, end_s, speaker, text, words)
            VALUES (1, 0.5, 1.5, 'A', '黄鹂 sings', '[["黄鹂",0.5,1.0],["sings",1.0,1.5]]');
        UPDATE recording SET title = 'A long walk' WHERE id = 1;
        """
    )


FIXTURES: dict[int, Callable[[sqlite3.Connection], None]] = {
    1: fill_version_1,
    2: fill_version_2,
    3: fill_version_3,
}
"""For every version that was released: what a database of that time holds."""


def make(version: int, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Make a filled database of an older version, as its program left it."""
    data().mkdir(parents=True)
    with closing(sqlite3.connect(database_file(), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(connection, steps[:version])
        FIXTURES[version](connection)


def titles(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT title, colour FROM conversation").fetchall()


def open_with(aloop, *more: Migration, job=titles):
    async def scenario():
        db = await Database.open(Paths.find(), (*MIGRATIONS, *more))
        try:
            return db.read_only, await db.read(job)
        finally:
            await db.aclose()

    return aloop(scenario())


def kept() -> tuple[Path, ...]:
    return backups.kept(data() / "backups")


@pytest.mark.parametrize("version", sorted(FIXTURES))
def test_a_database_of_every_released_version_comes_up_to_date(aloop, version: int) -> None:
    make(version)
    assert open_with(aloop, add_colour) == (None, [("Birds", "blue")])


def test_there_is_a_fixture_for_every_version() -> None:
    assert sorted(FIXTURES) == list(range(1, len(MIGRATIONS) + 1))


def test_the_schema_of_version_1_never_changes() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.apply(connection, MIGRATIONS[:1])
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        made = {" ".join(row[0].split()) for row in found if "sqlite_" not in row[0]}
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    assert made == {" ".join(statement.split()) for statement in schema.VERSION_1}
    assert application_id == schema.APPLICATION_ID


def test_a_copy_is_made_before_and_can_be_opened_by_the_old_program(aloop) -> None:
    make(1)
    open_with(aloop, add_colour)
    (copy,) = kept()
    assert "-v1" in copy.name
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT title FROM conversation").fetchall() == [("Birds",)]


def test_a_new_or_current_database_makes_no_copy(aloop) -> None:
    open_with(aloop, add_colour)
    open_with(aloop, add_colour)
    assert kept() == ()


def test_a_file_of_version_0_that_is_not_empty_is_copied_too(aloop) -> None:
    data().mkdir(parents=True)
    with closing(sqlite3.connect(database_file())) as connection:
        connection.execute("CREATE TABLE precious (a)")
    open_with(aloop, add_colour)
    (copy,) = kept()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM precious").fetchone() == (0,)


@pytest.mark.parametrize("step", [fail, break_a_reference], ids=["sql", "reference"])
def test_a_step_that_fails_leaves_the_version_before_it(aloop, step: Migration) -> None:
    make(1)
    with pytest.raises(AppError):
        open_with(aloop, add_colour, step)
    with closing(sqlite3.connect(database_file())) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()
        assert version == (len(MIGRATIONS) + 1,)
        assert titles(connection) == [("Birds", "blue")]
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'")
        assert tables.fetchone() == (0,)
    assert len(kept()) == 1


def test_only_five_copies_are_kept_the_newest(aloop) -> None:
    make(1)
    with closing(sqlite3.connect(database_file())) as connection:
        made = [backups.make(connection, data() / "backups", 1) for _ in range(7)]
    assert set(kept()) == set(made[2:])
    assert kept()[0] == made[-1]


def test_without_room_for_a_copy_nothing_is_touched() -> None:
    make(1)
    with (
        closing(sqlite3.connect(database_file())) as connection,
        pytest.raises(AppError) as raised,
    ):
        backups.make(connection, data() / "backups", 1, free=lambda _: 1000)
    assert raised.value.code is Code.DISK_FULL
    assert kept() == ()


def test_a_damaged_database_gives_no_copy_that_looks_good(aloop) -> None:
    make(1)
    with closing(sqlite3.connect(database_file(), isolation_level=None)) as connection:
        connection.executemany(
            "INSERT INTO part (message_id, position, type, text) VALUES (1, ?, 'text', ?)",
            [(n, "x" * 3000) for n in range(1, 60)],
        )
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    content = bytearray(database_file().read_bytes())
    middle = (pages - 20) * 4096
    content[middle : middle + 8192] = b"\x0d" * 8192
    database_file().write_bytes(content)
    with pytest.raises(AppError) as raised:
        open_with(aloop, add_colour)
    assert raised.value.code is Code.DAMAGED
    assert kept() == ()
    assert list((data() / "backups").iterdir()) == []
