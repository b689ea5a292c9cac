"""A small form over the composer for the places that a prompt leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.prompts import Prompt, Variable
from desktop.ui.controls import Button, Field, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_LABEL_PX = 160
_ROW_PX, _MOST_ROWS = 40, 5


class PromptForm(QWidget):
    """Return goes on to the next field, and from the last one fills; Escape gives up.

    Signals: `filled(values)`: a dict; `closed()` when it is over, filled or not.
    """

    filled = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, prompt: Prompt, asked: Sequence[Variable]) -> None:
        super().__init__()
        self.setAccessibleName(prompt.name)
        card = QFrame()
        card.setProperty("role", "composer")
        self._is_closed = False
        self.fields = {variable.name: _field(look, variable) for variable in asked}
        title = Label(look, lambda: prompt.name, "body", "text", 600)
        insert = Button(look, lambda: translate("Chat", "Insert"), kind="primary", height_px=28)
        insert.clicked.connect(self.fill)
        cancel = Button(look, lambda: translate("Chat", "Cancel"), kind="ghost", height_px=28)
        cancel.clicked.connect(self.close_form)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(cancel)
        head.addWidget(insert)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 8)
        around.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 10, 10, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._rows(look))
        for field in self.fields.values():
            field.entered.connect(self._on_entered)

    def begin(self) -> None:
        """Put the caret into the first field."""
        first = next(iter(self.fields.values()))
        first.edit.setFocus()
        first.edit.selectAll()

    def fill(self) -> None:
        """Give what was filled in."""
        if not self._is_closed:
            values = {name: field.edit.text() for name, field in self.fields.items()}
            self.close_form()
            self.filled.emit(values)

    def close_form(self) -> None:
        """Go away; once."""
        if not self._is_closed:
            self._is_closed = True
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def _rows(self, look: Look) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(self.fields.items()):
            label = Label(look, lambda n=name: n, "body", "text2")  # type: ignore[misc]
            label.setMaximumWidth(_LABEL_PX)
            label.setToolTip(name)
            label.setBuddy(field.edit)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        floor = QWidget()
        floor.setObjectName("scrolled")
        floor.setLayout(grid)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(floor)
        rows = min(len(self.fields), _MOST_ROWS)
        scroll.setFixedHeight(rows * _ROW_PX - 8)
        return scroll

    def _on_entered(self) -> None:
        fields = list(self.fields.values())
        at = next((n for n, field in enumerate(fields) if field.edit.hasFocus()), len(fields) - 1)
        if at + 1 < len(fields):
            fields[at + 1].edit.setFocus(Qt.FocusReason.TabFocusReason)
            fields[at + 1].edit.selectAll()
        else:
            self.fill()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it; Ctrl+Return fills from any field."""
        key = Qt.Key(event.key())
        is_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key is Qt.Key.Key_Escape:
            self.close_form()
        elif is_control and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.fill()
        else:
            super().keyPressEvent(event)


def _field(look: Look, variable: Variable) -> Field:
    field = Field(look, lambda: variable.name)
    field.edit.setText(variable.default)
    field.edit.setMaxLength(10_000)
    return field
