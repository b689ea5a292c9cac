"""The model that new conversations begin with: typed, or one of those that the server lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter

from desktop.ui.controls import Field, IconButton, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class ModelField(Field):
    """Completes what is typed from the server's list. Signals: `list_wanted()` by its button."""

    list_wanted = Signal()

    def __init__(self, look: Look, name: Words) -> None:
        super().__init__(
            look, name, lambda: translate("Connections", "The first one that the server lists")
        )
        self.models = QStringListModel(self)
        completer = QCompleter(self.models, self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._on_completed)
        self.edit.setCompleter(completer)
        self.all = IconButton(
            look, "chevron-down", lambda: translate("Connections", "Show all models"), size_px=24
        )
        self.all.clicked.connect(self.list_wanted)
        self.add_trailing(self.all)

    def _on_completed(self) -> None:
        self.changed.emit(self.text())

    def offer(self, models: Sequence[str]) -> None:
        """Complete from these models."""
        if self.models.stringList() != list(models):
            self.models.setStringList(list(models))

    def show_all(self) -> None:
        """Open the whole list below the field."""
        completer = self.edit.completer()
        completer.setCompletionPrefix("")
        self.edit.setFocus()
        completer.complete()
