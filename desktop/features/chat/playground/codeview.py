"""Large texts to be read, searched and edited: filled in slices, coloured line by line.

1 MB of JSON takes a second to stand there; meanwhile nothing else waits.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.tasks import TaskScope
from desktop.ui.controls import Field, IconButton, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_SLICE_S, _REST_S = 0.003, 0.004  # between two slices a frame has its turn
_PIECE = 2_000  # characters
_LONGEST_COLORED = 8_000
_MOST_COUNTED = 9_999
_TOKENS = re.compile(
    r'(?P<name>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*")'
    r"|(?P<number>-?\b\d[\d.eE+-]*)|(?P<word>\b(?:true|false|null)\b)"
    r"|^(?P<field>data|event|id|retry)(?=:)|^(?P<note>:.*)"
)
_COLORS = {
    "name": "code_fn",
    "text": "code_str",
    "number": "code_num",
    "word": "code_kw",
    "field": "code_kw",
    "note": "code_com",
}


class CodeView(QWidget):
    """JSON, or events as they came, with a line to search in it.

    Signals: `edited()` by a person's typing.
    """

    edited = Signal()

    def __init__(self, look: Look, name: Words, scope: TaskScope) -> None:
        super().__init__()
        self._look, self._name, self._scope = look, name, scope
        self._is_editable = False
        self._is_filling, self._wanted = False, ""
        self.edit = _Edit()
        self._colors = _Colors(self.edit.document(), look)
        self.finder = _Finder(look, self)
        self.finder.hide()
        self.edit.textChanged.connect(self._on_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.finder)
        column.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)
        look.changed.connect(self._on_look)
        self._take_look()

    @property
    def is_filling(self) -> bool:
        """Tell whether a part of the text does not stand there yet."""
        return self._is_filling

    def text(self) -> str:
        """Give what stands there."""
        return self.edit.toPlainText()

    def show_text(self, text: str, *, is_editable: bool = False) -> None:
        """Show a text from its beginning; `edited` is not emitted."""
        self._is_editable = is_editable
        self._is_filling, self._wanted = True, text
        self.edit.setReadOnly(True)
        self._scope.start(f"fill/{id(self)}", self._fill(text))

    async def _fill(self, text: str) -> None:
        document = self.edit.document()
        document.setUndoRedoEnabled(False)
        self.edit.clear()
        cursor = QTextCursor(document)
        until = time.perf_counter() + _SLICE_S
        for piece in _pieces(text):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(piece)
            if time.perf_counter() > until:
                await asyncio.sleep(_REST_S)
                until = time.perf_counter() + _SLICE_S
        document.setUndoRedoEnabled(True)
        self.edit.setReadOnly(not self._is_editable)
        self._is_filling, self._wanted = False, ""
        if not self.finder.isHidden():
            self.finder.look()

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.edited.emit()

    def _on_look(self) -> None:
        self._take_look()
        text = self._wanted if self._is_filling else self.text()
        if text:
            self.show_text(text, is_editable=self._is_editable)

    def _take_look(self) -> None:
        self._colors.take_look()
        self.edit.setFont(self._look.theme.font("code"))
        self.edit.setAccessibleName(self._name())


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into pieces that take a moment each, at the ends of lines."""
    start = 0
    while start < len(text):
        stop = text.find("\n", start + _PIECE)
        stop = len(text) if stop < 0 else stop + 1
        yield text[start:stop]
        start = stop


class _Edit(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(12)
        self.setViewportMargins(12, 0, 0, 0)  # in line with what stands above
        self.viewport().setAutoFillBackground(False)
        flags = Qt.TextInteractionFlag
        self._reading = flags.TextSelectableByMouse | flags.TextSelectableByKeyboard

    @override
    def setReadOnly(self, is_read_only: bool) -> None:
        super().setReadOnly(is_read_only)
        if is_read_only:  # Qt takes the caret away, and with it reading by keys
            self.setTextInteractionFlags(self._reading)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape to the playground."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Finder(QFrame):
    """A line above a text: what is searched, how often it is there, forward and back."""

    def __init__(self, look: Look, view: CodeView) -> None:
        super().__init__()
        self._view, self._count = view, 0
        self._query = Field(
            look,
            lambda: translate("Playground", "Find in this text"),
            lambda: translate("Playground", "Find in this text"),
            icon_name="search",
            role="search",
        )
        self._query.changed.connect(self.look)
        self._query.entered.connect(self._next)
        self._says = Label(look, self._words, "caption", "text2")
        back = IconButton(
            look, "chevron-left", lambda: translate("Playground", "Previous"), size_px=28
        )
        back.clicked.connect(lambda: self._go(is_back=True))
        onward = IconButton(
            look, "chevron-right", lambda: translate("Playground", "Next"), size_px=28
        )
        onward.clicked.connect(self._next)
        close = IconButton(look, "x", lambda: translate("Playground", "Close"), size_px=28)
        close.clicked.connect(self.close_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._query, 1)
        for widget in (self._says, back, onward, close):
            row.addWidget(widget)

    def open(self) -> None:
        """Show the line with what is selected, and let it be typed into."""
        selected = self._view.edit.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._query.edit.setText(selected)
        self.show()
        self._query.edit.selectAll()
        self._query.setFocus()
        self.look()

    def close_line(self) -> None:
        """Hide the line; the text has the focus again."""
        self.hide()
        self._view.edit.setFocus()

    def look(self) -> None:
        """Count anew, and go to the next place."""
        query = self._query.edit.text()
        self._count = self._view.text().casefold().count(query.casefold()) if query else 0
        self._says.refresh()
        if self._count:
            cursor = self._view.edit.textCursor()
            cursor.setPosition(cursor.selectionStart())
            self._view.edit.setTextCursor(cursor)
            self._next()

    def _next(self) -> None:
        self._go(is_back=False)

    def _go(self, *, is_back: bool) -> None:
        query, edit = self._query.edit.text(), self._view.edit
        if not query or not self._count:
            return
        flag = QTextDocument.FindFlag.FindBackward if is_back else QTextDocument.FindFlag(0)
        pattern = QRegularExpression(
            QRegularExpression.escape(query),
            QRegularExpression.PatternOption.CaseInsensitiveOption,
        )
        if not edit.find(pattern, flag):  # once around
            move = QTextCursor.MoveOperation
            edit.moveCursor(move.End if is_back else move.Start)
            edit.find(pattern, flag)

    def _words(self) -> str:
        if not self._query.edit.text():
            return ""
        return translate("Playground", "%n place(s)", "", min(self._count, _MOST_COUNTED))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the line, not the playground; Shift+Return goes back."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.close_line()
        else:
            super().keyPressEvent(event)


class _Colors(QSyntaxHighlighter):
    """Colours JSON; no token goes over the end of a line, so each line stands for itself."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self._formats: dict[str, QTextCharFormat] = {}

    def take_look(self) -> None:
        """Take the colours anew; what stands there keeps its old ones until it is filled again."""
        for name, token in _COLORS.items():
            form = QTextCharFormat()
            form.setForeground(self._look.theme.color(token))
            self._formats[name] = form

    @override
    def highlightBlock(self, text: str) -> None:
        is_wide = not text.isascii() and max(text) > "\uffff"
        for match in _TOKENS.finditer(text, 0, _LONGEST_COLORED):
            name = match.lastgroup or ""
            start, end = match.span(name)
            if is_wide:  # Qt counts in halves of surrogate pairs
                start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, end))
            self.setFormat(start, end - start, self._formats[name])
