"""The tree beside the conversation: shows every version, goes to any, brings deleted ones back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.tree.lines import Line, Tree
from desktop.features.chat.tree.view import TreeView
from desktop.services.context import Services
from desktop.store.outline import Outline
from desktop.store.records import Change, What
from desktop.ui.controls import Button
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import EmptyState
from desktop.ui.row_button import RowButton
from desktop.ui.scope import scope_for


class TreePanel(QWidget):
    """Follows the conversation on show for as long as it is on show itself."""

    def __init__(
        self,
        services: Services,
        host: Host,
        conversation: Conversation,
        on_delete: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._services, self._conversation, self._on_delete = services, conversation, on_delete
        self._outline = Outline(0, None, ())
        self._opened: set[int] = set()
        self._scope = scope_for(self, conversation.show_error)
        self.view = TreeView(host.look)
        self.view.chosen.connect(self._on_chosen)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(self._show_restore)
        self._empty = EmptyState(
            host.look, lambda: translate("Tree", "The tree grows with the first question.")
        )
        self.deleted = RowButton(host.look, "trash-2", lambda: translate("Tree", "Show deleted"))
        self.deleted.setCheckable(True)
        self.deleted.toggled.connect(self._show)
        self.restore = Button(host.look, lambda: translate("Tree", "Restore"), height_px=28)
        self.restore.clicked.connect(lambda: self._restore(self.view.current))
        foot = QHBoxLayout()
        foot.addWidget(self.deleted, 1)
        foot.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.view)
        host.look.changed.connect(self._on_look)
        conversation.opened.connect(self._on_opened)
        self.destroyed.connect(services.conversations.changed.connect(self._on_change))
        self._on_look()
        self._show()

    def read(self) -> None:
        """Read the tree of the conversation on show."""
        if self._conversation.id is None:
            self._scope.cancel("read")
            self._outline = Outline(0, None, ())
            self._show()
        else:
            self._scope.start("read", self._read(self._conversation.id))

    async def _read(self, conversation_id: int) -> None:
        is_other = conversation_id != self._outline.conversation_id
        self._outline = await self._services.conversations.outline(conversation_id)
        self._show()
        leaf_id = self._conversation.leaf_id
        if is_other and leaf_id is not None:
            self.view.go_to(leaf_id)

    def _show(self) -> None:
        current = self.view.current
        scrolled = self.view.verticalScrollBar().value()
        tree = Tree(self._outline, with_deleted=self.deleted.isChecked())
        self.view.lines.show(tree.lines(self._opened))
        if current is not None:
            self.view.go_to(current.sketch.id)
            self.view.verticalScrollBar().setValue(scrolled)
        is_empty = not self.view.lines.lines
        self.view.setVisible(not is_empty)
        self._empty.setVisible(is_empty)
        self.deleted.setVisible(any(one.is_deleted for one in self._outline.sketches))
        self._show_restore()

    def _show_restore(self) -> None:
        line = self.view.current
        self.restore.setVisible(line is not None and line.deleted_id is not None)

    def _on_chosen(self, line: Line) -> None:
        if line.hidden:
            self._opened.add(line.sketch.id)
            self._show()
        elif line.deleted_id is None:
            self._conversation.go_to(self._outline.conversation_id, line.sketch.id)

    def _open_menu(self, line: Line, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if line.deleted_id is not None:
            menu.addAction(translate("Tree", "Restore"), lambda: self._restore(line))
        elif line.hidden:
            menu.addAction(translate("Tree", "Unfold"), lambda: self._on_chosen(line))
        else:
            menu.addAction(translate("Tree", "Show"), lambda: self._on_chosen(line))
            menu.addAction(translate("Tree", "Delete"), lambda: self._on_delete(line.sketch.id))
        menu.popup(point)

    def _restore(self, line: Line | None) -> None:
        if line is not None and line.deleted_id is not None:
            self._scope.start("restore", self._bring_back(line.deleted_id))

    async def _bring_back(self, message_id: int) -> None:
        await self._services.conversations.restore_message(message_id)
        self._conversation.reload()

    def _on_opened(self) -> None:
        self._opened.clear()
        if self.isVisible():
            self.read()

    def _on_change(self, change: Change) -> None:
        is_ours = change.conversation_id in {0, self._conversation.id}
        if is_ours and change.what in {What.MESSAGES, What.EVERYTHING} and self.isVisible():
            self.read()

    def _on_look(self) -> None:
        self.view.setAccessibleName(translate("Tree", "Tree of the conversation"))
        self._empty.refresh()

    @override
    def showEvent(self, event: object) -> None:
        self.read()
