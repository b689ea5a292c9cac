"""A list of models that stays quick with thousands: rows are painted, never widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.core.model_search import SearchKey, find, search_key
from desktop.core.override import override
from desktop.ui.model_choice import Choice, Section
from desktop.ui.model_words import read_aloud

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """A row that nobody chooses: a heading, or a note (`icon_name`) of what is so."""

    text: str
    icon_name: str = ""


class ModelRole(IntEnum):
    """What a row is: a Choice or a Line; and whether it names its connection."""

    ROW = Qt.ItemDataRole.UserRole


class ModelRows(QAbstractListModel):
    """Sections as rows; `search` leaves those that are meant, the best first, without headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()
        self._query = ""
        self._chosen: Choice | None = None
        self._keys: dict[tuple[str, str, str], SearchKey] = {}
        self._entries: list[tuple[SearchKey, Choice]] = []
        self.rows: list[Choice | Line] = []

    @property
    def is_searching(self) -> bool:
        """Tell whether a search leaves rows out: each row names its connection then."""
        return bool(self._query.strip())

    @property
    def chosen(self) -> Choice | None:
        """The model that is in use."""
        return self._chosen

    def show(self, sections: Sequence[Section], chosen: Choice | None) -> None:
        """Take other sections; the search stays."""
        self._sections, self._chosen = tuple(sections), chosen
        # Here, for the first key of a search would have to wait for a thousand names.
        self._entries = [(self._key(c), c) for section in sections for c in section.choices]
        self._fill()

    def search(self, query: str) -> None:
        """Show what a text means; blank: everything."""
        if query != self._query:
            self._query = query
            self._fill()

    def choice(self, index: _Index) -> Choice | None:
        """Give the model of a row; None for headings, notes, and nothing."""
        row = self.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Choice) else None

    def first(self) -> QModelIndex:
        """Give the chosen row, else the first that can be chosen."""
        rows = [row for row, what in enumerate(self.rows) if isinstance(what, Choice)]
        if not rows:
            return QModelIndex()
        if not self.is_searching:
            own = [row for row in rows if self._is_chosen(self.rows[row])]
            rows = own or rows
        return self.index(rows[0])

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.choice(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()] if index.isValid() else None
        if role == ModelRole.ROW:
            return row
        if isinstance(row, Choice):
            return self._told(row, role)
        texts = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return row.text if row is not None and role in texts else None

    def _told(self, choice: Choice, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return read_aloud(choice, is_chosen=self._is_chosen(choice))
        if role == Qt.ItemDataRole.ToolTipRole:
            told = read_aloud(choice)
            return told if choice.model == choice.label else f"{told}\n{choice.model}"
        return None

    def _is_chosen(self, row: Choice | Line) -> bool:
        return isinstance(row, Choice) and row.is_same(self._chosen)

    def _fill(self) -> None:
        self.beginResetModel()  # another search is another list
        self.rows = self._found() if self.is_searching else self._all()
        self.endResetModel()

    def _all(self) -> list[Choice | Line]:
        rows: list[Choice | Line] = []
        for section in self._sections:
            if section.heading and (section.choices or section.note):
                rows.append(Line(section.heading))
            if section.choices:
                rows += section.choices
            if section.note:
                icon = "loader-circle" if section.is_busy else "circle-alert"
                rows.append(Line(section.note, icon))
        return rows

    def _found(self) -> list[Choice | Line]:
        return [choice for _key, choice in find(self._entries, itemgetter(0), self._query)]

    def _key(self, choice: Choice) -> SearchKey:
        name = (choice.label, choice.model, choice.group)
        key = self._keys.get(name)
        if key is None:
            facts = choice.info.facts if choice.info is not None else None
            others = (*(facts.aliases or ()), facts.base or "") if facts is not None else ()
            own = choice.model if choice.model != choice.label else ""
            key = self._keys[name] = search_key(choice.label, own, choice.group, *others)
        return key
