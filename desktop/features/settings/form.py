"""The parts of a settings page: a heading, sections, labelled fields; each can be found and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.settings.search import Term
from desktop.ui.combo import ComboBox
from desktop.ui.controls import Button, Label, Words
from desktop.ui.i18n import source_words
from desktop.ui.look import Look

COLUMN_PX = 640
_LIT_MS, _FADE_MS = 1_400, 160
_Layout = TypeVar("_Layout", bound=QLayout)


class Page(QWidget):
    """A column of settings under a heading, at most 640 px wide.

    What `add_field` adds is found by the search of the window without any more doing.
    """

    def __init__(self, look: Look, heading: Words) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._terms: dict[str, Term] = {}
        self._fields: dict[str, tuple[QWidget, QWidget]] = {}  # key: (block, control)
        self._lit = _Lit(look)
        self._lit.setMaximumWidth(COLUMN_PX)
        self.column = QVBoxLayout(self._lit)
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(16)
        self.column.addWidget(Label(look, heading, "title", "text", 600))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._lit, 1000)
        row.addStretch(1)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What can be found here."""
        return tuple(self._terms.values())

    def add_section(self, words: Words) -> None:
        """Begin a group of fields with a heading of its own."""
        if self.column.count() > 1:
            self.column.addSpacing(8)
        self.column.addWidget(Label(self.look, words, "body", "text", 600))

    def add_field(
        self, words: Words, control: QWidget, hint: Words | None = None, *, key: str = ""
    ) -> None:
        """Add a control below its label, with a quiet sentence under it."""
        block = QWidget()
        column = _bare(QVBoxLayout(block), 6)
        column.addWidget(self._label(words, control))
        column.addWidget(control)
        if hint is not None:
            column.addWidget(self._hint(hint))
        self.column.addWidget(block)
        self.keep(self._term(words, hint, key), block, control)

    def add_buttons(
        self, buttons: Mapping[str, tuple[Words, Button]], hint: Words | None = None
    ) -> None:
        """Add a line of buttons, each with its key and words, with a quiet sentence under it."""
        block = QWidget()
        column = _bare(QVBoxLayout(block), 6)
        line = _bare(QHBoxLayout(), 8)
        for key, (words, button) in buttons.items():
            line.addWidget(button)
            self.keep(self._term(words, hint, key), block, button)
        line.addStretch()
        column.addLayout(line)
        if hint is not None:
            column.addWidget(self._hint(hint))
        self.column.addWidget(block)

    def add_row(self, term: Term, control: QWidget, hint: Words | None, end: QWidget) -> None:
        """Add a control beside its label, for what is small; `end` stands at the right edge."""
        block = QWidget()
        row = _bare(QHBoxLayout(block), 8)
        left = _bare(QVBoxLayout(), 2)
        left.addWidget(self._label(term.title, control, "text"))
        if hint is not None:
            left.addWidget(self._hint(hint))
        row.addLayout(left, 1)
        row.addSpacing(8)
        row.addWidget(control)
        row.addWidget(end)
        self.column.addWidget(block)
        self.keep(term, block, control)

    def reveal(self, key: str) -> QWidget | None:
        """Light a field up for a moment; give the control that takes the focus, None: no such key."""
        if key not in self._fields:
            return None
        block, control = self._fields[key]
        self._lit.light(block)
        return control

    def keep(self, term: Term, block: QWidget, control: QWidget) -> None:
        """Let something that was added to the column be found: what lights up, what is focused."""
        self._terms[term.key] = term
        self._fields[term.key] = (block, control)

    @staticmethod
    def _term(words: Words, hint: Words | None, key: str) -> Term:
        with source_words():
            return Term(key or words(), words, (hint,) if hint else ())

    def _label(self, words: Words, control: QWidget, tone: str = "text2") -> Label:
        label = Label(self.look, words, "body", tone, 500)
        label.setBuddy(control)
        label.setWordWrap(True)
        return label

    def _hint(self, words: Words) -> Label:
        sentence = Label(self.look, words, "caption", "text3")
        sentence.setWordWrap(True)
        return sentence


class _Lit(QWidget):
    """The column, with one of its blocks in a light of its own for a moment."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._block: QWidget | None = None
        self._strength = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fade)
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.valueChanged.connect(self._set_strength)

    def light(self, block: QWidget) -> None:
        """Light up one block, instead of the one before."""
        self._animation.stop()
        self._block = block
        self._set_strength(1.0)
        self._timer.start(_LIT_MS)

    def _fade(self) -> None:
        duration = self._look.motion_ms(_FADE_MS)
        if duration and self.isVisible():
            self._animation.setDuration(duration)
            self._animation.start()
        else:
            self._set_strength(0.0)

    def _set_strength(self, strength: object) -> None:
        self._strength = float(str(strength))
        self.update()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._animation.stop()
        self._set_strength(0.0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._block is None or not self._strength:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.color("select", self._strength))
        painter.drawRoundedRect(QRectF(self._block.geometry()).adjusted(-12, -8, 12, 8), 8, 8)
        painter.end()


class Choice(ComboBox):
    """One of a few values. Signals: `picked(value)` by the person."""

    picked = Signal(object)

    def __init__(
        self, look: Look, name: Words, options: Sequence[tuple[object, Words]], current: object
    ) -> None:
        super().__init__(look)
        self._name, self._options = name, options
        for value, words in options:
            self.addItem(words(), value)
        self.show_value(current)
        self.activated.connect(lambda _row: self.picked.emit(self.currentData()))
        look.changed.connect(self.refresh)
        self.refresh()

    def show_value(self, value: object) -> None:
        """Show another value as the chosen one; nothing is emitted."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def offer(self, options: Sequence[tuple[object, Words]]) -> None:
        """Give other values to choose from; the chosen one stays where it is among them."""
        current, self._options = self.currentData(), options
        self.clear()
        for value, words in options:
            self.addItem(words(), value)
        self.show_value(current)

    def refresh(self) -> None:
        """Take the words anew."""
        self.setFont(self._look.theme.font())
        self.setAccessibleName(self._name())
        for row, (_value, words) in enumerate(self._options):
            self.setItemText(row, words())


def _bare(layout: _Layout, spacing: int) -> _Layout:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout
