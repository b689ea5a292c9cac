"""Which keys can be a shortcut: not those that texts, lists, buttons or the desktop take themselves.

Loaded when somebody has changed a shortcut or is about to: making PySide6's table of all keys takes
15 ms that no first paint should wait for.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from functools import lru_cache
from typing import Any, cast

from PySide6.QtCore import QKeyCombination, QOperatingSystemVersion, Qt
from PySide6.QtGui import QKeySequence

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_KEY, _MODIFIER = Qt.Key, Qt.KeyboardModifier


class Refusal(Enum):
    """Why keys cannot be a shortcut."""

    NO_KEYS = auto()  # not one key with its modifiers
    PLAIN = auto()  # would be typed: no Ctrl, Alt or Meta with it
    MOVING = auto()  # leads from control to control, or presses one
    EDITING = auto()  # copies, selects, moves in every text
    SYSTEM = auto()  # the desktop takes it before us


def is_allowed(keys: str) -> bool:
    """Tell whether keys, or none, may be kept as a shortcut."""
    return not keys or (refusal(keys) is None and _plain(keys) == keys)


def refusal(keys: str) -> Refusal | None:
    """Give why portable `keys` cannot be a shortcut; None: they can."""
    sequence = QKeySequence(keys, _PORTABLE)
    if sequence.count() != 1:
        return Refusal.NO_KEYS
    pressed: QKeyCombination = cast("Any", sequence)[0]  # its stubs lack the index
    key, modifiers = pressed.key(), pressed.keyboardModifiers()
    if key in _NO_KEYS:
        return Refusal.NO_KEYS
    if key in _MOVING:
        return Refusal.MOVING
    if _is_systems(key, modifiers):
        return Refusal.SYSTEM
    if _plain(keys) in _editing():
        return Refusal.EDITING
    is_function = _KEY.Key_F1 <= key <= _KEY.Key_F35
    is_held = modifiers & (
        _MODIFIER.ControlModifier | _MODIFIER.AltModifier | _MODIFIER.MetaModifier
    )
    return None if is_function or is_held else Refusal.PLAIN


def _plain(keys: str) -> str:
    return QKeySequence(keys, _PORTABLE).toString(_PORTABLE)


_NO_KEYS = {
    _KEY.Key_unknown, _KEY.Key_Control, _KEY.Key_Shift, _KEY.Key_Alt, _KEY.Key_AltGr,
    _KEY.Key_Meta, _KEY.Key_CapsLock, _KEY.Key_NumLock, _KEY.Key_ScrollLock, _KEY.Key_Dead_Acute,
}  # fmt: skip
_MOVING = {
    _KEY.Key_Tab, _KEY.Key_Backtab, _KEY.Key_Escape, _KEY.Key_Return, _KEY.Key_Enter,
    _KEY.Key_Space, _KEY.Key_Menu, _KEY.Key_F2, _KEY.Key_F10,
    _KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Up, _KEY.Key_Down, _KEY.Key_Home, _KEY.Key_End,
    _KEY.Key_PageUp, _KEY.Key_PageDown, _KEY.Key_Delete, _KEY.Key_Backspace,
}  # fmt: skip
"""F2 renames in a list, F10 opens menus; the others work alike in every window."""
_STANDARD = QKeySequence.StandardKey
_EDITING = (
    _STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste, _STANDARD.Undo, _STANDARD.Redo,
    _STANDARD.SelectAll, _STANDARD.ZoomIn, _STANDARD.ZoomOut, _STANDARD.DeleteStartOfWord,
    _STANDARD.DeleteEndOfWord, _STANDARD.DeleteEndOfLine, _STANDARD.DeleteCompleteLine,
    _STANDARD.MoveToStartOfLine, _STANDARD.MoveToEndOfLine, _STANDARD.MoveToNextChar,
    _STANDARD.MoveToPreviousChar, _STANDARD.MoveToNextLine, _STANDARD.MoveToPreviousLine,
)  # fmt: skip


@lru_cache(maxsize=1)
def _editing() -> Collection[str]:
    """Give what every text on this platform understands, and the keys of the transcript."""
    standard = {
        sequence.toString(_PORTABLE)
        for key in _EDITING
        for sequence in QKeySequence.keyBindings(key)
    }
    return standard | {"Ctrl+=", "Ctrl++", "Ctrl+Shift+=", "Ctrl+0", "Ctrl+Shift+C"}


def _is_systems(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    if modifiers & _MODIFIER.MetaModifier or key in {_KEY.Key_Print, _KEY.Key_SysReq}:
        return True  # the Windows key; on a Mac the Control key, which its texts use
    system = QOperatingSystemVersion.currentType()
    if system is QOperatingSystemVersion.OSType.MacOS:
        return modifiers == _MODIFIER.ControlModifier and key in {
            _KEY.Key_Q, _KEY.Key_H, _KEY.Key_M, _KEY.Key_W,
        }  # fmt: skip
    control_alt = _MODIFIER.ControlModifier | _MODIFIER.AltModifier
    is_function = _KEY.Key_F1 <= key <= _KEY.Key_F35
    if modifiers & control_alt == control_alt:
        # Consoles of Linux; AltGr of Windows, by which letters are typed.
        return is_function or system is QOperatingSystemVersion.OSType.Windows
    return modifiers == _MODIFIER.AltModifier and key == _KEY.Key_F4
