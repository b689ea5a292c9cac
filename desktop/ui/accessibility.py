"""Tells assistive technology what our own widgets are where Qt cannot guess it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from desktop.core.override import override
from desktop.ui.rail import Rail, RailTab

_kept: dict[int, QAccessibleInterface] = {}
"""Qt's cache holds bare pointers: an interface lives here as long as its widget."""


class _Tab(QAccessibleWidget):
    """A tab of the rail: a page tab that is selected or not."""

    def __init__(self, tab: RailTab) -> None:
        super().__init__(tab, QAccessible.Role.PageTab)
        self._tab = tab

    @override
    def state(self) -> QAccessible.State:
        state = super().state()
        state.selectable = True
        state.selected = self._tab.isChecked()
        return state

    @override
    def actionNames(self) -> list[str]:
        return [self.pressAction(), *super().actionNames()]

    @override
    def doAction(self, actionName: str) -> None:
        if actionName == self.pressAction():
            self._tab.click()
        else:
            super().doAction(actionName)


# No interface gets a name of its own: it would stay in the language of its first reading.
def _factory(_class_name: str, target: QObject) -> QAccessibleInterface | None:
    interface: QAccessibleInterface
    if isinstance(target, RailTab):
        interface = _Tab(target)
    elif isinstance(target, Rail):
        interface = QAccessibleWidget(target, QAccessible.Role.PageTabList)
    elif isinstance(target, QWidget) and target.objectName() == "window":
        interface = QAccessibleWidget(target, QAccessible.Role.Window)
    else:
        return None
    key = id(target)
    _kept[key] = interface
    target.destroyed.connect(lambda: _kept.pop(key, None))
    return interface


def install() -> None:
    """Make our widgets readable; call once, before the first window is shown."""
    QAccessible.installFactory(_factory)
