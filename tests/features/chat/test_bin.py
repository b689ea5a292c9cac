"""The bin in the list: its limit, emptying it, and other kinds of things in it."""

import time
from collections.abc import Sequence
from pathlib import Path

from desktop.core.recording import RecordingKind
from desktop.core.types import Kind
from desktop.services.bin import DAY_S, Thrown
from desktop.store import backups
from desktop.store.migrations import MIGRATIONS
from desktop.store.settings import BIN_DAYS
from desktop.ui.navigation import Role
from tests.features.stage import Window, window


class Notes:
    """Another kind of record that goes through the bin."""

    kind = "note"

    def __init__(self) -> None:
        self.kept = {7: Thrown("note", 7, "A note", time.time() - 1)}
        self.restored: list[int] = []

    async def thrown(self) -> Sequence[Thrown]:
        return tuple(self.kept.values())

    async def restore(self, *record_ids: int) -> None:
        self.restored += record_ids
        for one in record_ids:
            del self.kept[one]

    async def erase(self, record_id: int) -> tuple[Path, ...]:
        del self.kept[record_id]
        return ()


async def _thrown(opened: Window, *titles: str, days_ago: float = 0) -> list[int]:
    store = opened.services.conversations
    made = [(await store.create(Kind.CHAT, title)).id for title in titles]
    await store.delete(*made)
    if days_ago:
        moment = time.time() - days_ago * DAY_S
        await store._db.write(
            lambda c: c.executemany(
                "UPDATE conversation SET deleted_at = ? WHERE id = ?",
                [(moment, one) for one in made],
            )
        )
    return made


def _notes(opened: Window) -> list[str]:
    model = opened.view.side.model
    return [str(model.index(row).data(Role.NOTE)) for row in range(model.rowCount())]


async def _open_bin(opened: Window, *titles: str) -> None:
    opened.click(opened.view.side.bin)
    await opened.until(lambda: opened.rows() == list(titles))


def test_every_row_says_how_long_it_stays(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _thrown(opened, "Old", days_ago=28.5)
            await _thrown(opened, "New")
            await _open_bin(opened, "New", "Old")
            assert [note.split()[0] for note in _notes(opened)] == ["30", "2"]
            await opened.services.settings.set(BIN_DAYS, 90)
            assert [note.split()[0] for note in _notes(opened)] == ["90", "62"]
            await opened.services.settings.set(BIN_DAYS, 0)
            assert _notes(opened) == ["", ""]
            words = opened.view.doing._bin_bar()._words
            assert words.text() == "What is here stays until you delete it."

    qloop(scenario(), 20)


def test_what_was_there_too_long_is_gone_after_the_next_start(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _thrown(opened, "Old", days_ago=30.5)
            await _thrown(opened, "Young", days_ago=29.5)
        async with window() as opened:
            await opened.settled()
            await _open_bin(opened, "Young")

    qloop(scenario(), 30)


def test_emptying_asks_first_and_then_nothing_is_left(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            notes = Notes()
            opened.services.bin.add(notes)
            await _thrown(opened, "One", "Two")
            await _open_bin(opened, "Two", "One", "A note")
            bar = opened.view.doing._bin_bar()
            assert not bar.sure.isVisible()
            opened.click(bar.empty)
            assert bar.keep.hasFocus()
            opened.click(bar.keep)
            assert bar.empty.isVisible()
            opened.click(bar.empty)
            opened.click(bar.sure)
            await opened.until(lambda: not opened.rows())
            await opened.until(lambda: opened.toast() == "Deleted for good.")
            assert not notes.kept
            assert await opened.services.conversations.list(Kind.CHAT, deleted=True) == ()

    qloop(scenario(), 20)


def test_the_backup_that_still_holds_it_is_named(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _thrown(opened, "One")
            database = opened.services.conversations._db
            assert database.folder is not None
            folder = database.folder / backups.FOLDER
            copy = await database.read(lambda c: backups.make(c, folder, len(MIGRATIONS)))
            await _open_bin(opened, "One")
            opened.right_click_row(opened.row_of("One"))
            opened.choose("Delete for good")
            await opened.until(lambda: not opened.rows())
            await opened.until(lambda: copy.name in opened.toast())

    qloop(scenario(), 20)


def test_another_kind_of_thing_comes_back_by_the_same_menu(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            notes = Notes()
            opened.services.bin.add(notes)
            await _open_bin(opened, "A note")
            opened.click_row(opened.row_of("A note"))
            assert opened.view.conversation.id is None  # it is no conversation to be opened
            opened.right_click_row(opened.row_of("A note"))
            opened.choose("Restore")
            await opened.until(lambda: notes.restored == [7])
            await opened.until(lambda: not opened.view.side.shows_bin)

    qloop(scenario(), 20)


def test_a_recording_lies_beside_conversations_and_goes_for_good_with_its_sound(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            store = opened.services.speech.recordings
            made = await store.add(RecordingKind.NOTE)
            made.sound.write_bytes(b"RIFF")
            await _thrown(opened, "Birds")
            await store.delete(made.id)
            await _open_bin(opened, "Recording", "Birds")
            found = await opened.services.bin.list()
            assert [one.kind for one in found] == ["recording", "conversation"]
            await opened.services.bin.erase(found)
            assert not made.sound.exists()
            assert await store.list(deleted=True) == ()

    qloop(scenario(), 20)
