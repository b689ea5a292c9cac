"""The round button that leads back to the newest words; shown while the end is out of view.

It is painted on the canvas: a widget over the viewport would keep Qt from scrolling by moving
pixels, and every frame would cost a whole repaint.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.ink import draw_icon
from desktop.ui.transcript.surface import Surface

SIZE, ABOVE = 32, 14


def jump_name() -> str:
    """Give the button's name in the interface's language."""
    return translate("Transcript", "Jump to the newest message")


class Jump(QObject):
    """A small round button over the lower edge of the transcript.

    Signals: `pressed()` by the mouse; the End key does the same.
    """

    pressed = Signal()

    def __init__(self, view: Surface) -> None:
        super().__init__(view)
        self._view = view
        self._is_down = self._is_hovered = False
        view.scroller.following.connect(self._on_following)
        view.viewport().installEventFilter(self)

    @property
    def rect(self) -> QRect:
        """Where the button is in the viewport; empty while it is hidden."""
        return self._view.scroller.floating

    def place(self) -> None:
        """Stand in the middle of the column's lower edge, or nowhere."""
        scroller, port = self._view.scroller, self._view.viewport()
        before = scroller.floating
        x = (self._view.width() - SIZE) // 2
        there = QRect(x, port.height() - SIZE - ABOVE, SIZE, SIZE)
        scroller.floating = QRect() if scroller.is_at_end else there
        if before != scroller.floating:
            port.update(before)
            port.update(scroller.floating)

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Draw the button over everything."""
        rect, theme = QRectF(self.rect), self._view.theme
        if rect.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = "pressed" if self._is_down else "hover_on_window" if self._is_hovered else "raised"
        painter.setPen(theme.color("field"))
        painter.setBrush(theme.color(face))
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        draw_icon(painter, theme, ("chevron-down", "text2", 16), rect, ratio)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QHelpEvent) and self.rect.contains(event.pos()):
            words = translate("Transcript", "{name} (End)").format(name=jump_name())
            QToolTip.showText(event.globalPos(), words, self._view.viewport(), self.rect)
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        is_over = self.rect.contains(event.position().toPoint())
        if is_over is not self._is_hovered:
            self._is_hovered = is_over
            self._view.viewport().update(self.rect)
        if event.type() == QEvent.Type.MouseMove:
            if is_over and not event.buttons():
                self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            return is_over and not event.buttons()
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        was_down = self._is_down
        is_press = event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
        self._is_down = is_over and is_press
        self._view.viewport().update(self.rect)
        if was_down and is_over and not is_press:
            self.pressed.emit()
        return self._is_down or was_down

    def _on_following(self, _is_at_end: bool) -> None:
        self.place()
