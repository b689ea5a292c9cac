"""The list of conversations: opening, streaming ones, renaming, deleting, and what rows that move must not do."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.core.types import Kind
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.ui.navigation import LIVE, Role
from tests.fakes.byte_server import Pause, Stall
from tests.fakes.shapes import chat_chunks, chat_reply, sse
from tests.features.stage import CHAT, CTRL, Window, window
from tests.services.stage import begun, said


async def _asked(opened: Window, *questions: str) -> None:
    """Make a conversation for each question; the last one is newest and on show."""
    opened.server.on(CHAT, chat_reply("Yes."))
    for question in questions:
        opened.press(Qt.Key.Key_N, CTRL)
        await opened.answered(question)
    await opened.until(lambda: opened.rows() == list(reversed(questions)))
    await opened.settled()


async def _shows(opened: Window, *texts: str) -> None:
    await opened.until(lambda: opened.texts() == list(texts))


def test_conversations_stand_newest_first_and_open_by_click_and_arrow(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two", "Three")
            assert opened.selected() == "Three"
            opened.click_row(opened.row_of("One"))
            await _shows(opened, "One", "Yes.")
            await opened.until(lambda: opened.pane.title.text() == "One")
            opened.press(Qt.Key.Key_Up)
            await _shows(opened, "Two", "Yes.")
            assert opened.selected() == "Two"

    qloop(scenario(), 20)


def test_switching_while_an_answer_streams_loses_nothing(qloop) -> None:
    words = [f"{number} " for number in range(30)]
    pieces = [piece for chunk in chat_chunks(words) for piece in (sse(chunk), Pause(0.01))]
    reply = chat_reply()
    whole = type(reply)((*pieces, sse("[DONE]")))

    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "Other")
            opened.server.on(CHAT, whole)
            opened.press(Qt.Key.Key_N, CTRL)
            opened.send("Count")
            await opened.until(lambda: "3 4" in "".join(opened.texts()))
            opened.click_row(opened.row_of("Other"))
            await _shows(opened, "Other", "Yes.")
            index = opened.view.side.model.index(opened.row_of("Count"))
            assert index.data(Role.MARK) == LIVE
            opened.click_row(opened.row_of("Count"))
            await opened.until(lambda: opened.texts()[:1] == ["Count"])
            assert opened.pane.composer.send.accessibleName() == "Stop"
            opened.click_row(opened.row_of("Other"))
            await opened.until(opened.is_idle)
            await _shows(opened, "Other", "Yes.")
            opened.click_row(opened.row_of("Count"))
            await _shows(opened, "Count", "".join(words).strip())
            assert opened.pane.composer.send.accessibleName() == "Send"

    qloop(scenario(), 20)


def test_two_answers_stream_side_by_side_and_stop_ends_only_the_one_on_show(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("a", then=(Stall(),)), begun("b", then=(Stall(),)))
            opened.send("First")
            await _shows(opened, "First", "a")
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.until(lambda: not opened.texts())
            opened.send("Second")
            await _shows(opened, "Second", "b")
            assert len(opened.services.turns.live_conversations()) == 2
            opened.press(Qt.Key.Key_Escape)
            await opened.until(lambda: len(opened.services.turns.live_conversations()) == 1)
            opened.click_row(opened.row_of("First"))
            await _shows(opened, "First", "a")
            assert opened.pane.composer.send.accessibleName() == "Stop"
            opened.click(opened.pane.composer.send)
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_rows_that_move_open_no_other_conversation(qloop) -> None:
    """Qt moves the current row when rows come and go; that is no person's choice."""

    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two", "Three")
            opened.click_row(opened.row_of("Two"))
            await _shows(opened, "Two", "Yes.")
            announced: list[int] = []
            opened.view.side.opened.connect(announced.append)
            made = {c.title: c.id for c in await opened.services.conversations.list(Kind.CHAT)}
            store = opened.services.conversations
            for step in (
                store.ask(made["One"], None, said("again"), "m", "c"),  # moves to the top
                store.rename(made["Two"], "Two, renamed"),
                store.delete(made["Three"]),
                store.create(Kind.CHAT, "Four"),
                store.restore(made["Three"]),
            ):
                await step
                await opened.settled()
                assert opened.texts() == ["Two", "Yes."]
                assert opened.view.conversation.id == made["Two"]
                assert opened.selected() in {"Two", "Two, renamed"}
            assert opened.rows() == ["Four", "One", "Three", "Two, renamed"]
            assert announced == []

    qloop(scenario(), 20)


