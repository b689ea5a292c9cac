"""A picture in memory, and drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError, Code
from desktop.ui.decode import WHOLE_PIXELS
from desktop.ui.look import Look
from desktop.ui.picture_viewer.canvas import PictureCanvas, levels_of

RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


def picture(width: int, height: int, kind: str = "PNG", *, is_open: bool = False) -> bytes:
    """Give a picture, red at the left and blue at the right; `is_open`: with nothing in it."""
    formats = QImage.Format
    image = QImage(width, height, formats.Format_ARGB32 if is_open else formats.Format_RGB32)
    image.fill(Qt.GlobalColor.transparent if is_open else RED)
    if not is_open:
        half = QImage(width // 2, height, formats.Format_RGB32)
        half.fill(BLUE)
        for line in range(height):  # the right half, line by line
            offset = (width - width // 2) * 4
            image.scanLine(line)[offset : offset + half.bytesPerLine()] = half.scanLine(line)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[PictureCanvas]:
    look = Look()
    made = PictureCanvas(look)
    qtbot.addWidget(made)
    made.resize(432, 232)
    made.show()
    yield made
    look.deleteLater()


def test_smaller_copies_go_with_a_large_one_and_a_huge_one_is_bounded(qapp: object) -> None:
    levels, size = levels_of(picture(4100, 2100))
    assert size == QSize(4100, 2100)
    assert [level.width() for level in levels] == [4100, 2050, 1025, 512]
    levels, size = levels_of(picture(7000, 5000, "JPEG"))
    assert size == QSize(7000, 5000)
    first = levels[0]
    assert first.width() * first.height() <= WHOLE_PIXELS * 1.01
    assert first.width() / first.height() == pytest.approx(1.4, rel=0.01)
    with pytest.raises(AppError) as raised:
        levels_of(picture(10_000, 5_100))
    assert raised.value.code is Code.TOO_LARGE


def test_a_very_long_one_keeps_its_own_pixels(qapp: object) -> None:
    levels, _ = levels_of(picture(800, 20_000))
    assert levels[0].size() == QSize(800, 20_000)


def test_what_is_drawn_is_the_part_that_is_looked_at(canvas: PictureCanvas) -> None:
    canvas.show_picture(*levels_of(picture(2000, 1000)))
    drawn = canvas.grab().toImage()
    ratio = drawn.width() / canvas.width()
    assert drawn.pixelColor(int(30 * ratio), int(116 * ratio)) == RED
    assert drawn.pixelColor(int(400 * ratio), int(116 * ratio)) == BLUE
    canvas.natural()
    canvas.move_by(1e6, 0)
    drawn = canvas.grab().toImage()
    assert drawn.pixelColor(int(400 * ratio), int(116 * ratio)) == RED
    assert canvas.cursor().shape() is Qt.CursorShape.OpenHandCursor
    canvas.clear()
    assert canvas.sight is None
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor
    canvas.zoom(1)
    canvas.move_by(3, 3)
    canvas.toggle()
    assert canvas.sight is None


def test_what_can_be_seen_through_stands_on_paper(canvas: PictureCanvas) -> None:
    canvas.show_picture(*levels_of(picture(200, 100, is_open=True)))
    drawn = canvas.grab().toImage()
    middle = drawn.rect().center()
    assert drawn.pixelColor(middle) == QColor("white")
