"""The card in which a model is found and chosen: a search field, the models, a way to more servers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.controls import Field, Label
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice, Section
from desktop.ui.model_view import ModelView
from desktop.ui.popover import Popover
from desktop.ui.row_button import RowButton

_WIDTH_PX = 352
_MAX_PX = 480
_FRAME_PX = 4 + 44 + 8 + 1 + 4 + 32 + 4  # everything but the list


class ModelPopover(Popover):
    """Signals: `chosen(Choice)`; `favourite_toggled(Choice)`; `connect_wanted()`."""

    chosen = Signal(object)
    favourite_toggled = Signal(object)
    connect_wanted = Signal()

    def __init__(self, look: Look, anchor: QWidget) -> None:
        super().__init__(look, anchor)
        self.setAccessibleName(translate("Picker", "Models"))
        self._is_told = self._has_moved = False
        self.search = Field(
            look,
            lambda: translate("Picker", "Search models"),
            lambda: translate("Picker", "Search models"),
            icon_name="search",
            role="search",
        )
        self.list = ModelView(look)
        self.list.setAccessibleName(translate("Picker", "Models"))
        self._nothing = Label(look, self._nothing_words, "caption", "text2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self.connect_row = RowButton(look, "plug", lambda: translate("Picker", "Connect a server…"))
        self._arrange()
        self.search.edit.textChanged.connect(self._on_text)
        self.list.chosen.connect(self._on_chosen)
        self.list.favourite_toggled.connect(self.favourite_toggled)
        self.connect_row.clicked.connect(self._on_connect)

    def offer(self, sections: Sequence[Section], chosen: Choice | None) -> None:
        """Show other models; what is searched for and where the person is stays."""
        here = self.list.rows.choice(self.list.currentIndex())
        scrolled = self.list.verticalScrollBar().value()
        self.list.rows.show(sections, chosen)
        again = next((n for n, row in enumerate(self.list.rows.rows) if _is(row, here)), None)
        if again is None or not self._has_moved:
            self.list.start()
        else:
            self.list.setCurrentIndex(self.list.rows.index(again))
            self.list.verticalScrollBar().setValue(scrolled)
        self._show_nothing()
        if self.isVisible():
            self.place(self._size())

    def pop_up(self) -> None:
        """Open it with the caret in the search field and the chosen model in sight."""
        self.open(self.search.edit, self._size())
        self.list.start()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(4, 4, 4, 8)
        top.addWidget(self.search)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.addWidget(self.connect_row)
        self.column.addLayout(top)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._nothing, 1)
        self.column.addSpacing(4)
        self.column.addWidget(hairline(self))
        self.column.addLayout(foot)
        self._nothing.hide()

    def _size(self) -> QSize:
        rows = max(self.list.wanted_px(), 64)
        # A search does not make the card jump: only other models change its size.
        if self.list.rows.is_searching and self.isVisible():
            return QSize(_WIDTH_PX, self.height() - 48)
        return QSize(_WIDTH_PX, min(_MAX_PX, rows + _FRAME_PX))

    def _show_nothing(self) -> None:
        is_empty = not self.list.rows.rows
        self.list.setVisible(not is_empty)
        self._nothing.setVisible(is_empty)
        self._nothing.refresh()
        if is_empty and not self._is_told and self.isVisible() and QAccessible.isActive():
            words = self._nothing_words()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self._is_told = is_empty

    def _nothing_words(self) -> str:
        if not hasattr(self, "list") or not self.list.rows.is_searching:
            return translate("Picker", "No models yet.")
        query = self.search.text()
        return translate("Picker", "No model matches “{text}”.").format(text=query)

    def _on_text(self, text: str) -> None:
        self.list.rows.search(text)
        self.list.start()
        self._show_nothing()

    def _on_chosen(self, choice: Choice) -> None:
        self.dismiss()
        self.chosen.emit(choice)

    def _on_connect(self) -> None:
        self.dismiss()
        self.connect_wanted.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list from the search field; a popover sees every event while open."""
        if watched is self.search.edit and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if self._on_key(event):
                return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, page = Qt.Key(event.key()), self.list.page_rows()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key in steps:
            self._has_moved = True
            self.list.move_by(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.list.choose()
        elif key is Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.list.toggle_favourite()
        else:
            return False
        return True


def _is(row: object, choice: Choice | None) -> bool:
    return isinstance(row, Choice) and row.is_same(choice)
