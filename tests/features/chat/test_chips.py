"""What is attached, as chips: walked, taken out, waited for, kept in drafts."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt

from desktop.core.attachment import Info
from desktop.ui.composer.chip import ChipState
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply
from tests.features.chat.dragging import (
    asked,
    chips,
    drop,
    files,
    names,
    paste,
    ready,
    red,
    written,
)
from tests.features.stage import BUILT_IN_ID, CHAT, CTRL, window
from tests.services.stage import begun


def test_chips_are_walked_removed_and_brought_back_by_keys(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            drop(opened.view, files(written(tmp_path, a_md="a", b_md="b", c_md="c")))
            await ready(opened, "a.md", "b.md", "c.md")
            chips(opened)[0].setFocus()
            opened.press(Qt.Key.Key_Right)
            opened.press(Qt.Key.Key_Delete)
            assert names(opened) == ["a.md", "c.md"]
            line = opened.view.writing._waiting._line
            assert line is not None
            assert line.words.text() == "“b.md” is not attached any more."
            assert chips(opened)[1].hasFocus()
            opened.press(Qt.Key.Key_Z, CTRL)
            assert names(opened) == ["a.md", "b.md", "c.md"]
            opened.press(Qt.Key.Key_Escape)
            assert opened.pane.composer.editor.hasFocus()
            cross = chips(opened)[2]
            opened.click(cross, QPoint(cross.width() - 14, cross.height() // 2))
            assert names(opened) == ["a.md", "b.md"]
            opened.click(line.button)
            assert names(opened) == ["a.md", "b.md", "c.md"]
            assert not line.isVisible()

    qloop(scenario(), 20)


def test_what_cannot_be_attached_says_why_and_holds_the_message_back(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            drop(opened.view, files([tmp_path / "gone.txt"]))
            await opened.until(
                lambda: chips(opened) and chips(opened)[0].face.state is ChipState.FAILED
            )
            assert chips(opened)[0].face.note == "cannot be read"
            opened.send("Read it")
            await opened.settled()
            assert len(opened.pane.model) == 0
            assert "could not be attached" in opened.view.writing._waiting._line.words.text()
            written(tmp_path, gone_txt="here it is")
            chips(opened)[0].setFocus()
            opened.press(Qt.Key.Key_Return)  # tries again
            await ready(opened, "gone.txt")
            opened.pane.composer.setFocus()
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts()[1:] == ["Yes."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_sending_waits_visibly_for_what_is_being_prepared(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            opened.type("Read them")
            drop(opened.view, files(written(tmp_path, a_md="first", b_md="second")))
            await opened.until(lambda: chips(opened))
            opened.press(Qt.Key.Key_Return)
            line = opened.view.writing._waiting._line
            assert line is not None
            assert "as soon as everything attached is ready" in line.words.text()
            await opened.until(lambda: opened.texts()[1:] == ["Yes."])
            await opened.until(opened.is_idle)
            assert not line.isVisible()
            assert "second" in json.dumps(asked(opened))

    qloop(scenario(), 20)


def test_things_alone_can_be_sent(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            assert not opened.pane.composer.send.isEnabled()
            drop(opened.view, files(written(tmp_path, a_md="first")))
            await ready(opened, "a.md")
            opened.click(opened.pane.composer.send)
            await opened.until(lambda: len(opened.pane.model) == 2)
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_a_model_that_sees_nothing_is_named_before_sending(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            data = QMimeData()
            data.setImageData(red())
            paste(opened, data)
            await ready(opened, "Pasted picture.png")
            await opened.until(lambda: chips(opened)[0].face.is_warned)
            line = opened.view.writing._waiting._line
            assert line is not None
            assert line.words.text().startswith("This model does not see pictures.")

    qloop(scenario(), 20)


# drafts and versions
def test_attachments_are_a_part_of_each_conversation_s_draft(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("One")
            opened.type("look: ")
            drop(opened.view, files(written(tmp_path, a_md="first")))
            await ready(opened, "a.md")
            opened.press(Qt.Key.Key_N, CTRL)
            assert (names(opened), opened.pane.composer.text()) == ([], "")
            opened.click_row(opened.row_of("One"))
            await ready(opened, "a.md")
            assert opened.pane.composer.text() == "look: "
        async with window() as opened:
            await ready(opened, "a.md")
            assert opened.pane.composer.text() == "look: "
            info = Info.from_part(opened.view.writing.attaching.parts[0])
            assert info.size == len("first")

    qloop(scenario(), 20)


def test_what_is_ready_after_its_conversation_was_left_comes_to_its_draft(
    qloop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("One")
            made = opened.view.conversation.id
            writing = opened.view.writing
            writing.attaching.add_files([(written(tmp_path, a_md="first")[0], "a.md")])
            opened.press(Qt.Key.Key_N, CTRL)
            assert names(opened) == []
            found: list[object] = []

            async def look() -> None:
                found[:] = (await opened.services.conversations.draft(made)).attachments

            while not found:
                await opened.settled()
                await look()
            opened.click_row(opened.row_of("One"))
            await ready(opened, "a.md")

    qloop(scenario(), 20)


def test_editing_a_question_brings_its_attachments_back(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."), chat_reply("No."))
            drop(opened.view, files(written(tmp_path, a_md="first", b_md="second")))
            await ready(opened, "a.md", "b.md")
            await opened.answered("Look")
            opened.type("a draft")
            opened.click_action(0, "edit")
            await ready(opened, "a.md", "b.md")
            chips(opened)[0].setFocus()
            opened.press(Qt.Key.Key_Delete)
            opened.pane.composer.setFocus()
            opened.type(" again")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts()[1:] == ["No."])
            await opened.until(opened.is_idle)
            said = json.dumps(asked(opened))
            assert "second" in said
            assert "first" not in said
            await opened.until(lambda: opened.pane.composer.text() == "a draft")
            assert names(opened) == []

    qloop(scenario(), 20)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape])
def test_escape_stops_the_answer_though_something_is_attached(qloop, tmp_path: Path, key) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("So far", then=(Stall(),)))
            opened.send("One")
            await opened.until(lambda: opened.texts() == ["One", "So far"])
            drop(opened.view, files(written(tmp_path, a_md="first")))
            await ready(opened, "a.md")
            opened.press(key)
            await opened.until(opened.is_idle)
            assert names(opened) == ["a.md"]

    qloop(scenario(), 20)
