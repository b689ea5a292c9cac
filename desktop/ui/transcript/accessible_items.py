"""Screen-reader access: each visible message is a list item whose name is what a reader sees.

Its children are its buttons and links; a text interface gives its words. What must never be done
with these interfaces is told in `accessible_parts`.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject, QWindow

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.accessible_parts import (
    NO_INTERFACE,
    AccessibleSpot,
    ReadText,
    pointer,
)
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.focus import Spot
from desktop.ui.transcript.jump import jump_name
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.view import Target

MAX_NAME = 4000


class AccessibleMessage(QAccessibleInterface):
    """One message; made once per message and kept, so that Qt never holds a dead one."""

    def __init__(self, root: AccessibleTranscript, message_id: int) -> None:
        super().__init__()
        self._root, self.message_id = root, message_id
        self._text = ReadText(self.body, self.rect)
        self._pointer = pointer(self._text)
        self._spots: list[AccessibleSpot] = []

    @property
    def row(self) -> int | None:
        """Where the message stands now; None when it is not on the path."""
        return self._root.view.model.row_of(self.message_id) if self._root.isValid() else None

    def message(self) -> Message | None:
        """Give the message while it is on the path."""
        row = self.row
        return None if row is None else self._root.view.model.messages[row]

    def body(self) -> str:
        """Give the visible text of the message, and what went wrong with it."""
        message = self.message()
        if message is None:
            return ""
        notice = message.entry.notice
        parts = [message.plain(), notice.title if notice else "", notice.hint if notice else ""]
        return "\n".join(part for part in parts if part)

    def spots(self) -> list[Spot]:
        """Give what can be pressed in the message."""
        row = self.row
        return [] if row is None else self._root.view.focus.spots(row)

    def press(self, spot: Spot) -> None:
        """Do what a button or link is there for."""
        self._root.view.commands.press(spot.row, spot.block, spot.target)

    def is_focused(self, index: int) -> bool:
        """Tell whether the keys mean the button or link at a place."""
        spots, current = self.spots(), self._root.view.focus.current()
        return current is not None and index < len(spots) and spots[index] == current

    def rect_of(self, spot: Spot) -> QRect:
        """Give where a button or link is on the screen."""
        view = self._root.view
        for placed in view.placed:
            if (placed.message, placed.block) == (spot.row, spot.block):
                local = spot.target.rect.toRect().translated(view.rect_of(placed).topLeft())
                return self._root.on_screen(local)
        return QRect()

    @override
    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> Any:
        is_text = arg__1 == QAccessible.InterfaceType.TextInterface
        return self._pointer if is_text else NO_INTERFACE

    @override
    def isValid(self) -> bool:
        return self.row is not None

    @override
    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    @override
    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._root.window()

    @override
    def text(self, t: QAccessible.Text) -> str:
        message, row = self.message(), self.row
        if message is None or row is None:
            return ""
        if t == QAccessible.Text.Name:
            return spoken(message, self.body())
        if t == QAccessible.Text.Description:
            place = translate("Transcript", "{number} of {count}").format(
                number=row + 1, count=len(self._root.view.model)
            )
            return ", ".join(words for words in (place, version_words(message.entry)) if words)
        return ""

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Do nothing: messages are read only."""

    @override
    def rect(self) -> QRect:
        row = self.row
        return QRect() if row is None else self._root.on_screen(self._root.view.message_rect(row))

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    @override
    def state(self) -> QAccessible.State:
        state, view = QAccessible.State(), self._root.view
        state.focusable = True
        is_current = self.row is not None and view.focus.row == self.row
        state.focused = is_current and view.hasFocus() and view.focus.current() is None
        state.invisible = not view.isVisible()
        state.offscreen = self.rect().isEmpty()
        message = self.message()
        state.busy = message is not None and message.entry.is_streaming
        return state

    @override
    def parent(self) -> QAccessibleInterface:
        return self._root

    @override
    def childCount(self) -> int:
        return len(self.spots())

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._spots) <= index:
            spot = AccessibleSpot(self, self, len(self._spots))
            QAccessible.registerAccessibleInterface(spot)
            self._spots.append(spot)
        return self._spots[index]

    @override
    def indexOfChild(self, arg__1: QAccessibleInterface) -> int:
        return next((i for i, spot in enumerate(self._spots) if spot == arg__1), -1)

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        point = QPoint(x, y)
        spots = self.spots()
        return next(
            (self.child(i) for i, spot in enumerate(spots) if self.rect_of(spot).contains(point)),
            None,
        )


