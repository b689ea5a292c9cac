"""What a person writes: drafts, sending, editing an earlier message, versions of an answer."""

from __future__ import annotations

from collections.abc import Coroutine

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.types import Draft, Part, PartType, Role
from desktop.features.chat import service
from desktop.features.chat.conversation import Conversation
from desktop.features.chat.gate import LanguageGate
from desktop.features.chat.pane import ConversationPane
from desktop.services.context import Services
from desktop.services.turns import Target

_DRAFT_MS = 300  # after the last key; with the write itself below 500 ms


class Writing(QObject):
    """The composer's other half.

    Signals: `created(id)` when a new chat got its first message; `connect_wanted()` when the person
    wants another model for a language that the built-in one does not know.
    """

    created = Signal(int)
    connect_wanted = Signal()

    def __init__(
        self, services: Services, pane: ConversationPane, conversation: Conversation
    ) -> None:
        super().__init__(pane)
        self._services, self._pane, self._conversation = services, pane, conversation
        self._composer = pane.composer
        self._editing: int | None = None
        self._draft_of: int | None = None
        self._kept_soon: dict[int | None, str] = {}
        self._is_touched = self._is_warm = False
        self.target: Target | None = None
        self._gate = LanguageGate(pane, self.connect_wanted.emit)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DRAFT_MS)
        self._timer.timeout.connect(self.keep_draft)
        self._composer.edited.connect(self._on_edited)
        self._composer.submitted.connect(self._on_submitted)
        self._composer.stopped.connect(self.stop)
        self._composer.cancelled.connect(self._on_cancelled)
        conversation.opened.connect(self._on_opened)

    # drafts
    def keep_draft(self) -> None:
        """Store what was typed, now. An edit of an earlier message is not a draft."""
        was_due = self._timer.isActive() or self.sender() is self._timer
        self._timer.stop()
        if was_due and self._editing is None:
            work = self._keep_draft(self._draft_of, self._composer.text())
            self._conversation.scope.start(f"draft/{self._draft_of}", work)
            self._kept_soon[self._draft_of] = self._composer.text()

    async def _keep_draft(self, conversation_id: int | None, text: str) -> None:
        await self._services.conversations.keep_draft(conversation_id, Draft(text))
        if self._kept_soon.get(conversation_id) == text:
            del self._kept_soon[conversation_id]

    def _on_edited(self) -> None:
        self._is_touched = True
        self._gate.hide()
        self._timer.start()
        if not self._is_warm:
            self._is_warm = True
            self._conversation.scope.start("warm", service.warm(self._services, self.target))

    def _on_opened(self) -> None:
        self.keep_draft()  # what was typed while the disk was asked belongs to the one before
        self._editing = None
        self._gate.hide()
        self._composer.show_editing(is_editing=False)
        self._draft_of = self._conversation.id
        self._show_text("")
        self._conversation.scope.start("read draft", self._read_draft(self._draft_of))

    async def _read_draft(self, conversation_id: int | None) -> None:
        text = self._kept_soon.get(conversation_id)  # on its way to the disk, or the disk is full
        if text is None:
            text = (await self._services.conversations.draft(conversation_id)).text
        # Who types faster than the disk answers keeps what was typed.
        if self._draft_of == conversation_id and not self._is_touched:
            self._show_text(text)

    def _show_text(self, text: str) -> None:
        """Put text into the composer that is not the person's typing."""
        self._composer.set_text(text)
        self._timer.stop()
        self._is_touched = False

    # sending
    def stop(self) -> None:
        """End the answers that are being made here; what has arrived stays."""
        if self._conversation.id is not None:
            self._services.turns.stop_conversation(self._conversation.id)

    def _on_submitted(self, text: str) -> None:
        if self._draft_of != self._conversation.id:
            return  # another conversation is being opened: this text belongs to the one before
        language = service.foreign_language(text, self.target) if self.target else ""
        if language:
            self._gate.ask(language, lambda: self._send(text))
        else:
            self._send(text)

    def _send(self, text: str) -> None:
        self._gate.hide()
        self._pane.notice.hide()
        self._begin(self._store(text) if self._editing is None else self._store_edit(text))

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        """Start what makes an answer; a second click or Return meanwhile does nothing."""
        if self._conversation.scope.is_running("send"):
            work.close()
        else:
            self._conversation.scope.start("send", work)

    async def _store(self, text: str) -> None:
        conversation = self._conversation
        asked_in, leaf_id = conversation.id, conversation.leaf_id
        target = await self._known_target()
        question, answer = await service.send(self._services, asked_in, leaf_id, text, target)
        self._kept_soon.pop(asked_in, None)
        if conversation.id != asked_in:
            return  # another conversation was opened meanwhile
        if self._composer.text() == text:  # else it is the next question already
            self._show_text("")
        if conversation.id is None:
            conversation.id = self._draft_of = question.conversation_id
            self.created.emit(question.conversation_id)
        conversation.append(question, answer)

    async def _store_edit(self, text: str) -> None:
        question_id = self._editing
        target = await self._known_target()
        if question_id is not None:
            part = Part(PartType.TEXT, text)
            await self._services.turns.edit(question_id, (part,), target)
        if self._editing == question_id:
            self._on_cancelled()
            self._conversation.reload()

    async def _known_target(self) -> Target:
        if self.target is None:
            self.target = await service.first_target(self._services)
        return self.target

    # versions
    def edit(self, message_id: int) -> None:
        """Take an earlier question into the composer; sending makes another version of it."""
        node = self._conversation.node(message_id)
        if node is None or node.message.role is not Role.USER:
            return
        self.keep_draft()
        self._editing = message_id
        self._show_text(node.message.text)
        self._composer.show_editing(is_editing=True)
        self._composer.setFocus()

    def regenerate(self, message_id: int) -> None:
        """Make another version of an answer."""
        self._begin_version(message_id, is_resumed=False)

    def resume(self, message_id: int) -> None:
        """Make a version of an interrupted answer that goes on where it ended."""
        self._begin_version(message_id, is_resumed=True)

    def _begin_version(self, message_id: int, *, is_resumed: bool) -> None:
        if self._conversation.scope.is_running("load"):
            return  # the version that was made last is not on show yet

        def begin() -> None:
            self._begin(self._again(message_id, is_resumed=is_resumed))

        language = self._foreign_language(message_id)
        if language:
            self._gate.ask(language, begin)
        else:
            begin()

    def _foreign_language(self, answer_id: int) -> str:
        """Give the language of the question unless the model that would answer it has had it."""
        answer = self._conversation.node(answer_id)
        question = self._conversation.node(answer.message.parent_id or 0) if answer else None
        if answer is None or question is None or self.target is None:
            return ""
        if answer.message.connection_id == self.target.connection_id:
            return ""
        return service.foreign_language(question.message.text, self.target)

    async def _again(self, message_id: int, *, is_resumed: bool) -> None:
        target, turns = await self._known_target(), self._services.turns
        await (turns.resume if is_resumed else turns.regenerate)(message_id, target)
        self._conversation.reload()

    def _on_cancelled(self) -> None:
        if self._editing is not None:
            self._editing = None
            self._composer.show_editing(is_editing=False)
            self._show_text("")
            self._conversation.scope.start("read draft", self._read_draft(self._draft_of))
