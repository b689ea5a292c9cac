"""Tokens, money and the budget in the chat; all of it is made with its first use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.features.chat import USAGE
from desktop.features.chat.actions import MessageActions
from desktop.features.chat.models.keeper import Keeper
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.panels import Panels, PanelSpec
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.services.turns import Target
from desktop.ui.feature import Host
from desktop.ui.scope import scope_for
from desktop.ui.transcript.action import Action

if TYPE_CHECKING:  # an idle window holds none of it
    from desktop.features.chat.usage.card import BudgetCard
    from desktop.features.chat.usage.control import UsageControl
    from desktop.services.spending import Budget


BUDGET_PLACE = "general/usage.budget_usd"
"""Of the settings: where the budget is changed."""


class Metered(QObject):
    """Waits for the first message, typed or shown, or attachment, and for the budget."""

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        conversation: Conversation,
        writing: Writing,
        keeper: Keeper,
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation, self._writing, self._keeper = conversation, writing, keeper
        self._panels: Panels | None = None
        self._control: UsageControl | None = None
        self._card: BudgetCard | None = None
        self._scope = scope_for(self, conversation.show_error)
        pane.composer.edited.connect(self._begin)
        conversation.shown.connect(self._on_shown)
        conversation.asked.connect(self._begin)
        writing.attaching_made.connect(self._begin)
        writing.refused.connect(self._on_refused)
        self.destroyed.connect(services.spending.warned.connect(self._warn))

    def serve(self, panels: Panels, actions: MessageActions) -> None:
        """Offer the panel, and what can be asked of a summary."""
        self._panels = panels
        panels.add(PanelSpec(USAGE.id, "circle-dollar-sign", USAGE.words, self._make_panel))
        actions.on(Action.REMOVE_CARD, self._remove_summary)
        actions.on(Action.SEND_ANYWAY, self._go_on)

    @property
    def control(self) -> UsageControl:
        """What keeps the meter in step."""
        if self._control is None:
            from desktop.features.chat.usage.control import UsageControl  # noqa: PLC0415 - see above

            self._control = UsageControl(
                self._services, self._host.look, self._pane, self._conversation, self._writing,
                self._keeper,
            )  # fmt: skip
            self._control.meter.clicked.connect(self._toggle)
        return self._control

    @property
    def card(self) -> BudgetCard:
        """What says that the budget is near its end."""
        if self._card is None:
            from desktop.features.chat.usage.card import BudgetCard  # noqa: PLC0415 - see above

            self._card = BudgetCard(self._host.look, self._change_budget)
            self._pane.insert_above_composer(self._card)
        return self._card

    def _begin(self, *_whatever: object) -> None:
        if self._control is None:
            self.control.look_soon()
        if self._card is not None:
            self._card.forget()

    def _on_shown(self) -> None:
        if self._conversation.leaf_id is not None:
            self._begin()

    def _toggle(self) -> None:
        if self._panels is not None:
            self._panels.toggle(USAGE.id)

    def _remove_summary(self, entry_id: int) -> None:
        self.control.remove_summary(entry_id)

    def _make_panel(self) -> QWidget:
        from desktop.features.chat.usage.panel import UsagePanel  # noqa: PLC0415 - see above

        return UsagePanel(self._services, self._host.look, self.control, self._change_budget)

    # the budget
    def _warn(self, budget: Budget) -> None:
        self.card.warn(budget)

    def _on_refused(self, send_again: Callable[[], None]) -> None:
        self._scope.start("refused", self._refuse(send_again))

    async def _refuse(self, send_again: Callable[[], None]) -> None:
        def anyway() -> None:
            self._services.spending.allow_once()
            send_again()

        self.card.refuse(await self._services.spending.budget(), anyway)

    def _go_on(self, answer_id: int) -> None:
        self._writing.begin(partial(self._ask_on, answer_id))

    async def _ask_on(self, answer_id: int) -> None:
        """Let whoever began an answer go on with it."""
        answer = await self._services.conversations.message(answer_id)
        self._services.spending.allow_once()
        target = Target(answer.connection_id, answer.model)
        await self._services.turns.go_on(answer, target)
        self._conversation.reload()

    def _change_budget(self) -> None:
        self._host.open_feature("settings", BUDGET_PLACE)
