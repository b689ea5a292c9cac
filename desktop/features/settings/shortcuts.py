"""The keys of the window, each changed by pressing others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.features.settings.capture import Capture
from desktop.features.settings.changing import Changing
from desktop.features.settings.form import Page
from desktop.features.settings.search import Shelf, Term, search
from desktop.store.settings import Settings
from desktop.ui import keymap
from desktop.ui.controls import Button, Field, IconButton, Label
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.key_rules import Refusal, refusal
from desktop.ui.keymap import Shortcut
from desktop.ui.notices import Banner

_KEYS_PX = 180


class ShortcutsPage(Page):
    """A row for each shortcut; what cannot be is said in words below the row."""

    def __init__(self, settings: Settings, host: Host) -> None:
        super().__init__(host.look, _title)
        self._settings, self._host = settings, host
        self._changing = Changing(self, settings, host)
        self.filter = Field(self.look, _filter_words, _filter_words, icon_name="search")
        self.filter.edit.textChanged.connect(self._filter)
        self.column.addWidget(self.filter)
        self.rows = {
            shortcut.id: ShortcutRow(shortcut, settings, host, self._changing)
            for shortcut in host.keys.shortcuts
        }
        for name, row in self.rows.items():
            self.column.addWidget(row)
            row.capture.began.connect(lambda row=row: self._close_others(row))
            self.keep(Term(name, row.shortcut.words), row, row.capture)
        self.none = Label(self.look, _none_words, "body", "text3")
        self.column.addWidget(self.none)
        self.reset = Button(self.look, _reset_words, icon_name="undo-2")
        self.reset.clicked.connect(self._reset_all)
        self.column.addSpacing(8)
        self.column.addWidget(self.reset)
        self.column.addStretch()
        host.keys.changed.connect(self._draw)
        self.destroyed.connect(settings.changed.connect(lambda _key: self._draw()))
        self._filter()
        self._draw()

    def reveal(self, key: str) -> QWidget | None:
        """Show the row also where it was filtered out."""
        self.filter.edit.clear()
        return super().reveal(key)

    def _draw(self) -> None:
        for row in self.rows.values():
            row.draw()
        self.reset.setEnabled(any(row.is_changed for row in self.rows.values()))

    def _filter(self) -> None:
        query = self.filter.text()
        terms = [
            Term(name, row.shortcut.words, (row.keys_shown,)) for name, row in self.rows.items()
        ]
        found = {hit.term.key for hit in search(query, [Shelf("", str, terms)])}
        for name, row in self.rows.items():
            row.setVisible(not query or name in found)
        self.none.setVisible(bool(query) and not found)

    def _close_others(self, waiting: ShortcutRow) -> None:
        for row in self.rows.values():
            if row is not waiting:
                row.close_question()

    def _reset_all(self) -> None:
        self.filter.setFocus()  # the button is switched off with its own success
        self._changing.reset(
            [row.shortcut.setting for row in self.rows.values()],
            lambda: translate("Settings", "All shortcuts are as they were at first."),
        )


class ShortcutRow(QWidget):
    """What is done, its keys, a way back; below, if need be, why other keys cannot be."""

    def __init__(
        self, shortcut: Shortcut, settings: Settings, host: Host, changing: Changing
    ) -> None:
        super().__init__()
        self.shortcut = shortcut
        self._settings, self._keys, self._changing = settings, host.keys, changing
        look = host.look
        self._wanted, self._other = "", shortcut
        self.capture = Capture(look, shortcut.words)
        self.capture.setFixedWidth(_KEYS_PX)
        self.capture.pressed_keys.connect(self._on_keys)
        self.capture.began.connect(self.close_question)
        self.reset = IconButton(look, "undo-2", self._reset_words, size_px=28)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the keys stay in line
        self.reset.setSizePolicy(policy)
        self.reset.clicked.connect(self._on_reset)
        label = Label(look, shortcut.words, "body", "text", 500)
        label.setBuddy(self.capture)
        self.question = Banner(look, "red")
        self.question.closed.connect(self._on_closed)
        self._swap = self.question.add_button(self._swap_words, self._on_swap)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(label, 1)
        line.addWidget(self.capture)
        line.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.question)
        self.question.hide()

    @property
    def is_changed(self) -> bool:
        """Tell whether the person gave it other keys."""
        return self._settings.is_changed(self.shortcut.setting)

    def keys_shown(self) -> str:
        """Give its keys as they are written here."""
        return self._keys.shown(self.shortcut.id)

    def draw(self) -> None:
        """Take the keys anew."""
        self.capture.show_keys(self._keys.keys(self.shortcut.id))
        self.reset.setVisible(self.is_changed)

    def close_question(self) -> None:
        """Forget the keys that could not be."""
        self.question.hide()

    def _on_keys(self, keys: str) -> None:
        self._take(keys)

    def _take(self, keys: str) -> None:
        """Give the shortcut these keys, or say why not."""
        refused = refusal(keys) if keys else None
        holder = self._keys.holder(keys, self.shortcut) if keys else None
        if refused is not None:
            self._say(keys, refused)
        elif holder is not None:
            self._ask(keys, holder)
        else:
            self._changing.change({self.shortcut.setting: keys})

    def _say(self, keys: str, refused: Refusal) -> None:
        self._swap.hide()
        shown = keymap.shown(keys)
        self.question.say(
            lambda: translate("Settings", "{keys} cannot be a shortcut.").format(keys=shown),
            lambda: _why(refused),
        )
        self.question.show()

    def _ask(self, keys: str, holder: Shortcut) -> None:
        self._wanted, self._other = keys, holder
        shown = keymap.shown(keys)
        self.question.say(
            lambda: translate("Settings", "{keys} is taken by “{action}”.").format(
                keys=shown, action=holder.words()
            ),
            self._swap_hint,
        )
        self._swap.show()
        self._swap.refresh()
        self.question.show()
        self._swap.setFocus(Qt.FocusReason.OtherFocusReason)

    def _swap_hint(self) -> str:
        mine = self.keys_shown()
        if mine:
            words = translate("Settings", "Swap them, and “{action}” gets {keys}.")
            return words.format(action=self._other.words(), keys=mine)
        words = translate("Settings", "Take them over, and “{action}” has none.")
        return words.format(action=self._other.words())

    def _swap_words(self) -> str:
        if self.keys_shown():
            return translate("Settings", "Swap")
        return translate("Settings", "Take over")

    def _on_swap(self) -> None:
        mine = self._keys.keys(self.shortcut.id)
        self.close_question()
        self.capture.setFocus()
        self._changing.change({self.shortcut.setting: self._wanted, self._other.setting: mine})

    def _on_closed(self) -> None:
        self.close_question()
        self.capture.setFocus()

    def _on_reset(self) -> None:
        """Give it its first keys, unless another has them now: that is asked like any others."""
        self.capture.setFocus()
        first = self.shortcut.keys
        if first and self._keys.holder(first, self.shortcut) is not None:
            self._take(first)
        else:
            self._changing.change({self.shortcut.setting: None})

    def _reset_words(self) -> str:
        words = translate("Settings", "Reset: {setting}")
        return words.format(setting=self.shortcut.words())


def _why(refused: Refusal) -> str:
    return {
        Refusal.NO_KEYS: lambda: translate("Settings", "Press one key together with Ctrl or Alt."),
        Refusal.PLAIN: lambda: translate("Settings", "It would be typed: add Ctrl or Alt."),
        Refusal.MOVING: lambda: translate(
            "Settings", "It moves the focus or presses what has it, everywhere."
        ),
        Refusal.EDITING: lambda: translate("Settings", "Texts use it, to copy or to move about."),
        Refusal.SYSTEM: lambda: translate("Settings", "The system takes it before this window."),
    }[refused]()


def _title() -> str:
    return translate("Settings", "Shortcuts")


def _filter_words() -> str:
    return translate("Settings", "Find by action or keys")


def _none_words() -> str:
    return translate("Settings", "No shortcut with these words or keys.")


def _reset_words() -> str:
    return translate("Settings", "Reset all shortcuts")
