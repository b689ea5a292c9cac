"""Looking for words in a transcript: the bar, and what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.controls import Field, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_MOST_CHARACTERS, _COUNT_PX = 200, 72
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def hits_in(texts: Iterable[str], wanted: str) -> list[tuple[int, int, int]]:
    """Give where words stand, capitals or not: row, start, length."""
    if not wanted.strip():
        return []
    shape = re.compile(re.escape(wanted), re.IGNORECASE)
    return [
        (row, found.start(), found.end() - found.start())
        for row, text in enumerate(texts)
        for found in shape.finditer(text)
    ]


class FindBar(QWidget):
    """Signals: `sought(text)`; `stepped(by)`; `closed()`."""

    sought = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.field = Field(look, _name, _name, icon_name="search", role="search")
        self.field.edit.setMaxLength(_MOST_CHARACTERS)
        self.field.setMaximumWidth(320)
        self.field.changed.connect(self.sought)
        self._found = (0, 0)
        self.count = Label(look, self._words, "caption", "text2")
        self.count.setMinimumWidth(_COUNT_PX)
        self.previous = IconButton(
            look, "chevron-up", lambda: translate("Find", "Previous hit"), size_px=28
        )
        self.next = IconButton(
            look, "chevron-down", lambda: translate("Find", "Next hit"), size_px=28
        )
        close = IconButton(look, "x", lambda: translate("Find", "Close"), size_px=28)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(8)
        for widget in (self.field, self.count, self.previous, self.next):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(close)
        self.hide()

    def say(self, number: int, count: int) -> None:
        """Show which hit of how many is the current one."""
        self._found = (number, count)
        self.count.refresh()
        self.field.set_error(is_wrong=not count and bool(self.field.text()))
        for button in (self.previous, self.next):
            button.setEnabled(count > 0)

    def _words(self) -> str:
        number, count = self._found
        if count:
            words = translate("Transcript", "{number} of {count}")
            return words.format(number=number, count=count)
        return translate("Transcript", "Not found") if self.field.text() else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in _ENTER:
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if is_back else 1)
        else:
            super().keyPressEvent(event)


def _name() -> str:
    return translate("Transcript", "Find in this transcript")
