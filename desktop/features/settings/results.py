"""What the search of the settings found: a list of titles, each with its page below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QWidget,
)

from desktop.core.override import override
from desktop.features.settings.search import Hit
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.row_delegate import Index, RowDelegate, RowPen

_ROW_PX = 48
_PAGE = Qt.ItemDataRole.UserRole


class Results(QListView):
    """The list; the search field keeps the focus and moves in it. Signals: `chosen(hit)`."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._hits = _Hits(self)
        self.setModel(self._hits)
        self.setItemDelegate(_Delegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(lambda index: self.chosen.emit(self._hits.hits[index.row()]))
        look.changed.connect(self.refresh)
        self.refresh()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show what was found, the first of it selected."""
        self._hits.show(hits)
        self._select(0)

    def move_by(self, step: int) -> None:
        """Select the row so many further down."""
        self._select(self.currentIndex().row() + step)

    def choose(self) -> None:
        """Choose the selected row."""
        row = self.currentIndex().row()
        if row >= 0:
            self.chosen.emit(self._hits.hits[row])

    def refresh(self) -> None:
        """Take the words anew."""
        self.setAccessibleName(translate("Settings", "What was found"))
        self._hits.layoutChanged.emit()

    def _select(self, row: int) -> None:
        count = self._hits.rowCount()
        if not count:
            return
        row = max(0, min(count - 1, row))
        self.setCurrentIndex(self._hits.index(row))
        if QAccessible.isActive():  # the focus stays in the field, so nothing else would say it
            hit = self._hits.hits[row]
            words = translate("Settings", "{title}, {page}, {row} of {count}").format(
                title=hit.term.title(), page=hit.page(), row=row + 1, count=count
            )
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


class _Hits(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.hits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.term.title()
        if role == _PAGE:
            return hit.page() if hit.term.key else translate("Settings", "Page")
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{hit.term.title()}, {hit.page()}"
        return None


class _Delegate(RowDelegate):
    row_px, pad_px = _ROW_PX, 8

    @override
    def draw(self, pen: RowPen, index: Index) -> None:
        theme = pen.theme
        title = theme.font("body", 500 if pen.is_selected else 400)
        pen.strip(5, 20).words(str(index.data()), title)
        pen.strip(26, 16).words(str(index.data(_PAGE)), theme.font("caption"), "text3")
