"""The panel at the left of the settings: the search, and below it the pages or what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.settings.pages import PageSpec
from desktop.features.settings.results import Results
from desktop.features.settings.search import Hit, Shelf, search
from desktop.ui.controls import Field, IconButton
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import EmptyState
from desktop.ui.row_button import RowButton

_WIDTH_PX = 224
_STEPS = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8,
}  # fmt: skip


class Side(QWidget):
    """Signals: `page_chosen(id)` and `hit_chosen(hit)` by the person."""

    page_chosen = Signal(str)
    hit_chosen = Signal(object)

    def __init__(
        self, look: Look, pages: Sequence[PageSpec], shelves: Callable[[], list[Shelf]]
    ) -> None:
        super().__init__()
        self._shelves = shelves
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH_PX)
        self.search = Field(look, _search_words, _search_words, icon_name="search", role="search")
        self.search.edit.textChanged.connect(self._find)
        self.search.entered.connect(self._choose)
        self.search.edit.installEventFilter(self)
        self._clear = IconButton(
            look, "x", lambda: translate("Settings", "Clear the search"), size_px=24
        )
        self._clear.clicked.connect(self._on_clear)
        self.search.add_trailing(self._clear)
        self.rows: dict[str, RowButton] = {}
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for page in pages:
            column.addWidget(self._row(look, page))
        column.addStretch()
        self.results = Results(look)
        self.results.chosen.connect(self._on_hit)
        self.empty = EmptyState(look, self._empty_words)
        self._stack = QStackedWidget()
        for widget in (self._list, self.results, self.empty):
            self._stack.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.setSpacing(8)
        outer.addWidget(self.search)
        outer.addWidget(self._stack, 1)
        look.changed.connect(self._find)
        self._find()

    def select(self, page_id: str) -> None:
        """Mark a page as the one on show; nothing is emitted."""
        row = self.rows[page_id]
        row.blockSignals(True)
        row.setChecked(True)
        row.blockSignals(False)

    def _row(self, look: Look, page: PageSpec) -> RowButton:
        row = RowButton(look, page.icon, page.words)
        row.setCheckable(True)
        row.setAutoExclusive(True)
        # Not `clicked`: assistive technology only toggles.
        row.toggled.connect(lambda on: self.page_chosen.emit(page.id) if on else None)
        self.rows[page.id] = row
        return row

    # the search
    def _find(self) -> None:
        query = self.search.text()
        self._clear.setVisible(bool(self.search.edit.text()))
        hits = search(query, self._shelves()) if query else []
        self.results.show_hits(hits)
        shown = self._list if not query else self.results if hits else self.empty
        self.empty.refresh()
        self._stack.setCurrentWidget(shown)

    def _choose(self) -> None:
        self.results.choose()

    def _on_hit(self, hit: Hit) -> None:
        self.search.edit.clear()
        self.hit_chosen.emit(hit)

    def _on_clear(self) -> None:
        self.search.edit.clear()
        self.search.setFocus()

    def _empty_words(self) -> str:
        words = translate("Settings", "No setting with “{words}”.")
        return words.format(words=self.search.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.KeyPress:
                return self._key(key)
            if event.type() == QEvent.Type.ShortcutOverride and self._clears(key):
                event.accept()  # Escape may mean something else on the page
                return True
        return super().eventFilter(watched, event)

    def _clears(self, key: Qt.Key) -> bool:
        return key == Qt.Key.Key_Escape and bool(self.search.edit.text())

    def _key(self, key: Qt.Key) -> bool:
        if self._clears(key):
            self.search.edit.clear()
            return True
        if key in _STEPS and self._stack.currentWidget() is self.results:
            self.results.move_by(_STEPS[key])
            return True
        return False


def _search_words() -> str:
    return translate("Settings", "Search settings")
