"""What the buttons at a message do: copy, other versions, edit, continue, links."""

from __future__ import annotations

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


class MessageActions(QObject):
    """Listens to the transcript."""

    def __init__(
        self, host: Host, pane: ConversationPane, conversation: Conversation, writing: Writing
    ) -> None:
        super().__init__(pane)
        self._host, self._pane = host, pane
        self._conversation, self._writing = conversation, writing
        pane.transcript_made.connect(self._listen)

    def _listen(self) -> None:
        transcript = self._pane.transcript
        transcript.action_requested.connect(self._on_action)
        transcript.link_activated.connect(open_link)
        transcript.link_questioned.connect(lambda url: ask_first(self._host, url))

    def _on_action(self, action: str, message_id: int) -> None:
        match action:
            case "copy":
                self._copy(message_id)
            case "regenerate" | Remedy.RETRY:
                self._writing.regenerate(message_id)
            case "edit":
                self._writing.edit(message_id)
            case "previous_sibling":
                self._conversation.choose(message_id, -1)
            case "next_sibling":
                self._conversation.choose(message_id, 1)
            case _ if action == CONTINUE:
                self._writing.resume(message_id)
            case Remedy.CONNECT:
                self._host.open_feature("settings")

    def _copy(self, message_id: int) -> None:
        node = self._conversation.node(message_id)
        if node is not None:
            QGuiApplication.clipboard().setText(node.message.text)
            self._host.notify(Notice(lambda: translate("Chat", "Copied.")))
