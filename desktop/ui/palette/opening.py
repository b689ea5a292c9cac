"""Opens the cards over a window, one at a time, and goes where a choice leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.services.context import Services
from desktop.services.hits import Hit
from desktop.ui.feature import Feature, Host, Offering
from desktop.ui.palette.commands import Command
from desktop.ui.palette.find import FindAnything, Wanted
from desktop.ui.palette.overlay import Overlay
from desktop.ui.palette.palette import CommandPalette


class Palettes(QObject):
    """Made by the window at the first key; remembers what was looked for last.

    `page` gives the page on show.
    """

    def __init__(
        self,
        window: QWidget,
        services: Services,
        host: Host,
        features: Sequence[Feature],
        page: Callable[[], QWidget | None],
    ) -> None:
        super().__init__(window)
        self._page = page
        self._window, self._services, self._host = window, services, host
        self._features = tuple(features)
        self._open: Overlay | None = None
        self._wanted = Wanted()

    def find(self, words: str = "") -> None:
        """Open Find anything, with other words than the last ones if some are given."""
        if self._close(FindAnything) and not words:
            return
        wanted = Wanted(words) if words else self._wanted
        card = FindAnything(self._host.look, self._window, self._services.finding, wanted)
        card.chosen.connect(self._go)
        card.closed.connect(lambda: self._remember(card.wanted))
        self._show(card)

    def command(self, itself: str) -> None:
        """Open the palette of commands, which does not offer `itself`."""
        if self._close(CommandPalette):
            return
        stored = self._services.conversations
        card = CommandPalette(self._host, self._window, self._features, itself, stored, self.find)
        card.chosen.connect(self._run)
        page = self._page()
        if isinstance(page, Offering):
            card.ask(page)
        self._show(card)

    def _show(self, card: Overlay) -> None:
        self._open = card
        card.pop_up()

    def _close(self, kind: type[Overlay]) -> bool:
        """Close what is open; tell whether it was of this kind."""
        card, self._open = self._open, None
        if card is None or not isValid(card) or not card.isVisible():
            return False
        card.dismiss()
        return isinstance(card, kind)

    def _remember(self, wanted: Wanted) -> None:
        self._wanted = wanted

    def _go(self, hit: Hit, _is_kept: bool) -> None:
        if any(feature.id == hit.feature for feature in self._features):
            self._host.open_feature(hit.feature, hit.place)

    @staticmethod
    def _run(command: Command, _is_kept: bool) -> None:
        command.run()
