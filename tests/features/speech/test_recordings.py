"""The list of recordings: what a row says, and what a person does to one or to many."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.errors import Code
from desktop.core.recording import RecordingState
from desktop.core.transcript import Line
from desktop.features.speech.list.view import retry_rect
from tests.features.speech.speaking import FILE, kept, right_click, speech, states, titles
from tests.features.stage import CTRL, window


def test_an_empty_list_says_what_will_stand_there(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            assert view.side._stack.currentIndex() == 1
            assert "appear here" in view.side._empty_words()
            await kept(opened, "Shopping")
            await opened.until(lambda: titles(view) == ["Shopping"])
            assert view.side._stack.currentIndex() == 0

    qloop(scenario(), 20)


def test_a_row_says_how_far_its_recording_is(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await kept(opened, "ready")
            await kept(opened, "failed", state=RecordingState.FAILED, error=Code.TIMEOUT)
            await kept(opened, "broken off", state=RecordingState.INTERRUPTED)
            talk = await kept(opened, "talk")
            lines = (Line("Yes.", 0, 1, "A"), Line("No.", 1, 2, "B"))
            await opened.services.speech.recordings.put_lines(talk.id, lines, 2)
            view = await speech(opened)
            assert states(view) == {
                "talk": "1:23 · 2 speakers",
                "broken off": "1:23 · Interrupted",
                "failed": "Failed: The server has been silent for too long",
                "ready": "1:23",
            }

    qloop(scenario(), 20)


def test_a_title_is_typed_in_place(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Shopping")
            view = await speech(opened)
            view.side.list.setFocus()
            view.side.list.select_id(one.id)
            opened.press(Qt.Key.Key_F2)
            opened.type("Milk")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: titles(view) == ["Milk"])

    qloop(scenario(), 20)


def test_many_are_deleted_at_once_and_come_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            for title in ("one", "two", "three"):
                await kept(opened, title)
            view = await speech(opened)
            view.side.list.setFocus()
            opened.press(Qt.Key.Key_A, CTRL)
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: titles(view) == [] and "3 recording" in opened.toast())
            opened.undo()
            await opened.until(lambda: titles(view) == ["three", "two", "one"])

    qloop(scenario(), 20)


def test_what_is_in_the_bin_is_restored_or_deleted_for_good(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one, two = await kept(opened, "one"), await kept(opened, "two")
            view = await speech(opened)
            await opened.services.speech.recordings.delete(one.id, two.id)
            opened.click(view.side.bin)
            await opened.until(lambda: view.side.model.contents.is_bin)
            assert "day" in states(view)["one"]
            right_click(view, one.id)
            opened.choose("Delete for good")
            await opened.until(lambda: titles(view) == ["two"] and not one.sound.exists())
            right_click(view, two.id)
            opened.choose("Restore")
            await opened.until(lambda: not view.side.shows_bin and titles(view) == ["two"])
            thrown = await opened.services.speech.recordings.thrown()
            assert thrown == ()

    qloop(scenario(), 20)


def test_what_was_said_is_found_and_its_line_opened(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Landlord", "The meter readings.", "The deposit is missing.")
            await kept(opened, "Shopping", "Milk and bread.")
            view = await speech(opened)
            opened.press(Qt.Key.Key_L, CTRL)
            opened.type("deposit")
            await opened.until(lambda: states(view) == {"Landlord": "The deposit is missing."})
            lines = await opened.services.speech.recordings.stored_lines(one.id)
            assert view.side.model.row_with(one.id).line_id == lines[1].id
            opened.press(Qt.Key.Key_A, CTRL)
            opened.type("shop")
            await opened.until(lambda: titles(view) == ["Shopping"])
            opened.press(Qt.Key.Key_A, CTRL)
            opened.type("nobody said this")
            await opened.until(lambda: titles(view) == [])
            assert "nobody said this" in view.side._empty_words()

    qloop(scenario(), 20)


def test_one_click_goes_on_with_what_failed(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(
                opened, "lost", state=RecordingState.FAILED, error=Code.TIMEOUT, kind=FILE
            )
            view = await speech(opened)
            viewport = view.side.list.viewport()
            place = view.side.model.place(one.id)
            rect = view.side.list.visualRect(view.side.model.index(place))
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=retry_rect(rect).center())
            reasons = "Failed: The file"  # it was tried again: the file is not there
            await opened.until(lambda: states(view)["lost"].startswith(reasons))

    qloop(scenario(), 20)


def test_recordings_stand_below_their_days(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            old = await kept(opened, "old")
            await kept(opened, "new")
            long_ago = time.time() - 40 * 86400
            await opened.services.speech.recordings._db.write(
                lambda c: c.execute(
                    "UPDATE recording SET created_at = ? WHERE id = ?", (long_ago, old.id)
                )
            )
            view = await speech(opened)
            model = view.side.model
            shown = [str(model.index(at).data()) for at in range(model.rowCount())]
            assert shown == ["Today", "new", "Earlier", "old"]

    qloop(scenario(), 20)


def test_a_text_goes_into_a_new_chat_as_its_draft(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Note", "Buy milk.", "And bread.")
            view = await speech(opened)
            right_click(view, one.id)
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            (more,) = (action.menu() for action in menu.actions() if action.menu())
            assert [action.text() for action in more.actions()] == [
                "The text alone", "With “Summarise this”", "With “Write minutes”",
                "With “Translate this”",
            ]  # fmt: skip
            more.actions()[1].trigger()
            menu.close()
            editor = opened.pane.composer.editor
            await opened.until(lambda: opened.shell.current == "chat" and editor.toPlainText())
            text = "Summarise this transcript.\n\nBuy milk.\nAnd bread."
            assert editor.toPlainText() == text
            assert opened.texts() == []  # nothing is sent by itself

    qloop(scenario(), 20)


def test_a_long_text_is_attached_as_a_document(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Lecture: heat", *["All of it is about heat. " * 10] * 20)
            view = await speech(opened)
            view.to_chat.send(one.id)
            await opened.until(
                lambda: opened.shell.current == "chat" and opened.view.conversation.id
            )
            draft = await opened.services.conversations.draft(opened.view.conversation.id)
            assert [part.name for part in draft.attachments] == ["Lecture  heat.txt"]

    qloop(scenario(), 20)
