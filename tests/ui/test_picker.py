"""The model picker: what it shows, what its list offers, by mouse and by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.look import Look
from desktop.ui.model_choice import Choice, Section
from desktop.ui.model_list import Line
from desktop.ui.model_popover import ModelPopover
from desktop.ui.picker import Picker
from tests.ui.models import SOON, choice, many

BUILT_IN = Choice("builtin", "smollm2", "SmolLM2", "Built-in")
A, B = choice("gpt-a"), choice("gpt-b", retirement=SOON)
SECTIONS = (Section("Work", (A, B)), Section("Built-in", (BUILT_IN,)))
KEYS = Qt.Key


@pytest.fixture
def window(look: Look, qtbot) -> Iterator[QWidget]:
    """A window with a field, a picker at its foot, and the focus in the field."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QLineEdit(), 0, Qt.AlignmentFlag.AlignTop)
    column.addWidget(Picker(look), 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.findChild(QLineEdit).setFocus()
    yield made
    opened = made.findChild(Picker).popover
    if opened is not None:
        opened.dismiss()


@pytest.fixture
def picker(window: QWidget) -> Picker:
    return window.findChild(Picker)


def opened(picker: Picker, *sections: Section) -> ModelPopover:
    picker.offer(sections or SECTIONS)
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton)
    assert picker.popover is not None
    return picker.popover


def shown(popover: ModelPopover) -> list[str]:
    return [row.text if isinstance(row, Line) else row.label for row in popover.list.rows.rows]


def current(popover: ModelPopover) -> str:
    return str(popover.list.currentIndex().data())


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_it_names_the_model_and_asks_for_one_where_there_is_none(picker: Picker, look) -> None:
    assert picker.text() == "Choose a model"
    picker.show_choice(BUILT_IN)
    assert picker.text() == "SmolLM2 · Built-in"
    assert picker.accessibleName() == "Model: SmolLM2 · Built-in"
    look.use("light", "zh_CN")
    assert picker.accessibleName() == "模型：SmolLM2 · Built-in"
    picker.show_choice(None)
    assert picker.text() == "选择模型"


def test_a_long_name_is_shortened_and_whole_in_the_tooltip(picker: Picker) -> None:
    name = "very-long-model-name-" * 10
    picker.show_choice(Choice("work", name, name, "Work"))
    assert len(picker.text()) < len(name)
    assert name in picker.toolTip()
    assert picker.sizeHint().width() <= 320


def test_as_a_field_it_says_what_it_is_for(look: Look, qtbot) -> None:
    field = Picker(look, lambda: "Whichever", is_field=True, name=lambda: "Pictures")
    qtbot.addWidget(field)
    field.resize(120, 32)
    assert field.accessibleName() == "Pictures: Whichever"
    field.show_choice(A)
    assert field.minimumSizeHint().width() <= 120


def test_it_waits_for_something_to_show(picker: Picker) -> None:
    asked: list[None] = []
    picker.opening.connect(lambda: asked.append(None))
    picker.click()
    assert (len(asked), picker.popover) == (1, None)
    picker.offer(SECTIONS)
    assert picker.popover is not None


def test_the_list_has_the_models_under_their_connections(picker: Picker) -> None:
    picker.show_choice(B)
    popover = opened(picker)
    assert shown(popover) == ["Work", "gpt-a", "gpt-b", "Built-in", "SmolLM2"]
    assert current(popover) == "gpt-b"
    assert popover.search.edit.hasFocus()


def test_it_stays_inside_the_window_and_above_the_button(picker: Picker, window: QWidget) -> None:
    popover = opened(picker, many(1000))
    card = popover.geometry().adjusted(24, 24, -24, -24)
    assert window.rect().contains(card)
    assert card.bottom() < picker.mapTo(window, QPoint()).y()
    window.resize(300, 200)
    assert picker.popover is None


