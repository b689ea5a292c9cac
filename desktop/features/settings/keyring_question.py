"""Without a keyring nothing is stored silently: asks in words where the key may be kept."""

from __future__ import annotations

from collections.abc import Callable

from desktop.store.secrets import Place
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner


class KeyringQuestion(Banner):
    """Shown when the system has no keyring; the person chooses, or closes it and nothing is kept."""

    def __init__(self, look: Look, on_choice: Callable[[Place], None]) -> None:
        super().__init__(look, "amber", "key-round")
        self._on_choice = on_choice
        self.say(
            lambda: translate("Settings", "This system has no keyring, or it is locked."),
            lambda: translate(
                "Settings",
                "Keep the key only until the program ends, or in a file that only you can read?",
            ),
        )
        self.add_button(
            lambda: translate("Settings", "Until the end"), lambda: self._choose(Place.MEMORY)
        )
        self.add_button(
            lambda: translate("Settings", "In a file"), lambda: self._choose(Place.FILE)
        )
        self.closed.connect(self.hide)
        self.hide()

    def _choose(self, place: Place) -> None:
        self.hide()
        self._on_choice(place)
