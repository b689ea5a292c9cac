"""The rows of the list for Qt. A changed one is told of alone, the others stay where they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.core.override import override
from desktop.features.speech.list.rows import Contents, Row, arranged
from desktop.ui.i18n import translate
from desktop.ui.navigation import LIVE, Role

_Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole
_TITLE_ROLES = {
    _ITEM.DisplayRole, _ITEM.EditRole, _ITEM.ToolTipRole, _ITEM.AccessibleTextRole,
}  # fmt: skip
RETRY = "rotate-ccw"
"""The mark of a row that goes on with one click."""
STATE = Qt.ItemDataRole.UserRole + 20
"""What stands below the title."""


class RecordingModel(QAbstractListModel):
    """Shows `Contents`. `on_rename(id, title)` is called when a title was edited in place."""

    def __init__(self, on_rename: Callable[[int, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_rename = on_rename
        self.contents = Contents()
        self._rows: list[Row] = []
        self._answers: dict[int, Callable[[Row], object]] = {
            Role.HEADING: lambda row: row.id == 0,
            Role.ID: lambda row: row.id or None,
            Role.MARK: _mark,
            Role.ICON: lambda row: row.icon,
            Role.NOTE: lambda row: row.when,
            STATE: lambda row: row.state,
            _ITEM.AccessibleDescriptionRole: _described,
        }

    def show(self, contents: Contents) -> None:
        """Show these; only rows that differ are touched."""
        self.contents = contents
        rows = arranged(contents, datetime.now().astimezone())
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._change(rows)
        else:
            self._become(rows)

    def row(self, index: _Index) -> Row:
        """Give what stands at an index; an empty heading where nothing does."""
        return self._rows[index.row()] if index.isValid() else Row()

    def row_with(self, row_id: int) -> Row:
        """Give the row of a recording; an empty heading where it is not on show."""
        return next((row for row in self._rows if row.id == row_id), Row())

    def place(self, row_id: int) -> int | None:
        """Give where a recording stands."""
        return next((at for at, row in enumerate(self._rows) if row.id == row_id), None)

    def _change(self, rows: list[Row]) -> None:
        for at, row in enumerate(rows):
            if row != self._rows[at]:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at), self.index(at))

    def _become(self, rows: list[Row]) -> None:
        """Replace what differs between an equal head and an equal tail."""
        old = self._rows
        head = 0
        while head < min(len(old), len(rows)) and old[head] == rows[head]:
            head += 1
        tail = 0
        shortest = min(len(old), len(rows)) - head
        while tail < shortest and old[-1 - tail] == rows[-1 - tail]:
            tail += 1
        if head < len(old) - tail:
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            del old[head : len(old) - tail]
            self.endRemoveRows()
        if head < len(rows) - tail:
            self.beginInsertRows(QModelIndex(), head, len(rows) - tail - 1)
            old[head:head] = rows[head : len(rows) - tail]
            self.endInsertRows()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role in _TITLE_ROLES:
            return row.title
        answer = self._answers.get(role)
        return None if answer is None else answer(row)

    @override
    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, title = self._rows[index.row()], str(value).strip()
        if not row.id or not title or title == row.title:
            return False
        self._on_rename(row.id, title)
        return True

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        row, flag = self._rows[index.row()], Qt.ItemFlag
        if not row.id:
            return flag.NoItemFlags
        enabled = flag.ItemIsEnabled | flag.ItemIsSelectable
        return enabled if self.contents.is_bin else enabled | flag.ItemIsEditable


def _mark(row: Row) -> str:
    if row.is_stuck:
        return RETRY
    return LIVE if row.is_recording else ""


def _described(row: Row) -> str:
    parts = [row.state, row.when]
    if row.is_stuck:
        parts.append(translate("Speech", "Space tries again"))
    return ", ".join(part for part in parts if part)
