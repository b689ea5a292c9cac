"""Text and press interfaces for assistive technology, and the buttons inside a message.

`interface_cast` must return a `shiboken6.VoidPtr`, also for "no such interface" (`VoidPtr(0)`):
None or 0 ends the process with SIGSEGV in PySide6 6.11.3. Qt's cache holds bare pointers:
everything here is kept by whoever made it for the life of the view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleTextInterface,
    QWindow,
)

from desktop.core.override import override
from desktop.ui.transcript.focus import Spot

NO_INTERFACE = shiboken6.VoidPtr(0)


def pointer(interface: shiboken6.Object) -> shiboken6.VoidPtr:
    """Give the address that `interface_cast` returns for an interface."""
    return shiboken6.VoidPtr(shiboken6.getCppPointer(interface)[0])


class ReadText(QAccessibleTextInterface):
    """Reading access to a text by character, word and line."""

    def __init__(self, body: Callable[[], str], rect: Callable[[], QRect]) -> None:
        super().__init__()
        self._body, self._rect = body, rect
        self._cursor = 0

    @override
    def text(self, startOffset: int, endOffset: int) -> str:
        return self._body()[startOffset:endOffset]

    @override
    def characterCount(self) -> int:
        return len(self._body())

    @override
    def cursorPosition(self) -> int:
        return self._cursor

    @override
    def setCursorPosition(self, position: int) -> None:
        self._cursor = position

    @override
    def characterRect(self, offset: int) -> QRect:
        return self._rect()

    @override
    def offsetAtPoint(self, point: QPoint) -> int:
        return 0

    @override
    def selectionCount(self) -> int:
        return 0

    @override
    def addSelection(self, startOffset: int, endOffset: int) -> None:
        """Do nothing: selection belongs to the canvas."""

    @override
    def removeSelection(self, selectionIndex: int) -> None:
        """Do nothing."""

    @override
    def setSelection(self, selectionIndex: int, startOffset: int, endOffset: int) -> None:
        """Do nothing."""

    @override
    def scrollToSubstring(self, startIndex: int, endIndex: int) -> None:
        """Do nothing."""


class PressAction(QAccessibleActionInterface):
    """The one thing that can be done with a button or link."""

    def __init__(self, press: Callable[[], None]) -> None:
        super().__init__()
        self._press = press

    @override
    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    @override
    def doAction(self, actionName: str) -> None:
        if actionName == QAccessibleActionInterface.pressAction():
            self._press()

    @override
    def keyBindingsForAction(self, actionName: str) -> list[str]:
        return []


class SpotOwner(Protocol):
    """What a button needs to know of the message, or the transcript, that it is in."""

    def spots(self) -> list[Spot]:
        """Give what can be pressed."""
        ...

    def press(self, spot: Spot) -> None:
        """Do what a button or link is there for."""
        ...

    def rect_of(self, spot: Spot) -> QRect:
        """Give where a button or link is on the screen."""
        ...

    def is_focused(self, index: int) -> bool:
        """Tell whether the keys mean the button or link at a place."""
        ...


class AccessibleSpot(QAccessibleInterface):
    """A button or link, found anew by its place among its owner's each time it is asked."""

    def __init__(self, owner: SpotOwner, parent: QAccessibleInterface, index: int) -> None:
        super().__init__()
        self._owner, self._parent, self._index = owner, parent, index
        self._action = PressAction(self._press)
        self._pointer = pointer(self._action)

    def spot(self) -> Spot | None:
        """Give what stands at this place now."""
        spots = self._owner.spots()
        return spots[self._index] if self._index < len(spots) else None

    def _press(self) -> None:
        spot = self.spot()
        if spot is not None:
            self._owner.press(spot)

    @override
    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> Any:
        is_action = arg__1 == QAccessible.InterfaceType.ActionInterface
        return self._pointer if is_action else NO_INTERFACE

    @override
    def isValid(self) -> bool:
        # Also while nothing stands here: a reader may be walking the tree as it scrolls.
        return self._parent.isValid()

    @override
    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    @override
    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._parent.window()

    @override
    def text(self, t: QAccessible.Text) -> str:
        spot = self.spot()
        return spot.target.name if spot is not None and t == QAccessible.Text.Name else ""

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Do nothing: the names are ours."""

    @override
    def rect(self) -> QRect:
        spot = self.spot()
        return self._owner.rect_of(spot) if spot is not None else QRect()

    @override
    def role(self) -> QAccessible.Role:
        spot = self.spot()
        is_link = spot is not None and spot.target.link is not None
        return QAccessible.Role.Link if is_link else QAccessible.Role.Button

    @override
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        spot = self.spot()
        state.invisible = spot is None or bool(self._parent.state().invisible)
        state.offscreen = spot is not None and self._owner.rect_of(spot).isEmpty()
        state.focused = self.isValid() and self._owner.is_focused(self._index)
        return state

    @override
    def parent(self) -> QAccessibleInterface:
        return self._parent

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    @override
    def childCount(self) -> int:
        return 0

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    @override
    def indexOfChild(self, arg__1: QAccessibleInterface) -> int:
        return -1
