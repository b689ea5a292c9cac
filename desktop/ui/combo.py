"""A box of choices; apart from the other controls, for an idle window has none."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.look import Look


class ComboBox(QComboBox):
    """One of a few values, with our own arrow: a sheet can only take it away."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(32)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = pixmap(self._look.theme, "chevron-down", "text2", 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 26, (self.height() - 16) // 2, arrow)
        painter.end()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling it must not change a setting."""
        event.ignore()
