"""The list at the side: what keys do, what they never do, and what nobody can select."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.ui.look import Look
from desktop.ui.navigation import HEADING_PX, LIVE, ROW_PX, Role, RowList

KEY = Qt.Key
ROWS = (("Today", None, ""), ("Birds", 1, LIVE), ("Trees", 2, "pencil-line"), ("Earlier", None, ""),
        ("Rivers", 3, ""))  # fmt: skip


@pytest.fixture
def rows(look: Look, qtbot) -> RowList:
    model = QStandardItemModel()
    for title, row_id, mark in ROWS:
        item = QStandardItem(title)
        item.setData(row_id is None, Role.HEADING)
        item.setData(row_id, Role.ID)
        item.setData(mark, Role.MARK)
        if row_id is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(item)
    made = RowList(look, model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def heard(rows: RowList) -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    rows.opened.connect(lambda row_id: told.append(("opened", row_id)))
    rows.delete_wanted.connect(lambda row_id: told.append(("delete", row_id)))
    rows.menu_wanted.connect(lambda row_id, _point: told.append(("menu", row_id)))
    return told


def click(rows: RowList, qtbot, row: int, button=Qt.MouseButton.LeftButton) -> None:
    place = rows.visualRect(rows.model().index(row, 0)).center()
    qtbot.mouseClick(rows.viewport(), button, pos=place)


def current(rows: RowList) -> int | None:
    return rows.row_id(rows.currentIndex())


def test_a_click_opens_a_row_and_a_heading_is_nothing(rows: RowList, heard, qtbot) -> None:
    click(rows, qtbot, 2)
    click(rows, qtbot, 0)
    click(rows, qtbot, 3)
    assert heard == [("opened", 2)]
    assert current(rows) == 2


def test_the_arrows_skip_the_headings(rows: RowList, heard, qtbot) -> None:
    rows.select_id(2)
    qtbot.keyClick(rows, KEY.Key_Down)
    assert current(rows) == 3
    qtbot.keyClick(rows, KEY.Key_Up)
    qtbot.keyClick(rows, KEY.Key_Up)
    qtbot.keyClick(rows, KEY.Key_Up)
    assert current(rows) == 1
    assert heard == [("opened", 3), ("opened", 2), ("opened", 1)]


def test_showing_a_row_does_not_open_it(rows: RowList, heard) -> None:
    for row_id in (1, 3, 99, None):
        rows.select_id(row_id)
    assert heard == []
    assert current(rows) is None
    assert rows.selectionModel().selectedIndexes() == []


def test_rows_that_go_open_nothing(rows: RowList, heard) -> None:
    rows.select_id(2)
    rows.model().removeRows(2, 1)
    assert heard == []


def test_delete_asks_and_backspace_never_does(rows: RowList, heard, qtbot) -> None:
    qtbot.keyClick(rows, KEY.Key_Delete)
    rows.select_id(2)
    qtbot.keyClick(rows, KEY.Key_Backspace)
    qtbot.keyClick(rows, KEY.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert heard == []
    qtbot.keyClick(rows, KEY.Key_Delete)
    assert heard == [("delete", 2)]
    assert rows.model().rowCount() == len(ROWS)  # the list itself takes nothing away


def editor(rows: RowList) -> QLineEdit | None:
    return rows.findChild(QLineEdit)


def test_f2_renames_in_place(rows: RowList, heard, qtbot) -> None:
    rows.select_id(1)
    qtbot.keyClick(rows, KEY.Key_F2)
    field = editor(rows)
    assert field is not None
    assert field.text() == "Birds"
    field.setText("Song birds")
    qtbot.keyClick(field, KEY.Key_Backspace)
    qtbot.keyClick(field, KEY.Key_Delete)
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: rows.model().index(1, 0).data() == "Song bird")
    assert heard == []


def test_escape_keeps_the_old_title(rows: RowList, qtbot) -> None:
    rows.select_id(1)
    rows.rename_current()
    field = editor(rows)
    assert field is not None
    field.setText("Nonsense")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert rows.model().index(1, 0).data() == "Birds"


def test_a_second_click_does_not_rename(rows: RowList, qtbot) -> None:
    click(rows, qtbot, 1)
    click(rows, qtbot, 1)
    assert editor(rows) is None


def test_a_row_that_only_has_the_focus_can_still_be_shown_as_chosen(rows: RowList) -> None:
    rows.setCurrentIndex(rows.model().index(1, 0))
    rows.clearSelection()  # as Qt leaves it when the focus comes for the first time
    rows.select_id(1)
    assert rows.selectionModel().isSelected(rows.model().index(1, 0))


def test_the_menu_key_opens_the_menu_of_the_current_row(rows: RowList, heard) -> None:
    rows.select_id(1)
    place = QPoint(0, 0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, place)
    QApplication.sendEvent(rows.viewport(), event)
    assert heard == [("menu", 1)]


def test_the_right_button_opens_the_menu_of_the_row_below_it(rows: RowList, heard) -> None:
    rows.select_id(1)
    for row in (4, 0):
        place = rows.visualRect(rows.model().index(row, 0)).center()
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, place, rows.viewport().mapToGlobal(place)
        )
        QApplication.sendEvent(rows.viewport(), event)
    assert heard == [("menu", 3)]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_rows_and_headings_are_painted_in_both_themes(rows: RowList, look: Look, mode) -> None:
    look.use(mode, "en")
    rows.select_id(1)
    assert rows.visualRect(rows.model().index(0, 0)).height() == HEADING_PX
    assert rows.visualRect(rows.model().index(1, 0)).height() == ROW_PX
    rows.clearFocus()
    picture = rows.viewport().grab(rows.visualRect(rows.model().index(1, 0))).toImage()
    assert picture.pixelColor(picture.width() // 2, 3) == look.theme.color("select")
    dot = picture.pixelColor(picture.width() - 16, picture.height() // 2)
    assert dot == look.theme.color("ring")  # an answer is being written
