"""Large texts to be read, marked and edited: filled in slices, coloured line by line.

1 MB of JSON takes a moment to stand there; meanwhile nothing else waits. Only what is in sight is
coloured.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.tasks import TaskScope
from desktop.features.chat.find.marking import mark
from desktop.ui.controls import Words
from desktop.ui.look import Look
from desktop.ui.transcript.marked import Spans

_SLICE_S, _REST_S = 0.003, 0.004  # between two slices a frame has its turn
_PIECE = 2_000  # characters
_LONGEST_COLORED = 8_000
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
    """JSON, or events as they came.

    Signals: `edited()` by a person's typing; `filled()` a text stands there whole.
    """

    edited = Signal()
    filled = Signal()

    def __init__(self, look: Look, name: Words, scope: TaskScope) -> None:
        super().__init__()
        self._look, self._name, self._scope = look, name, scope
        self._is_editable = False
        self._is_filling, self._wanted = False, ""
        self._is_coloring = False
        self.edit = _Edit()
        self._colors = _Colors(self.edit.document(), look)
        self._hits: tuple[Spans, int | None] | None = None
        self.edit.textChanged.connect(self._on_changed)
        # Not at once: this comes also from within a change of the document.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._color)
        self.edit.updateRequest.connect(lambda: self._soon.start())  # noqa: PLW0108 - it has arguments
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)
        look.changed.connect(self._on_look)
        self._take_look()

    @property
    def is_filling(self) -> bool:
        """Tell whether a part of the text does not stand there yet."""
        return self._is_filling

    @property
    def is_touched(self) -> bool:
        """Tell whether a person has typed into it; also what was undone may count."""
        return not self._is_filling and self.edit.document().isModified()

    def text(self) -> str:
        """Give what stands there."""
        return self.edit.toPlainText()

    def whole_text(self) -> str:
        """Give what stands there, or will in a moment."""
        return self._wanted if self._is_filling else self.text()

    def show_hits(self, spans: Spans, current: int | None) -> None:
        """Mark hits in the whole text, once it stands there."""
        self._hits = (spans, current)
        if not self._is_filling:
            mark(self.edit, self._look.theme, self.text(), spans, current)

    def wipe(self) -> None:
        """Mark no hits any more."""
        self._hits = None
        self.edit.setExtraSelections([])

    def show_text(self, text: str, *, is_editable: bool = False) -> None:
        """Show a text from its beginning; `edited` is not emitted."""
        self._is_editable = is_editable
        self._hits = None
        self._start(text, is_touched=False)

    def _start(self, text: str, *, is_touched: bool) -> None:
        self._is_filling, self._wanted = True, text
        self.edit.setReadOnly(True)
        self._scope.start(f"fill/{id(self)}", self._fill(text, is_touched=is_touched))

    async def _fill(self, text: str, *, is_touched: bool) -> None:
        document = self.edit.document()
        document.setUndoRedoEnabled(False)
        self._colors.is_paused = True
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
        document.setModified(is_touched)
        self._colors.is_paused = False
        self._soon.start()
        self.edit.setReadOnly(not self._is_editable)
        self._is_filling, self._wanted = False, ""
        if self._hits is not None:
            self.show_hits(*self._hits)
        self.filled.emit()

    def _on_changed(self) -> None:
        if not (self._is_filling or self._is_coloring):
            self.edited.emit()

    def _color(self) -> None:
        """Colour the lines in sight that are not yet: a long one takes a moment."""
        if self._colors.is_paused:
            return
        until = time.perf_counter() + _SLICE_S
        block, bottom = self.edit.firstVisibleBlock(), self.edit.viewport().height()
        offset = self.edit.contentOffset()
        while block.isValid() and (
            self.edit.blockBoundingGeometry(block).translated(offset).top() <= bottom
        ):
            if not block.layout().formats():
                self._is_coloring = True  # Qt tells of it as if somebody had typed
                self._colors.rehighlightBlock(block)
                self._is_coloring = False
                if time.perf_counter() > until:
                    self._soon.start()
                    return
            block = block.next()

    def _on_look(self) -> None:
        self._take_look()
        text = self._wanted if self._is_filling else self.text()
        if text:
            self._start(text, is_touched=self.is_touched)

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


class _Colors(QSyntaxHighlighter):
    """Colours JSON; no token goes over the end of a line, so each line stands for itself."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self._formats: dict[str, QTextCharFormat] = {}
        self.is_paused = False

    def take_look(self) -> None:
        """Take the colours anew; what stands there keeps its old ones until it is filled again."""
        for name, token in _COLORS.items():
            form = QTextCharFormat()
            form.setForeground(self._look.theme.color(token))
            self._formats[name] = form

    @override
    def highlightBlock(self, text: str) -> None:
        if self.is_paused:
            return
        is_wide = not text.isascii() and max(text) > "\uffff"
        for match in _TOKENS.finditer(text, 0, _LONGEST_COLORED):
            name = match.lastgroup or ""
            start, end = match.span(name)
            if is_wide:  # Qt counts in halves of surrogate pairs
                start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, end))
            self.setFormat(start, end - start, self._formats[name])
