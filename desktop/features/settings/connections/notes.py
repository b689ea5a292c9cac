"""What stands above the form: questions, and the warning that never goes away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.store.secrets import Place
from desktop.ui.card import Card
from desktop.ui.controls import Button
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class Question(Card):
    """Asks in place; the page waits. Signals: `asked()`; `closed()` when it was answered or taken back."""

    asked = Signal()
    closed = Signal()

    def __init__(self, look: Look, icon_name: str = "") -> None:
        super().__init__(look, "amber", icon_name)
        self._before: QWidget | None = None
        self.buttons: list[Button] = []
        self.hide()

    def open(self) -> None:
        """Show it and put the focus on its last answer, the one that loses nothing."""
        window = self.window()
        self._before = window.focusWidget() if window is not None else None
        self.show()
        self.buttons[-1].setFocus()
        self.announce()
        self.asked.emit()

    def close_question(self) -> None:
        """Take it back, and give the focus to who had it."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def offer(self, *answers: tuple[Callable[[], str], Callable[[], None]]) -> None:
        """Add the answers, in their order."""
        for words, on_click in answers:
            self.buttons.append(self.add_button(words, on_click))


class PlaceQuestion(Question):
    """Asks in words before a secret may lie in a file, or when there is no keyring.

    Signals: `chosen(Place)`.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "key-round")
        self.offer(
            (lambda: translate("Connections", "Cancel"), self.close_question),
            (lambda: translate("Connections", "In a file"), lambda: self._choose(Place.FILE)),
            (lambda: translate("Connections", "Until the end"), lambda: self._choose(Place.MEMORY)),
        )

    def ask_instead(self) -> None:
        """Ask where to keep what no keyring takes."""
        self.say(
            lambda: translate("Connections", "This system has no keyring, or it is locked."),
            lambda: translate(
                "Connections",
                "Keep the key only until the program ends, or in a file that only you can read?",
            ),
        )
        self.open()

    def ask_file(self) -> None:
        """Ask whether a file is really meant."""
        self.say(
            lambda: translate("Connections", "Keep this secret in a file?"),
            lambda: translate(
                "Connections",
                "Only you can read the file, but it is not encrypted: every program that you start can read it too.",
            ),
        )
        self.open()

    def _choose(self, place: Place) -> None:
        self.close_question()
        self.chosen.emit(place)


class LeaveQuestion(Question):
    """Asks what becomes of changes that are not saved. Signals: `save_wanted()`, `discard_wanted()`."""

    save_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "pencil-line")
        self.offer(
            (lambda: translate("Connections", "Stay here"), self.close_question),
            (lambda: translate("Connections", "Discard"), self.discard_wanted.emit),
            (lambda: translate("Connections", "Save"), self.save_wanted.emit),
        )

    def ask(self, name: Callable[[], str]) -> None:
        """Ask about a connection."""
        self.say(
            lambda: translate("Connections", "“{name}” has changes that are not saved.").format(
                name=name()
            )
        )
        self.open()


class UncheckedWarning(Card):
    """Stands there as long as anybody could be the server. Signals: `check_wanted()`."""

    check_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "red", "triangle-alert")
        self.say(
            lambda: translate("Connections", "The server’s certificate is not checked."),
            lambda: translate(
                "Connections",
                "Anybody on the way can read the key and every word, and change them.",
            ),
        )
        check = Button(look, lambda: translate("Connections", "Check it again"), height_px=28)
        check.clicked.connect(self.check_wanted)
        self.add_corner(check)
        self.hide()
