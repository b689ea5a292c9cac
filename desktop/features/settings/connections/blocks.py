"""The parts that the form is built of: a labelled control with its sentence, a pair, a fold."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Field, Label, Words, restyle
from desktop.ui.look import Look

_PAIR_PX = 440
"""A pair of fields narrower than this stands one below the other."""


class Sentence(QWidget):
    """One small sentence below a control: quiet, or with an icon and in colour."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._icon_name, self._tone = look, "", "text3"
        self._icon = QLabel(self)
        self._icon.hide()
        self._label = Label(look, str, "caption", "text3")
        self._label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        look.changed.connect(self._draw)
        self.hide()

    def say(self, words: Words | None, tone: str = "text3", icon_name: str = "") -> None:
        """Show a sentence; None: nothing."""
        self._tone, self._icon_name = tone, icon_name
        restyle(self._label, "tone", tone)
        self._label.say(words or str)
        self.setVisible(bool(self._label.text()))
        self._draw()

    def text(self) -> str:
        """Give what it says."""
        return self._label.text()

    def refresh(self) -> None:
        """Take the words anew."""
        self._label.refresh()
        self.setVisible(bool(self._label.text()))

    def _draw(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            dpr = self.devicePixelRatioF()
            self._icon.setPixmap(pixmap(self._look.theme, self._icon_name, self._tone, 14, dpr))


class Block(QWidget):
    """A control below its label, and below it what there is to say about it."""

    def __init__(
        self, look: Look, words: Words, control: QWidget, hint: Words | None = None
    ) -> None:
        super().__init__()
        self.control, self._hint = control, hint
        self._error: Words | None = None
        label = Label(look, words, "body", "text2", 500)
        label.setBuddy(control)
        label.setMinimumHeight(20)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(label)
        self._head.addStretch()
        self.sentence = Sentence(look)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.column.addLayout(self._head)
        self.column.addWidget(control)
        self.column.addWidget(self.sentence)
        look.changed.connect(self._draw)
        self._draw()

    @property
    def is_wrong(self) -> bool:
        """Tell whether the input is marked."""
        return self._error is not None

    def add_corner(self, widget: QWidget) -> None:
        """Put a small widget at the end of the label's line."""
        self._head.addWidget(widget)

    def mark(self, error: Words | None) -> None:
        """Mark the input as wrong, in words; None: it is as it should be."""
        self._error = error
        if isinstance(self.control, Field):
            self.control.set_error(is_wrong=error is not None)
        self._draw()

    def _draw(self) -> None:
        if self._error is not None:
            self.sentence.say(self._error, "red", "circle-alert")
        else:
            self.sentence.say(self._hint)
        inner = self.control.edit if isinstance(self.control, Field) else self.control
        inner.setAccessibleDescription(self.sentence.text())


class QuietButton(Button):
    """A word as small as a caption that can be pressed, beside a label or a sentence."""

    @override
    def refresh(self) -> None:
        super().refresh()
        self.setFont(self._look.theme.font("caption", 500))
        self.updateGeometry()


class Pair(QWidget):
    """Two blocks side by side, one below the other where there is no room."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        for widget in (first, second):
            self._row.addWidget(widget, 1)
            # A hidden one gives its place away, a short one its height.
            self._row.setAlignment(widget, Qt.AlignmentFlag.AlignTop)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        is_wide = event.size().width() >= _PAIR_PX
        kind = QBoxLayout.Direction
        self._row.setDirection(kind.LeftToRight if is_wide else kind.TopToBottom)
        super().resizeEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        """Give the width of the wider one: the form may become narrower than both together."""
        hints = [
            item.minimumSize()
            for index in range(self._row.count())
            if (item := self._row.itemAt(index)) is not None
        ]
        return QSize(max(hint.width() for hint in hints), super().minimumSizeHint().height())


class FoldButton(QAbstractButton):
    """The heading of a part that opens below it."""

    def __init__(self, look: Look, words: Words, *, is_small: bool = False) -> None:
        super().__init__()
        self._look, self._words, self._is_small = look, words, is_small
        self.setCheckable(True)
        self.setFixedHeight(24 if is_small else 32)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        weight = 400 if self._is_small else 600
        self.setFont(self._look.theme.font("body", weight))
        self.setText(self._words())
        self.setAccessibleName(self._words())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 26, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "text2" if self._is_small else "text"
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        closed = "chevron-left" if is_mirrored else "chevron-right"
        chevron = pixmap(
            theme, "chevron-down" if self.isChecked() else closed, "text2", 16,
            self.devicePixelRatioF(),
        )  # fmt: skip
        middle = (self.height() - 16) // 2

        def placed(rect: QRect) -> QRect:
            return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

        painter.drawPixmap(placed(QRect(0, middle, 16, 16)), chevron)
        painter.setFont(self.font())
        painter.setPen(theme.color(tone))
        room = placed(QRect(22, 0, self.width() - 22, self.height()))
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, start, self.text())
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            width = min(self.sizeHint().width() + 4, self.width())
            ring = placed(QRect(0, 0, width, self.height()))
            painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), 7, 7)
        painter.end()


class Fold(QWidget):
    """A heading and what it opens. Signals: `opened(bool)`."""

    opened = Signal(bool)

    def __init__(
        self, look: Look, words: Words, content: QWidget, *, is_small: bool = False
    ) -> None:
        super().__init__()
        self.button = FoldButton(look, words, is_small=is_small)
        self.content = content
        self.button.toggled.connect(content.setVisible)
        self.button.toggled.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8 if is_small else 12)
        column.addWidget(self.button)
        column.addWidget(content)
        content.hide()

    def unfold(self, *, is_open: bool = True) -> None:
        """Open or close it."""
        self.button.setChecked(is_open)
