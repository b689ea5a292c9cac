"""One of several, drawn in the colours of the theme: the style's own dot is not seen in the dark."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QStyle

from desktop.core.override import override
from desktop.ui.look import Look

_BOX_PX, _DOT_PX, _GAP_PX, _HEIGHT_PX = 16, 8, 8, 24


class Radio(QRadioButton):
    """A round box and its words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(_HEIGHT_PX)

    @override
    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_BOX_PX + _GAP_PX + words + 4, _HEIGHT_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, direction = self._look.theme, self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lane = QRect(2, (_HEIGHT_PX - _BOX_PX) // 2, _BOX_PX, _BOX_PX)
        box = QRectF(QStyle.visualRect(direction, self.rect(), lane)).adjusted(0.5, 0.5, -0.5, -0.5)
        is_on = self.isChecked()
        painter.setPen(QPen(theme.color("ring" if is_on else "control"), 1))
        painter.setBrush(theme.color("accent" if is_on else "raised"))
        painter.drawEllipse(box)
        if is_on:
            inset = (_BOX_PX - _DOT_PX) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-1.5, -1.5, 1.5, 1.5))
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        painter.setFont(self.font())
        words = QRect(lane.right() + _GAP_PX + 1, 0, self.width(), _HEIGHT_PX)
        words.setRight(self.width())
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QStyle.visualRect(direction, self.rect(), words), start, self.text())
        painter.end()
