"""A quiet button that names what is chosen and opens what can be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Words
from desktop.ui.look import Look

_ICON_PX, _GAP_PX, _PAD_PX = 16, 6, 8


class ChoiceButton(QPushButton):
    """Icon, what is chosen, and an arrow; `name` says to a screen reader what it is for."""

    def __init__(self, look: Look, icon_name: str, name: Words, *, height_px: int = 28) -> None:
        super().__init__()
        self._look, self._icon_name, self._name = look, icon_name, name
        self._words: Words = name
        self.setProperty("kind", "ghost")
        self.setFixedHeight(height_px)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.refresh)
        self.refresh()

    def say(self, words: Words) -> None:
        """Show what is chosen."""
        self._words = words
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        words = self._words()
        self.setFont(self._look.theme.font("body", 500))
        self.setText(words)
        name = self._name()
        self.setAccessibleName(name if words == name else f"{name}: {words}")
        self.setToolTip(self.accessibleName())
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        fixed = 2 * (_ICON_PX + _GAP_PX + _PAD_PX) + 2
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + fixed, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(96, self.sizeHint().width()), self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        theme, dpr = self._look.theme, self.devicePixelRatioF()
        tone = "text2" if self.isEnabled() else "disabled"
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        top = (self.height() - _ICON_PX) // 2
        painter.drawPixmap(_PAD_PX, top, pixmap(theme, self._icon_name, tone, _ICON_PX, dpr))
        right = self.width() - _PAD_PX - _ICON_PX
        painter.drawPixmap(right, top, pixmap(theme, "chevron-down", tone, _ICON_PX, dpr))
        left = _PAD_PX + _ICON_PX + _GAP_PX
        room = self.rect().adjusted(left, 0, -(self.width() - right + _GAP_PX), 0)
        painter.setFont(self.font())
        painter.setPen(theme.color(tone))
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
