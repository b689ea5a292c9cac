"""Which versions stand side by side, and one question to several models at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError, Code
from desktop.core.models import Task
from desktop.core.types import Message, Role, State
from desktop.features.chat.compare import differences
from desktop.features.chat.compare.column import Column
from desktop.features.chat.compare.view import MOST, CompareView
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.usage.metered import BUDGET_PLACE
from desktop.services.context import Services
from desktop.services.spending import Budget
from desktop.services.turns import Ended, Piece, Target, Turn
from desktop.store.records import Change, What
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice
from desktop.ui.model_shelf import ModelShelf
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for


@dataclass(frozen=True, slots=True)
class _Versions:
    """All versions at one place of the tree, and what they answer."""

    all: tuple[Message, ...]
    question: Message | None


class Comparing(QObject):
    """Fills a `CompareView`.

    Signals: `left()` the transcript is wanted again; `acted(action, id)` a button at a message.
    """

    left = Signal()
    acted = Signal(str, int)

    def __init__(self, services: Services, host: Host, conversation: Conversation) -> None:
        super().__init__(conversation)
        self._services, self._host, self._conversation = services, host, conversation
        self._shown: list[int] = []
        self._versions = _Versions((), None)
        self._targets: dict[int, Target] = {}
        self._scope = scope_for(self, conversation.show_error)
        self.view = CompareView(host.look, self._make_column)
        self.view.closed.connect(self.left)
        self.view.asked_now.connect(self._ask_now)
        self.view.differences_toggled.connect(self._show_differences)
        self.view.budget_wanted.connect(lambda: host.open_feature("settings", BUDGET_PLACE))
        for number, picker in enumerate(self.view.pickers):
            picker.opening.connect(partial(self._on_opening, number))
            picker.chosen.connect(partial(self._on_target, number))
            picker.connect_wanted.connect(lambda: host.open_feature("settings"))
        self._shelves: dict[int, ModelShelf] = {}
        conversation.asked.connect(self._on_asked)
        turns = services.turns
        for stop in (
            turns.piece.connect(self._on_piece),
            turns.changed_parts.connect(self._on_parts),
            turns.ended.connect(self._on_ended),
            services.conversations.changed.connect(self._on_change),
        ):
            self.destroyed.connect(stop)
        self._show_ask()

    @property
    def is_on(self) -> bool:
        """Tell whether it stands in the transcript's place."""
        return not self.view.isHidden()

    # what stands side by side
    def compare(self, message_id: int | None) -> None:
        """Show a message beside another version of it; None: nothing yet, but a question may come."""
        self.clear()
        if message_id is not None:
            self._scope.start("read", self._begin(message_id))

    def clear(self) -> None:
        """Show nothing; the models that are chosen stay so."""
        self._scope.cancel("read")
        self._shown, self._versions = [], _Versions((), None)
        self.view.budget.forget()
        self.view.show_count(0)
        self._show_ask()

    def place(self) -> int | None:
        """Give the last message on show that has other versions, else the last answer."""
        nodes = list(self._conversation.nodes)
        several = [node for node in nodes if node.count > 1]
        answers = [node for node in nodes if node.message.role is Role.ASSISTANT]
        found = several or answers
        return found[-1].message.id if found else None

    async def _begin(self, message_id: int) -> None:
        siblings = await self._services.conversations.siblings(message_id)
        others = [one.id for one in siblings if one.id != message_id]
        # Beside the one that is asked about its nearest older, else its nearest newer version.
        older = [one for one in others if one < message_id]
        near = older[-1:] or others[:1]
        self._shown = sorted([message_id, *near])
        await self._read()

    async def _read(self) -> None:
        """Read every column again; versions that were deleted meanwhile leave."""
        store, wanted = self._services.conversations, tuple(self._shown)
        versions = await self._siblings(wanted)
        alive = {one.id for one in versions}
        shown = [one for one in wanted if one in alive]
        parent_id = versions[0].parent_id if versions else None
        question = None if parent_id is None else await store.message(parent_id)
        branches = [await store.branch(one) for one in shown]
        if tuple(self._shown) != wanted:
            return  # others are wanted since
        self._shown, self._versions = shown, _Versions(versions, question)
        for column, nodes in zip(self.view.show_count(len(shown)), branches, strict=True):
            column.show_version(versions, question, nodes)
        self._show_ask()
        self._show_differences(self.view.differences.isChecked())

    async def _siblings(self, message_ids: Sequence[int]) -> tuple[Message, ...]:
        """Give all versions at the place of these messages, some of which may be gone for good."""
        for message_id in message_ids:
            try:
                return await self._services.conversations.siblings(message_id)
            except AppError as error:
                if error.code is not Code.GONE:
                    raise
        return ()

    def _make_column(self) -> Column:
        column = Column(self._services, self._host, self._scope)
        column.version_chosen.connect(lambda version_id: self._replace(column, version_id))
        column.kept.connect(lambda: self._scope.start("keep", self._keep(column.version_id)))
        column.action_requested.connect(self.acted)
        column.transcript.failed.connect(self._conversation.show_error)
        column.failed.connect(self._conversation.show_error)
        return column

    def _replace(self, column: Column, version_id: int) -> None:
        """Show another version in a column; where it is on show already, the two change places."""
        at = self.view.columns.index(column)
        if version_id in self._shown:
            self._shown[self._shown.index(version_id)] = self._shown[at]
        self._shown[at] = version_id
        self._scope.start("read", self._read())

    async def _keep(self, version_id: int) -> None:
        await self._services.conversations.select(version_id)
        self.left.emit()

    # several models
    def _on_opening(self, number: int) -> None:
        if number not in self._shelves:
            self._scope.start(f"shelf/{number}", self._make_shelf(number))

    async def _make_shelf(self, number: int) -> None:
        models = await self._services.catalogue.open()
        picker = self.view.pickers[number]
        shelf = ModelShelf(self._services, models, picker, Task.CHAT, self._conversation.show_error)
        shelf.nobody = lambda: translate("Compare", "Nobody")
        self._shelves[number] = shelf
        shelf.open()

    def _on_target(self, number: int, choice: Choice) -> None:
        if choice.model:
            self._targets[number] = Target(choice.connection_id, choice.model)
        else:
            self._targets.pop(number, None)
        self.view.pickers[number].show_choice(choice if choice.model else None)
        self._show_ask()

    def _show_ask(self) -> None:
        is_answer = any(one.role is Role.ASSISTANT for one in self._versions.all)
        self.view.ask.setVisible(bool(self._targets) and is_answer)

    def _ask_now(self) -> None:
        question = self._versions.question
        if question is not None and not self._scope.is_running("ask"):
            kept = self._shown[: max(1, MOST - len(self._targets))]
            self._start_asking(question.id, kept, self._others())

    def _on_asked(self, question: Message, answer: Message) -> None:
        """Let the other models answer a new question, too."""
        if self.is_on:
            self._start_asking(question.id, [answer.id], self._others())

    def _others(self) -> tuple[Target, ...]:
        return tuple(target for _, target in sorted(self._targets.items()))

    def _start_asking(
        self, question_id: int, beside: Sequence[int], targets: Sequence[Target]
    ) -> None:
        self.view.budget.forget()
        self._scope.start("ask", self._ask(question_id, beside, targets))

    async def _ask(
        self, question_id: int, beside: Sequence[int], targets: Sequence[Target]
    ) -> None:
        """Begin an answer of each model; what was on show stays the chosen version."""
        shown, refused = list(beside), []
        for target in targets:
            try:
                answer = await self._services.turns.regenerate(question_id, target)
            except AppError as error:
                if error.code is not Code.OVER_BUDGET:
                    raise
                refused.append(target)
            else:
                shown.append(answer.id)
        if len(shown) > len(beside):
            await self._services.conversations.select(beside[0])
        self._shown = shown[:MOST]
        self._scope.start("read", self._read())
        if refused:
            self._refuse(question_id, refused, await self._services.spending.budget())

    def _refuse(self, question_id: int, refused: Sequence[Target], budget: Budget) -> None:
        """Let the person say whether those models answer, too, which the budget does not allow."""

        def anyway() -> None:
            self._services.spending.allow_once(len(refused))
            self._start_asking(question_id, tuple(self._shown), refused)

        label = self._services.catalogue.label
        names = [label(target.connection_id, target.model) for target in refused]
        self.view.budget.refuse(budget, anyway, ", ".join(names))

    # as they grow
    def _on_piece(self, piece: Piece) -> None:
        for column in self.view.columns:
            column.take_piece(piece)

    def _on_parts(self, turn: Turn) -> None:
        for column in self.view.columns:
            column.take_parts(turn)

    def _on_ended(self, end: Ended) -> None:
        for column in self.view.columns:
            column.take_end(end.message_id)

    def _on_change(self, change: Change) -> None:
        is_ours = change.conversation_id in {0, self._conversation.id}
        is_tree = change.what in {What.MESSAGES, What.EVERYTHING}
        is_busy = self._scope.is_running("ask")  # which reads at its end
        if is_ours and is_tree and self._shown and self.is_on and not is_busy:
            self._scope.start("read", self._read())

    # differences
    def _show_differences(self, is_on: bool) -> None:
        self._scope.cancel("differences")
        columns = self.view.columns
        found = [column.version for column in columns]
        versions = [one for one in found if one is not None and one.state is not State.STREAMING]
        if not is_on or len(versions) < max(2, len(columns)):
            for column in columns:
                column.show_plain()
            return
        texts = [one.text for one in versions]
        self._scope.start("differences", self._mark(tuple(columns), texts))

    async def _mark(self, columns: Sequence[Column], texts: Sequence[str]) -> None:
        """Mark in each column what the first does not have, and in the first what the second lacks."""
        if sum(map(len, texts)) > differences.LIMIT:
            self._host.notify(
                Notice(lambda: translate("Compare", "Too long to compare word by word."))
            )
            self.view.differences.setChecked(False)
            return
        for at, (column, text) in enumerate(zip(columns[1:], texts[1:], strict=True)):
            mine, theirs = await asyncio.to_thread(differences.only_in_each, texts[0], text)
            if at == 0:
                columns[0].show_marked(texts[0], mine)
            column.show_marked(text, theirs)
