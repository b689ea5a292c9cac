"""A secret on the form: what is typed now can be shown, what is kept never comes back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desktop.core.connection import NO_SECRET, Secret
from desktop.features.settings.connections.blocks import Block
from desktop.features.settings.connections.draft import Change
from desktop.features.settings.connections.place_line import PlaceLine
from desktop.store.secrets import Place
from desktop.ui.controls import Field, IconButton, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

DOTS = "●" * 24
"""Stands for a secret that is kept, whatever its length."""


class SecretField(Field):
    """A line of input that hides what is typed, with an eye that shows it as long as it is new."""

    def __init__(self, look: Look, name: Words, hint: Words = str, icon_name: str = "") -> None:
        self._free_hint, self._is_kept = hint, False
        super().__init__(look, name, self._words, icon_name=icon_name)
        self.show_code()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = IconButton(
            look, "eye", lambda: translate("Connections", "Show what was typed"), size_px=24
        )
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._on_eye)
        self.add_trailing(self.eye)
        self.edit.textChanged.connect(self._on_text)
        self._on_text()

    def show_kept(self, *, is_kept: bool) -> None:
        """Show dots for a secret that is kept, and nothing that was typed."""
        self._is_kept = is_kept
        restyle(self.edit, "kept", "true" if is_kept else "false")
        self.edit.clear()
        self.refresh()

    def suggest(self, hint: Words) -> None:
        """Show other words while there is no secret."""
        self._free_hint = hint
        self.refresh()

    def typed(self) -> Secret:
        """Give what was typed; empty: nothing."""
        return Secret(self.text())

    def _words(self) -> str:
        return DOTS if self._is_kept else self._free_hint()

    def _on_text(self) -> None:
        has_text = bool(self.edit.text())
        self.eye.setEnabled(has_text)
        if not has_text:
            self.eye.setChecked(False)

    def _on_eye(self, is_shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.edit.setEchoMode(modes.Normal if is_shown else modes.Password)


class SecretBlock(Block):
    """A secret with its label and its place.

    Signals: `edited()`; `file_wanted(block)` before it may go to a file: answer with
    `keep_in`.
    """

    edited = Signal()
    file_wanted = Signal(object)

    def __init__(
        self,
        look: Look,
        words: Words,
        hint: Words = str,
        *,
        icon_name: str = "",
        variable_hint: Callable[[], str] = str,
    ) -> None:
        self.field = SecretField(look, words, hint, icon_name)
        super().__init__(look, words, self.field)
        self._is_forgotten = False
        self.place = PlaceLine(look, variable_hint)
        self.column.addWidget(self.place)
        self.field.changed.connect(self._on_edited)
        self.place.changed.connect(self._on_edited)
        self.place.forgotten.connect(self._on_forgotten)
        self.place.file_wanted.connect(lambda: self.file_wanted.emit(self))

    def show_kept(self, place: Place | None, variable: str = "") -> None:
        """Show where the secret is kept now, None: nowhere; what was typed goes."""
        self._is_forgotten = False
        self.place.show_kept(place, variable)
        self.field.show_kept(is_kept=place not in {None, Place.ENVIRONMENT})
        self._on_place()

    def put(self, change: Change | None) -> None:
        """Show a change again that `change` has given."""
        if change is None:
            return
        self.place.choose(change.place, change.variable)
        self._is_forgotten = change.secret == NO_SECRET
        self.field.show_kept(is_kept=change.secret is None and not self.place.is_variable)
        self.field.edit.setText(change.secret.reveal() if change.secret is not None else "")
        self._on_place()

    def change(self) -> Change | None:
        """Give what the person wants to become of the secret; None: it stays."""
        if self.place.is_variable:
            variable = self.place.variable.text()
            return Change(None, Place.ENVIRONMENT, variable) if self.place.is_moved else None
        typed = self.field.typed()
        if typed:
            return Change(typed, self.place.place)
        if self._is_forgotten:
            return Change(NO_SECRET)
        return Change(None, self.place.place) if self.place.is_moved else None

    def keep_in(self, place: Place) -> None:
        """Keep it in another place: the person was asked, and wants that."""
        self.place.choose(place)
        self._on_edited()

    def mark(self, error: Words | None) -> None:
        """Mark the input as wrong, in words; None: it is as it should be."""
        super().mark(error)
        self.place.variable.set_error(is_wrong=error is not None)

    def _on_edited(self) -> None:
        self._on_place()
        self.edited.emit()

    def _on_forgotten(self) -> None:
        self._is_forgotten = True
        self.place.choose(Place.KEYRING)
        self.field.show_kept(is_kept=False)
        self._on_edited()

    def _on_place(self) -> None:
        self.field.setVisible(not self.place.is_variable)
