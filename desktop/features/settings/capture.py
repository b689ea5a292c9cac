"""Shows the keys of a shortcut, and takes others by having them pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton

from desktop.core.override import override
from desktop.ui import keymap
from desktop.ui.controls import Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_MODIFIERS = {
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
}  # fmt: skip
_ERASING = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}


class Capture(QPushButton):
    """A button with the keys on it; pressed, it waits for other keys.

    Escape gives up, Backspace takes the keys away, Tab gives up and goes on. What is pressed
    meanwhile does nothing else in the window.

    Signals: `pressed_keys(portable)`, empty for none; `began()` when it begins to wait.
    """

    pressed_keys = Signal(str)
    began = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._keys, self._is_waiting = "", False
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._begin)
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def is_waiting(self) -> bool:
        """Tell whether the next keys are taken."""
        return self._is_waiting

    def show_keys(self, keys: str) -> None:
        """Show the keys that the shortcut has now."""
        self._keys = keys
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        shown = keymap.shown(self._keys)
        self.setFont(self._look.theme.font("body", 400 if self._is_waiting or not shown else 500))
        if self._is_waiting:
            self.setText(translate("Settings", "Press the keys…"))
        else:
            self.setText(shown or translate("Settings", "None"))
        named = translate("Settings", "{action}: {keys}")
        self.setAccessibleName(named.format(action=self._words(), keys=self.text()))
        self.setAccessibleDescription(
            translate("Settings", "Escape gives up, Backspace takes the keys away.")
            if self._is_waiting
            else translate("Settings", "Press to change the keys.")
        )
        self.setToolTip(self.accessibleDescription())

    def _begin(self) -> None:
        if not self._is_waiting:
            self.setFocus()  # assistive technology presses without it
            self._wait(is_waiting=True)
            self.began.emit()

    def _wait(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        restyle(self, "waiting", "true" if is_waiting else "false")
        self.refresh()

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, 32)

    @override
    def event(self, event: QEvent) -> bool:
        if self._is_waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the window would do what the keys mean now
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._take(event)
            if event.type() == QEvent.Type.KeyRelease:
                return True  # the release of the Space that pressed the button
        return super().event(event)

    def _take(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if is_plain and key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._wait(is_waiting=False)
            return super().event(event)
        if key in _MODIFIERS or event.isAutoRepeat():
            return True
        self._wait(is_waiting=False)
        if is_plain and key in _ERASING:
            self.pressed_keys.emit("")
        elif not (is_plain and key == Qt.Key.Key_Escape):
            self.pressed_keys.emit(_portable(event))
        return True

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._is_waiting and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._wait(is_waiting=False)
        super().focusOutEvent(event)


def _portable(event: QKeyEvent) -> str:
    """Give what was pressed; a keypad's digits are digits."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(event.key() | modifiers.value)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
