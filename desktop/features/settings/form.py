"""The parts of a settings page: a heading, labelled fields, choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.controls import ComboBox, Label, Words
from desktop.ui.look import Look

COLUMN_PX = 640


class Page(QWidget):
    """A column of settings under a heading, at most 640 px wide."""

    def __init__(self, look: Look, heading: Words) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget()
        inner.setMaximumWidth(COLUMN_PX)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(16)
        self.column.addWidget(Label(look, heading, "title", "text", 600))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 1000)
        row.addStretch(1)

    def add_field(self, words: Words, control: QWidget, hint: Words | None = None) -> None:
        """Add a control below its label, with a quiet sentence under it."""
        block = QVBoxLayout()
        block.setSpacing(6)
        label = Label(self.look, words, "body", "text2", 500)
        label.setBuddy(control)
        block.addWidget(label)
        block.addWidget(control)
        if hint is not None:
            sentence = Label(self.look, hint, "caption", "text3")
            sentence.setWordWrap(True)
            block.addWidget(sentence)
        self.column.addLayout(block)


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
        self.setCurrentIndex(max(0, self.findData(current)))
        self.activated.connect(lambda _row: self.picked.emit(self.currentData()))
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        self.setFont(self._look.theme.font())
        self.setAccessibleName(self._name())
        for row, (_value, words) in enumerate(self._options):
            self.setItemText(row, words())
