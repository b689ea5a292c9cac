"""Pictures of a conversation are looked at inside the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.core.stream import Folded
from desktop.core.types import Kind, Part, PartType, State
from desktop.store.blobs import file_of
from desktop.ui.picture_viewer.viewer import PictureViewer
from tests.features.chat.dragging import chips, drop, files, ready
from tests.features.stage import CTRL, Window, window
from tests.services.stage import said
from tests.services.test_made_pictures import drawn

KEY = Qt.Key


class Openers(QObject):
    """Takes what would be opened by the system."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(url.toLocalFile())


@pytest.fixture
def system(qapp: object) -> object:
    taker = Openers()
    QDesktopServices.setUrlHandler("file", taker, "take")
    yield taker
    QDesktopServices.unsetUrlHandler("file")


def viewer_of(opened: Window) -> PictureViewer | None:
    shown = [one for one in opened.shell.findChildren(PictureViewer) if one.isVisible()]
    return shown[0] if shown else None


async def viewed(opened: Window) -> PictureViewer:
    """Wait until a picture is on show."""
    await opened.until(lambda: (one := viewer_of(opened)) and one.canvas.sight)
    found = viewer_of(opened)
    assert found is not None
    return found


async def shown(opened: Window, *sizes: tuple[int, int]) -> tuple[int, list[Part]]:
    """Open a conversation with pictures in the question, and the same ones in its answer."""
    store, attachments = opened.services.conversations, opened.services.attachments
    parts = [
        await attachments.add_picture(drawn(size=size), f"picture {size[0]}.png") for size in sizes
    ]
    made = await store.create(Kind.CHAT, "Pictures")
    _, answer = await store.ask(made.id, None, (*said("Look."), *parts), "m-1", "home")
    text = Part(PartType.TEXT, "Here they are.")
    await store.finish(answer.id, State.COMPLETE, Folded((text, *parts)))
    opened.shell.open_feature("chat", str(made.id))
    await opened.until(lambda: len(opened.pane.model) == 2)
    await opened.until(lambda: any(one.startswith("picture/open") for one in opened.actions(1)))
    await opened.settled()
    return made.id, parts


async def click_attached(opened: Window, index: int) -> None:
    """Click a picture of the question."""
    opened.pane.transcript.scroll_to_start()
    await opened.settled()
    opened.click_action(0, f"attachment/{index}")


def first_open(opened: Window) -> str:
    return next(one for one in opened.actions(1) if one.startswith("picture/open"))


def test_a_click_on_a_picture_shows_it_and_keys_go_on_to_the_others(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await shown(opened, (600, 400), (300, 500), (40, 30))
            opened.pane.transcript.setFocus()
            await click_attached(opened, 1)
            viewer = await viewed(opened)
            assert viewer.geometry() == opened.shell.rect()
            assert viewer.bar.state.text() == "300 × 500 · 2 of 3"
            assert viewer.canvas.accessibleName() == "picture 300.png"
            opened.press(KEY.Key_Right)
            await opened.until(lambda: viewer.bar.state.text() == "40 × 30 · 3 of 3")
            assert viewer.bar.percent.text() == "100%"  # a small one is not blown up
            opened.press(KEY.Key_Right)  # there is none
            assert not viewer.next.isEnabled()
            opened.press(KEY.Key_Home)
            await opened.until(lambda: viewer.bar.state.text() == "600 × 400 · 1 of 3")
            opened.press(KEY.Key_Escape)
            assert viewer_of(opened) is None
            assert opened.pane.transcript.hasFocus()

    qloop(scenario(), 20)


def test_zoom_by_keys_wheel_and_double_click_and_moving_by_hand(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await shown(opened, (3000, 2000))
            await click_attached(opened, 0)
            viewer = await viewed(opened)
            canvas, percent = viewer.canvas, viewer.bar.percent
            fitted = percent.text()
            opened.press(KEY.Key_1)
            assert percent.text() == "100%"
            before = canvas.sight
            opened.press(KEY.Key_Left)  # there is more than is seen: it moves
            assert before is not None
            assert canvas.sight is not None
            assert canvas.sight.centre[0] < before.centre[0]
            middle = canvas.rect().center()
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
            QTest.mouseMove(canvas, middle + QPoint(-100, 0))
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(-100, 0))
            assert canvas.sight.centre[0] > before.centre[0]
            opened.press(KEY.Key_0, CTRL)
            assert percent.text() == fitted
            QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
            assert percent.text() == "100%"
            wheel = QWheelEvent(
                QPointF(middle), canvas.mapToGlobal(QPointF(middle)), QPoint(), QPoint(0, 120),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(canvas, wheel)
            assert percent.text() == "125%"
            opened.press(KEY.Key_Minus)
            opened.click(viewer.bar.out)
            assert percent.text() == "80%"
            opened.click(viewer.bar.percent)
            assert percent.text() == fitted
            opened.shell.resize(1000, 700)
            await opened.settled()
            assert viewer.geometry() == opened.shell.rect()
            assert percent.text() != fitted

    qloop(scenario(), 20)


def test_a_picture_of_an_answer_is_copied_saved_and_opened_elsewhere(
    qloop, system: Openers, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await shown(opened, (600, 400), (300, 200))
            opened.click_action(1, first_open(opened))
            viewer = await viewed(opened)
            assert viewer.bar.state.text() == "600 × 400 · 1 of 2"
            opened.press(KEY.Key_C, CTRL)
            assert QGuiApplication.clipboard().image().size().toTuple() == (600, 400)
            QGuiApplication.clipboard().setText("")
            opened.click(viewer.bar.open)
            await opened.until(lambda: system.files)
            opened.press(KEY.Key_S, CTRL)
            await opened.until(lambda: opened.shell.findChild(QFileDialog))
            dialog = opened.shell.findChild(QFileDialog)
            assert isinstance(dialog, QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / "a.png"))
            dialog.close()
            await opened.until((tmp_path / "a.png").is_file)
            assert viewer.isVisible()

    qloop(scenario(), 20)


def test_what_is_gone_is_said_and_the_next_one_can_still_be_seen(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            _, parts = await shown(opened, (600, 400), (300, 200))
            folder = opened.services.conversations._db.folder
            assert folder is not None
            file_of(folder, parts[0].blob).unlink()
            await click_attached(opened, 0)
            await opened.until(lambda: (one := viewer_of(opened)) and one.note.isVisible())
            viewer = viewer_of(opened)
            assert viewer is not None
            assert viewer.note.text()
            assert viewer.again.isVisible()
            assert not viewer.bar.into.isEnabled()
            opened.press(KEY.Key_PageDown)
            await viewed(opened)
            assert not viewer.note.isVisible()

    qloop(scenario(), 20)


def test_tab_stays_inside_and_a_press_beside_the_picture_or_another_tab_closes_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await shown(opened, (40, 30))
            await click_attached(opened, 0)
            viewer = await viewed(opened)
            for _ in range(12):
                opened.press(KEY.Key_Tab)
                assert viewer.isAncestorOf(QApplication.focusWidget())
            opened.click(viewer.canvas, QPoint(20, 20))
            assert viewer_of(opened) is None
            await click_attached(opened, 0)
            await viewed(opened)
            opened.press(KEY.Key_Comma, CTRL)
            assert viewer_of(opened) is None

    qloop(scenario(), 20)


def test_the_picture_on_a_chip_is_looked_at_before_it_is_sent(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            pictures = [tmp_path / "1.png", tmp_path / "2.png"]
            for number, picture in enumerate(pictures, 1):
                picture.write_bytes(drawn(size=(60 * number, 40)))
            drop(opened.view, files(pictures))
            await ready(opened, "1.png", "2.png")
            chips(opened)[1].opened.emit(chips(opened)[1].key)
            viewer = await viewed(opened)
            assert viewer.bar.state.text() == "120 × 40 · 2 of 2"

    qloop(scenario(), 20)
