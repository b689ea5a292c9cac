"""The text of one line while it is changed, where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class LineEditor(QTextEdit):
    """Return keeps the text, Escape leaves it as it was.

    Signals: `kept(text)`; `left()` without a change; `split(text, at)` with Ctrl+Return;
    `merged(text, by)` with Backspace at the beginning (-1) or Delete at the end (1).
    """

    kept = Signal(str)
    left = Signal()
    split = Signal(str, int)
    merged = Signal(str, int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        theme = look.theme
        self._line_px = theme.px(theme.line("reading"))
        self.is_over = False  # whether it was kept or left: losing the focus says nothing then
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font("reading", zoomed=True))
        self.document().setDocumentMargin(0)
        self.setViewportMargins(0, 0, 0, 0)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(off)
        self.setStyleSheet(
            f"QTextEdit {{ background: {theme.hex('raised')}; border: 2px solid {theme.hex('ring')};"
            f" border-radius: 6px; padding: 0 4px; color: {theme.hex('text')}; }}"
        )
        self.setAccessibleName(translate("Transcript", "Text of this line"))

    def text(self) -> str:
        """Give what it holds, in one line."""
        return self.toPlainText().replace("\n", " ")

    @override
    def setPlainText(self, text: str) -> None:
        super().setPlainText(text)
        shape = QTextBlockFormat()
        shape.setLineHeight(self._line_px, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(shape)
        self.document().clearUndoRedoStacks()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, cursor = Qt.Key(event.key()), self.textCursor()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _ENTER:
            self._end(is_control)
        elif key is Qt.Key.Key_Escape:
            self.is_over = True
            self.left.emit()
        elif key is Qt.Key.Key_Backspace and cursor.atStart() and not cursor.hasSelection():
            self.is_over = True
            self.merged.emit(self.text(), -1)
        elif key is Qt.Key.Key_Delete and cursor.atEnd() and not cursor.hasSelection():
            self.is_over = True
            self.merged.emit(self.text(), 1)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        is_menu = event.reason() is Qt.FocusReason.PopupFocusReason
        if not self.is_over and not is_menu and self.window().isActiveWindow():
            self.is_over = True
            self.kept.emit(self.text())

    def _end(self, is_split: bool) -> None:
        self.is_over = True
        if is_split:
            self.split.emit(self.text(), self.textCursor().position())
        else:
            self.kept.emit(self.text())
