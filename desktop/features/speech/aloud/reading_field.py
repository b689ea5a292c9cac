"""The text that is read: typed, pasted or dropped; the sentence that is heard is marked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDropEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.core.override import override
from desktop.services.aloud.sentences import Sentence
from desktop.ui.i18n import translate
from desktop.ui.look import Look

MOST = 1_000_000
"""Characters: a day of reading."""
_MOST_FILE_BYTES = 4 * MOST
_SUFFIXES = (".txt", ".md", ".markdown", ".text")


class ReadingField(QPlainTextEdit):
    """Signals: `file_dropped(path)` a file of text; reading it is for others to do."""

    file_dropped = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sentence: Sentence | None = None
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(10)
        self.setProperty("role", "field")
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take words and colours anew."""
        self.setAccessibleName(translate("Aloud", "Text to read"))
        self.setPlaceholderText(translate("Aloud", "Write, paste or drop a text to hear it."))
        self.setFont(self._look.theme.font("body", zoomed=True))
        self.mark(self._sentence)

    def mark(self, sentence: Sentence | None) -> None:
        """Mark what is heard, and bring it into view if what was heard before is."""
        was_seen = self._sentence is None or self._is_seen(self._sentence)
        self._sentence = sentence
        if sentence is None:
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(self._look.theme.color("select"))
        cursor = self._cursor(sentence)
        selection.cursor, selection.format = cursor, look
        self.setExtraSelections([selection])
        if was_seen and not self._is_seen(sentence):
            bar = self.verticalScrollBar()
            line = self.cursorRect(cursor).top() // max(1, self.fontMetrics().lineSpacing())
            bar.setValue(bar.value() + line - 2)

    def place(self) -> int:
        """Give the place of the caret as Python counts."""
        cursor = self.textCursor()
        before = QTextCursor(self.document())
        before.setPosition(cursor.selectionStart(), QTextCursor.MoveMode.KeepAnchor)
        return len(before.selectedText())

    def _cursor(self, sentence: Sentence) -> QTextCursor:
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text[: sentence.start]))
        end = min(_units(text[: sentence.end]), self.document().characterCount() - 1)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _is_seen(self, sentence: Sentence) -> bool:
        return self.viewport().rect().contains(self.cursorRect(self._cursor(sentence)).center())

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        files = [url.toLocalFile() for url in urls if url.isLocalFile()]
        if files and files[0].lower().endswith(_SUFFIXES):
            self.file_dropped.emit(files[0])
            event.acceptProposedAction()
        else:
            super().dropEvent(event)


def read_text(path: str) -> str:
    """Give the text of a dropped file, as far as it can be read aloud; a thread's work.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - what Qt gives is a string
        return file.read(_MOST_FILE_BYTES).decode("utf-8", "replace")[:MOST]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