class JumpSpot:
    """The button that leads to the end, as a `SpotOwner`."""

    def __init__(self, root: AccessibleTranscript) -> None:
        self._root = root

    def spots(self) -> list[Spot]:
        """Give the button while it is on show."""
        rect = self._root.view.jump.rect
        target = Target("jump", QRectF(rect), jump_name())
        return [] if rect.isEmpty() else [Spot(-1, -1, target)]

    def press(self, _spot: Spot) -> None:
        """Go to the end."""
        self._root.view.scroll_to_end()

    def rect_of(self, spot: Spot) -> QRect:
        """Give where it is on the screen."""
        return self._root.on_screen(spot.target.rect.toRect())

    def is_focused(self, _index: int) -> bool:
        """Say no: the End key does the same."""
        return False


class AccessibleTranscript(QAccessibleObject):
    """The list; its children are the messages in view, and the button that leads to the end."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self.view = view
        self._items: dict[int, AccessibleMessage] = {}
        self._jump = JumpSpot(self)
        self._jump_item = AccessibleSpot(self._jump, self, 0)
        QAccessible.registerAccessibleInterface(self._jump_item)

    def rows(self) -> list[int]:
        """Give the rows in view."""
        return sorted({p.message for p in self.view.placed})

    def item(self, row: int) -> AccessibleMessage:
        """Give the interface of a message."""
        message_id = self.view.model.messages[row].id
        item = self._items.get(message_id)
        if item is None:
            item = self._items[message_id] = AccessibleMessage(self, message_id)
            QAccessible.registerAccessibleInterface(item)
        return item

    def on_screen(self, local: QRect) -> QRect:
        """Give the visible part of a rectangle of the viewport, on the screen."""
        port = self.view.viewport()
        visible = local & port.rect()
        return QRect(port.mapToGlobal(visible.topLeft()), visible.size())

    @override
    def window(self) -> QWindow | None:  # type: ignore[override]
        return self.view.window().windowHandle()

    @override
    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self.view.parent() or self.view.window())

    @override
    def text(self, t: QAccessible.Text) -> str:
        return self.view.accessibleName() if t == QAccessible.Text.Name else ""

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    @override
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self.view.hasFocus()
        state.invisible = not self.view.isVisible()  # it may be under another tab
        return state

    @override
    def rect(self) -> QRect:
        return QRect(self.view.mapToGlobal(QPoint(0, 0)), self.view.size())

    @override
    def childCount(self) -> int:
        return len(self.rows()) + len(self._jump.spots())

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        rows = self.rows()
        if index == len(rows) and self._jump.spots():
            return self._jump_item
        return self.item(rows[index]) if 0 <= index < len(rows) else None

    @override
    def indexOfChild(self, arg__1: QAccessibleInterface) -> int:
        messages, rows = self.view.model.messages, self.rows()
        if arg__1 == self._jump_item:
            return len(rows)
        items = (self._items.get(messages[row].id) for row in rows)
        return next((i for i, item in enumerate(items) if item is not None and item == arg__1), -1)

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        placed = self.view.block_at(self.view.viewport().mapFromGlobal(QPoint(x, y)))
        return self.item(placed.message) if placed else None


def version_words(entry: Entry) -> str:
    """Say which of its versions a message is; nothing where there is one only."""
    if entry.count < 2:
        return ""
    words = translate("Transcript", "version {number} of {count}")
    return words.format(number=entry.position, count=entry.count)


def spoken(message: Message, body: str) -> str:
    """Give what is read out for a message: who speaks, and what."""
    if message.is_question:
        speaker = translate("Transcript", "You")
    else:
        speaker = (
            message.entry.speaker or message.entry.model or translate("Transcript", "Assistant")
        )
    return f"{speaker}: {body[:MAX_NAME]}"
