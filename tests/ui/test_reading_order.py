"""Tab goes through a page as it reads, and out of it again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from desktop.ui.controls import Button, Field
from desktop.ui.look import Look
from desktop.ui.reading_order import first_stop, follow_layouts


def page(look: Look, name: str) -> QWidget:
    """Give a field between two buttons, made in another order than they are read."""
    made = QWidget()
    last, field, first = (
        Button(look, lambda: f"{name}3"), Field(look, lambda: f"{name}2"),
        Button(look, lambda: f"{name}1"),
    )  # fmt: skip
    row = QHBoxLayout(made)
    for widget in (first, field, last):
        row.addWidget(widget)
    return made


def test_tab_walks_through_every_page_and_comes_back(look: Look, qtbot) -> None:
    window, stack = QWidget(), QStackedWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(Button(look, lambda: "side"))
    row.addWidget(stack)
    for name in "ab":  # the second one comes when the window stands, as pages do
        stack.addWidget(page(look, name))
        follow_layouts(window)
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for name in "ab":
        stack.setCurrentIndex("ab".index(name))
        window.findChild(QPushButton).setFocus()
        for key, steps in ((Qt.Key.Key_Tab, (1, 2, 3)), (Qt.Key.Key_Backtab, (2, 1))):
            for step in steps:
                QTest.keyClick(QApplication.focusWidget(), key)
                focused = QApplication.focusWidget()
                text = focused.text() or focused.accessibleName()
                assert text == f"{name}{step}"
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget().text() == "side"


@pytest.mark.parametrize(("hidden", "switched_off", "found"), [
    ([], [], "a1"), (["a1"], [], "a2"), ([], ["a1"], "a2"), (["a1", "a2", "a3"], [], None),
])  # fmt: skip
def test_the_first_stop_is_one_that_takes_the_focus(
    look: Look, qtbot, hidden: list[str], switched_off: list[str], found: str | None
) -> None:
    made = page(look, "a")
    qtbot.addWidget(made)
    parts = {}
    for widget in made.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        name = widget.edit.accessibleName() if isinstance(widget, Field) else widget.text()
        parts[name] = widget
    for name in hidden:
        parts[name].hide()
    for name in switched_off:
        parts[name].setEnabled(False)
    stop = first_stop(made)
    assert stop is (parts[found] if found else None)
