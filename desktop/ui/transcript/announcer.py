"""Tells assistive technology what changed on the canvas; silent when nobody listens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)

from desktop.ui.transcript.accessible_items import AccessibleTranscript, version_words
from desktop.ui.transcript.message import Message

_SETTLE_MS = 250


class Announcer(QObject):
    """Tells assistive technology what changed, at most four times a second.

    Signals: `said(words)` what was given to be read aloud.
    """

    said = Signal(str)

    def __init__(self, root: AccessibleTranscript) -> None:
        view = root.view
        super().__init__(view)
        self._view, self._root = view, root
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)
        view.view_changed.connect(self._on_view_changed)
        view.focus.changed.connect(self._on_focus_changed)
        view.model.finished.connect(self._on_finished)
        view.model.reset.connect(self._on_reset)
        self._before: Sequence[Message] = view.model.messages

    def _on_view_changed(self) -> None:
        if QAccessible.isActive() and not self._timer.isActive():
            self._timer.start()

    def _on_settled(self) -> None:
        event = QAccessibleEvent(self._view, QAccessible.Event.ObjectReorder)
        QAccessible.updateAccessibility(event)

    def _on_focus_changed(self) -> None:
        row, spot = self._view.focus.row, self._view.focus.current()
        if row is None or not QAccessible.isActive():
            return
        item: QAccessibleInterface | None = self._root.item(row)
        if spot is not None and item is not None:
            item = item.child(self._view.focus.spots().index(spot)) or item
        if item is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.Focus))

    def _on_finished(self, row: int) -> None:
        if not QAccessible.isActive():
            return
        self._say(self._root.item(row).text(QAccessible.Text.Name))

    def _on_reset(self) -> None:
        """Say which version of a message is on show now, if that is what is new."""
        before, self._before = self._before, self._view.model.messages
        if not QAccessible.isActive():
            return
        row = turned(before, self._before)
        if row is not None:
            item = self._root.item(row)
            kind = QAccessible.Event.DescriptionChanged
            QAccessible.updateAccessibility(QAccessibleEvent(item, kind))
            version = version_words(self._before[row].entry)
            self._say(f"{version}, {item.text(QAccessible.Text.Name)}")

    def _say(self, words: str) -> None:
        event = QAccessibleAnnouncementEvent(self._view, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
        self.said.emit(words)


def turned(before: Sequence[Message], after: Sequence[Message]) -> int | None:
    """Give the row where another version of the same message came on show, None if none did."""
    for row, (old, new) in enumerate(zip(before, after, strict=False)):
        if old.id != new.id:
            is_sibling = old.entry.role is new.entry.role and old.entry.count > 1
            return row if is_sibling and new.entry.count > 1 else None
    return None
