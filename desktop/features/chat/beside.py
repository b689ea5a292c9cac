"""What stands beside a conversation or in its place, made with its first use: tree and comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.features.chat import COMPARE, TREE
from desktop.features.chat.actions import MessageActions
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.panels import Panels, PanelSpec
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.ui.controls import IconButton
from desktop.ui.feature import Host
from desktop.ui.transcript.action import Action

if TYPE_CHECKING:  # an idle window need not hold them
    from desktop.features.chat.branching import Branching
    from desktop.features.chat.compare.comparing import Comparing


class Beside(QObject):
    """Binds the tree, the comparison and the menu of a message to keys, buttons and actions.

    Signals: `forked(id)` when a new conversation is to be opened.
    """

    forked = Signal(int)

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        conversation: Conversation,
        writing: Writing,
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation, self._writing = conversation, writing
        self._branching: Branching | None = None
        self._comparing: Comparing | None = None
        self._actions: MessageActions | None = None
        self._button = IconButton(host.look, "columns-2", COMPARE.words)
        self._button.setCheckable(True)
        self._button.clicked.connect(self.toggle_comparison)
        pane.escaped.connect(self.leave_comparison)
        conversation.opened.connect(self.leave_comparison)

    def serve(self, panels: Panels, actions: MessageActions) -> None:
        """Offer everything that is here."""
        self._actions = actions
        panels.add(PanelSpec(TREE.id, "list-tree", TREE.words, self._make_tree))
        self._pane.add_tool(self._button)
        self._host.keys.bind(COMPARE.id, self._pane, self.toggle_comparison)
        self._host.keys.changed.connect(self._on_keys)
        self._on_keys()
        actions.on(Action.FORK, self._fork)
        actions.on(Action.DELETE, self._delete)
        actions.on(Action.REGENERATE_WITH, self._choose_model)
        actions.on(Action.COMPARE, self.compare)

    @property
    def branching(self) -> Branching:
        """What a message offers beside its buttons."""
        if self._branching is None:
            from desktop.features.chat.branching import Branching  # noqa: PLC0415 - see above

            self._branching = Branching(
                self._services, self._host, self._pane, self._conversation, self._writing
            )
            self._branching.forked.connect(self.forked)
        return self._branching

    @property
    def comparing(self) -> Comparing:
        """Versions side by side."""
        if self._comparing is None:
            from desktop.features.chat.compare.comparing import Comparing  # noqa: PLC0415

            self._comparing = made = Comparing(self._services, self._host, self._conversation)
            made.left.connect(self.leave_comparison)
            if self._actions is not None:
                made.acted.connect(self._actions.run)
        return self._comparing

    def compare(self, message_id: int | None) -> None:
        """Show versions side by side in the transcript's place."""
        view = self.comparing.view
        self._pane.show_instead(view, lambda: view.finder)
        self._button.setChecked(True)
        self.comparing.compare(message_id)

    def toggle_comparison(self) -> None:
        """Compare the last answer with another version or model, or leave the comparison."""
        if self._comparing is not None and self._comparing.is_on:
            self.leave_comparison()
        else:
            self.compare(self.comparing.place())

    def leave_comparison(self) -> None:
        """Show the transcript again."""
        self._button.setChecked(False)
        if self._comparing is not None and self._comparing.is_on:
            self._pane.show_instead(None)
            self._comparing.clear()
            self._conversation.reload()
            self._pane.composer.setFocus()

    def _make_tree(self) -> QWidget:
        from desktop.features.chat.tree.panel import TreePanel  # noqa: PLC0415 - see above

        return TreePanel(self._services, self._host, self._conversation, self._delete)

    # what is made with its first use
    def _fork(self, message_id: int) -> None:
        self.branching.fork(message_id)

    def _delete(self, message_id: int) -> None:
        self.branching.delete(message_id)

    def _choose_model(self, message_id: int) -> None:
        self.branching.choose_model(message_id)

    def _on_keys(self) -> None:
        self._button.show_keys(self._host.keys.keys(COMPARE.id))
