"""A switch with its words: on or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle

from desktop.core.override import override
from desktop.ui.controls import Words
from desktop.ui.look import Look

_WIDTH_PX, _HEIGHT_PX, _KNOB_PX = 36, 20, 14


class Switch(QCheckBox):
    """A check box that is drawn as a switch."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setFixedHeight(_HEIGHT_PX + 8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font("body"))
        self.setText(self._words())
        self.setAccessibleName(self._words())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_WIDTH_PX + 4 + 8 + words + 2, _HEIGHT_PX + 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, is_on = self._look.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        direction = self.layoutDirection()
        lane = QRect(2, (self.height() - _HEIGHT_PX) // 2, _WIDTH_PX, _HEIGHT_PX)
        box = QRectF(QStyle.visualRect(direction, self.rect(), lane))
        outline = theme.color("ring" if is_on else "control")
        fill = theme.color("accent" if is_on else "control")
        if not self.isEnabled():
            outline = fill = theme.color("field")
        painter.setPen(QPen(outline, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9.5, 9.5)
        at_right = is_on != (direction == Qt.LayoutDirection.RightToLeft)
        x = box.right() - _KNOB_PX - 3 if at_right else box.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if is_on else "knob"))
        painter.drawEllipse(QRectF(x, box.top() + 3, _KNOB_PX, _KNOB_PX))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -3, 1, 3), 13, 13)
        painter.setFont(self.font())
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        room = QRect(lane.right() + 9, 0, self.width() - lane.right() - 9, self.height())
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QStyle.visualRect(direction, self.rect(), room), start, self.text())
        painter.end()