def test_a_click_chooses_and_closes(picker: Picker) -> None:
    chosen: list[Choice] = []
    picker.chosen.connect(chosen.append)
    view = opened(picker).list
    point = view.visualRect(view.rows.index(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen == [B]
    assert picker.popover is None


def test_a_heading_is_not_chosen(picker: Picker) -> None:
    chosen: list[Choice] = []
    picker.chosen.connect(chosen.append)
    view = opened(picker).list
    point = view.visualRect(view.rows.index(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen == []
    assert picker.popover is not None


def test_arrows_go_over_headings_and_stop_at_the_ends(picker: Picker) -> None:
    popover = opened(picker)
    seen = []
    for key in (KEYS.Key_Down, KEYS.Key_Down, KEYS.Key_Down, KEYS.Key_Up):
        press(key)
        seen.append(current(popover))
    assert seen == ["gpt-b", "SmolLM2", "SmolLM2", "gpt-b"]
    press(KEYS.Key_PageUp)
    assert current(popover) == "gpt-a"
    press(KEYS.Key_PageDown)
    assert current(popover) == "SmolLM2"


def test_typing_searches_and_return_takes_the_best(picker: Picker) -> None:
    chosen: list[Choice] = []
    picker.chosen.connect(chosen.append)
    popover = opened(picker)
    write("gptb")
    assert shown(popover) == ["gpt-b"]
    press(KEYS.Key_Return)
    assert chosen == [B]


def test_what_is_not_there_is_said(picker: Picker) -> None:
    popover = opened(picker)
    write("zebra")
    assert shown(popover) == []
    assert popover._nothing.isVisible()
    assert "zebra" in popover._nothing.text()
    press(KEYS.Key_Return)
    assert picker.popover is popover
    press(KEYS.Key_Down)


def test_escape_closes_and_gives_the_focus_back(picker: Picker, window: QWidget) -> None:
    window.findChild(QLineEdit).setFocus()
    picker.offer(SECTIONS)
    picker.click()
    press(KEYS.Key_Escape)
    assert picker.popover is None
    assert window.findChild(QLineEdit).hasFocus()


def test_a_press_beside_it_closes_and_one_on_the_button_only_closes(
    picker: Picker, window: QWidget
) -> None:
    opened(picker)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    assert picker.popover is None
    opened(picker)
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton)
    assert picker.popover is None


def test_tab_stays_inside(picker: Picker) -> None:
    popover = opened(picker)
    seen = []
    for _ in range(2):
        press(KEYS.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [popover.connect_row, popover.search.edit]


def test_the_last_row_leads_to_the_connections(picker: Picker) -> None:
    wanted: list[None] = []
    picker.connect_wanted.connect(lambda: wanted.append(None))
    popover = opened(picker)
    popover.connect_row.click()
    assert len(wanted) == 1
    assert picker.popover is None


def test_a_key_and_the_heart_make_a_favourite(picker: Picker) -> None:
    toggled: list[Choice] = []
    picker.favourite_toggled.connect(toggled.append)
    popover = opened(picker)
    press(KEYS.Key_D, Qt.KeyboardModifier.ControlModifier)
    view = popover.list
    rect = view.visualRect(view.rows.index(2))
    heart = view._delegate.heart_rect(rect, B, view.layoutDirection())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=heart.center())
    assert toggled == [A, B]
    assert picker.popover is popover


def test_what_is_so_with_a_server_stands_under_its_heading(picker: Picker) -> None:
    popover = opened(
        picker, Section("Home", (A,)), Section("Gone", (), "No answer from Gone"), Section("Empty")
    )
    assert shown(popover) == ["Home", "gpt-a", "Gone", "No answer from Gone"]


def test_an_open_list_takes_what_comes_and_keeps_its_place(picker: Picker) -> None:
    popover = opened(picker)
    press(KEYS.Key_Down)
    picker.offer((Section("New", (choice("first", "New"),)), *SECTIONS))
    assert current(popover) == "gpt-b"
    assert shown(popover)[0] == "New"


def test_until_a_key_is_pressed_the_chosen_model_is_the_current_one(picker: Picker) -> None:
    picker.show_choice(choice("late"))
    popover = opened(picker)
    picker.offer((*SECTIONS, Section("Work", (choice("late"),))))
    assert current(popover) == "late"


def test_rows_are_read_aloud_whole(picker: Picker) -> None:
    picker.show_choice(A)
    view = opened(picker).list
    interface = QAccessible.queryAccessibleInterface(view)
    names = [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())]
    assert names[0] == "Work"
    assert names[1].startswith("gpt-a, Work, 128k context")
    assert names[1].endswith("reasons, chosen")
    assert "retires 12\u00a0December\u00a02026" in names[2]


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_every_row_is_painted(picker: Picker, window: QWidget, direction) -> None:
    window.setLayoutDirection(direction)
    picker.show_choice(A)
    loved = choice("loved", is_favourite=True)
    popover = opened(picker, *SECTIONS, Section("F", (loved,)), Section("S", (), "Asking", True))
    press(KEYS.Key_Down)
    assert not popover.grab().isNull()
    assert not picker.grab().isNull()
