"""The keyboard of a `Surface`: scrolling, selecting, messages and their actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence

from desktop.core.override import override
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.caret import Caret
from desktop.ui.transcript.commands import Commands
from desktop.ui.transcript.focus import Focus
from desktop.ui.transcript.surface import Surface

_LINE_PX, _KEPT_PX = 40, 40
_KEY, _ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
_Command = Callable[[], None]


class Keys(QObject):
    """Turns key presses into commands; keys that mean nothing here go on to the window."""

    def __init__(self, view: Surface, commands: Commands, focus: Focus) -> None:
        super().__init__(view)
        self._view, self._commands, self._focus = view, commands, focus
        self._caret = Caret(view, commands, focus)
        page, scroll = self._page, view.scroll_by
        standard = QKeySequence.StandardKey
        self._standard: list[tuple[QKeySequence.StandardKey, _Command]] = [
            (standard.Copy, commands.copy),
            (standard.SelectAll, commands.select_all),
            (standard.ZoomIn, lambda: commands.zoom(1)),
            (standard.ZoomOut, lambda: commands.zoom(-1)),
            (standard.MoveToNextPage, lambda: scroll(page())),
            (standard.MoveToPreviousPage, lambda: scroll(-page())),
            (standard.MoveToStartOfLine, view.scroll_to_start),
            (standard.MoveToEndOfLine, view.scroll_to_end),
            (standard.MoveToStartOfDocument, view.scroll_to_start),
            (standard.MoveToEndOfDocument, view.scroll_to_end),
            (standard.MoveToNextLine, lambda: scroll(_LINE_PX)),
            (standard.MoveToPreviousLine, lambda: scroll(-_LINE_PX)),
        ]
        self._sequences: dict[str, _Command] = {
            "Space": lambda: scroll(page()),
            "Shift+Space": lambda: scroll(-page()),
            "Alt+Up": lambda: focus.move(-1),
            "Alt+Down": lambda: focus.move(1),
            "Alt+Left": lambda: self._act(Action.PREVIOUS_SIBLING),
            "Alt+Right": lambda: self._act(Action.NEXT_SIBLING),
            "Ctrl+Shift+C": lambda: commands.copy(as_markdown=True),
            "Ctrl+=": lambda: commands.zoom(1),
            "Ctrl+Shift+=": lambda: commands.zoom(1),
            "Ctrl+0": lambda: commands.zoom(0),
            "Return": self._press,
            "Enter": self._press,
        }
        # Letters only where a ring shows what they mean: who clicks and types means to write.
        self._letters = {
            "C": Action.COPY,
            "R": Action.REGENERATE,
            "E": Action.EDIT,
            "A": Action.READ_ALOUD,
        }
        view.installEventFilter(self)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QContextMenuEvent) and event.reason() == event.Reason.Keyboard:
            self._menu()
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        for key, command in self._standard:
            if event.matches(key):
                command()
                return True
        if self._caret.press(event):
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sequence = QKeySequence(event.key() | modifiers.value)
        pressed = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        if pressed in self._sequences:
            self._sequences[pressed]()
            return True
        if pressed in self._letters and self._focus.is_shown:
            self._act(self._letters[pressed])
            return True
        if event.key() == _KEY.Key_Escape and self._view.selection:
            self._view.selection.clear()
            self._view.viewport().update()
            return True
        return False

    def _act(self, action: Action) -> None:
        self._commands.act(self._focus.row, action)

    def _page(self) -> int:
        return self._view.viewport().height() - _KEPT_PX

    def _press(self) -> None:
        """Press the focused button or link; at a message itself open its menu."""
        spot = self._focus.current()
        if spot is not None:
            self._commands.press(spot.row, spot.block, spot.target)
        elif self._focus.row is not None:
            self._menu()

    def _menu(self) -> None:
        view, row = self._view, self._focus.row
        spot = self._focus.current()
        rect = view.message_rect(row) if row is not None else view.viewport().rect()
        link = picture = None
        if spot is not None:
            block = view.layouts.view(spot.row, spot.block)
            link, picture = spot.target.link, block.picture_at(spot.target.rect.center())
        at = rect.center() if rect.isValid() else view.rect().center()
        self._commands.popup(row, at, link, picture)
