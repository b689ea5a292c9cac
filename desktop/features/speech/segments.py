"""A few pages side by side, of which one is on show: its name stands in a lane with the others."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout

from desktop.core.override import override
from desktop.ui.controls import Words
from desktop.ui.look import Look

_HEIGHT_PX, _INSET_PX, _PAD_PX = 32, 3, 12
_NEXT = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Segment(QAbstractButton):
    """One name; raised while its page is on show."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font("body", 500))
        self.setText(self._words())
        self.setAccessibleName(self.text())
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PAD_PX
        return QSize(width, _HEIGHT_PX - 2 * _INSET_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next page with the arrows, as in every group of which one is chosen."""
        step, lane = _NEXT.get(Qt.Key(event.key())), self.parentWidget()
        if step is None or not isinstance(lane, Segments):
            super().keyPressEvent(event)
        else:
            lane.step(step)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, box = self._look.theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(QPen(theme.color("field"), 1))
            painter.setBrush(theme.color("raised"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        is_strong = self.isChecked() or self.underMouse()
        painter.setPen(theme.color("text" if is_strong else "text2"))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class Segments(QFrame):
    """Signals: `chosen(id)` when a person presses one, also the one that is on show."""

    chosen = Signal(str)

    def __init__(self, look: Look, name: Words, choices: dict[str, Words]) -> None:
        super().__init__()
        self._name = name
        self.setProperty("role", "segment")
        self.setFixedHeight(_HEIGHT_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(_INSET_PX, _INSET_PX, _INSET_PX, _INSET_PX)
        row.setSpacing(0)
        self.buttons: dict[str, QAbstractButton] = {}
        for key, words in choices.items():
            button = self.buttons[key] = _Segment(look, words)
            button.clicked.connect(lambda _is_on, key=key: self.chosen.emit(key))
            row.addWidget(button)
        look.changed.connect(self._refresh)
        self._refresh()

    def select(self, key: str) -> None:
        """Show another one as chosen, without announcing it."""
        self.buttons[key].setChecked(True)

    def step(self, by: int) -> None:
        """Choose the next one, or the one before."""
        keys = list(self.buttons)
        now = next(at for at, button in enumerate(self.buttons.values()) if button.isChecked())
        button = self.buttons[keys[(now + by) % len(keys)]]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

    def _refresh(self) -> None:
        self.setAccessibleName(self._name())
