"""A row of words, one of them chosen: which page is on show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.controls import Words
from desktop.ui.look import Look

_HEIGHT_PX = 36


class Tabs(QWidget):
    """Tab reaches the chosen one, the arrows the others. Signals: `chosen(index)`."""

    chosen = Signal(int)

    def __init__(self, look: Look, words: Sequence[Words]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._on_toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons = tuple(_Tab(look, one) for one in words)
        for number, button in enumerate(self.buttons):
            self._group.addButton(button, number)
            row.addWidget(button)
        self.choose(0)

    @property
    def current(self) -> int:
        """Which one is chosen."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Choose one of them."""
        self.buttons[number].setChecked(True)

    def _on_toggled(self, number: int, is_on: bool) -> None:
        policy = Qt.FocusPolicy
        self.buttons[number].setFocusPolicy(policy.StrongFocus if is_on else policy.ClickFocus)
        if is_on:
            self.chosen.emit(number)


class _Tab(QAbstractButton):
    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        self.setFont(self._look.theme.font("body", 500))
        self.setText(self._words())
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 24, _HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        if self.underMouse() and not self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        painter.setFont(self.font())
        painter.setPen(theme.color("text" if self.isChecked() else "text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            line = QRectF(12, self.height() - 2, self.width() - 24, 2)
            painter.fillRect(line, theme.color("ring"))
        painter.end()
