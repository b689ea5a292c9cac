"""Binds the playground to its keys and to the menu of a message; made with its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.types import Role
from desktop.features.chat import REQUEST
from desktop.features.chat.actions import MessageActions
from desktop.features.chat.beside import Beside
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.transcript.action import Action

if TYPE_CHECKING:  # an idle window need not hold it
    from desktop.features.chat.playground.showing import Showing


class Playing(QObject):
    """Shows the exact request and response of an answer in the transcript's place."""

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        conversation: Conversation,
        writing: Writing,
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation, self._writing = conversation, writing
        self._beside: Beside | None = None
        self._showing: Showing | None = None
        conversation.opened.connect(self.leave)
        conversation.asked.connect(self.leave)
        pane.escaped.connect(self.leave)
        host.keys.bind(REQUEST.id, pane, self.toggle)

    def serve(self, actions: MessageActions, beside: Beside) -> None:
        """Offer it at each answer; one thing at a time stands in the transcript's place."""
        self._beside = beside
        actions.on(Action.SHOW_REQUEST, self.show)

    @property
    def showing(self) -> Showing:
        """What fills the view."""
        if self._showing is None:
            from desktop.features.chat.playground.showing import Showing  # noqa: PLC0415 - see above

            self._showing = made = Showing(
                self._services, self._host, self._conversation, self._writing
            )
            made.left.connect(self.leave)
            made.sent.connect(self._on_sent)
        return self._showing

    def toggle(self) -> None:
        """Show the newest answer's request, or leave."""
        if self._showing is not None and self._showing.is_on:
            self.leave()
            return
        answers = (n.message for n in self._conversation.nodes if n.message.role is Role.ASSISTANT)
        newest = next(reversed(tuple(answers)), None)
        if newest is None:
            self._host.notify(Notice(lambda: translate("Playground", "There is no answer yet.")))
        else:
            self.show(newest.id)

    def show(self, message_id: int) -> None:
        """Show an answer's request and response."""
        if self._beside is not None:
            self._beside.leave_comparison()
        showing = self.showing
        self._pane.show_instead(showing.view, lambda: showing.view.finder)
        showing.show(message_id)
        showing.view.setFocus()

    def leave(self) -> None:
        """Show the transcript again; the composer has the focus."""
        if self._showing is not None and self._showing.is_on:
            self._pane.show_instead(None)
            self._showing.clear()
            self._pane.composer.setFocus()

    def _on_sent(self) -> None:
        self.leave()
        self._conversation.reload()
