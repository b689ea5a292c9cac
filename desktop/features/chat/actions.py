"""What the buttons at a message do: copy, other versions, edit, continue, links."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.core.types import Message, PartType, Role
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.writing.writing import Writing
from desktop.ui.error_text import Remedy
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.transcript.action import Action


class MessageActions(QObject):
    """Listens to the transcript and calls who does what is asked for.

    Whoever brings an action says so once with `on`. Signals: `result_wanted(message_id, call_id)`
    the person is to give the result of a call.
    """

    result_wanted = Signal(int, str)

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
            Action.CONTINUE: writing.resume,
            Remedy.CONNECT: lambda _message_id: host.open_feature("settings"),
        }
        pane.transcript_made.connect(self._listen)

    def on(self, action: str, handler: Callable[[int], None]) -> None:
        """Call `handler` with the message's id when `action` is asked of it."""
        self._handlers[action] = handler

    def run(self, action: str, message_id: int) -> None:
        """Do what is asked of a message; what nobody has brought is ignored."""
        handler = self._handlers.get(action)
        name, _, about = action.partition("/")
        if handler is not None:
            handler(message_id)
        elif name == Action.GIVE_RESULT:
            self.result_wanted.emit(message_id, about)

    def _listen(self) -> None:
        transcript = self._pane.transcript
        transcript.action_requested.connect(self.run)
        from desktop.ui.links import ask_first, open_link  # noqa: PLC0415 - with the transcript

        transcript.link_activated.connect(open_link)
        transcript.link_questioned.connect(lambda url: ask_first(self._host, url))

    def _copy(self, message_id: int) -> None:
        node = self._conversation.node(message_id)
        if node is None:
            return
        text = node.message.text
        if not text and self._copy_picture(node.message):
            return
        QGuiApplication.clipboard().setText(text)
        self._host.notify(Notice(lambda: translate("Chat", "Copied.")))

    def _copy_picture(self, message: Message) -> bool:
        """Copy the picture of an answer that says nothing else; tell whether there is one."""
        made = [part for part in message.parts if part.type is PartType.IMAGE and part.blob]
        if made and message.role is Role.ASSISTANT:
            from desktop.ui.transcript.objects import Shown  # noqa: PLC0415 - most are of words

            self._pane.transcript.commands.pictures.copy(Shown(f"blob:{made[0].blob}", ""))
            self._host.notify(Notice(lambda: translate("Chat", "Copied.")))
        return bool(made)
