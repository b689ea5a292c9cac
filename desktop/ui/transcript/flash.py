"""Shows a message that somebody looked for: brings it into view and marks it for a moment."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter

from desktop.ui.transcript.layout import Anchor
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.walk import Placed, settle

SHOWN_MS = 1200
_ABOVE, _SIDE = 6, 12  # a sixth of the port above; pixels beside


class Flash(QObject):
    """The tint behind one message; it goes by itself."""

    def __init__(self, view: Surface) -> None:
        super().__init__(view)
        self._view = view
        self._message_id: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._end)

    def show(self, message_id: int) -> None:
        """Scroll to a message, if it is on show, and mark it."""
        view = self._view
        view.flush()
        row = view.model.row_of(message_id)
        if row is None:
            return
        above = view.viewport().height() // _ABOVE
        anchor = settle(view.layouts, Anchor(row, 0, 0), -above)
        view.scroller.move(anchor, may_follow=True)
        self._message_id = message_id
        self._timer.start()
        view.viewport().update()

    def paint(self, painter: QPainter, placed: Placed) -> None:
        """Draw the tint below a block of the marked message."""
        if self._message_id is None or placed.view.setting.message.id != self._message_id:
            return
        view = self._view
        rect = QRectF(view.rect_of(placed)).adjusted(-_SIDE, -placed.head / 2, _SIDE, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(view.theme.color("select"))
        painter.drawRect(rect)

    def _end(self) -> None:
        self._message_id = None
        self._view.viewport().update()
