"""The palette of commands: everything that can be done, by its name."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.core.errors import AppError
from desktop.core.types import Kind
from desktop.store.conversations import Conversations
from desktop.ui.feature import Feature, Host, Offering
from desktop.ui.i18n import translate
from desktop.ui.palette.commands import (
    RECENT,
    Command,
    actions,
    conversations,
    matching,
    offered,
    spots,
)
from desktop.ui.palette.overlay import Overlay
from desktop.ui.palette.rows import Row
from desktop.ui.scope import scope_for

_log = logging.getLogger(__name__)


class CommandPalette(Overlay):
    """The card; what is chosen is a `Command`, to be run once it is closed."""

    def __init__(
        self,
        host: Host,
        window: QWidget,
        features: Sequence[Feature],
        itself: str,
        stored: Conversations,
        find: Callable[[str], None],
    ) -> None:
        super().__init__(host.look, window, _name, _hint)
        self._host, self._stored, self._find = host, stored, find
        self._actions = actions(host, features, itself)
        self._spots = spots(host, features)
        self._conversations: list[Command] = []
        self._offers: list[Command] = []
        self._scope = scope_for(self, self._on_error)
        self.keys.say(lambda: translate("Palette", "Enter runs it"))
        self.way_out.say(lambda: translate("Palette", "Find in everything that was said"))
        self.way_out.clicked.connect(self._on_find)
        self.typed.connect(self._on_text)
        self._on_text("")
        self._scope.start("conversations", self._load())

    def ask(self, page: Offering) -> None:
        """Offer what can be done on the page behind, once it has told."""
        self._scope.start("offers", self._load_offers(page))

    def _on_text(self, text: str) -> None:
        """Show what is meant."""
        found = self._offered() if not text.strip() else matching(self._all(), text)
        self.list.show_rows([_row(command) for command in found])
        if found:
            self.show_list()
            return
        self.way_out.show()
        nothing = translate("Palette", "Nothing is called “{words}”").format(words=text.strip())
        self.say(lambda: nothing)

    async def _load(self) -> None:
        found = await self._stored.list(Kind.CHAT)
        self._conversations = conversations(self._host, found)
        self._show_again()

    async def _load_offers(self, page: Offering) -> None:
        try:
            offers = await page.offers()
        except AppError as error:  # the page itself says what is wrong there
            _log.info("the page offers nothing: %s", error.code)
            return
        self._offers = await asyncio.to_thread(offered, offers)
        self._show_again()

    def _show_again(self) -> None:
        """Show what is meant out of what is known by now; the person stays where they are."""
        here = self.list.currentIndex().row()
        self._on_text(self.field.edit.text())
        if here > 0:
            self.list.move_by(here)

    def _all(self) -> list[Command]:
        return [*self._actions, *self._offers, *self._conversations, *self._spots]

    def _offered(self) -> list[Command]:
        return [*self._conversations[:RECENT], *self._actions]

    def _on_find(self) -> None:
        words = self.field.text()
        self.dismiss()
        self._find(words)

    def _on_error(self, _error: Exception) -> None:
        """Go on without conversations: the window has said what is wrong with the store."""
        self.foot.say(lambda: translate("Palette", "Conversations cannot be read now."))


def _row(command: Command) -> Row:
    return Row(command.icon, command.title, command, command.keys or command.group)


def _name() -> str:
    return translate("Palette", "Commands")


def _hint() -> str:
    return translate("Palette", "What would you like to do?")
