"""Temporary chats: in memory only, said so above them, gone with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.types import Draft, Kind
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.context import Services
from desktop.store.records import TEMPORARY_FROM
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for

if TYPE_CHECKING:
    from desktop.ui.notices import Banner


class Temporary(QObject):
    """Begins temporary chats and marks the one on show.

    Signals: `begun(id)` when one is to be opened.
    """

    begun = Signal(int)

    def __init__(
        self, services: Services, pane: ConversationPane, conversation: Conversation
    ) -> None:
        super().__init__(pane)
        self._services, self._pane, self._conversation = services, pane, conversation
        self._banner: Banner | None = None
        self._shown_id: int | None = None
        self._scope = scope_for(self, conversation.show_error)
        conversation.opened.connect(self._on_opened)

    def begin(self) -> None:
        """Open a new temporary chat; the one on show, if nothing was said in it yet."""
        shown_id = self._conversation.id
        if shown_id is not None and is_temporary(shown_id) and not self._conversation.nodes:
            self._pane.composer.setFocus()
        else:
            self._scope.start("begin", self._begin())

    async def _begin(self) -> None:
        made = await self._services.conversations.create(Kind.CHAT, temporary=True)
        self.begun.emit(made.id)
        self._pane.composer.setFocus()

    def _on_opened(self) -> None:
        left, self._shown_id = self._shown_id, self._conversation.id
        if left is not None and is_temporary(left) and left != self._shown_id:
            self._scope.start(f"leave/{left}", self._leave(left))
        is_one = self._shown_id is not None and is_temporary(self._shown_id)
        if is_one and self._banner is None:
            self._banner = self._make_banner()
        if self._banner is not None:
            self._banner.setVisible(is_one)

    async def _leave(self, conversation_id: int) -> None:
        """Forget a chat in which nothing was said."""
        store = self._services.conversations
        outline = await store.outline(conversation_id)
        if not outline.sketches and await store.draft(conversation_id) == Draft():
            await store.delete_for_good(conversation_id)

    def _make_banner(self) -> Banner:
        from desktop.ui.notices import Banner  # noqa: PLC0415 - few chats are temporary

        banner = Banner(self._pane.look, "amber", "message-circle-dashed")
        banner.say(
            lambda: translate("Chat", "Temporary chat"),
            lambda: translate("Chat", "Nothing of it is stored. It ends with the program."),
        )
        banner.set_closable(False)
        self._pane.add_banner(banner)
        return banner


def is_temporary(conversation_id: int) -> bool:
    """Tell whether a conversation is in memory only."""
    return conversation_id >= TEMPORARY_FROM
