"""Shows what taking over a file would change, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.core.override import override
from desktop.features.settings.declared import ROWS
from desktop.services.settings_file.file import Change, Plan
from desktop.services.settings_file.imported import Note, What, shown
from desktop.store.settings import Value
from desktop.ui import keymap
from desktop.ui.controls import Button, Label, Words
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop.ui.look import Look

_ROWS = {row.setting.key: row for row in ROWS}
_NOTES = {
    What.UNKNOWN: QT_TRANSLATE_NOOP("Settings", "{name}: unknown here, left out"),
    What.BAD_VALUE: QT_TRANSLATE_NOOP("Settings", "{name}: not a possible value, left out"),
    What.BAD_CONNECTION: QT_TRANSLATE_NOOP(
        "Settings", "Connection {name}: no usable name and address, left out"
    ),
    What.BAD_FIELD: QT_TRANSLATE_NOOP("Settings", "{name}: not usable, left out"),
    What.CHECKED: QT_TRANSLATE_NOOP(
        "Settings", "{name}: certificates will be checked; switch that off yourself if need be"
    ),
    What.HERE_ALREADY: QT_TRANSLATE_NOOP("Settings", "Connection {name}: is here already"),
    What.TOO_MANY: QT_TRANSLATE_NOOP("Settings", "{name} connections: only the first 100"),
}


class Preview(QFrame):
    """A card with a line for each change. Signals: `accepted(plan)`."""

    accepted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._plan, self._file = Plan(), ""
        self._names: Mapping[str, Words] = {}
        self.setProperty("role", "card")
        self._title = Label(look, self._title_words, "body", "text", 600)
        self._title.setWordWrap(True)
        self.lines = Label(look, self._line_words, "body", "text")
        self.notes = Label(look, self._note_words, "caption", "text2")
        for label in (self.lines, self.notes):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.take = Button(look, lambda: translate("Settings", "Take over"), kind="primary")
        self.take.clicked.connect(lambda: self.accepted.emit(self._plan))
        self.cancel = Button(look, self._cancel_words)
        self.cancel.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.take)
        buttons.addWidget(self.cancel)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for label in (self._title, self.lines, self.notes):
            column.addWidget(label)
        column.addLayout(buttons)
        look.changed.connect(self.refresh)
        self.refresh()

    def show_plan(self, plan: Plan, file_name: str, names: Mapping[str, Words]) -> None:
        """Show a plan; `names` are the words of the settings by their keys."""
        self._plan, self._file, self._names = plan, shown(file_name), names
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        for part in (self._title, self.lines, self.notes, self.cancel):
            part.refresh()
        self.lines.setVisible(bool(self.lines.text()))
        self.notes.setVisible(bool(self.notes.text()))
        self.take.setVisible(not self._plan.is_empty)
        self.setFocusProxy(self.cancel if self._plan.is_empty else self.take)
        texts = (self._title.text(), self.lines.text(), self.notes.text())
        self.setAccessibleName("\n".join(filter(None, texts)))
        self.take.setAccessibleDescription(self.accessibleName())
        self.cancel.setAccessibleDescription(self.accessibleName())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _title_words(self) -> str:
        if self._plan.is_empty:
            words = translate("Settings", "“{file}” would change nothing here.")
        else:
            words = translate("Settings", "“{file}” would change this:")
        return words.format(file=self._file)

    def _cancel_words(self) -> str:
        if self._plan.is_empty:
            return translate("Settings", "Close")
        return translate("Settings", "Cancel")

    def _line_words(self) -> str:
        return "\n".join([*map(self._change, self._plan.changes), *self._connections()])

    def _change(self, change: Change) -> str:
        name = self._names.get(change.setting.key)
        title = name() if name is not None else change.setting.key
        before, after = self._value(change, change.before), self._value(change, change.after)
        return f"{title}: {before} → {after}"

    @staticmethod
    def _value(change: Change, value: Value) -> str:
        row = _ROWS.get(change.setting.key)
        if row is not None:
            return shown(row.words(value)) if isinstance(value, str) else row.words(value)
        return keymap.shown(str(value)) or translate("Settings", "None")

    def _connections(self) -> Iterator[str]:
        words = translate("Settings", "New connection, without its key: {name}, {address}")
        for connection in self._plan.connections:
            yield words.format(name=shown(connection.name), address=connection.base_url)

    def _note_words(self) -> str:
        return "\n".join(map(_note, self._plan.notes))


def _note(note: Note) -> str:
    return translate("Settings", _NOTES[note.what]).format(name=note.name)
