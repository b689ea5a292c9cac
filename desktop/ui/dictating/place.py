"""Where dictated text goes: a place in a field that stays the same while somebody types elsewhere."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from desktop.services.speech.spoken_words import begun_small, needs_space

_ENDS = ".?!。？！…:"

TextField: TypeAlias = QPlainTextEdit | QTextEdit | QLineEdit


class Place(Protocol):
    """A place in a field."""

    @property
    def is_open(self) -> bool:
        """Whether text can still be put there."""

    def put(self, text: str, takes_back: int) -> None:
        """Write a piece, after taking back so many characters of those before: one step of undo."""

    def caret(self) -> QRect:
        """Give where it is, in pixels of `surface`."""

    @property
    def surface(self) -> QWidget:
        """What the field's text is drawn on."""


def field_at(widget: QWidget | None) -> TextField | None:
    """Give the text field that has the keyboard; secrets and what cannot be written are none."""
    if isinstance(widget, QLineEdit):
        is_open = widget.echoMode() is QLineEdit.EchoMode.Normal
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        is_open = True
    else:
        return None
    return widget if is_open and widget.isEnabled() and not widget.isReadOnly() else None


def place_in(field: TextField) -> Place:
    """Give the place of the caret; what is selected goes with the first piece."""
    return _InLine(field) if isinstance(field, QLineEdit) else _InText(field)


def _is_open(field: TextField) -> bool:
    return isValid(field) and field.isEnabled() and not field.isReadOnly()


class _InText:
    """A cursor of its own in a document: Qt moves it with the text around it."""

    def __init__(self, field: QPlainTextEdit | QTextEdit) -> None:
        self._field = field
        self._cursor = QTextCursor(field.textCursor())
        self._written = ""

    @property
    def is_open(self) -> bool:
        return _is_open(self._field)

    @property
    def surface(self) -> QWidget:
        return self._field.viewport()

    def put(self, text: str, takes_back: int) -> None:
        cursor = self._cursor
        cursor.beginEditBlock()  # Qt would make one step of pieces that follow each other
        cursor.removeSelectedText()
        if takes_back and self._is_ours(takes_back):
            left = QTextCursor.MoveOperation.Left
            cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, takes_back)
            cursor.removeSelectedText()
        line, at = cursor.block().text(), cursor.positionInBlock()
        words = _fitted(line[:at], text)
        cursor.insertText(words)
        if needs_space(words, line[at:]):
            cursor.insertText(" ")
            cursor.movePosition(QTextCursor.MoveOperation.Left)
        cursor.endEditBlock()
        self._written += words
        if self._field.textCursor().position() == cursor.position():
            self._field.ensureCursorVisible()

    def caret(self) -> QRect:
        end = QTextCursor(self._cursor)
        end.setPosition(end.selectionEnd())
        return self._field.cursorRect(end)

    def _is_ours(self, count: int) -> bool:
        """Tell whether the last characters are still those that were dictated."""
        look = QTextCursor(self._cursor)
        left = QTextCursor.MoveOperation.Left
        if not look.movePosition(left, QTextCursor.MoveMode.KeepAnchor, count):
            return False
        return self._written.endswith(look.selectedText().replace("\u2029", "\n"))


class _InLine:
    """A position in a line of input, counted anew with every change."""

    def __init__(self, field: QLineEdit) -> None:
        self._field = field
        begin = field.selectionStart()
        self._at = begin if begin >= 0 else field.cursorPosition()
        self._selected = field.selectedText()
        self._written = ""
        self._before = field.text()
        field.textChanged.connect(self._follow)

    @property
    def is_open(self) -> bool:
        return _is_open(self._field)

    @property
    def surface(self) -> QWidget:
        return self._field

    def put(self, text: str, takes_back: int) -> None:
        field, kept = self._field, self._field.cursorPosition()
        is_here = kept in {self._at, self._at + len(self._selected)}
        whole = field.text()
        begin, end = self._at, self._at
        if self._selected and whole[self._at :].startswith(self._selected):
            end += len(self._selected)
        elif takes_back and self._written.endswith(whole[max(0, begin - takes_back) : begin]):
            begin = max(0, begin - takes_back)
        self._selected = ""
        words = _fitted(whole[:begin], text.replace("\n", " "))
        field.setSelection(begin, end - begin)
        if begin == end:
            field.setCursorPosition(begin)
        field.insert(words)
        self._at, self._written = begin + len(words), self._written + words
        shift = len(words) - (end - begin) if kept >= end else 0
        field.setCursorPosition(self._at if is_here else kept + shift)

    def caret(self) -> QRect:
        rect = self._field.cursorRect()
        before = self._field.text()[: self._at]
        moved = self._field.text()[: self._field.cursorPosition()]
        metrics = self._field.fontMetrics()
        off = metrics.horizontalAdvance(before) - metrics.horizontalAdvance(moved)
        return rect.translated(off, 0)

    def _follow(self, text: str) -> None:
        """Move with what was typed before the place."""
        old, self._before = self._before, text
        same = 0
        for one, other in zip(old, text, strict=False):
            if one != other:
                break
            same += 1
        if same < self._at:
            self._at = max(same, min(len(text), self._at + len(text) - len(old)))


def _fitted(before: str, text: str) -> str:
    """Give a piece with the space and the capital that what stands before it asks for."""
    if before[-1:].isspace():
        text = text.lstrip(" ")
    stands = before.rstrip()
    if stands and stands[-1] not in _ENDS:
        text = begun_small(text)
    return f" {text}" if needs_space(before, text) else text
