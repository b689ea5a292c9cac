"""What the buttons at a message do: copy, other versions, edit, continue, links."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.features.chat.conversation import Conversation
from desktop.features.chat.entries import CONTINUE
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.writing import Writing
from desktop.ui.error_text import Remedy
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.links import ask_first, open_link
from desktop.ui.notices import Notice
from desktop.ui.transcript.entry import Action


class MessageActions(QObject):
    """Listens to the transcript and calls who does what is asked for.

    Whoever brings an action says so once with `on`.
    """

    def __init__(
        self, host: Host, pane: ConversationPane, conversation: Conversation, writing: Writing
    ) -> None:
        super().__init__(pane)
        self._host, self._pane = host, pane
        self._conversation = conversation
        self._handlers: dict[str, Callable[[int], None]] = {
            Action.COPY: self._copy,
            Action.REGENERATE: writing.regenerate,
            Remedy.RETRY: writing.regenerate,
            Action.EDIT: writing.edit,
            Action.PREVIOUS_SIBLING: lambda message_id: conversation.choose(message_id, -1),
            Action.NEXT_SIBLING: lambda message_id: conversation.choose(message_id, 1),
            CONTINUE: writing.resume,
            Remedy.CONNECT: lambda _message_id: host.open_feature("settings"),
        }
        pane.transcript_made.connect(self._listen)

    def on(self, action: str, handler: Callable[[int], None]) -> None:
        """Call `handler` with the message's id when `action` is asked of it."""
        self._handlers[action] = handler

    def _listen(self) -> None:
        transcript = self._pane.transcript
        transcript.action_requested.connect(self._on_action)
        transcript.link_activated.connect(open_link)
        transcript.link_questioned.connect(lambda url: ask_first(self._host, url))

    def _on_action(self, action: str, message_id: int) -> None:
        handler = self._handlers.get(action)
        if handler is not None:
            handler(message_id)

    def _copy(self, message_id: int) -> None:
        node = self._conversation.node(message_id)
        if node is not None:
            QGuiApplication.clipboard().setText(node.message.text)
            self._host.notify(Notice(lambda: translate("Chat", "Copied.")))
