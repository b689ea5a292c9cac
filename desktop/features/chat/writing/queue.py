"""Questions that wait for the answer before them: sent one after another, also when not on show.

They live in memory; on the disk they are part of the conversation's draft, in front of what is
typed, so that nothing is lost with the program: after a restart they stand in the composer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Part, PartType, State
from desktop.services.context import Services
from desktop.services.rounds import BUDGET, WAITING
from desktop.services.turns import Ended, Target
from desktop.ui.scope import scope_for


@dataclass(frozen=True, slots=True)
class Queued:
    """A question that waits; `is_urgent`: it is sent however the answer before it ends."""

    text: str
    attachments: tuple[Part, ...]
    target: Target
    is_urgent: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is sent."""
        return parts_of(self.text, self.attachments)


def parts_of(text: str, attachments: tuple[Part, ...]) -> tuple[Part, ...]:
    """Give the parts of a question: what was written, then what is attached."""
    written = (Part(PartType.TEXT, text),) if text.strip() else ()
    return (*written, *attachments)


class Queue(QObject):
    """The questions that wait, by conversation.

    After an answer that was stopped or has failed they are held until the person sends one, or an
    answer is complete again.

    Signals: `changed(conversation)`; `sent(question, answer)` when one was stored and begun;
    `refused(again)` when one was not sent for the budget's sake, with what sends it again.
    """

    changed = Signal(object)
    sent = Signal(object, object)
    refused = Signal(object)

    def __init__(
        self, services: Services, parent: QObject, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._waiting: dict[int, list[Queued]] = {}
        self._held: set[int] = set()
        self._scope = scope_for(self, on_error)
        self.destroyed.connect(services.turns.ended.connect(self._on_ended))

    def of(self, conversation_id: int | None) -> tuple[Queued, ...]:
        """Give what waits in a conversation, next first."""
        return tuple(self._waiting.get(conversation_id or 0, ()))

    def is_held(self, conversation_id: int) -> bool:
        """Tell whether nothing is sent by itself there."""
        return conversation_id in self._held

    def is_sending(self, conversation_id: int | None) -> bool:
        """Tell whether one is just being stored: what is typed now comes after it."""
        return self._scope.is_running(f"send/{conversation_id}")

    def draft_of(self, conversation_id: int | None, typed: Draft) -> Draft:
        """Give what is kept on the disk: what waits, then what is typed."""
        waiting = self.of(conversation_id)
        texts = [text for text in (*(one.text for one in waiting), typed.text) if text.strip()]
        attached = (part for one in waiting for part in one.attachments)
        return Draft("\n\n".join(texts), (*attached, *typed.attachments)) if waiting else typed

    def add(self, conversation_id: int, question: Queued) -> None:
        """Let a question wait; an urgent one goes before the others."""
        waiting = self._waiting.setdefault(conversation_id, [])
        waiting.insert(0 if question.is_urgent else len(waiting), question)
        self.changed.emit(conversation_id)

    def take(self, conversation_id: int, index: int) -> Queued | None:
        """Give back a question that waits; it is not sent any more."""
        waiting = self._waiting.get(conversation_id, [])
        is_on_its_way = index == 0 and self.is_sending(conversation_id)
        if not 0 <= index < len(waiting) or is_on_its_way:
            return None
        taken = waiting.pop(index)
        self._tidy(conversation_id)
        return taken

    def send_next(self, conversation_id: int, parent_id: int | None) -> None:
        """Send the one that has waited longest, as the next after the message `parent_id`."""
        if self.of(conversation_id) and not self.is_sending(conversation_id):
            work = self._send(conversation_id, parent_id)
            self._scope.start(f"send/{conversation_id}", work)

    async def _send(self, conversation_id: int, parent_id: int | None) -> None:
        question = self._waiting[conversation_id][0]
        # Also where storing it fails: the next answer that ends must not send it unasked.
        self._held.add(conversation_id)
        conversation = await self._services.conversations.get(conversation_id)
        if conversation.deleted_at is None:
            try:
                stored = await self._services.turns.send(
                    conversation_id, parent_id, question.parts, question.target
                )
            except AppError as error:
                self.changed.emit(conversation_id)
                if error.code is not Code.OVER_BUDGET:
                    raise
                self.refused.emit(partial(self.send_next, conversation_id, parent_id))
                return
            self._held.discard(conversation_id)
            self._waiting[conversation_id].remove(question)
            self.sent.emit(*stored)
        self._tidy(conversation_id)

    def _tidy(self, conversation_id: int) -> None:
        if not self._waiting.get(conversation_id):
            self._waiting.pop(conversation_id, None)
            self._held.discard(conversation_id)
        self.changed.emit(conversation_id)

    def _on_ended(self, end: Ended) -> None:
        waiting = self.of(end.conversation_id)
        if not waiting or end.trouble is not None or self._services.turns.live(end.conversation_id):
            return
        is_whole = end.state is State.COMPLETE and end.result.finish_reason not in {BUDGET, WAITING}
        if is_whole or waiting[0].is_urgent:
            self.send_next(end.conversation_id, end.message_id)
        else:
            self._held.add(end.conversation_id)
            self.changed.emit(end.conversation_id)
