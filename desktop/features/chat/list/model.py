"""The rows of the list for Qt. A changed one moves, the others stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.core.override import override
from desktop.core.types import Conversation
from desktop.features.chat.list.rows import Contents, Row, arranged
from desktop.ui.i18n import translate
from desktop.ui.navigation import LIVE, Role

_Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole
_TITLE_ROLES = {
    _ITEM.DisplayRole, _ITEM.EditRole, _ITEM.ToolTipRole, _ITEM.AccessibleTextRole,
}  # fmt: skip
_TOLD_ROLES = {_ITEM.ToolTipRole, _ITEM.AccessibleTextRole}

MIME_TYPE = "application/x-oriole-conversations"
"""Marks a drag as ours; what is dragged is what is chosen, and it goes nowhere else."""


class ConversationModel(QAbstractListModel):
    """Shows `Contents`.

    `on_rename(id, title)` is called when a title was edited in place; a folder's id is below 0.
    """

    def __init__(self, on_rename: Callable[[int, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_rename = on_rename
        self.contents = Contents()
        self._rows: list[Row] = []
        self._places: dict[int, int] | None = None
        self._live: frozenset[int] = frozenset()
        self._answers: dict[int, Callable[[Row], object]] = {
            Role.HEADING: lambda row: row.id == 0,
            Role.ID: lambda row: row.id or None,
            Role.MARK: self._mark,
            Role.ICON: _icon,
            Role.NOTE: lambda row: row.note,
            Role.LEVEL: lambda row: row.level,
            _ITEM.AccessibleDescriptionRole: self._described,
        }

    def show(self, contents: Contents) -> None:
        """Show these; only rows that differ are touched."""
        self.contents = contents
        self._become(arranged(contents, datetime.now().astimezone()))

    def show_live(self, conversation_ids: frozenset[int]) -> None:
        """Mark the conversations in which an answer is being made."""
        if conversation_ids != self._live:
            self._live = conversation_ids
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [Role.MARK])

    def refresh(self) -> None:
        """Take the words anew."""
        self.show(self.contents)

    def row(self, index: _Index) -> Row:
        """Give what stands at an index; an empty heading where nothing does."""
        return self._rows[index.row()] if index.isValid() else Row()

    def at(self, place: int) -> Row:
        """Give what stands at a place."""
        return self._rows[place]

    def row_with(self, row_id: int) -> Row:
        """Give the row of an id; an empty heading where it is not on show."""
        at = self.place(row_id)
        return Row() if at is None else self._rows[at]

    def place(self, row_id: int) -> int | None:
        """Give where a row stands."""
        if self._places is None:
            self._places = {row.id: at for at, row in enumerate(self._rows) if row.id}
        return self._places.get(row_id)

    def conversation(self, conversation_id: int) -> Conversation | None:
        """Give a conversation on show."""
        return self.row_with(conversation_id).conversation

    def neighbour(self, conversation_id: int, leaving: Collection[int]) -> int | None:
        """Give the one to show when these go, and this with them: the next, else the one before."""
        at = self.place(conversation_id)
        if at is None:
            return None
        rest = self._rows[at + 1 :] + self._rows[:at][::-1]
        return next((row.id for row in rest if row.id > 0 and row.id not in leaving), None)

    def _become(self, rows: list[Row]) -> None:
        """Replace what differs between an equal head and an equal tail."""
        old = self._rows
        self._places = None
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
            self._places = None  # whoever heard of the rows that went may have asked
            self.endInsertRows()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role in _TITLE_ROLES:
            return _new_folder() if row.makes_folder and role in _TOLD_ROLES else row.title
        answer = self._answers.get(role)
        return None if answer is None else answer(row)

    @override
    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._rows[index.row()]
        title = str(value).strip()
        kept = row.conversation.title if row.conversation else row.title
        if not row.id or not title or title == kept:
            return False
        self._on_rename(row.id, title)
        return True

    @override
    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(MIME_TYPE, b"")
        return data

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        row, flag = self._rows[index.row()], Qt.ItemFlag
        if not row.id:
            return flag.ItemIsEnabled if row.makes_folder else flag.NoItemFlags
        enabled = flag.ItemIsEnabled | flag.ItemIsSelectable
        if row.thrown is not None:
            return enabled
        own = flag.ItemIsDropEnabled if row.folder else flag.ItemIsDragEnabled
        return enabled | flag.ItemIsEditable | own

    def _described(self, row: Row) -> str:
        if row.folder is not None:
            inside = translate("Chat", "Folder, %n conversation(s)", "", int(row.note))
            is_open = row.folder.is_open
            state = translate("Chat", "open") if is_open else translate("Chat", "closed")
            return f"{inside}, {state}"
        if row.makes_folder:
            return translate("Chat", "Enter makes a folder")
        parts = [row.note] if row.note else []
        one = row.conversation
        if one is not None and one.id in self._live:
            parts.append(translate("Chat", "An answer is being written"))
        if one is not None and one.is_pinned:
            parts.append(translate("Chat", "Pinned"))
        if one is not None and one.is_temporary:
            parts.append(translate("Chat", "Temporary"))
        return ", ".join(parts)

    def _mark(self, row: Row) -> str:
        one = row.conversation
        if one is None:
            return "plus" if row.makes_folder else ""
        marks = (
            (one.id in self._live, LIVE),
            (one.is_temporary, "message-circle-dashed"),
            (one.has_draft, "pencil-line"),
            (one.is_pinned, "pin"),
        )
        return next((mark for is_so, mark in marks if is_so and not row.thrown), "")


def _new_folder() -> str:
    return translate("Chat", "New folder")


def _icon(row: Row) -> str:
    if row.folder is not None:
        return "folder-open" if row.folder.is_open else "folder"
    return "file-text" if row.thrown is not None and row.conversation is None else ""
