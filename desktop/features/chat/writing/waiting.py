"""What stands between writing and sending, said above the composer: files, pictures, the queue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.writing.queue import Queue
from desktop.services.context import Services
from desktop.services.turns import Target
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate

if TYPE_CHECKING:
    from desktop.features.chat.writing.attaching import Attaching
    from desktop.features.chat.writing.hint_line import HintLine
    from desktop.features.chat.writing.queue_line import QueueLine


class Written(Protocol):
    """What is written and is to be sent."""

    queue: Queue

    @property
    def conversation(self) -> Conversation:
        """The conversation on show."""

    @property
    def target(self) -> Target | None:
        """Who answers the next question; None: not known yet."""

    @property
    def has_attached(self) -> bool:
        """Tell whether something was attached since the window opened."""

    @property
    def attaching(self) -> Attaching:
        """What is attached to the next question."""

    def submit(self, *, is_urgent: bool = False) -> None:
        """Send what is written."""


class Waiting(QObject):
    """Holds a message back until what is attached is ready, and shows the questions that wait.

    Its lines are made when there is something to say.
    """

    def __init__(self, writing: Written, pane: ConversationPane, services: Services) -> None:
        super().__init__(pane)
        self._writing, self._pane, self._services = writing, pane, services
        self._line: HintLine | None = None
        self._queue_line: QueueLine | None = None
        self._has_tried = self._is_urgent = False
        self._taken_out = ""
        self.is_on = False
        """Whether a message is sent as soon as everything attached is ready."""
        writing.queue.changed.connect(self._on_queue)

    def may_send(self, *, is_urgent: bool) -> bool:
        """Tell whether everything attached is ready; if not, say so and go on by itself then."""
        if not self._writing.has_attached:
            return True
        attaching = self._writing.attaching
        self._has_tried, self._is_urgent = True, is_urgent
        self.is_on = attaching.is_preparing and not attaching.has_failed
        self.refresh()
        return not (attaching.is_preparing or attaching.has_failed)

    def go_on(self) -> None:
        """Send what has waited: nothing is being prepared any more."""
        if self.is_on:
            self.is_on = False
            self._writing.submit(is_urgent=self._is_urgent)
        self.refresh()

    def end(self) -> None:
        """Send nothing by itself, and begin anew: another text is in the composer."""
        self.is_on = self._has_tried = False
        self._taken_out = ""
        self.refresh()

    def offer_undo(self, name: str) -> None:
        """Say what was taken out, with a way back, until the person goes on writing."""
        self._taken_out = name
        self.refresh()

    def forget_undo(self) -> None:
        """Say no more what was taken out."""
        if self._taken_out:
            self._taken_out = ""
            self.refresh()

    def _undo(self) -> None:
        self._taken_out = ""
        self._writing.attaching.undo()

    def refresh(self) -> None:
        """Say what is in the way now, or nothing."""
        writing = self._writing
        if not writing.has_attached:
            return
        attaching = writing.attaching
        if writing.target is not None:
            target = writing.target
            attaching.set_takes(
                self._services.attachments.takes(target.connection_id, target.model)
            )
        problems = attaching.problems()
        if self.is_on:
            cancel = (lambda: translate("Chat", "Do not send yet"), self.end)
            self._hint().say("loader-circle", "text2", _waiting_words, cancel)
        elif attaching.has_failed and self._has_tried:
            self._hint().say("circle-alert", "red", _failed_words)
        elif problems:
            code = problems[0]
            self._hint().say(
                "triangle-alert",
                "amber",
                lambda: f"{error_text(code).title} {error_text(code).hint}",
            )
        elif self._taken_out:
            name = self._taken_out
            words = partial(_taken_words, name)
            self._hint().say("undo-2", "text2", words, (_undo_words, self._undo))
        elif self._line is not None:
            self._line.hide()

    def show_queue(self) -> None:
        """Show the questions that wait in the conversation on show."""
        conversation_id = self._writing.conversation.id
        waiting = self._writing.queue.of(conversation_id)
        if not waiting and self._queue_line is None:
            return
        is_held = bool(conversation_id) and self._writing.queue.is_held(conversation_id or 0)
        self._lines().show_waiting(waiting, is_held=is_held)

    def _hint(self) -> HintLine:
        if self._line is None:
            from desktop.features.chat.writing.hint_line import HintLine  # noqa: PLC0415 - see the class

            self._line = HintLine(self._pane.look)
            self._pane.insert_above_composer(self._line)
        return self._line

    def _lines(self) -> QueueLine:
        if self._queue_line is None:
            from desktop.features.chat.writing.queue_line import QueueLine  # noqa: PLC0415 - see the class

            self._queue_line = line = QueueLine(self._pane.look)
            line.edit_wanted.connect(self._edit)
            line.removed.connect(self._remove)
            line.send_wanted.connect(self._send)
            self._pane.insert_above_composer(line)
        return self._queue_line

    def _on_queue(self, conversation_id: int) -> None:
        if conversation_id == self._writing.conversation.id:
            self.show_queue()

    def _edit(self, index: int) -> None:
        """Take a question that waits back into the composer, before what is typed there."""
        conversation_id = self._writing.conversation.id
        taken = self._writing.queue.take(conversation_id or 0, index)
        if taken is None:
            return
        composer = self._pane.composer
        texts = [text for text in (taken.text, composer.text()) if text.strip()]
        composer.set_text("\n\n".join(texts))
        for part in taken.attachments:
            self._writing.attaching.add_part(part)
        composer.setFocus()

    def _remove(self, index: int) -> None:
        self._writing.queue.take(self._writing.conversation.id or 0, index)
        self._pane.composer.setFocus()

    def _send(self) -> None:
        conversation = self._writing.conversation
        if conversation.id is not None:
            self._writing.queue.send_next(conversation.id, conversation.leaf_id)
        self._pane.composer.setFocus()


def _taken_words(name: str) -> str:
    return translate("Chat", "“{name}” is not attached any more.").format(name=name)


def _undo_words() -> str:
    return translate("Chat", "Undo")


def _waiting_words() -> str:
    return translate("Chat", "It is sent as soon as everything attached is ready.")


def _failed_words() -> str:
    return translate("Chat", "Not sent: take out what could not be attached, or try it again.")
