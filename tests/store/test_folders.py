"""Folders, and many conversations at once."""

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.types import Kind
from desktop.store.conversations import Arrangement, Conversations
from desktop.store.records import TEMPORARY_FROM, Change, What
from tests.store.stores import store


async def where(conversations: Conversations) -> dict[str, str]:
    return {one.title: one.folder for one in await conversations.list(Kind.CHAT)}


def test_a_folder_takes_its_conversations_along_when_it_is_renamed(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            work = await conversations.create_folder(Kind.CHAT, "  Work\n ")
            one = await conversations.create(Kind.CHAT, "One")
            await conversations.arrange(one.id, Arrangement("Work"))
            await conversations.rename_folder(work.id, "Job")
            assert await where(conversations) == {"One": "Job"}
            assert [folder.name for folder in await conversations.folders(Kind.CHAT)] == ["Job"]
            assert await conversations.folders(Kind.THREAD) == ()

    aloop(scenario())


def test_the_name_of_another_folder_joins_the_two(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            first = await conversations.create_folder(Kind.CHAT, "A")
            again = await conversations.create_folder(Kind.CHAT, "A")
            assert again == first
            await conversations.create_folder(Kind.CHAT, "B")
            one = await conversations.create(Kind.CHAT, "One")
            await conversations.arrange(one.id, Arrangement("A"))
            await conversations.rename_folder(first.id, "B")
            assert [folder.name for folder in await conversations.folders(Kind.CHAT)] == ["B"]
            assert await where(conversations) == {"One": "B"}

    aloop(scenario())


def test_a_removed_folder_leaves_its_conversations(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            work = await conversations.create_folder(Kind.CHAT, "Work")
            one = await conversations.create(Kind.CHAT, "One")
            await conversations.create(Kind.CHAT, "Two")
            await conversations.arrange(one.id, Arrangement("Work", is_pinned=True))
            assert await conversations.delete_folder(work.id) == (one.id,)
            assert await where(conversations) == {"One": "", "Two": ""}
            assert (await conversations.get(one.id)).is_pinned
            for call in (
                conversations.delete_folder(work.id),
                conversations.rename_folder(work.id, "X"),
            ):
                with pytest.raises(AppError) as raised:
                    await call
                assert raised.value.code is Code.GONE

    aloop(scenario())


def test_whether_a_folder_is_open_is_remembered(aloop) -> None:
    async def first() -> int:
        async with store() as conversations:
            folder = await conversations.create_folder(Kind.CHAT, "Work")
            await conversations.open_folder(folder.id, is_open=False)
            return folder.id

    async def second() -> None:
        async with store() as conversations:
            assert [one.is_open for one in await conversations.folders(Kind.CHAT)] == [False]

    aloop(first())
    aloop(second())


def test_many_move_at_once_and_one_notice_tells_of_all(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = [await conversations.create(Kind.CHAT, str(n)) for n in range(3)]
            memory = await conversations.create(Kind.CHAT, "m", temporary=True)
            assert memory.id >= TEMPORARY_FROM
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            ids = [one.id for one in (*made, memory)]
            await conversations.delete(*ids, 4_000)  # one that is no more is no trouble
            assert await conversations.list(Kind.CHAT) == ()
            await conversations.restore(*ids)
            assert len(await conversations.list(Kind.CHAT)) == 4
            await conversations.arrange_all({one: Arrangement("Work") for one in ids[:3]})
            assert set((await where(conversations)).values()) == {"Work", ""}
            assert heard == [Change(0, What.EVERYTHING)] * 3
            await conversations.delete()
            assert len(heard) == 3

    aloop(scenario())


def test_thousands_are_moved_in_pieces(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            await conversations._db.write(
                lambda c: c.executemany(
                    "INSERT INTO conversation (kind, title, created_at, updated_at)"
                    " VALUES ('chat', ?, 0, 0)",
                    [(str(n),) for n in range(2_345)],
                )
            )
            ids = [one.id for one in await conversations.list(Kind.CHAT)]
            await conversations.delete(*ids)
            assert await conversations.list(Kind.CHAT) == ()
            assert len(await conversations.list(Kind.CHAT, deleted=True)) == 2_345

    aloop(scenario(), timeout_s=20)
