"""Keeps meter, cards and marks in step with the conversation on show and with what is typed."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import AppError, Code
from desktop.core.types import Message, Part, Role, Spent, Usage
from desktop.features.chat.models.keeper import Keeper
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.usage.card import FitCard
from desktop.features.chat.usage.marks import marks_of, summary_at
from desktop.features.chat.usage.meter import Meter
from desktop.features.chat.writing.queue import parts_of
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.services.shortening.plans import Plan
from desktop.services.summarising import Work
from desktop.services.turns import Ended
from desktop.store.records import Change, What
from desktop.store.settings import LEAVE_OUT
from desktop.store.summaries import Summary
from desktop.ui.look import Look
from desktop.ui.scope import scope_for

SOON_MS = 400  # after the last key: counting is done beside the window, but not for nothing


class UsageControl(QObject):
    """Made with the first message that is shown or typed.

    Signals: `planned()` when `plan`, `cost` and `older` tell of what would be sent now; `turned()`
    when another conversation is on show.
    """

    planned = Signal()
    turned = Signal()

    def __init__(
        self,
        services: Services,
        look: Look,
        pane: ConversationPane,
        conversation: Conversation,
        writing: Writing,
        keeper: Keeper,
    ) -> None:
        super().__init__(pane)
        self._services, self._pane = services, pane
        self._conversation, self._writing, self._keeper = conversation, writing, keeper
        self.plan, self.cost, self.older = Plan(), Spent(), 0
        self._summaries: tuple[Summary, ...] = ()
        self._owner: int | None = None
        self._scope = scope_for(self, conversation.show_error)
        self._timer = QTimer(self, singleShot=True, interval=SOON_MS)
        self._timer.timeout.connect(self.look)
        self.meter = Meter(look)
        pane.add_meter(self.meter)
        self.card = FitCard(look, self.summarise, self._leave_out, self._stop)
        pane.insert_above_composer(self.card)
        conversation.shown.connect(self._on_shown)
        conversation.asked.connect(lambda _question, _answer: self.look_soon())
        pane.composer.edited.connect(self.look_soon)
        keeper.changed.connect(self.look_soon)
        writing.retargeted.connect(self.look_soon)
        writing.attaching_made.connect(self._on_attaching)
        if writing.has_attached:
            self._on_attaching()
        look.changed.connect(self._draw)
        for stop in (
            services.turns.ended.connect(self._on_ended),
            services.conversations.changed.connect(self._on_change),
            services.settings.changed.connect(self._on_setting),
            services.spending.summarising.changed.connect(self._on_work),
        ):
            self.destroyed.connect(stop)
        self._on_shown()

    @property
    def owner(self) -> int | None:
        """The conversation on show; None: a new chat."""
        return self._conversation.id

    @property
    def is_summarising(self) -> bool:
        """Tell whether a summary is being made here."""
        work = self._work()
        return work is not None and work.error is None

    def show_error(self, error: Exception) -> None:
        """Show what could not be read."""
        self._conversation.show_error(error)

    def look_soon(self) -> None:
        """Weigh what would be sent, when the person stops typing."""
        self._timer.start()

    def look(self) -> None:
        """Weigh now what would be sent."""
        self._timer.stop()
        self._scope.start("plan", self._look())

    def summarise(self) -> None:
        """Let the model that answers here summarise the older messages."""
        target = self._writing.target
        path = self._path()
        if target is not None and path:
            self._services.spending.summarising.start(path, target, self._keeper.parameters)

    def remove_summary(self, entry_id: int) -> None:
        """Send the messages themselves again."""
        conversations = self._services.conversations
        self._scope.start("remove", conversations.remove_summary(summary_at(entry_id)))

    def _path(self) -> tuple[Message, ...]:
        """Give what stands before the question that is being written."""
        messages = (node.message for node in self._conversation.nodes)
        return tuple(takewhile(lambda one: one.id != self._writing.editing, messages))

    def _draft(self) -> Message:
        writing = self._writing
        parts: tuple[Part, ...] = writing.attaching.parts if writing.has_attached else ()
        return Message(0, 0, None, Role.USER, parts_of(self._pane.composer.text(), parts))

    async def _look(self) -> None:
        owner, path, draft = self._conversation.id, self._path(), self._draft()
        if not path and not draft.parts:
            self._clear(owner)
            return
        target = self._writing.target
        if target is None:
            return  # once it is known who answers, this is done again
        parameters = self._keeper.parameters
        services = self._services
        plan = await services.fitting.plan((*path, draft), target, parameters)
        cost = await services.spending.cost(Usage(plan.tokens, 0), target)
        older = await services.spending.summarising.count(path, target, parameters)
        if owner == self._conversation.id:
            self.plan, self.cost, self.older = plan, cost, older
            if owner is not None and self._services.turns.live(owner):
                self.meter.show_plan(plan, cost)  # what to do about it is asked at the answer's end
            else:
                self._draw()
            self.planned.emit()

    def _clear(self, owner: int | None) -> None:
        self.plan, self.cost, self.older = Plan(), Spent(), 0
        self.meter.hide()
        self.card.show_state(owner, self.plan, None, can_summarise=False)
        self.planned.emit()

    def _draw(self) -> None:
        if self.plan.tokens:
            self.meter.show_plan(self.plan, self.cost)
        can_summarise = self.older > self.plan.summarised
        self.card.show_state(self.owner, self.plan, self._work(), can_summarise=can_summarise)
        self._mark()

    def _work(self) -> Work | None:
        owner = self._conversation.id
        return self._services.spending.summarising.work(owner) if owner is not None else None

    def _mark(self) -> None:
        if self._pane.has_transcript:
            marks = marks_of(self._conversation.nodes, self._summaries, self.plan)
            self._conversation.put_between(marks)

    # what happens
    def _on_attaching(self) -> None:
        attaching = self._writing.attaching
        attaching.changed.connect(self.look_soon)
        attaching.shown.connect(self.look_soon)

    def _on_shown(self) -> None:
        owner = self._conversation.id
        if owner != self._owner:
            self._owner, self._summaries = owner, ()
            self._clear(owner)
            self.turned.emit()
        if owner is not None:
            self._scope.start("summaries", self._read(owner))
        self.look_soon()

    async def _read(self, owner: int) -> None:
        try:
            found = await self._services.conversations.summaries(owner)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            return  # whoever shows the conversation sees so, too
        if owner == self._conversation.id:
            self._summaries = found
            self._mark()

    def _on_ended(self, end: Ended) -> None:
        if end.conversation_id == self._conversation.id and end.trouble is None:
            self.look_soon()

    def _on_change(self, change: Change) -> None:
        is_ours = change.conversation_id == self._conversation.id
        if not is_ours or self._conversation.id is None:
            return
        if change.what is What.SUMMARY:
            self._scope.start("summaries", self._read(self._conversation.id))
            self.look()
        elif change.what in {What.MESSAGES, What.USAGE} and change.message_id is not None:
            node = self._conversation.node(change.message_id)
            if node is not None and node.message.role is Role.ASSISTANT:
                self._scope.start(f"cost/{change.message_id}", self._take(change.message_id))

    async def _take(self, message_id: int) -> None:
        self._conversation.take_cost(await self._services.conversations.message(message_id))

    def _on_setting(self, key: str) -> None:
        if key == LEAVE_OUT.key:
            self.look()

    def _on_work(self, conversation_id: int) -> None:
        if conversation_id == self._conversation.id:
            self._draw()
            self.planned.emit()

    # what the card offers
    def _leave_out(self) -> None:
        self._scope.start("leave out", self._services.settings.set(LEAVE_OUT, value=True))

    def _stop(self) -> None:
        if self._conversation.id is not None:
            self._services.spending.summarising.stop(self._conversation.id)
