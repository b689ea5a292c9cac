"""The side panel: search, the recordings, the bin, and the button that adds files."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.features.speech.list.model import RecordingModel
from desktop.features.speech.list.rows import Contents
from desktop.features.speech.list.view import RecordingList
from desktop.ui.controls import Button, Field, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import EmptyState
from desktop.ui.row_button import RowButton

WIDTH_PX = 264


class SidePanel(QWidget):
    """Signals: what the person asks for; `doing` does it.

    `opened(id, line_id)`, `renamed(id, title)`, `delete_wanted()` and `menu_wanted(point)` for what
    is chosen, `retry_wanted(id)`, `files_wanted()`, `sought(text)`, `shelf_changed()`.
    """

    opened = Signal(int, int)
    renamed = Signal(int, str)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)
    retry_wanted = Signal(int)
    files_wanted = Signal()
    sought = Signal(str)
    shelf_changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.model = RecordingModel(self.renamed.emit, self)
        self.list = RecordingList(look, self.model)
        self.list.opened.connect(self._on_opened)
        self.list.delete_wanted.connect(lambda _row_id: self.delete_wanted.emit())
        self.list.menu_wanted.connect(self._on_menu)
        self.list.retry_wanted.connect(self.retry_wanted)
        self.search = Field(look, _search_words, _search_words, icon_name="search", role="search")
        self.search.edit.textChanged.connect(lambda: self.sought.emit(self.search.text()))
        self.search.entered.connect(self.list.setFocus)
        self.bin = RowButton(look, "trash-2", lambda: translate("Speech", "Bin"))
        self.bin.setCheckable(True)
        self.bin.toggled.connect(lambda _is_on: self.shelf_changed.emit())
        self.hint = Label(look, str, "caption", "text2")
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(8, 4, 8, 4)
        self.hint.hide()
        self.add = Button(look, lambda: translate("Speech", "Transcribe files"), icon_name="upload")
        self.add.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add.clicked.connect(self.files_wanted)
        self._empty = EmptyState(look, self._empty_words)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._arrange()
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def shows_bin(self) -> bool:
        """Tell whether what was deleted is on show."""
        return self.bin.isChecked()

    def show_list(self) -> None:
        """Leave the bin, and show all recordings."""
        self.bin.setChecked(False)
        self.search.edit.clear()

    def show_contents(self, contents: Contents) -> None:
        """Show other rows; what is chosen stays chosen as far as it is still there."""
        chosen = self.list.selected_ids()
        self.model.show(contents)
        if chosen and self.list.selected_ids() != chosen:
            self.list.choose(chosen)
        self._empty.refresh()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def refresh(self) -> None:
        """Take the words anew."""
        self.list.setAccessibleName(translate("Speech", "Recordings"))
        self.show_contents(replace(self.model.contents))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.hint)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bin)
        column.addWidget(self.add)

    def _empty_words(self) -> str:
        if self.search.text():
            return translate("Speech", "Nothing with “{text}” in it was said.").format(
                text=self.search.text()
            )
        if self.shows_bin:
            return translate("Speech", "No recording is in the bin.")
        return translate(
            "Speech",
            "Notes that you dictate and files that you transcribe appear here,"
            " kept on this computer only.",
        )

    def _on_opened(self, row_id: int) -> None:
        self.opened.emit(row_id, self.model.row_with(row_id).line_id)

    def _on_menu(self, row_id: int, point: QPoint) -> None:
        if row_id not in self.list.selected_ids():
            self.list.select_id(row_id)
        self.menu_wanted.emit(point)


def _search_words() -> str:
    return translate("Speech", "Search transcripts")
