"""A button that looks like a row of a list, for the side panels."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Words
from desktop.ui.look import Look


class RowButton(QAbstractButton):
    """A button that looks like a row of the list: icon, word, and a key or number at the right."""

    def __init__(self, look: Look, icon_name: str, words: Words, meta: str = "") -> None:
        super().__init__()
        self._look, self._icon_name, self._words, self._meta = look, icon_name, words, meta
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.refresh)
        self.refresh()

    def show_meta(self, meta: str) -> None:
        """Show another key or number at the right."""
        self._meta = meta
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        words = self._words()
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({self._meta})" if self._meta else words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, 32)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = "pressed" if self.isDown() else "select" if self.isChecked() else "hover"
        if self.isDown() or self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(surface))
            painter.drawRoundedRect(self.rect(), 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 7, 7)
        tone = "accent_ink" if self.isChecked() else "text2"
        icon = pixmap(theme, self._icon_name, tone, 16, self.devicePixelRatioF())
        painter.drawPixmap(8, 8, icon)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -8, 0), right, self._meta)
        taken = painter.fontMetrics().horizontalAdvance(self._meta) + 8 if self._meta else 0
        painter.setFont(theme.font("body", 500))
        painter.setPen(theme.color("text"))
        room = self.rect().adjusted(32, 0, -8 - taken, 0)
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, words)
        painter.end()
