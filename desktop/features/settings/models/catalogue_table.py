"""The rows of the table of models: searched, sorted, each fact also as words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.core.model_search import SearchKey, find, search_key
from desktop.core.models import Source, Urgency
from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice
from desktop.ui.model_words import (
    abilities,
    end_words,
    full_name,
    price_words,
    read_aloud,
    retirement_words,
    tokens,
)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
CHOICE = int(Qt.ItemDataRole.UserRole)


class Column(IntEnum):
    """What the table tells of a model."""

    NAME = 0
    CONNECTION = 1
    TAKES = 2
    CONTEXT = 3
    PRICE = 4
    ENDS = 5


class CatalogueTable(QAbstractTableModel):
    """Every model of every connection; `search` leaves those that are meant."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[Choice, ...] = ()
        self._query = ""
        self._sorted_by: tuple[Column, Qt.SortOrder] | None = None
        self.rows: list[Choice] = []

    def show(self, choices: Sequence[Choice]) -> None:
        """Take other models; search and order stay."""
        self._all = tuple(choices)
        self._fill()

    def search(self, query: str) -> None:
        """Show what a text means; blank: everything."""
        self._query = query
        self._fill()

    def row_of(self, choice: Choice | None) -> int:
        """Give where a model stands; -1: it is not on show."""
        return next((n for n, row in enumerate(self.rows) if row.is_same(choice)), -1)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        texts = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if orientation is Qt.Orientation.Horizontal and role in texts:
            return _heading(Column(section))
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        choice, column = self.rows[index.row()], Column(index.column())
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return _TEXTS[column](choice)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{read_aloud(choice)}\n{choice.model}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = _TEXTS[column](choice) or translate("Settings", "not known")
            return told if column is Column.NAME else f"{_heading(column)}: {told}"
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (Column(column), order) if column >= 0 else None
        self._fill()

    def _fill(self) -> None:
        self.beginResetModel()  # another search or order is another list
        self.rows = find(self._all, _key, self._query)
        if self._sorted_by is not None:
            column, order = self._sorted_by
            known = [row for row in self.rows if _measure(row, column) is not None]
            rest = [row for row in self.rows if _measure(row, column) is None]
            is_down = order is Qt.SortOrder.DescendingOrder
            known.sort(key=lambda row: _measure(row, column) or "", reverse=is_down)
            self.rows = [*known, *rest]  # what nobody knows is neither cheap nor dear
        self.endResetModel()


def _heading(column: Column) -> str:
    return {
        Column.NAME: translate("Settings", "Model"),
        Column.CONNECTION: translate("Settings", "Connection"),
        Column.TAKES: translate("Settings", "Takes"),
        Column.CONTEXT: translate("Settings", "Context"),
        Column.PRICE: translate("Settings", "Price per million"),
        Column.ENDS: translate("Settings", "Ends"),
    }[column]


def _takes(choice: Choice) -> str:
    return ", ".join(words for _icon, words in abilities(choice.info.facts)) if choice.info else ""


def _context(choice: Choice) -> str:
    size = choice.info.facts.context if choice.info else None
    return tokens(size) if size else ""


def _price(choice: Choice) -> str:
    if choice.info is None:
        return ""
    words = price_words(choice.info.facts.price, is_short=True)
    if words and choice.info.origins.get("price") is Source.PERSON:
        return translate("Settings", "{price}, yours").format(price=words)
    return words


def _ends(choice: Choice) -> str:
    end = choice.retirement
    if end is None:
        return ""
    is_over = end.urgency is Urgency.PAST
    return retirement_words(end) if is_over else end_words(end)


_TEXTS: dict[Column, Callable[[Choice], str]] = {
    Column.NAME: full_name,
    Column.CONNECTION: lambda choice: choice.group,
    Column.TAKES: _takes,
    Column.CONTEXT: _context,
    Column.PRICE: _price,
    Column.ENDS: _ends,
}


def _measure(choice: Choice, column: Column) -> str | None:
    """Give what a column is sorted by, as text of equal length; None: not known."""
    facts = choice.info.facts if choice.info is not None else None
    number: float | None = None
    if column is Column.CONTEXT:
        number = facts.context if facts else None
    elif column is Column.PRICE:
        number = facts.price.input if facts and facts.price else None
    elif column is Column.ENDS:
        number = float(choice.retirement.on.toordinal()) if choice.retirement else None
    else:
        return _TEXTS[column](choice).casefold() or None
    return f"{number:020.6f}" if number is not None else None


def _key(choice: Choice) -> SearchKey:
    facts = choice.info.facts if choice.info is not None else None
    others = (*(facts.aliases or ()), facts.base or "") if facts is not None else ()
    return search_key(choice.label, choice.model, choice.group, *others)
