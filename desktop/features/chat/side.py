"""The panel at the left: a new chat, the conversations, and the bin."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.features.chat.model import ConversationModel
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.navigation import RowList
from desktop.ui.notices import EmptyState
from desktop.ui.row_button import RowButton

WIDTH_PX = 264


class SidePanel(QWidget):
    """Signals: what the person asks for; the view does it.

    `new_wanted()`, `opened(id)`, `renamed(id, title)`, `delete_wanted(id)`, `bin_toggled(bool)`,
    `restore_wanted(id)`, `erase_wanted(id)`.
    """

    new_wanted = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    delete_wanted = Signal(int)
    bin_toggled = Signal(bool)
    restore_wanted = Signal(int)
    erase_wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.model = ConversationModel(self.renamed.emit, self)
        self.list = RowList(look, self.model)
        self.list.opened.connect(self.opened)
        self.list.delete_wanted.connect(self._on_delete)
        self.list.menu_wanted.connect(self._open_menu)
        self.new = RowButton(look, "square-pen", lambda: translate("Chat", "New chat"))
        self.new.clicked.connect(self.new_wanted)
        self.bin = RowButton(look, "trash-2", lambda: translate("Chat", "Bin"))
        self.bin.setCheckable(True)
        self.bin.toggled.connect(self._on_bin)
        self._empty = EmptyState(look, self._empty_words)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.new)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bin)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._on_rows)
        look.changed.connect(self.refresh)
        self.refresh()
        self._on_rows()

    @property
    def shows_bin(self) -> bool:
        """Tell whether deleted conversations are on show."""
        return self.bin.isChecked()

    def refresh(self) -> None:
        """Take the words anew."""
        self.list.setAccessibleName(translate("Chat", "Conversations"))
        self.model.refresh()

    def _empty_words(self) -> str:
        if self.shows_bin:
            return translate("Chat", "The bin is empty.")
        return translate("Chat", "Conversations appear here,\nkept on this computer only.")

    def _on_rows(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _on_bin(self, is_on: bool) -> None:
        self._empty.refresh()
        self.bin_toggled.emit(is_on)

    def _on_delete(self, conversation_id: int) -> None:
        if not self.shows_bin:
            self.delete_wanted.emit(conversation_id)

    def _open_menu(self, conversation_id: int, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.shows_bin:
            menu.addAction(
                translate("Chat", "Restore"), lambda: self.restore_wanted.emit(conversation_id)
            )
            menu.addAction(
                translate("Chat", "Delete for good"),
                lambda: self.erase_wanted.emit(conversation_id),
            )
        else:
            self.list.select_id(conversation_id)
            self.opened.emit(conversation_id)
            menu.addAction(translate("Chat", "Rename"), "F2", self.list.rename_current)
            menu.addAction(
                translate("Chat", "Delete"), "Del", lambda: self.delete_wanted.emit(conversation_id)
            )
        menu.popup(point)
