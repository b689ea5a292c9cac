"""A field of several lines that grows with what is typed: instructions, schemas."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy

from desktop.core.override import override
from desktop.ui.controls import Words, restyle
from desktop.ui.look import Look
from desktop.ui.theme import Type

_PAD_PX = 7


class TextArea(QFrame):
    """Plain text in a frame that carries the focus ring.

    Signals: `typed(text)`.
    """

    typed = Signal(str)

    def __init__(
        self,
        look: Look,
        name: Words,
        hint: Words = str,
        *,
        lines: tuple[int, int] = (3, 12),
        role: Type = "body",
    ) -> None:
        super().__init__()
        self._look, self._name, self._hint, self._role = look, name, hint, role
        self.setProperty("role", "field")
        self.edit = _Edit(look, lines, role)
        self.edit.focused.connect(self._on_focused)
        self.edit.textChanged.connect(self._on_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, _PAD_PX, 4, _PAD_PX)
        row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        look.changed.connect(self.refresh)
        self.refresh()

    def text(self) -> str:
        """Give what stands there."""
        return self.edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Show another text; nothing is emitted, and what is there already keeps its caret."""
        if text != self.text():
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
            self.edit.fit()

    def set_error(self, *, is_wrong: bool) -> None:
        """Draw the frame red or as usual; the sentence belongs below the field."""
        restyle(self, "state", "error" if is_wrong else "")

    def refresh(self) -> None:
        """Take font and words anew."""
        self.edit.setFont(self._look.theme.font(self._role))
        self.edit.setAccessibleName(self._name())
        self.edit.setPlaceholderText(self._hint())
        self.edit.fit()

    def _on_changed(self) -> None:
        self.typed.emit(self.text())

    def _on_focused(self, is_here: bool) -> None:
        restyle(self, "focused", "true" if is_here else "false")


class _Edit(QPlainTextEdit):
    focused = Signal(bool)

    def __init__(self, look: Look, lines: tuple[int, int], role: Type) -> None:
        super().__init__()
        self._look, self._lines, self._role = look, lines, role
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)

    def fit(self) -> None:
        """Take as many lines as the text has, within bounds."""
        count = self.document().documentLayout().documentSize().height()  # in lines
        shown = min(self._lines[1], max(self._lines[0], math.ceil(count)))
        is_long = count > self._lines[1]
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_long else policy.ScrollBarAlwaysOff
        )
        line = QFontMetricsF(self.font()).lineSpacing()  # whole pixels would cut the last line
        self.setFixedHeight(math.ceil(shown * line) + 2)

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)
