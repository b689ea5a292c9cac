"""The chips that narrow a search: one of several values in a menu, or a yes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look

HEIGHT_PX = 28
_PAD_PX, _ICON_PX, _GAP_PX = 10, 14, 4
_ALIGN = Qt.AlignmentFlag

Option: TypeAlias = tuple[object, Words]
"""A value and its words."""


class _Chip(QAbstractButton):
    """A pill: quiet while it does not narrow, filled while it does."""

    def __init__(self, look: Look, words: Words, icon_name: str = "") -> None:
        super().__init__()
        self._look, self._words, self._icon_name = look, words, icon_name
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.refresh)

    @property
    def is_on(self) -> bool:
        """Whether it narrows the search."""
        return self.isChecked()

    def refresh(self) -> None:
        """Take the words anew."""
        self.setText(self._words())
        self.setAccessibleName(self._spoken())
        self.updateGeometry()
        self.update()

    def _spoken(self) -> str:
        return self._words()

    @override
    def sizeHint(self) -> QSize:
        font = self._look.theme.font("caption", 500)
        self.setFont(font)
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PAD_PX
        return QSize(width + (_ICON_PX + _GAP_PX if self._icon_name else 0), HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = "select" if self.is_on else "hover" if self.underMouse() else "raised"
        painter.setBrush(theme.color(fill))
        painter.setPen(QPen(theme.color("select" if self.is_on else "field"), 1))
        painter.drawRoundedRect(rect, 13.5, 13.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 13, 13)
        tone = "accent_ink" if self.is_on else "text2"
        painter.setFont(theme.font("caption", 500))
        painter.setPen(theme.color("text" if self.is_on else "text2"))
        room = self.rect().adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        painter.drawText(room, _ALIGN.AlignLeft | _ALIGN.AlignVCenter, self.text())
        if self._icon_name:
            drawn = pixmap(theme, self._icon_name, tone, _ICON_PX, self.devicePixelRatioF())
            place = QPoint(room.right() - _ICON_PX + 3, (HEIGHT_PX - _ICON_PX) // 2)
            painter.drawPixmap(place, drawn)
        painter.end()


class Toggle(_Chip):
    """A yes or no. Signals: `toggled(bool)`, Qt's own."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words)
        self.setCheckable(True)
        self.refresh()


class Choice(_Chip):
    """One of several values; the first one does not narrow. Signals: `changed()` by the person."""

    changed = Signal()

    def __init__(
        self, look: Look, name: Words, options: Callable[[], Sequence[Option]], first: object
    ) -> None:
        super().__init__(look, self._shown, "chevron-down")
        self._name, self._options, self._first = name, options, first
        self.value = first
        self.clicked.connect(self.pop_up)
        self.refresh()

    @property
    @override
    def is_on(self) -> bool:
        return self.value != self._first

    def become(self, value: object) -> None:
        """Show another value; nothing is emitted."""
        self.value = value
        self.refresh()

    def pop_up(self) -> None:
        """Open the menu of values."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for value, words in self._options():
            action = menu.addAction(words(), functools.partial(self._take, value))
            action.setCheckable(True)
            action.setChecked(value == self.value)
            group.addAction(action)
        menu.setActiveAction(next((a for a in menu.actions() if a.isChecked()), menu.actions()[0]))
        menu.popup(self.mapToGlobal(QPoint(0, HEIGHT_PX + 2)))

    def _take(self, value: object) -> None:
        self.become(value)
        self.changed.emit()

    def _shown(self) -> str:
        if not self.is_on:
            return self._name()
        return next((words() for value, words in self._options() if value == self.value), "…")

    @override
    def _spoken(self) -> str:
        chosen = next((words() for value, words in self._options() if value == self.value), "")
        return translate("Palette", "{name}: {value}").format(name=self._name(), value=chosen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pop_up()
        else:
            super().keyPressEvent(event)
