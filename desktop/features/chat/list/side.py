"""The panel at the left: a new chat, the conversations, and the two places where others are kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.list.model import ConversationModel
from desktop.features.chat.list.rows import Contents, Row, Shelf
from desktop.features.chat.list.view import ConversationList, folder_under
from desktop.ui.controls import Field, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import EmptyState
from desktop.ui.row_button import RowButton

WIDTH_PX = 264


class SidePanel(QWidget):
    """Signals: what the person asks for; `doing` does it.

    `new_wanted()`, `temporary_wanted()`, `opened(id)`, `renamed(id, title)`, `delete_wanted()` of
    what is chosen, `menu_wanted(point)` for it, `folder_menu_wanted(id, point)`, `shelf_changed()`. In
    `renamed` the ids of folders are below 0.
    """

    new_wanted = Signal()
    temporary_wanted = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)
    folder_menu_wanted = Signal(int, QPoint)
    shelf_changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.model = ConversationModel(self.renamed.emit, self)
        self.list = ConversationList(look, self.model)
        self.list.opened.connect(self._on_opened)
        self.list.delete_wanted.connect(self._on_delete)
        self.list.menu_wanted.connect(self._on_menu)
        self.list.drag_hovered.connect(self._on_drag)
        self.find_anything = RowButton(look, "search", lambda: translate("Chat", "Find anything"))
        self.new = RowButton(look, "square-pen", lambda: translate("Chat", "New chat"))
        self.new.clicked.connect(self.new_wanted)
        self.temporary = IconButton(
            look, "message-circle-dashed", lambda: translate("Chat", "Temporary chat")
        )
        self.temporary.clicked.connect(self.temporary_wanted)
        self.filter = Field(look, _filter_words, _filter_words, icon_name="filter", role="search")
        self.filter.edit.textChanged.connect(self._on_filter)
        self.archive = RowButton(look, "archive", lambda: translate("Chat", "Archive"))
        self.bin = RowButton(look, "trash-2", lambda: translate("Chat", "Bin"))
        for button, shelf in ((self.archive, Shelf.ARCHIVE), (self.bin, Shelf.BIN)):
            button.setCheckable(True)
            button.toggled.connect(lambda is_on, which=shelf: self._on_shelf(which, is_on))
        self._empty = EmptyState(look, self._empty_words)
        self._hint = Label(look, str, "caption", "text2")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._arrange()
        for signal in (self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._on_rows)
        look.changed.connect(self.refresh)
        self.refresh()
        self._on_rows()

    @property
    def shelf(self) -> Shelf:
        """Which part of the conversations is on show."""
        if self.bin.isChecked():
            return Shelf.BIN
        return Shelf.ARCHIVE if self.archive.isChecked() else Shelf.LIST

    @property
    def shows_bin(self) -> bool:
        """Tell whether what was deleted is on show."""
        return self.shelf is Shelf.BIN

    def show_list(self) -> None:
        """Leave archive and bin, and show all titles."""
        self.archive.setChecked(False)
        self.bin.setChecked(False)
        self.filter.edit.clear()

    def show_contents(self, contents: Contents) -> None:
        """Show other rows; what is chosen stays chosen as far as it is still there."""
        chosen, current = self.list.selected_ids(), self.model.row(self.list.currentIndex())
        self.model.show(replace(contents, shelf=self.shelf, sought=self.filter.text()))
        self._on_rows()
        if len(chosen) > 1:
            self.list.choose(chosen)
        elif current.folder is not None:
            self.list.select_id(current.id)

    def add_above(self, widget: QWidget) -> None:
        """Put something between the buttons at the top and the list."""
        self._column.insertWidget(self._column.indexOf(self._stack), widget)

    def refresh(self) -> None:
        """Take the words anew."""
        self.list.setAccessibleName(translate("Chat", "Conversations"))
        chosen = self.list.selected_ids()
        self.model.refresh()  # in another language every heading is another row
        if len(chosen) == 1:
            self.list.select_id(chosen[0])
        else:
            self.list.choose(chosen)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.new, 1)
        top.addWidget(self.temporary)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.archive, 1)
        foot.addWidget(self.bin, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.find_anything)
        column.addLayout(top)
        column.addWidget(self.filter)
        column.addWidget(self._stack, 1)
        column.addWidget(self._hint)
        column.addLayout(foot)
        self._hint.setContentsMargins(8, 0, 8, 0)
        self._hint.hide()

    def _empty_words(self) -> str:
        if self.filter.text():
            return translate("Chat", "No title has “{text}” in it.").format(text=self.filter.text())
        match self.shelf:
            case Shelf.BIN:
                return translate("Chat", "The bin is empty.")
            case Shelf.ARCHIVE:
                return translate("Chat", "Nothing is archived.")
        return translate("Chat", "Conversations appear here,\nkept on this computer only.")

    def _on_rows(self) -> None:
        self._empty.refresh()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _on_opened(self, row_id: int) -> None:
        if row_id > 0:  # moving over a folder opens nothing
            self.opened.emit(row_id)

    def _on_filter(self) -> None:
        self.show_contents(self.model.contents)

    def _on_shelf(self, shelf: Shelf, is_on: bool) -> None:
        other = self.archive if shelf is Shelf.BIN else self.bin
        if is_on and other.isChecked():
            other.setChecked(False)
        self.show_contents(self.model.contents)
        self.shelf_changed.emit()

    def _on_delete(self, _row_id: int) -> None:
        self.delete_wanted.emit()

    def _on_menu(self, row_id: int, point: QPoint) -> None:
        folder = self.model.row_with(row_id).folder
        if folder is not None:
            self.folder_menu_wanted.emit(folder.id, point)
            return
        if row_id not in self.list.selected_ids():
            self.list.select_id(row_id)
            self._on_opened(row_id)
        self.menu_wanted.emit(point)

    def _on_drag(self, row: Row | None) -> None:
        """Say what letting go would do."""
        self._hint.setVisible(row is not None)
        if row is not None:
            self._hint.say(lambda: _drop_words(folder_under(row)))

    @override
    def hideEvent(self, event: object) -> None:
        self._hint.hide()


def _filter_words() -> str:
    return translate("Chat", "Filter titles")


def _drop_words(folder: str) -> str:
    if folder:
        return translate("Chat", "Move to “{folder}”").format(folder=folder)
    return translate("Chat", "Take out of its folder")
