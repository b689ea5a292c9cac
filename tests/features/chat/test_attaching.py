"""Files, pictures, folders and long texts: dropped, pasted, chosen, sent to the server."""

import json
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.core.types import Kind, PartType
from desktop.ui.composer.chip import Chip
from tests.fakes.shapes import chat_reply
from tests.features.chat.dragging import (
    asked,
    chips,
    drag_over,
    drop,
    files,
    leave,
    names,
    paste,
    ready,
    red,
    written,
)
from tests.features.stage import CHAT, CTRL, SHIFT, window


# dropping
def test_files_that_are_dropped_anywhere_become_chips_and_go_with_the_question(
    qloop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            data = files(written(tmp_path, bird_md="# Oriole\n", run_py="print('hi')\n"))
            assert drag_over(opened.view, data)
            veil = opened.view.composing.drops.veil
            assert (veil.isVisible(), veil.title) == (True, "Attach 2 files")
            assert drop(opened.view, data) is Qt.DropAction.CopyAction
            assert not veil.isVisible()
            await ready(opened, "bird.md", "run.py")
            assert all("token" in chip.face.note for chip in chips(opened))
            await opened.answered("What is it?")
            assert chips(opened) == []
            said = json.dumps(asked(opened))
            assert "# Oriole" in said
            assert "print('hi')" in said
            (made,) = await opened.services.conversations.list(Kind.CHAT)
            question = (await opened.services.conversations.path(made.id))[0].message
            assert [part.type for part in question.parts] == [
                PartType.TEXT, PartType.FILE, PartType.FILE,
            ]  # fmt: skip

    qloop(scenario(), 20)


def test_a_drag_that_leaves_changes_nothing(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            data = files(written(tmp_path, bird_md="# Oriole\n"))
            drag_over(opened.view, data)
            leave(opened.view)
            assert not opened.view.composing.drops.veil.isVisible()
            await opened.settled()
            assert names(opened) == []

    qloop(scenario(), 20)


def test_the_editor_leaves_files_to_the_pane_and_takes_text_itself(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            editor = opened.pane.composer.editor
            text = QMimeData()
            text.setText("dragged words")
            assert drag_over(editor.viewport(), files([tmp_path / "a.txt"]))
            veil = opened.view.composing.drops.veil
            assert veil.title == "Attach “a.txt”"  # the event went on to what is behind
            leave(opened.view)
            assert drag_over(editor.viewport(), text)
            assert not veil.isVisible()
            link = QMimeData()
            link.setUrls([QUrl("https://example.org/")])
            link.setText("https://example.org/")
            drag_over(opened.view, link)
            assert opened.view.composing.drops.veil.title == "Insert the link"
            drop(opened.view, link)
            assert opened.pane.composer.text() == "https://example.org/"
            assert names(opened) == []

    qloop(scenario(), 20)


def test_a_dropped_folder_is_looked_at_before_anything_goes_in(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            folder = tmp_path / "nest"
            (folder / "deep").mkdir(parents=True)
            written(folder, a_py="a = 1\n", b_md="b\n", _hidden="secret\n")
            written(folder / "deep", c_txt="c\n")
            data = files([folder])
            drag_over(opened.view, data)
            veil = opened.view.composing.drops.veil
            await opened.until(lambda: veil.title == "Attach the folder “nest”")
            drop(opened.view, data)
            picking = opened.view.composing.picking
            await opened.until(lambda: picking._preview and picking._preview.list.rows.files)
            preview = picking._preview
            assert preview is not None
            rows = preview.list.rows
            assert [file.name for file in rows.chosen()] == [
                "nest/a.py", "nest/b.md", "nest/deep/c.txt",
            ]  # fmt: skip
            assert "3 files" in preview.state.text()
            assert "1 left out" in preview.state.text()
            assert rows.note(3) == "hidden"
            assert names(opened) == []
            preview.list.setFocus()
            opened.press(Qt.Key.Key_Space)  # without the first
            opened.press(Qt.Key.Key_Return)
            await ready(opened, "nest/")
            assert [part.name for part in opened.view.writing.attaching.parts] == [
                "nest/b.md", "nest/deep/c.txt",
            ]  # fmt: skip
            opened.view.writing.attaching.unfold("nest", is_open=True)
            assert names(opened) == ["nest/b.md", "nest/deep/c.txt"]
            deep = chips(opened)[1]
            assert deep.toolTip().startswith("nest/deep/c.txt\n")
            assert deep.accessibleName().startswith("nest/deep/c.txt, ")

    qloop(scenario(), 20)


def test_cancelling_the_preview_attaches_nothing(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            written(tmp_path, a_py="a = 1\n")
            drop(opened.view, files([tmp_path]))
            picking = opened.view.composing.picking
            await opened.until(lambda: picking._preview and picking._preview.isVisible())
            opened.press(Qt.Key.Key_Escape)
            await opened.settled()
            assert picking._preview is None
            assert names(opened) == []

    qloop(scenario(), 20)


# pasting
def test_a_pasted_picture_is_attached_and_shown(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Red."))
            data = QMimeData()
            data.setImageData(red())
            paste(opened, data)
            await ready(opened, "Pasted picture.png")
            await opened.until(lambda: chips(opened)[0].face.picture is not None)
            assert chips(opened)[0].face.note.startswith("40 × 30")
            await opened.answered("Which colour?")
            assert "image_url" in json.dumps(asked(opened))

    qloop(scenario(), 20)


def test_a_long_text_becomes_an_attachment_at_once_and_can_become_text_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            long = "x" * 1_000_000
            data = QMimeData()
            data.setText(long)
            paste(opened, data)
            assert names(opened) == ["Pasted text.txt"]  # before anything was prepared
            assert opened.pane.composer.text() == ""
            await ready(opened, "Pasted text.txt")
            chip = chips(opened)[0]
            _open_menu(chip)
            opened.choose("Insert as text instead")
            await opened.until(lambda: opened.pane.composer.text() == long)
            assert chips(opened) == []
            opened.shell.activateWindow()  # the menu took the focus, and there is no desktop here
            await opened.until(opened.shell.isActiveWindow)
            opened.pane.composer.set_text("")
            short = QMimeData()
            short.setText("y" * 19_999)
            paste(opened, short)
            assert len(opened.pane.composer.text()) == 19_999

    qloop(scenario(), 20)


def _open_menu(chip: Chip) -> None:
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, QPoint(5, 5), chip.mapToGlobal(QPoint(5, 5)))
    QCoreApplication.sendEvent(chip, event)


# the button
def test_the_keys_open_the_file_dialog_and_what_is_chosen_is_attached(
    qloop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            (path,) = written(tmp_path, bird_md="# Oriole\n")
            opened.press(Qt.Key.Key_A, CTRL | SHIFT)
            dialog = opened.shell.findChild(QFileDialog)
            assert dialog is not None
            dialog.filesSelected.emit([str(path)])
            dialog.reject()
            await ready(opened, "bird.md")

    qloop(scenario(), 20)


def test_the_button_offers_files_folders_and_the_clipboard(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            QGuiApplication.clipboard().setText("kept words")
            opened.click(opened.pane.composer.attach)
            menu = QApplication.activePopupWidget()
            assert menu is not None
            assert [action.text() for action in menu.actions()] == [
                "Files…", "Folder…", "From the clipboard", "",
                "Recent file or conversation…\t@",
            ]  # fmt: skip
            opened.choose("From the clipboard")
            await ready(opened, "Pasted text.txt")

    qloop(scenario(), 20)
