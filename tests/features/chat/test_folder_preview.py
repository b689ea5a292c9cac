"""What of a folder would go in stays on show until the person decides, whatever other windows do."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.features.chat.composing.folder_preview import FolderPreview
from tests.features.chat.dragging import drop, files, ready, written
from tests.features.stage import Window, window


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "nest"
    folder.mkdir()
    written(folder, a_py="a = 1\n", b_md="b\n")
    return folder


def _preview(opened: Window) -> FolderPreview | None:
    return opened.view.composing.picking._preview


async def _filled(opened: Window) -> FolderPreview:
    """Wait until the preview shows the files."""
    await opened.until(lambda: (one := _preview(opened)) and one.list.rows.files)
    preview = _preview(opened)
    assert preview is not None
    return preview


@pytest.mark.parametrize("is_moved", [False, True], ids=["in the card", "elsewhere"])
def test_the_window_that_it_was_dragged_from_may_close(
    qloop, tmp_path: Path, is_moved: bool
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            other = QWidget()
            other.show()
            other.activateWindow()
            await opened.until(other.isActiveWindow)
            drop(opened.view, files([_folder(tmp_path)]))
            preview = await _filled(opened)
            if is_moved:  # what is read anew while another program is in front moves the focus
                opened.pane.composer.setFocus()
            other.close()
            opened.shell.activateWindow()
            await opened.until(opened.shell.isActiveWindow)
            await opened.settled()
            assert preview.isVisible()
            assert preview.list.hasFocus()
            opened.press(Qt.Key.Key_Return)
            await ready(opened, "nest/")
            other.deleteLater()

    qloop(scenario(), 20)


def test_a_folder_of_the_dialog_is_shown_when_the_dialog_has_closed(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            folder = _folder(tmp_path)
            opened.view.composing.picking.choose_folder()
            dialog = opened.shell.findChild(QFileDialog)
            assert dialog is not None
            await opened.until(dialog.isActiveWindow)
            dialog.selectFile(str(folder))
            dialog.accept()
            preview = await _filled(opened)
            opened.shell.activateWindow()  # as a window manager does
            await opened.until(opened.shell.isActiveWindow)
            await opened.settled()
            assert preview.isVisible()
            assert preview.list.hasFocus()
            opened.press(Qt.Key.Key_Escape)
            assert _preview(opened) is None
            assert opened.shell.isActiveWindow()
            assert opened.pane.composer.editor.hasFocus()

    qloop(scenario(), 20)


def test_it_goes_with_a_press_beside_it(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            drop(opened.view, files([_folder(tmp_path)]))
            preview = await _filled(opened)
            QTest.mousePress(opened.view.side.list.viewport(), Qt.MouseButton.LeftButton)
            assert not preview.isVisible()
            assert _preview(opened) is None

    qloop(scenario(), 20)


def test_it_stays_beside_the_composer_when_the_window_gets_another_size(
    qloop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            drop(opened.view, files([_folder(tmp_path)]))
            preview = await _filled(opened)
            opened.shell.resize(1000, 640)
            await opened.settled()
            assert preview.isVisible()
            composer = opened.pane.composer
            gap = (
                preview._card().top()
                + preview.y()
                - composer.mapTo(opened.shell, composer.rect().bottomLeft()).y()
            )
            assert 0 <= gap <= 8
            assert opened.shell.rect().contains(preview._card().translated(preview.pos()))

    qloop(scenario(), 20)
