"""The bin: every kind of record in one place, and its time limit."""

from collections.abc import Sequence
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.types import Kind
from desktop.services.bin import DAY_S, Bin, ConversationsInBin, Thrown
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from tests.store.stores import store


class Notes:
    """Another kind of record, as a later tab would bring it."""

    kind = "note"

    def __init__(self, *ids: int) -> None:
        self.kept = {one: Thrown("note", one, f"Note {one}", one * DAY_S) for one in ids}
        self.restored: list[int] = []

    async def thrown(self) -> Sequence[Thrown]:
        return tuple(self.kept.values())

    async def restore(self, *record_ids: int) -> None:
        self.restored += record_ids

    async def erase(self, record_id: int) -> tuple[Path, ...]:
        if self.kept.pop(record_id, None) is None:
            raise AppError(Code.GONE)
        return (Path("backup.db"),)


def test_everything_stands_together_last_deleted_first_and_goes_back_to_its_own(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            notes = Notes(1, 2)
            everything = Bin(ConversationsInBin(conversations))
            everything.add(notes)
            made = [await conversations.create(kind, str(kind)) for kind in Kind]
            await conversations.delete(*(one.id for one in made))
            found = await everything.list()
            assert [one.kind for one in found] == ["conversation"] * 3 + ["note"] * 2
            assert [one.title for one in found[3:]] == ["Note 2", "Note 1"]
            await everything.restore([found[0], found[4]])
            assert notes.restored == [1]
            assert len(await everything.list()) == 4
            assert await everything.erase(found[1:]) == (Path("backup.db"),)
            assert await everything.list() == ()

    aloop(scenario())


def test_only_what_was_deleted_long_ago_goes_and_with_no_limit_nothing(aloop) -> None:
    async def scenario() -> None:
        database = Database.in_memory()
        now = 100 * DAY_S
        conversations = Conversations(database, lambda: now)
        notes = Notes(60, 69, 71, 99)
        everything = Bin(ConversationsInBin(conversations), notes, now=lambda: now)
        young = await conversations.create(Kind.CHAT, "young")
        await conversations.delete(young.id)
        assert await everything.empty_older(0) == 0
        assert await everything.empty_older(30) == 2
        assert list(notes.kept) == [71, 99]
        assert await everything.empty_older(7) == 1
        assert [one.title for one in await everything.list()] == ["young", "Note 99"]
        await conversations.aclose()
        await database.aclose()

    aloop(scenario())


def test_the_days_that_are_left_are_counted_to_the_last() -> None:
    now = 100 * DAY_S
    everything = Bin(now=lambda: now)
    left = [
        everything.days_left(Thrown("note", 1, "", deleted_at), 30)
        for deleted_at in (now, now - 1, now - 29 * DAY_S, now - 29.5 * DAY_S, now - 40 * DAY_S)
    ]
    assert left == [30, 30, 1, 1, 1]
