"""Rows of lists: room from either end, mirrored, and what is chosen or hovered shows."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from desktop.core.override import override
from desktop.ui.look import Look
from desktop.ui.row_delegate import Index, RowDelegate, RowPen

WIDTH, HEIGHT = 200, 40
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


class Delegate(RowDelegate):
    row_px, pad_px = HEIGHT, 10

    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(look, parent)
        self.rooms: list[QRect] = []

    @override
    def draw(self, pen: RowPen, index: Index) -> None:
        self.rooms += [pen.take(16, 4), pen.take(30, 6, at_end=True)]
        pen.icon("check", "text")
        pen.note("12")
        pen.words(str(index.data()), pen.theme.font("body"))
        self.rooms.append(QRect(pen.room))


@pytest.fixture
def delegate(qtbot):
    view = QListView()
    qtbot.addWidget(view)
    look = Look()
    yield Delegate(look, view)
    look.deleteLater()


def painted(
    delegate: Delegate, direction: Qt.LayoutDirection = LTR, state: QStyle.StateFlag | None = None
) -> QImage:
    model = QStandardItemModel()
    model.appendRow(QStandardItem("Words that are much too long for a row as narrow as this"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, HEIGHT)
    option.direction = direction
    option.state = state or QStyle.StateFlag.State_None
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


def test_room_is_taken_from_either_end(delegate: Delegate) -> None:
    painted(delegate)
    begin, end, left = delegate.rooms
    assert (begin.left(), begin.width()) == (10, 16)
    assert (end.right(), end.width()) == (WIDTH - 11, 30)
    assert left.width() <= 0  # the words took the rest


def test_everything_is_mirrored_where_the_interface_runs_the_other_way(delegate: Delegate) -> None:
    painted(delegate, RTL)
    begin, end, _ = delegate.rooms
    assert (begin.right(), begin.width()) == (WIDTH - 11, 16)
    assert (end.left(), end.width()) == (10, 30)


@pytest.mark.parametrize("direction", [LTR, RTL], ids=["left to right", "right to left"])
def test_nothing_is_drawn_beyond_the_room(delegate: Delegate, direction) -> None:
    image = painted(delegate, direction)
    edges = [*range(8), *range(WIDTH - 8, WIDTH)]
    assert not any(image.pixelColor(x, y).alpha() for x in edges for y in range(HEIGHT))


def test_what_is_chosen_hovered_or_has_the_keys_shows(delegate: Delegate) -> None:
    flags, theme = QStyle.StateFlag, delegate.look.theme
    place = (WIDTH // 2, 4)
    assert painted(delegate).pixelColor(*place).alpha() == 0
    chosen = painted(delegate, state=flags.State_Selected | flags.State_MouseOver)
    assert chosen.pixelColor(*place) == theme.color("select")
    assert painted(delegate, state=flags.State_MouseOver).pixelColor(*place).alpha()
    focused = painted(delegate, state=flags.State_HasFocus)
    assert focused.pixelColor(WIDTH // 2, 1) == theme.color("ring")


def test_a_row_is_as_high_as_its_letters_need(delegate: Delegate) -> None:
    option, index = QStyleOptionViewItem(), QStandardItemModel().index(0, 0)
    assert delegate.sizeHint(option, index).height() == HEIGHT
    delegate.row_px = 4
    assert delegate.sizeHint(option, index).height() > delegate.look.theme.line("body")
