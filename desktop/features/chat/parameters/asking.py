"""Binds what a conversation is asked with to the window: panel, buttons of the composer, results.

Only this and `keeper` are loaded with the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from desktop.core.types import Message, State
from desktop.features.chat import PARAMETERS
from desktop.features.chat.models.choice import ModelChoice
from desktop.features.chat.models.keeper import Keeper
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.panels import Panels, PanelSpec
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.context import Services
from desktop.services.rounds import WAITING
from desktop.services.turns import Turn
from desktop.store.records import Change, What
from desktop.ui.controls import IconButton
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for

if TYPE_CHECKING:  # an idle window need not hold it
    from desktop.features.chat.parameters.results import ResultCard


class AskingWith(QObject):
    """Opens the panel, switches the web on and off, asks for the results of calls that wait."""

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        conversation: Conversation,
        keeper: Keeper,
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation, self._keeper = conversation, keeper
        self._models: ModelChoice | None = None
        self._panels: Panels | None = None
        self._card: ResultCard | None = None
        self._scope = scope_for(self, conversation.show_error)
        self.web = IconButton(host.look, "globe", self._web_words)
        self.web.setCheckable(True)
        self.web.clicked.connect(lambda is_on: keeper.change(web_search=is_on))
        self.tools = IconButton(host.look, "wrench", self._tools_words)
        self.tools.setCheckable(True)
        self.tools.clicked.connect(self._open_tools)
        keeper.changed.connect(self._show)
        conversation.opened.connect(self._look)
        for stop in (
            services.conversations.changed.connect(self._on_change),
            services.turns.moved.connect(self._on_moved),
        ):
            self.destroyed.connect(stop)

    def serve(self, panels: Panels, models: ModelChoice) -> None:
        """Offer everything that is here."""
        self._models, self._panels = models, panels
        panels.add(
            PanelSpec(PARAMETERS.id, "sliders-horizontal", PARAMETERS.words, self._make_panel)
        )
        for button in (self.web, self.tools):
            self._pane.composer.add_tool(button)
        models.shown.connect(self._show)
        self._show()

    def _make_panel(self) -> QWidget:
        from desktop.features.chat.parameters.panel import ParametersPanel  # noqa: PLC0415

        assert self._models is not None
        return ParametersPanel(self._services, self._host, self._keeper, self._models)

    # the composer's buttons
    def _show(self) -> None:
        parameters = self._keeper.parameters
        self.web.setEnabled(not self._lacks_web())
        self.web.setChecked(parameters.web_search and not self._lacks_web())
        self.tools.setChecked(bool(parameters.tools or parameters.functions))
        self.web.refresh()
        self.tools.refresh()

    def _lacks_web(self) -> bool:
        target = self._models.target if self._models is not None else None
        if target is None:
            return False
        known = self._services.servers.capabilities(target.connection_id)
        return known[Capability.WEB_SEARCH].support is Support.NO

    def _web_words(self) -> str:
        if self._lacks_web():
            return translate("Parameters", "Web search: this server has none")
        if self._keeper.parameters.web_search:
            return translate("Parameters", "Web search is on")
        return translate("Parameters", "Search the web")

    def _tools_words(self) -> str:
        parameters = self._keeper.parameters
        count = len(parameters.tools) + len(parameters.functions)
        if count:
            return translate("Parameters", "Tools: %n on", "", count)
        return translate("Parameters", "Tools")

    def _open_tools(self) -> None:
        self._show()  # the button tells what is on, not that the panel is open
        if self._panels is not None:
            self._panels.open(PARAMETERS.id)
            panel = self._panels.panel(PARAMETERS.id)
            from desktop.features.chat.parameters.panel import ParametersPanel  # noqa: PLC0415

            if isinstance(panel, ParametersPanel):
                panel.show_tools()

    # calls that wait for their results
    def _on_change(self, change: Change) -> None:
        is_shown = change.conversation_id == self._conversation.id
        if (is_shown and change.what is What.MESSAGES) or change.what is What.EVERYTHING:
            self._look()

    def _on_moved(self, turn: Turn) -> None:
        if self._card is not None and turn.conversation_id == self._conversation.id:
            self._card.hide()

    def _look(self) -> None:
        self._scope.start("look", self._look_up(self._conversation.id))

    async def _look_up(self, conversation_id: int | None) -> None:
        last = await self._last(conversation_id) if conversation_id is not None else None
        if conversation_id != self._conversation.id:
            return
        if last is not None and _waits(last):
            self._made_card().show_calls(last)
        elif self._card is not None:
            self._card.show_calls(None)

    def ask_for(self, message_id: int, call_id: str) -> None:
        """Let the person give the result of one of the calls that wait, also of an older answer."""
        node = self._conversation.node(message_id)
        if node is not None and _waits(node.message):
            self._made_card().show_calls(node.message)
            self._made_card().choose(call_id)

    def _made_card(self) -> ResultCard:
        if self._card is None:
            from desktop.features.chat.parameters.results import ResultCard  # noqa: PLC0415

            self._card = ResultCard(self._pane)
            self._card.given.connect(self._give)
        return self._card

    async def _last(self, conversation_id: int) -> Message | None:
        try:
            path = await self._services.conversations.path(conversation_id, last=1)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            return None
        return path[-1].message if path else None

    def _give(self, message_id: int, call_id: str, text: str) -> None:
        self._scope.start("give", self._store(message_id, call_id, text))

    async def _store(self, message_id: int, call_id: str, text: str) -> None:
        target = self._models.target if self._models is not None else None
        if target is None:
            return
        try:
            await self._services.turns.give_result(message_id, call_id, text, target)
        except AppError as error:
            if error.code is not Code.GONE:  # somebody else has given it
                raise
        self._conversation.reload()


def _waits(message: Message) -> bool:
    if message.state is not State.COMPLETE or message.finish_reason != WAITING:
        return False
    from desktop.core.stream import unanswered  # noqa: PLC0415 - with the first answer

    return bool(unanswered(message.parts))
