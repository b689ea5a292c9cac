"""The field in which a person writes: it grows, knows what Return means, and what is no text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from desktop.core.override import override
from desktop.ui.composer.trigger import Trigger, find
from desktop.ui.look import Look

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

MAX_LINES = 10
_RETURNS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_AT_WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_ANYWHERE = QTextOption.WrapMode.WrapAnywhere
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{2000}")
"""A word, such as base64, for which Qt looks for a break at every line: 1 MB would take 50 s."""


class Editor(QPlainTextEdit):
    """Plain text that knows what Return means here.

    QTextEdit would take 0.5 s for a megabyte of lines, this takes 0.03 s.

    `paste_limit` is how many characters may be pasted as text; 0: any number. `take_key` sees every
    key before the editor does, and says whether it was taken.

    Signals: `submitted()` when the person asks to send; `steered()` by the keys that send though an
    answer is being made; `focus_changed(bool)`; `offered(Offered)` when files, a picture or a long
    text are pasted; `triggered(Trigger | None)` when what is typed at the caret asks for a list of
    things to put there, or no longer does.
    """

    submitted = Signal()
    steered = Signal()
    focus_changed = Signal(bool)
    offered = Signal(object)
    triggered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.enter_sends = True
        self.paste_limit = 0
        self.take_key: Callable[[QKeyEvent], bool] | None = None
        self._trigger: Trigger | None = None
        self._is_composing = False
        self._min_lines = 1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(_AT_WORDS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.cursorPositionChanged.connect(self._look_for_trigger)
        self.textChanged.connect(self._look_for_trigger)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take the font anew."""
        self.setFont(self._look.theme.font("reading", zoomed=True))
        self._fit()

    def replace_text(self, text: str) -> None:
        """Show another text, the caret at its end."""
        is_unbroken = bool(_UNBROKEN.search(text))
        if is_unbroken:
            self.setWordWrapMode(_ANYWHERE)
        self.setPlainText(text)
        if not is_unbroken:  # not before: the old text would be laid out once more
            self.setWordWrapMode(_AT_WORDS)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def has_words(self) -> bool:
        """Tell whether there is more than blanks, without a copy of a long text at every key."""
        block = self.document().firstBlock()
        while block.isValid() and not block.text().strip():
            block = block.next()
        return block.isValid()

    def set_min_lines(self, count: int) -> None:
        """Keep room for so many lines, also when there is less text."""
        self._min_lines = count
        self._fit()

    def insert_text(self, text: str) -> None:
        """Put a text, which may be long, where the caret is; Ctrl+Z takes it out."""
        if _UNBROKEN.search(text):
            self.setWordWrapMode(_ANYWHERE)
        self.insertPlainText(text)
        self.ensureCursorVisible()

    def replace_trigger(self, trigger: Trigger, text: str) -> None:
        """Put `text` in the place of what was typed to ask for it."""
        cursor = self.textCursor()
        cursor.setPosition(trigger.start)
        cursor.setPosition(trigger.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.insert_text(text)

    def _look_for_trigger(self) -> None:
        found = None if self._is_composing else find(self.textCursor())
        if found != self._trigger:
            self._trigger = found
            self.triggered.emit(found)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        wanted, most = self._text_height(MAX_LINES * line), MAX_LINES * line
        height = max(self._min_lines * line, min(wanted, most)) + 4
        is_full = wanted > most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_full else policy.ScrollBarAlwaysOff
        )
        if height != self.height():
            self.setFixedHeight(height)

    def _text_height(self, most_px: int) -> int:
        """Give the height of the text in pixels, or of its beginning once it is over `most_px`."""
        height, block = 0.0, self.document().firstBlock()
        while block.isValid() and height <= most_px:
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return math.ceil(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()  # the lines break elsewhere

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return sends or starts a line; while an input method composes, it does neither."""
        if not self._is_composing and self.take_key is not None and self.take_key(event):
            event.accept()
            return
        if Qt.Key(event.key()) not in _RETURNS:
            super().keyPressEvent(event)
            return
        if self._is_composing:
            event.accept()
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        both = control | Qt.KeyboardModifier.ShiftModifier
        if modifiers == (plain if self.enter_sends else control):
            self.submitted.emit()
        elif modifiers == both:
            self.steered.emit()
        elif modifiers in {plain, control, Qt.KeyboardModifier.ShiftModifier}:
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Let whoever takes the keys have Tab, too: Qt asks for the next stop before the key comes."""
        if is_next and self.take_key is not None:
            none = Qt.KeyboardModifier.NoModifier
            if self.take_key(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, none)):
                return True
        return super().focusNextPrevChild(is_next)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or _holds_things(source)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take text; files, pictures and what is too long to be edited are offered as things."""
        from desktop.ui.composer.offered import Offered, read_things  # noqa: PLC0415 - see below

        if _holds_things(source):
            self.offered.emit(read_things(source))
        elif source.hasText():
            text = source.text()
            if 0 < self.paste_limit <= len(text):
                self.offered.emit(Offered(text=text))
            else:
                self.insert_text(text)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files and pictures to whatever is behind: all of it lights up for them."""
        if _holds_things(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if _holds_things(event.mimeData()):
            event.ignore()
        else:
            super().dragMoveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


def _holds_things(data: QMimeData) -> bool:
    from desktop.ui.composer.offered import holds_things  # noqa: PLC0415 - with the first paste

    return holds_things(data)
