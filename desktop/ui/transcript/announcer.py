"""Tells assistive technology what changed on the canvas; silent when nobody listens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)

from desktop.ui.transcript.accessible_items import AccessibleTranscript

_SETTLE_MS = 250


class Announcer(QObject):
    """Tells assistive technology what changed, at most four times a second."""

    def __init__(self, root: AccessibleTranscript) -> None:
        view = root.view
        super().__init__(view)
        self._view, self._root = view, root
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)
        view.view_changed.connect(self._on_view_changed)
        view.focus.changed.connect(self._on_focus_changed)
        view.model.finished.connect(self._on_finished)

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
        item = self._root.item(row)
        event = QAccessibleAnnouncementEvent(self._view, item.text(QAccessible.Text.Name))
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
