"""What a message offers beside its buttons: fork, delete, another model. Nothing is overwritten."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from desktop.core.types import Conversation, Draft, Message, PartType, Role
from desktop.features.chat.list.rows import title_of
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation as Shown
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.services.turns import Target
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice
from desktop.ui.notices import Notice
from desktop.ui.picker import Picker
from desktop.ui.scope import scope_for


class Branching(QObject):
    """Handles the actions of a message's menu.

    Signals: `forked(id)` when a new conversation stands and is to be opened.
    """

    forked = Signal(int)

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        conversation: Shown,
        writing: Writing,
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation, self._writing = conversation, writing
        self._scope = scope_for(self, conversation.show_error)

    def fork(self, message_id: int) -> None:
        """Make a conversation of all that led to a message, and open it."""
        self._scope.start("fork", self._fork(message_id))

    async def _fork(self, message_id: int) -> None:
        store = self._services.conversations
        message = await store.message(message_id)
        old = await store.get(message.conversation_id)
        title = translate("Chat", "{title} (fork)").format(title=title_of(old))
        if message.role is Role.USER:
            made = await self._fork_before(message, title)
        else:
            made = await store.fork(message_id, title)
        self.forked.emit(made.id)
        self._host.notify(Notice(lambda: translate("Chat", "Forked. The old one stays as it was.")))

    async def _fork_before(self, question: Message, title: str) -> Conversation:
        """Give a fork that ends before a question, which stands in its composer: it is not asked yet."""
        store = self._services.conversations
        if question.parent_id is not None:
            made = await store.fork(question.parent_id, title)
        else:
            old = await store.get(question.conversation_id)
            made = await store.create(old.kind, title, temporary=old.is_temporary)
        held = tuple(part for part in question.parts if part.type is not PartType.TEXT)
        await store.keep_draft(made.id, Draft(question.text, held))
        return made

    def delete(self, message_id: int) -> None:
        """Take a message and what follows it out of the tree; the note brings both back."""
        self._scope.start("delete", self._delete(message_id))

    async def _delete(self, message_id: int) -> None:
        store, turns = self._services.conversations, self._services.turns
        node = self._conversation.node(message_id)
        if node is not None:  # nobody would see what is being written below it
            for turn in turns.live(node.message.conversation_id):
                turns.stop(turn.message_id)
        await store.delete_message(message_id)
        self._conversation.reload()
        self._host.notify(
            Notice(
                lambda: translate("Chat", "Deleted, with what followed."),
                lambda: translate("Chat", "Undo"),
                lambda: self.restore(message_id),
            )
        )

    def restore(self, message_id: int) -> None:
        """Undo `delete`."""
        self._scope.start("restore", self._restore(message_id))

    async def _restore(self, message_id: int) -> None:
        await self._services.conversations.restore_message(message_id)
        self._conversation.reload()

    def choose_model(self, message_id: int) -> None:
        """Let a model be chosen, and make another version of an answer with it."""
        self._scope.start("choose", self._offer(message_id))

    async def _offer(self, message_id: int) -> None:
        models = await self._services.catalogue.open()
        # An idle window need not hold it.
        from desktop.core.models import Task  # noqa: PLC0415
        from desktop.ui.model_shelf import ModelShelf  # noqa: PLC0415

        transcript = self._pane.transcript
        row = transcript.model.row_of(message_id)
        place = QRect() if row is None else transcript.message_rect(row)
        picker = Picker(self._host.look)  # never shown: it says where the list opens
        picker.setParent(transcript.viewport())
        picker.move(place.bottomLeft() if place.isValid() else QPoint())

        def choose(choice: Choice) -> None:
            self._writing.regenerate(message_id, Target(choice.connection_id, choice.model))

        picker.chosen.connect(choose)
        picker.connect_wanted.connect(lambda: self._host.open_feature("settings"))
        shelf = ModelShelf(self._services, models, picker, Task.CHAT, self._conversation.show_error)
        picker.open_menu()
        shelf.open()
        if picker.popover is not None:
            picker.popover.closed.connect(picker.deleteLater)
