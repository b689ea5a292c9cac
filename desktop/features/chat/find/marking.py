"""Marks hits in an editor as the transcript does: a soft fill, the current one in the accent."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.ui.theme import Theme
from desktop.ui.transcript.marked import Spans

_AROUND = 100
"""Hits before and after the current one that are marked: more than fit on a screen."""


def mark(
    edit: QPlainTextEdit | QTextEdit, theme: Theme, text: str, spans: Spans, current: int | None
) -> None:
    """Mark the hits round the current one, and bring that into view.

    Args:
        edit: Shows `text`, whole.
        theme: Has the colours.
        text: What was searched.
        spans: All hits.
        current: Which of them is the current one.
    """
    first = max(0, (current or 0) - _AROUND)
    last = first + 2 * _AROUND
    soft, strong = QTextCharFormat(), QTextCharFormat()
    soft.setBackground(theme.color("select"))
    soft.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    soft.setUnderlineColor(theme.color("ring"))
    strong.setBackground(theme.color("accent"))
    strong.setForeground(theme.color("on_accent"))
    selections = []
    for number, (start, end) in enumerate(_utf16(text, spans[first:last]), first):
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(edit.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        look = strong if number == current else soft
        selection.cursor, selection.format = cursor, look
        selections.append(selection)
        if number == current:
            cursor.setPosition(start)
            edit.setTextCursor(cursor)
            edit.ensureCursorVisible()
    edit.setExtraSelections(selections)


def _utf16(text: str, spans: Spans) -> Iterator[tuple[int, int]]:
    """Give where spans are as Qt counts: letters beyond the first plane are two."""
    if text.isascii():
        yield from spans
        return
    at = place = 0
    for start, end in spans:
        begin = place + _length(text[at:start])
        at, place = end, begin + _length(text[start:end])
        yield begin, place


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
