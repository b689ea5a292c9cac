"""The keys of the window: each shortcut is declared once, and a person may give it others.

A shortcut is a setting (`[shortcuts]` in the file), so that it is kept, reset, exported and imported
like every other. Keys are written portably ("Ctrl+N"; on a Mac Ctrl is the Command key).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.store.settings import Setting, Settings

_PREFIX = "shortcuts."
_PORTABLE, _NATIVE = (
    QKeySequence.SequenceFormat.PortableText,
    QKeySequence.SequenceFormat.NativeText,
)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Something a person can do by keys: `id` names it in the settings, `keys` are its first ones.

    `scope` is the tab in which it works; empty: in the whole window.
    """

    id: str
    words: Callable[[], str]
    keys: str
    scope: str = ""

    @property
    def setting(self) -> Setting[str]:
        """The setting that holds its keys; empty: none."""
        return Setting(f"{_PREFIX}{self.id}", self.keys, check=_is_allowed)

    def meets(self, other: Shortcut) -> bool:
        """Tell whether both could be meant by the same keys."""
        return not self.scope or not other.scope or self.scope == other.scope


def shown(keys: str) -> str:
    """Give keys as this platform writes them."""
    return QKeySequence(keys, _PORTABLE).toString(_NATIVE)


def _is_allowed(keys: str) -> bool:
    from desktop.ui.key_rules import is_allowed  # noqa: PLC0415 - only once there is one to check

    return is_allowed(keys)


class Keymap(QObject):
    """Every shortcut of the window with the keys it has now.

    Of two that are given the same keys by hand or by an older file, the first declared keeps them.
    Signals: `changed` when some keys are others; whoever shows or binds them takes them anew.
    """

    changed = Signal()

    def __init__(self, shortcuts: Iterable[Shortcut] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shortcuts: tuple[Shortcut, ...] = tuple(shortcuts)
        self._keys: dict[str, str] = {}
        self._bound: list[_Bound] = []
        self._read(lambda shortcut: shortcut.keys)

    def follow(self, settings: Settings) -> None:
        """Take the person's keys, now and whenever they change."""

        def read(key: str = _PREFIX) -> None:
            if key.startswith(_PREFIX):
                self._read(lambda shortcut: settings.get(shortcut.setting))

        self.destroyed.connect(settings.changed.connect(read))
        read()

    def keys(self, shortcut_id: str) -> str:
        """Give the keys of a shortcut, portably; empty: none, or not declared."""
        return self._keys.get(shortcut_id, "")

    def shown(self, shortcut_id: str) -> str:
        """Give the keys of a shortcut as this platform writes them."""
        return shown(self.keys(shortcut_id))

    def holder(self, keys: str, shortcut: Shortcut) -> Shortcut | None:
        """Give who else has `keys`, so that `shortcut` cannot have them, too."""
        return next(
            (
                other
                for other in self.shortcuts
                if other.id != shortcut.id and other.meets(shortcut) and self.keys(other.id) == keys
            ),
            None,
        )

    def bind(self, shortcut_id: str, owner: QWidget, action: Callable[[], None]) -> None:
        """Let the keys do `action` wherever `owner` is on show, also when they become others."""
        bound = _Bound(self, shortcut_id, owner)
        bound.activated.connect(action)
        self._bound.append(bound)

    def runnable(self) -> tuple[Shortcut, ...]:
        """Give what can be done now, in the order in which it was declared; with or without keys."""
        self._bound = [bound for bound in self._bound if isValid(bound)]
        now = {bound.shortcut_id for bound in self._bound if bound.works}
        return tuple(shortcut for shortcut in self.shortcuts if shortcut.id in now)

    def run(self, shortcut_id: str) -> None:
        """Do what the keys of a shortcut do; nothing where it cannot be done now."""
        for bound in tuple(self._bound):
            if isValid(bound) and bound.shortcut_id == shortcut_id and bound.works:
                bound.activated.emit()
                return

    def _read(self, wanted: Callable[[Shortcut], str]) -> None:
        old, self._keys = self._keys, {}
        for shortcut in self.shortcuts:
            keys = wanted(shortcut)
            is_taken = bool(keys) and self.holder(keys, shortcut) is not None
            self._keys[shortcut.id] = "" if is_taken else keys
        if old != self._keys:
            self.changed.emit()


class _Bound(QShortcut):
    """A shortcut of Qt that follows the keymap."""

    def __init__(self, keymap: Keymap, shortcut_id: str, owner: QWidget) -> None:
        super().__init__(owner)
        self._keymap, self.shortcut_id, self._owner = keymap, shortcut_id, owner
        keymap.changed.connect(self._take)
        self._take()

    @property
    def works(self) -> bool:
        """Whether the keys would do something: where they work is on show."""
        return self.isEnabled() and self._owner.isVisible() and self._owner.isEnabled()

    def _take(self) -> None:
        self.setKey(QKeySequence(self._keymap.keys(self.shortcut_id), _PORTABLE))
