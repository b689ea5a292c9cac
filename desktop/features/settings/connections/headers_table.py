"""The person's own headers: a name and a hidden value in each row; all values are one secret."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.connection import NO_SECRET, Secret
from desktop.features.settings.connections.blocks import Sentence
from desktop.features.settings.connections.draft import Change
from desktop.features.settings.connections.place_line import PlaceLine
from desktop.features.settings.connections.secret_field import SecretField
from desktop.services.secret_headers import Headers
from desktop.store.secrets import Place
from desktop.ui.controls import Button, Field, IconButton, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class HeaderRow(QWidget):
    """One header. `kept` is the value that came from where it is kept; no widget ever has it."""

    def __init__(self, look: Look, name: str, kept: Secret) -> None:
        super().__init__()
        self.kept = kept
        self.name = Field(
            look, lambda: translate("Connections", "Name of the header"), lambda: "X-Team"
        )
        self.name.show_code()
        self.name.edit.setText(name)
        self.value = SecretField(
            look,
            lambda: translate("Connections", "Value of the header"),
            lambda: translate("Connections", "Value"),
        )
        self.value.show_kept(is_kept=bool(kept))
        self.remove = IconButton(
            look, "x", lambda: translate("Connections", "Remove this header"), size_px=28
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 2)
        row.addWidget(self.value, 3)
        row.addWidget(self.remove)

    def header(self) -> tuple[str, Secret]:
        """Give name and value; the kept value unless another one was typed."""
        return self.name.text(), self.value.typed() or self.kept


class HeadersTable(QWidget):
    """The rows, and a button for one more.

    Signals: `edited()`; `rows_changed()` when the stops of Tab are others; `file_wanted(table)`
    as `SecretBlock`.
    """

    edited = Signal()
    rows_changed = Signal()
    file_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kept: Headers = ()
        self._unseen: set[Secret] = set()  # values that were read from where they are kept
        self.rows: list[HeaderRow] = []
        label = Label(look, lambda: translate("Connections", "Headers"), "body", "text2", 500)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add = Button(
            look, lambda: translate("Connections", "Add a header"), icon_name="plus", height_px=28
        )
        self.add.clicked.connect(self._on_add)
        self._sentence = Sentence(look)
        self.place = PlaceLine(look, str)
        self.place.changed.connect(self._on_edited)
        self.place.forgotten.connect(self._on_forgotten)
        self.place.file_wanted.connect(lambda: self.file_wanted.emit(self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label)
        column.addLayout(self._rows)
        column.addWidget(self._sentence)
        column.addWidget(self.add)
        column.addWidget(self.place)
        self.show_kept(None)

    def show_kept(self, place: Place | None, variable: str = "", headers: Headers = ()) -> None:
        """Show the headers as they are kept; what was typed goes."""
        self._kept = headers
        self._unseen.update(value for _name, value in headers)
        self.place.show_kept(place, variable)
        self._fill(headers)

    def put(self, headers: Headers | None, change: Change | None) -> None:
        """Show again what `headers` and `change` have given."""
        if change is not None:
            self.place.choose(change.place, change.variable)
        if headers is not None:
            self._fill(())
            for name, value in headers:
                # A value that was typed is shown as typed; one that was kept stays unseen.
                row = self._add(name, value if value in self._unseen else NO_SECRET)
                if row.kept != value:
                    row.value.edit.setText(value.reveal())
        self._draw()

    def headers(self) -> Headers | None:
        """Give the headers, without empty rows; None: they stay as they are."""
        if self.place.is_variable:
            return None
        entered = tuple(row.header() for row in self.rows)
        entered = tuple((name, value) for name, value in entered if name or value)
        return None if entered == self._kept else entered

    def change(self) -> Change | None:
        """Give where the headers shall be kept; None: where they are."""
        if self.place.is_variable:
            variable = self.place.variable.text()
            return Change(None, Place.ENVIRONMENT, variable) if self.place.is_moved else None
        if self.place.is_moved or (self.headers() is not None and self.headers()):
            return Change(None, self.place.place)
        return None

    def keep_in(self, place: Place) -> None:
        """Keep them in another place: the person was asked, and wants that."""
        self.place.choose(place)
        self._on_edited()

    def mark(self, error: Words | None) -> None:
        """Say in words what is wrong; None: nothing."""
        self._sentence.say(error, "red", "circle-alert" if error is not None else "")
        self.place.variable.set_error(is_wrong=error is not None)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing in it."""
        return not self.rows and self.place.kept is None and not self.place.is_variable

    @property
    def first_stop(self) -> QWidget:
        """Give what takes the focus when something is wrong."""
        if self.place.is_variable:
            return self.place.variable
        return self.rows[0].name if self.rows else self.add

    def _fill(self, headers: Headers) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows.clear()
        for name, value in headers:
            self._add(name, value)
        self._draw()

    def _add(self, name: str, kept: Secret) -> HeaderRow:
        row = HeaderRow(self._look, name, kept)
        row.remove.clicked.connect(lambda: self._on_remove(row))
        row.name.changed.connect(self._on_edited)
        row.value.changed.connect(self._on_edited)
        self.rows.append(row)
        self._rows.addWidget(row)
        return row

    def _on_add(self) -> None:
        row = self._add("", NO_SECRET)
        self._draw()
        row.name.edit.setFocus()
        self.rows_changed.emit()

    def _on_remove(self, row: HeaderRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()
        self._on_edited()

    def _on_forgotten(self) -> None:
        self._fill(())
        self._on_edited()

    def _on_edited(self) -> None:
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        is_variable = self.place.is_variable
        for row in self.rows:
            row.setVisible(not is_variable)
        self.add.setVisible(not is_variable)
        self.place.setVisible(is_variable or bool(self.rows))
        if is_variable:
            self._sentence.say(
                lambda: translate(
                    "Connections", "The variable holds a list as JSON: {example}"
                ).format(example='[["X-Team", "blue"]]')
            )
        else:
            self._sentence.say(None)
