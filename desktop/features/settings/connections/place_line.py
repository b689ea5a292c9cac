"""Says where a secret is kept, and lets the person choose another place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.features.settings.connections.blocks import QuietButton
from desktop.features.settings.connections.draft import is_set
from desktop.store.secrets import Place
from desktop.ui.controls import Field, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class PlaceLine(QWidget):
    """A sentence, and a button with the four places.

    Signals: `changed()` when the person has chosen; `file_wanted()` when a file was chosen, which
    must be asked about in words: answer with `choose`; `forgotten()`.
    """

    changed = Signal()
    file_wanted = Signal()
    forgotten = Signal()

    def __init__(self, look: Look, variable_hint: Callable[[], str]) -> None:
        super().__init__()
        self.kept: Place | None = None
        self.kept_variable = ""
        self.place = Place.KEYRING
        self.variable = Field(
            look,
            lambda: translate("Connections", "Name of the environment variable"),
            variable_hint,
        )
        self.variable.show_code()
        self.variable.changed.connect(self._on_variable)
        self.variable.hide()
        self._caption = Label(look, self._words, "caption", "text3")
        self._caption.setWordWrap(True)
        self.button = QuietButton(
            look, lambda: translate("Connections", "Keep elsewhere"), kind="ghost", height_px=20
        )
        self.button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._caption, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.variable)
        column.addLayout(row)

    @property
    def is_variable(self) -> bool:
        """Tell whether the secret is taken from the environment."""
        return self.place is Place.ENVIRONMENT

    @property
    def is_moved(self) -> bool:
        """Tell whether the person wants another place than the one where the secret is."""
        if self.is_variable:
            return (self.kept, self.kept_variable) != (self.place, self.variable.text())
        return self.kept is not None and self.kept is not self.place

    def show_kept(self, place: Place | None, variable: str = "") -> None:
        """Show where the secret is now; None: there is none."""
        self.kept, self.kept_variable = place, variable
        self.choose(place or Place.KEYRING, variable)

    def choose(self, place: Place, variable: str = "") -> None:
        """Show another place for it."""
        self.place = place
        self.variable.edit.setText(variable)
        self.variable.setVisible(self.is_variable)
        self.refresh()

    def refresh(self) -> None:
        """Say it anew."""
        self._caption.refresh()
        self.button.setAccessibleDescription(self._caption.text())

    def _words(self) -> str:
        match self.place:
            case Place.KEYRING:
                return translate("Connections", "Kept in the system’s keyring, never in a file.")
            case Place.FILE:
                return translate(
                    "Connections", "Kept in a file that only you can read, not encrypted."
                )
            case Place.MEMORY:
                return translate("Connections", "Kept until the program ends, then forgotten.")
            case Place.ENVIRONMENT:
                return self._variable_words()

    def _variable_words(self) -> str:
        name = self.variable.text()
        if not name:
            return translate("Connections", "The value is read from this environment variable.")
        if is_set(name):
            return translate("Connections", "The variable is set. Its value is never shown.")
        return translate("Connections", "The variable is not set now.")

    def _on_variable(self) -> None:
        self.refresh()
        self.changed.emit()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for place, words in (
            (Place.KEYRING, translate("Connections", "In the system’s keyring")),
            (Place.ENVIRONMENT, translate("Connections", "In an environment variable")),
            (Place.MEMORY, translate("Connections", "Until the program ends")),
            (Place.FILE, translate("Connections", "In a file…")),
        ):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(place is self.place)
            action.triggered.connect(lambda _on=False, p=place: self._on_chosen(p))
            group.addAction(action)
            menu.addAction(action)
        if self.kept is not None:
            menu.addSeparator()
            menu.addAction(translate("Connections", "Forget it"), self.forgotten.emit)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 4)))

    def _on_chosen(self, place: Place) -> None:
        if place is Place.FILE and self.kept is not Place.FILE:
            self.file_wanted.emit()
            return
        self.choose(place, self.kept_variable if place is self.kept else "")
        if self.is_variable:
            self.variable.edit.setFocus()
        self.changed.emit()