def test_the_row_that_moves_up_while_it_answers_stays_the_current_one(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two")
            opened.click_row(opened.row_of("One"))
            await _shows(opened, "One", "Yes.")
            await opened.answered("More")
            await opened.until(lambda: opened.rows() == ["One", "Two"])
            await opened.until(lambda: opened.selected() == "One")
            assert opened.texts() == ["One", "Yes.", "More", "Yes."]

    qloop(scenario(), 20)


def test_f2_renames_in_place(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two")
            opened.click_row(opened.row_of("One"))
            await _shows(opened, "One", "Yes.")
            opened.press(Qt.Key.Key_F2)
            assert isinstance(QApplication.focusWidget(), QLineEdit)
            opened.type("Birds")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.rows() == ["Two", "Birds"])
            await opened.until(lambda: opened.pane.title.text() == "Birds")
            assert opened.selected() == "Birds"
            assert opened.texts() == ["One", "Yes."]

    qloop(scenario(), 20)


def test_escape_leaves_the_title_as_it_was(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One")
            opened.click_row(opened.row_of("One"))
            opened.press(Qt.Key.Key_F2)
            opened.type("Birds")
            opened.press(Qt.Key.Key_Escape)
            await opened.settled()
            assert opened.rows() == ["One"]

    qloop(scenario(), 20)


def test_a_title_that_is_being_typed_survives_an_answer_elsewhere(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two")
            opened.click_row(opened.row_of("Two"))
            await _shows(opened, "Two", "Yes.")
            opened.press(Qt.Key.Key_F2)
            opened.type("Bir")
            made = {c.title: c.id for c in await opened.services.conversations.list(Kind.CHAT)}
            await opened.services.conversations.rename(made["One"], "Uno")
            await opened.until(lambda: "Uno" in opened.rows())
            opened.type("ds")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.rows() == ["Birds", "Uno"])

    qloop(scenario(), 20)


def test_delete_moves_to_the_bin_and_undo_gives_the_same(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two", "Three")
            opened.click_row(opened.row_of("Two"))
            await _shows(opened, "Two", "Yes.")
            before = await opened.services.conversations.path(opened.view.conversation.id)
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: opened.rows() == ["Three", "One"])
            await _shows(opened, "One", "Yes.")
            assert opened.toast() == "Moved to the bin."
            opened.undo()
            await opened.until(lambda: opened.rows() == ["Three", "Two", "One"])
            await _shows(opened, "Two", "Yes.")
            assert opened.selected() == "Two"
            after = await opened.services.conversations.path(opened.view.conversation.id)
            assert after == before

    qloop(scenario(), 20)


def test_backspace_deletes_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One")
            opened.click_row(opened.row_of("One"))
            opened.press(Qt.Key.Key_Backspace)
            await opened.settled()
            assert opened.rows() == ["One"]

    qloop(scenario(), 20)


def test_the_last_conversation_deleted_leaves_a_new_chat(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One")
            opened.click_row(opened.row_of("One"))
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: not opened.rows())
            assert opened.pane.greeting.isVisible()
            assert opened.texts() == []

    qloop(scenario(), 20)


_SECRET = "A plan that nobody may read"


async def _bin_on_show(opened: Window) -> None:
    await _asked(opened, _SECRET, "Two")
    opened.click_row(opened.row_of(_SECRET))
    opened.press(Qt.Key.Key_Delete)
    await opened.until(lambda: opened.rows() == ["Two"])
    opened.click(opened.view.side.bin)
    await opened.until(lambda: opened.rows() == [_SECRET])


async def _in_the_bin(opened: Window) -> None:
    await _bin_on_show(opened)
    opened.right_click_row(opened.row_of(_SECRET))


def test_the_bin_gives_a_conversation_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _in_the_bin(opened)
            opened.choose("Restore")
            await opened.until(lambda: opened.rows() == ["Two", _SECRET])
            assert not opened.view.side.shows_bin
            await _shows(opened, _SECRET, "Yes.")

    qloop(scenario(), 20)


def _on_disk() -> bytes:
    files = Paths.find().data.glob("oriole.db*")
    return b"".join(file.read_bytes() for file in files)


def test_delete_for_good_leaves_nothing_on_the_disk(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _in_the_bin(opened)
            assert _SECRET.encode() in _on_disk()
            opened.choose("Delete for good")
            await opened.until(lambda: not opened.rows())
            await opened.until(lambda: _SECRET.encode() not in _on_disk())
            left = await opened.services.conversations.list(Kind.CHAT, deleted=True)
            assert left == ()
            opened.click(opened.view.side.bin)
            await opened.until(lambda: opened.rows() == ["Two"])

    qloop(scenario(), 20)


def test_the_menu_of_a_row_renames_and_deletes(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two")
            opened.right_click_row(opened.row_of("One"))
            opened.choose("Rename")
            opened.type("Uno")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.rows() == ["Two", "Uno"])
            opened.right_click_row(opened.row_of("Two"))
            opened.choose("Delete")
            await opened.until(lambda: opened.rows() == ["Uno"])

    qloop(scenario(), 20)


def test_what_another_process_wrote_appears_when_the_person_comes_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One")
            other = await Database.open(Paths.find())
            try:
                elsewhere = Conversations(other)
                made = await elsewhere.create(Kind.CHAT)
                await elsewhere.ask(made.id, None, said("From the terminal"), "m", "c")
                mine = opened.view.conversation
                await elsewhere.ask(mine.id, mine.leaf_id, said("And here"), "m", "c")
            finally:
                await other.aclose()
            await opened.services.conversations.poll_foreign()
            await opened.until(lambda: set(opened.rows()) == {"One", "From the terminal"})
            await opened.until(lambda: opened.texts()[:3] == ["One", "Yes.", "And here"])

    qloop(scenario(), 20)


@pytest.mark.parametrize("pause_s", [0, 0.001, 0.003])
def test_return_while_another_conversation_opens_sends_nothing_into_it(
    qloop, pause_s: float
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _asked(opened, "One", "Two")
            opened.type("for Two")
            opened.click_row(opened.row_of("One"))
            opened.pane.composer.editor.setFocus()
            await asyncio.sleep(pause_s)
            opened.press(Qt.Key.Key_Return)
            await _shows(opened, "One", "Yes.")
            await opened.settled()
            assert opened.texts() == ["One", "Yes."]
            opened.click_row(opened.row_of("Two"))
            await opened.until(lambda: opened.texts()[:2] == ["Two", "Yes."])
            await opened.until(lambda: opened.pane.composer.text() == "for Two")

    qloop(scenario(), 20)


def test_what_lies_in_the_bin_is_read_only_until_it_is_restored(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _bin_on_show(opened)
            opened.click_row(opened.row_of(_SECRET))
            await _shows(opened, _SECRET, "Yes.")
            opened.send("More")
            await opened.settled()
            assert opened.texts() == [_SECRET, "Yes."]
            assert opened.pane.status.text() == "In the bin: restore it to write on"
            assert not opened.pane.composer.send.isEnabled()
            await opened.services.conversations.restore(opened.view.conversation.id)
            await opened.until(opened.pane.composer.send.isEnabled)
            assert opened.pane.status.text() == ""

    qloop(scenario(), 20)
