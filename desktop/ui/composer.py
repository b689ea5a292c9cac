"""Where a person writes: a field that grows, the model that will answer, Send or Stop."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout
from typing_extensions import override

from desktop.ui.controls import Button, IconButton, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.picker import Picker

MAX_LINES = 10
_RETURNS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_AT_WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_ANYWHERE = QTextOption.WrapMode.WrapAnywhere
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{2000}")
"""A word, such as base64, for which Qt looks for a break at every line: 1 MB would take 50 s."""


class Editor(QPlainTextEdit):
    """Plain text that knows what Return means here.

    QTextEdit would take 0.5 s for a megabyte of lines, this takes 0.03 s.

    Signals: `submitted()` when the person asks to send; `focus_changed(bool)`.
    """

    submitted = Signal()
    focus_changed = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.enter_sends = True
        self._is_composing = False
        self._min_lines = 1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(_AT_WORDS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
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

    def set_min_lines(self, count: int) -> None:
        """Keep room for so many lines, also when there is less text."""
        self._min_lines = count
        self._fit()

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
        if Qt.Key(event.key()) not in _RETURNS:
            super().keyPressEvent(event)
            return
        if self._is_composing:
            event.accept()
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        if modifiers == (plain if self.enter_sends else control):
            self.submitted.emit()
        elif modifiers in {plain, control, Qt.KeyboardModifier.ShiftModifier}:
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take text only; a file or a picture is not inserted as its address, a web link is."""
        urls = source.urls()
        is_thing = any(url.isLocalFile() for url in urls) or bool(urls and source.hasImage())
        if source.hasText() and not is_thing:
            if _UNBROKEN.search(source.text()):
                self.setWordWrapMode(_ANYWHERE)
            self.insertPlainText(source.text())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


class Composer(QFrame):
    """Editor, model picker and Send in one frame.

    Signals: `submitted(text)`, text not blank; `stopped()`; `edited()` whenever the text changed;
    `cancelled()` when the edit of an earlier message is given up.
    """

    submitted = Signal(str)
    stopped = Signal()
    edited = Signal()
    cancelled = Signal()

    def __init__(self, look: Look, hint: Words) -> None:
        super().__init__()
        self._look, self._hint = look, hint
        self._is_running = self._is_blocked = False
        self.setProperty("role", "composer")
        self.editor = Editor(look)
        self.editor.submitted.connect(self._submit)
        self.editor.textChanged.connect(self._on_edited)
        self.editor.focus_changed.connect(
            lambda has: restyle(self, "focused", "true" if has else "false")
        )
        self.setFocusProxy(self.editor)
        self.picker = Picker(look)
        self.send = IconButton(look, "arrow-up", self._send_words, shown_keys="Return")
        self.send.tone = "on_accent"
        self.send.setProperty("kind", "send")
        self.send.clicked.connect(self._on_send_clicked)
        self._cancel = Button(look, self._cancel_words, kind="ghost", icon_name="x")
        self._cancel.clicked.connect(self.cancelled)
        self._cancel.hide()
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 0, 8, 8)
        tools.setSpacing(8)
        tools.addWidget(self._cancel)
        tools.addStretch()
        tools.addWidget(self.picker)
        tools.addWidget(self.send)
        text = QHBoxLayout()
        text.setContentsMargins(16, 14, 16, 8)
        text.addWidget(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(text)
        column.addLayout(tools)
        look.changed.connect(self.refresh)
        self.refresh()
        self._update_send()

    def text(self) -> str:
        """Give what was typed, as it stands."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text, the caret at its end."""
        if text != self.text():
            self.editor.replace_text(text)

    def set_running(self, *, is_running: bool) -> None:
        """Offer Stop instead of Send while an answer is being made."""
        self._is_running = is_running
        self.send.become("square" if is_running else "arrow-up", self._send_words)
        self._update_send()

    def show_editing(self, *, is_editing: bool) -> None:
        """Tell that an earlier message is being edited, and offer to give that up."""
        self._cancel.setVisible(is_editing)

    def set_enter_sends(self, *, enter_sends: bool) -> None:
        """Let Return send, or Ctrl+Return; the button tells which."""
        self.editor.enter_sends = enter_sends
        self.send.show_keys("Return" if enter_sends else "Ctrl+Return")

    def set_blocked(self, *, is_blocked: bool) -> None:
        """Refuse to send (a read-only database); typing stays possible."""
        self._is_blocked = is_blocked
        self._update_send()

    def refresh(self) -> None:
        """Take the words anew."""
        self.editor.setPlaceholderText(self._hint())
        self.editor.setAccessibleName(translate("Composer", "Message"))
        self.send.refresh()

    def _send_words(self) -> str:
        if self._is_running:
            return translate("Composer", "Stop")
        return translate("Composer", "Send")

    def _cancel_words(self) -> str:
        return translate("Composer", "Cancel the edit")

    def _on_edited(self) -> None:
        self._update_send()
        self.edited.emit()

    def _update_send(self) -> None:
        can_send = bool(self.text().strip()) and not self._is_blocked
        self.send.setEnabled(self._is_running or can_send)

    def _on_send_clicked(self) -> None:
        if self._is_running:
            self.stopped.emit()
        else:
            self._submit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops the answer, or gives up the edit."""
        if Qt.Key(event.key()) is not Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._is_running:
            self.stopped.emit()
        elif self._cancel.isVisible():
            self.cancelled.emit()

    def _submit(self) -> None:
        text = self.text()
        if text.strip() and not self._is_running and not self._is_blocked:
            self.submitted.emit(text)
