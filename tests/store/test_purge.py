"""Deleted for good is gone: from the tables, from the files, from the free space between."""

import sqlite3

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Kind, Part, PartType, State, Usage
from desktop.store import backups, purge
from desktop.store.conversations import Conversations
from desktop.store.migrations import MIGRATIONS
from desktop.store.records import Change, What
from tests.store.stores import asked, data, database_file, said, store, text

CANARY = "purged-canary-"


def picture(sha256: str) -> Part:
    return Part(PartType.IMAGE, blob=sha256)


async def fill(conversations: Conversations, count: int) -> int:
    """Make a conversation of many messages, each with the canary in it; give its id."""
    made = await conversations.create(Kind.CHAT, f"{CANARY}title")
    parent_id = None
    for number in range(count):
        _, answer = await conversations.ask(
            made.id, parent_id, text(f"{CANARY}{number}" * 50), "m", "c"
        )
        await conversations.checkpoint(answer.id, said(f"{CANARY}tail" * 100))
        await conversations.finish(
            answer.id, State.COMPLETE, said(f"{CANARY}tail" * 200, Usage(1, 2))
        )
        parent_id = answer.id
    await conversations.keep_draft(made.id, Draft(f"{CANARY}draft"))
    return made.id


def everything_on_the_disk() -> bytes:
    return b"".join(file.read_bytes() for file in data().rglob("*") if file.is_file())


def test_nothing_of_it_is_left_even_while_the_program_runs(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            kept, _, answer = await asked(conversations, "kept")
            await conversations.finish(answer.id, State.COMPLETE, said("kept answer"))
            doomed = await fill(conversations, 120)
            before = await conversations.path(kept.id)
            assert CANARY.encode() in everything_on_the_disk()
            await conversations.delete_for_good(doomed)
            assert CANARY.encode() not in everything_on_the_disk()
            assert await conversations.path(kept.id) == before
            left = await conversations._db.read(
                lambda c: [
                    c.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                    for table in ("conversation", "message", "part", "draft", "usage")
                ]
            )
            # What was spent stays spent.
            assert left == [1, 2, 2, 0, 120]

    aloop(scenario(), timeout_s=20)


def test_only_blobs_that_nobody_else_holds_are_removed(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            ours = await conversations.blobs.put(b"ours", "image/png")
            shared = await conversations.blobs.put(b"shared", "image/png")
            drafted = await conversations.blobs.put(b"drafted", "image/png")
            doomed = await conversations.create(Kind.CHAT)
            kept = await conversations.create(Kind.CHAT)
            both = [picture(ours.sha256), picture(shared.sha256)]
            await conversations.ask(doomed.id, None, both, "m", "c")
            await conversations.keep_draft(doomed.id, Draft("", (picture(drafted.sha256),)))
            await conversations.ask(kept.id, None, [picture(shared.sha256)], "m", "c")
            await conversations.delete_for_good(doomed.id)
            assert await conversations.blobs.read(shared.sha256) == b"shared"
            for gone in (ours, drafted):
                with pytest.raises(AppError) as raised:
                    await conversations.blobs.read(gone.sha256)
                assert raised.value.code is Code.GONE

    aloop(scenario())


def test_a_deletion_that_was_cut_off_is_invisible_and_completed_at_the_next_start(aloop) -> None:
    async def cut_off() -> int:
        async with store() as conversations:
            doomed = await fill(conversations, 120)
            db = conversations._db
            await db.write(lambda c: purge.mark(c, doomed))
            assert await db.write(lambda c: purge.step(c, doomed, db.folder))
            return doomed

    async def next_start(doomed: int) -> None:
        async with store() as conversations:
            assert await conversations.list(Kind.CHAT) == ()
            for call in (conversations.get(doomed), conversations.restore(doomed)):
                with pytest.raises(AppError):
                    await call
            await conversations.finish_deletions()
            assert CANARY.encode() not in everything_on_the_disk()

    aloop(next_start(aloop(cut_off(), timeout_s=20)))


def test_the_backups_that_still_hold_it_are_named(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            doomed = await fill(conversations, 1)
            connection = sqlite3.connect(database_file())
            copy = backups.make(connection, data() / "backups", len(MIGRATIONS))
            connection.close()
            younger = await conversations.create(Kind.CHAT)
            await conversations._db.write(
                lambda c: c.execute(
                    "UPDATE conversation SET created_at = created_at + 60 WHERE id = ?",
                    (younger.id,),
                )
            )
            assert await conversations.delete_for_good(doomed) == (copy,)
            assert await conversations.delete_for_good(younger.id) == ()

    aloop(scenario())


def test_the_list_hears_of_it_before_the_work_is_done(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            doomed = await fill(conversations, 1)
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            await conversations.delete_for_good(doomed)
            assert heard == [Change(doomed, What.PURGED)]

    aloop(scenario())
