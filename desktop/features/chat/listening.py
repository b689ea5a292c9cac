"""Binds reading aloud to its keys and to the buttons at a message; made with its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.features.chat import READ_ALOUD
from desktop.features.chat.actions import MessageActions
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.context import Services
from desktop.ui.feature import Host
from desktop.ui.transcript.action import Action

if TYPE_CHECKING:  # an idle window need not hold it
    from desktop.features.chat.aloud import Aloud


class Listening(QObject):
    """Reads messages aloud."""

    def __init__(
        self, services: Services, host: Host, pane: ConversationPane, conversation: Conversation
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation = conversation
        self._aloud: Aloud | None = None

    def serve(self, actions: MessageActions) -> None:
        """Offer it at each message, and for the last answer by keys."""
        actions.on(Action.READ_ALOUD, self._toggle)
        self._host.keys.bind(READ_ALOUD.id, self._pane, self._toggle_newest)

    @property
    def aloud(self) -> Aloud:
        """What follows the reader."""
        if self._aloud is None:
            from desktop.features.chat.aloud import Aloud  # noqa: PLC0415 - see above

            self._aloud = Aloud(self._services, self._host, self._pane, self._conversation)
        return self._aloud

    def _toggle(self, message_id: int) -> None:
        self.aloud.toggle(message_id)

    def _toggle_newest(self) -> None:
        self.aloud.toggle_newest()
