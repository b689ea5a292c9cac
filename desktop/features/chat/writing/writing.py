"""What a person writes: sending, waiting, editing an earlier question, versions of an answer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Message, PartType, Role
from desktop.features.chat import service
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.writing.drafting import Drafting
from desktop.features.chat.writing.queue import Queue, Queued, parts_of
from desktop.features.chat.writing.versions import Versions
from desktop.features.chat.writing.waiting import Waiting
from desktop.services.context import Services
from desktop.services.turns import Target

if TYPE_CHECKING:  # loaded with the first thing that is attached, or asked
    from desktop.features.chat.writing.attaching import Attaching
    from desktop.features.chat.writing.gate import LanguageGate

Work: TypeAlias = Callable[[], Coroutine[object, object, None]]
_ATTACHED = {PartType.IMAGE, PartType.FILE}


class Writing(QObject):
    """The composer's other half.

    Signals: `created(id)` when a new chat got its first message; `connect_wanted()` when the person
    wants another model for a language that the built-in one does not know; `attaching_made()` when
    `attaching` is there to be listened to; `retargeted()` when another model answers the next
    question, or it became known which does; `refused(again)` when nothing was sent for the budget's
    sake, with what sends it again.
    """

    created = Signal(int)
    connect_wanted = Signal()
    attaching_made = Signal()
    retargeted = Signal()
    refused = Signal(object)

    def __init__(
        self, services: Services, pane: ConversationPane, conversation: Conversation
    ) -> None:
        super().__init__(pane)
        self._services, self._pane, self._conversation = services, pane, conversation
        self._composer = pane.composer
        self._editing: int | None = None
        self._attaching: Attaching | None = None
        self._is_warm = False
        self._target: Target | None = None
        self._gate: LanguageGate | None = None
        self.queue = Queue(services, self, conversation.show_error)
        self.drafting = Drafting(
            services.conversations, self.queue, conversation.scope, self._typed, self._show
        )
        self._waiting = Waiting(self, pane, services)
        self._versions = Versions(services, conversation, self)
        self._composer.edited.connect(self._waiting.forget_undo)
        self._composer.edited.connect(self._on_edited)
        self._composer.submitted.connect(partial(self._on_submitted, is_urgent=False))
        self._composer.steered.connect(partial(self._on_submitted, is_urgent=True))
        self._composer.stopped.connect(self.stop)
        self._composer.cancelled.connect(self._on_cancelled)
        self.queue.sent.connect(self._on_sent)
        self.queue.refused.connect(self.refused)
        conversation.opened.connect(self._on_opened)

    @property
    def target(self) -> Target | None:
        """Who answers the next question; None: not known yet."""
        return self._target

    @target.setter
    def target(self, target: Target | None) -> None:
        self._target = target
        self._waiting.refresh()
        self.retargeted.emit()

    @property
    def conversation(self) -> Conversation:
        """The conversation on show."""
        return self._conversation

    # what is written
    @property
    def editing(self) -> int | None:
        """The question of which another version is written; None: a new question is."""
        return self._editing

    @property
    def has_attached(self) -> bool:
        """Tell whether something was attached since the window opened."""
        return self._attaching is not None

    @property
    def attaching(self) -> Attaching:
        """What is attached to the next question; made when first needed."""
        if self._attaching is None:
            # An idle window need not hold it.
            from desktop.features.chat.writing.attaching import Attaching  # noqa: PLC0415

            scope = self._conversation.scope
            made = Attaching(self._services, self._pane.look, self._composer, scope)
            made.changed.connect(self._waiting.refresh)
            made.changed.connect(self._on_edited)
            made.settled.connect(self._waiting.go_on)
            made.taken_out.connect(self._waiting.offer_undo)
            made.strayed.connect(self.drafting.add_part)
            made.show(self.drafting.owner, ())
            self._attaching = made
            self.attaching_made.emit()
        return self._attaching

    def keep_draft(self) -> None:
        """Store what was written, now."""
        self.drafting.keep()

    def _typed(self) -> Draft:
        parts = self._attaching.parts if self._attaching is not None else ()
        return Draft(self._composer.text(), parts)

    def _show(self, draft: Draft) -> None:
        self._waiting.end()
        self._composer.set_text(draft.text)
        if self._attaching is not None or draft.attachments:
            self.attaching.show(self.drafting.owner, draft.attachments)
            self._waiting.refresh()

    def _on_edited(self) -> None:
        self._withdraw_question()
        self.drafting.touch()
        if not self._is_warm:
            self._is_warm = True
            self._conversation.scope.start("warm", service.warm(self._services, self.target))

    def _on_opened(self) -> None:
        self._withdraw_question()
        self._editing = None
        self._composer.show_editing(is_editing=False)
        self.drafting.open(self._conversation.id)
        self._waiting.show_queue()

    # sending
    def stop(self) -> None:
        """End the answers that are being made here; what has arrived stays."""
        if self._waiting.is_on:
            self._waiting.end()
        if self._conversation.id is not None:
            self._services.turns.stop_conversation(self._conversation.id)

    def submit(self, *, is_urgent: bool = False) -> None:
        """Send what is written: at once, or after what is being prepared, asked or answered."""
        self._on_submitted(self._composer.text(), is_urgent=is_urgent)

    def _on_submitted(self, text: str, *, is_urgent: bool) -> None:
        if self.drafting.owner != self._conversation.id:
            return  # another conversation is being opened: this text belongs to the one before
        if self._conversation.scope.is_running("send"):
            return  # a second Return: the first is on its way
        if not self._waiting.may_send(is_urgent=is_urgent):
            return
        language = service.foreign_language(text, self.target) if self.target else ""
        if language:
            self.ask_first(language, lambda: self._send(text, is_urgent=is_urgent))
        else:
            self._send(text, is_urgent=is_urgent)

    def ask_first(self, language: str, on_send: Callable[[], None]) -> None:
        """Ask whether the built-in model shall really get a text in a language that it lacks."""
        if self._gate is None:
            from desktop.features.chat.writing.gate import LanguageGate  # noqa: PLC0415 - few are asked

            self._gate = LanguageGate(self._pane, self.connect_wanted.emit)
        self._gate.ask(language, on_send)

    def _withdraw_question(self) -> None:
        if self._gate is not None:
            self._gate.hide()

    def _send(self, text: str, *, is_urgent: bool) -> None:
        self._withdraw_question()
        self._pane.notice.hide()
        draft = Draft(text, self._typed().attachments)
        conversation_id = self._conversation.id
        if self._editing is not None:
            self.begin(partial(self._store_edit, draft))
        elif conversation_id is not None and self._is_answering(conversation_id):
            self._line_up(conversation_id, draft, is_urgent=is_urgent)
        else:
            self.begin(partial(self._store, draft))

    def _is_answering(self, conversation_id: int) -> bool:
        live = self._services.turns.live(conversation_id)
        return bool(live) or self.queue.is_sending(conversation_id)

    def begin(self, work: Work) -> None:
        """Start what makes an answer; a second click or Return meanwhile does nothing."""
        if not self._conversation.scope.is_running("send"):
            self._conversation.scope.start("send", self._do(work))

    async def _do(self, work: Work) -> None:
        try:
            await work()
        except AppError as error:
            if error.code is not Code.OVER_BUDGET:
                raise
            self.refused.emit(partial(self.begin, work))

    async def _store(self, draft: Draft) -> None:
        conversation = self._conversation
        asked_in, leaf_id = conversation.id, conversation.leaf_id
        target = await self.known_target()
        parts = parts_of(draft.text, draft.attachments)
        question, answer = await service.send(self._services, asked_in, leaf_id, parts, target)
        self.drafting.forget(asked_in)
        if conversation.id != asked_in:
            return  # another conversation was opened meanwhile
        self._clear(draft)
        if conversation.id is None:
            conversation.id = question.conversation_id
            self.drafting.become(question.conversation_id)
            if self._attaching is not None:
                self._attaching.become(question.conversation_id)
            self.created.emit(question.conversation_id)
        conversation.append(question, answer)

    def _line_up(self, conversation_id: int, draft: Draft, *, is_urgent: bool) -> None:
        """Let a question wait for the answer that is being made; at once, as the next follows."""
        if self.target is None:
            return  # whoever answers now is known, who answers next not yet: a moment later
        self._clear(draft)
        question = Queued(draft.text, draft.attachments, self.target, is_urgent)
        self.queue.add(conversation_id, question)
        if is_urgent:
            self._services.turns.stop_conversation(conversation_id)

    async def _store_edit(self, draft: Draft) -> None:
        question_id = self._editing
        target = await self.known_target()
        if question_id is not None:
            parts = parts_of(draft.text, draft.attachments)
            await self._services.turns.edit(question_id, parts, target)
        if self._editing == question_id:
            self._on_cancelled()
            self._conversation.reload()

    def _clear(self, sent: Draft) -> None:
        if self._typed() == sent:  # else it is the next question already
            self.drafting.show(Draft())

    def _on_sent(self, question: Message, answer: Message) -> None:
        """Show what the queue has sent, where its conversation is on show at that place."""
        if question.conversation_id != self._conversation.id:
            return
        if question.parent_id == self._conversation.leaf_id:
            self._conversation.append(question, answer)
        else:
            self._conversation.reload()

    async def known_target(self) -> Target:
        """Give who answers, read from the settings where nobody was chosen yet."""
        if self.target is None:
            self.target = await service.target_of(self._services, self._conversation.id)
        return self.target

    # versions
    def edit(self, message_id: int) -> None:
        """Take an earlier question into the composer; sending makes another version of it."""
        node = self._conversation.node(message_id)
        if node is None or node.message.role is not Role.USER:
            return
        self.keep_draft()
        self._editing = message_id
        self.drafting.is_paused = True
        attached = tuple(part for part in node.message.parts if part.type in _ATTACHED)
        self.drafting.show(Draft(node.message.text, attached))
        self._composer.show_editing(is_editing=True)
        self._composer.setFocus()

    def regenerate(self, message_id: int, target: Target | None = None) -> None:
        """Make another version of an answer; with a model given, by that one for this once."""
        self._versions.make(message_id, target, is_resumed=False)

    def resume(self, message_id: int) -> None:
        """Make a version of an interrupted answer that goes on where it ended."""
        self._versions.make(message_id, None, is_resumed=True)

    def _on_cancelled(self) -> None:
        if self._editing is not None:
            self._editing = None
            self._composer.show_editing(is_editing=False)
            self.drafting.is_paused = False
            self.drafting.show(Draft())
            self.drafting.read()
