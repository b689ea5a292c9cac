"""Servers that answer on this computer: suggestions, which get nothing before they are added."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.discovery import Found
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class Suggestion(QFrame):
    """One find: its name, what it has, and a button. Signals: `add_wanted()`."""

    add_wanted = Signal()

    def __init__(self, look: Look, found: Found) -> None:
        super().__init__()
        self.found, self._look = found, look
        self.setProperty("role", "card")
        self._icon = QLabel(self)
        name = Label(look, lambda: found.preset.name, "body")  # where it is, the heading says
        state = Label(look, lambda: _state(found), "caption", "text2")
        for label in (name, state):
            # A long name ends at the button; the tooltip has it whole.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            label.setToolTip(found.base_url)
        self.add = Button(look, lambda: translate("Connections", "Add"), height_px=28)
        self.add.clicked.connect(self.add_wanted)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(state)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.add)
        self._name = name
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, "server", "text2", 16, dpr))
        self.add.setAccessibleName(
            translate("Connections", "Add {name}").format(name=find_name(self.found))
        )


class FoundList(QWidget):
    """The suggestions below the list. Signals: `add_wanted(found)`; `stops_changed()`."""

    add_wanted = Signal(object)
    stops_changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.suggestions: list[Suggestion] = []
        self.is_looking, self._was_asked = False, False
        self._heading = Label(look, self._words, "caption", "text3", 500)
        self._heading.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._heading)
        self._draw()

    def begin(self, *, is_asked: bool) -> None:
        """Show that the search runs; `is_asked` by a person, who then also hears of no result."""
        self.is_looking, self._was_asked = True, is_asked
        self._draw()

    def end(self) -> None:
        """Show that the search is over."""
        self.is_looking = False
        self._draw()

    def show_finds(self, finds: list[Found]) -> None:
        """Show these finds, and no others."""
        wanted = {found.base_url for found in finds}
        for suggestion in list(self.suggestions):
            if suggestion.found.base_url not in wanted:
                self.suggestions.remove(suggestion)
                suggestion.hide()
                suggestion.deleteLater()
        shown = {suggestion.found.base_url for suggestion in self.suggestions}
        for found in finds:
            if found.base_url not in shown:
                self._add(found)
        self._draw()
        self.stops_changed.emit()

    def _add(self, found: Found) -> None:
        suggestion = Suggestion(self._look, found)
        suggestion.add_wanted.connect(lambda: self.add_wanted.emit(found))
        self.suggestions.append(suggestion)
        self._column.addWidget(suggestion)

    def _draw(self) -> None:
        self._heading.refresh()
        self._heading.setVisible(bool(self._heading.text()))

    def _words(self) -> str:
        if self.suggestions:
            return translate("Connections", "Found on this computer")
        if not self._was_asked:
            return ""
        if self.is_looking:
            return translate("Connections", "Looking…")
        return translate("Connections", "No other server answers on this computer.")


def find_name(found: Found) -> str:
    """Give what a find is called."""
    return translate("Connections", "{name} on this computer").format(name=found.preset.name)


def _state(found: Found) -> str:
    if found.needs_key:
        return translate("Connections", "Asks for a key")
    return translate("Connections", "%n model(s)", "", len(found.models))
