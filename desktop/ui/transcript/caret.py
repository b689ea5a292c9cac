"""Selecting by keys: Shift with the arrows moves the free end of the selection."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from desktop.ui.transcript.commands import Commands
from desktop.ui.transcript.focus import Focus
from desktop.ui.transcript.layout import Anchor
from desktop.ui.transcript.selection import Position, Unit
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.walk import settle, step

_STANDARD, _MOVE = QKeySequence.StandardKey, QTextCursor.MoveOperation
_MOVES = (
    (_STANDARD.SelectNextChar, _MOVE.NextCharacter, 1),
    (_STANDARD.SelectPreviousChar, _MOVE.PreviousCharacter, -1),
    (_STANDARD.SelectNextWord, _MOVE.NextWord, 1),
    (_STANDARD.SelectPreviousWord, _MOVE.PreviousWord, -1),
    (_STANDARD.SelectNextLine, _MOVE.Down, 1),
    (_STANDARD.SelectPreviousLine, _MOVE.Up, -1),
    (_STANDARD.SelectEndOfLine, _MOVE.EndOfLine, 0),
    (_STANDARD.SelectStartOfLine, _MOVE.StartOfLine, 0),
)


class Caret:
    """The free end of the selection, moved by keys through all blocks."""

    def __init__(self, view: Surface, commands: Commands, focus: Focus) -> None:
        self._view, self._commands, self._focus = view, commands, focus

    def press(self, event: QKeyEvent) -> bool:
        """Take a key press; tell whether it was one of ours."""
        for key, operation, way in _MOVES:
            if event.matches(key):
                self._extend(self._moved(operation, way))
                return True
        if event.matches(_STANDARD.SelectStartOfDocument):
            self._extend(Position(0, 0, 0))
            return True
        if event.matches(_STANDARD.SelectEndOfDocument):
            last = step(self._view.layouts, len(self._view.layouts), 0, -1)
            if last is not None:
                end = self._view.layouts.view(*last).end()
                self._extend(Position(*last, end))
            return True
        return False

    def _extend(self, position: Position | None) -> None:
        view = self._view
        if position is None:
            return
        if view.selection.head is None:
            view.selection.begin(self._start())
        view.selection.unit = Unit.CHARACTER
        view.selection.extend(position)
        self._reveal(position)
        view.viewport().update()
        self._commands.offer()

    def _start(self) -> Position:
        """Give where a selection by keys begins: the current message, else the first in view."""
        view, row = self._view, self._focus.row
        if row is not None:
            return Position(row, 0, 0)
        return Position(*view.placed[0][:2], 0) if view.placed else Position(0, 0, 0)

    def _head(self) -> Position | None:
        view = self._view
        head = view.selection.head or self._start()
        if head.message >= len(view.model):  # after "select all"
            last = step(view.layouts, len(view.layouts), 0, -1)
            return None if last is None else Position(*last, view.layouts.view(*last).end())
        return head

    def _moved(self, operation: QTextCursor.MoveOperation, way: int) -> Position | None:
        head = self._head()
        if head is None:
            return None
        view = self._view.layouts.view(head.message, head.block)
        cursor = view.cursor(head.char, head.char)
        has_moved = view.end() > 0 and cursor.movePosition(operation)
        if has_moved or not way:
            return head._replace(char=cursor.position())
        return self._beyond(head, way)

    def _beyond(self, head: Position, way: int) -> Position:
        """Go on in the next or previous block that has text."""
        layouts = self._view.layouts
        at = step(layouts, head.message, head.block, way)
        while at is not None and not layouts.view(*at).end():
            at = step(layouts, *at, way)
        if at is None:
            end = layouts.view(head.message, head.block).end()
            return head._replace(char=end if way > 0 else 0)
        return Position(*at, 0 if way > 0 else layouts.view(*at).end())

    def _reveal(self, position: Position) -> None:
        view, height = self._view, self._view.viewport().height()
        caret = view.layouts.view(position.message, position.block).caret(position.char)
        for placed in view.placed:
            if placed[:2] == position[:2]:
                top = placed.y + placed.head + int(caret.top())
                bottom = top + int(caret.height())
                view.scroll_by(min(0, top) or max(0, bottom - height))
                return
        offset = view.layouts.head(position.message, position.block) + int(caret.y())
        anchor = Anchor(position.message, position.block, offset)
        view.scroller.move(settle(view.layouts, anchor, -height // 2), may_follow=False)
