"""A switch: a check box for everybody who does not see it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from desktop.ui.look import Look
from desktop.ui.switch import Switch


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("is_on", [True, False])
def test_it_is_drawn_in_every_state(look: Look, qtbot, mode: str, is_on: bool) -> None:
    look.use(mode, "en")
    switch = Switch(look, lambda: "Less motion")
    qtbot.addWidget(switch)
    switch.setChecked(is_on)
    switch.setEnabled(is_on)
    switch.show()
    assert not switch.grab().isNull()
    assert switch.width() >= 36 + switch.fontMetrics().horizontalAdvance("Less motion")


def test_it_is_pressed_by_key_and_by_mouse_anywhere(look: Look, qtbot) -> None:
    switch = Switch(look, lambda: "Less motion")
    qtbot.addWidget(switch)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not switch.isChecked()
    interface = QAccessible.queryAccessibleInterface(switch)
    assert interface.role() is QAccessible.Role.CheckBox
    assert interface.text(QAccessible.Text.Name) == "Less motion"
