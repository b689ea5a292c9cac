"""The list of conversations as rows under headings, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.core.types import Conversation
from desktop.ui.i18n import translate
from desktop.ui.navigation import LIVE, Role

_Index = QModelIndex | QPersistentModelIndex
_WEEK_DAYS = 7
_ITEM = Qt.ItemDataRole
_TITLE_ROLES = {
    _ITEM.DisplayRole, _ITEM.EditRole, _ITEM.ToolTipRole, _ITEM.AccessibleTextRole,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    heading: str = ""
    conversation: Conversation | None = None


class ConversationModel(QAbstractListModel):
    """Rows of conversations; a changed one moves, the others stay where they are.

    `on_rename(id, title)` is called when a title was edited in place.
    """

    def __init__(self, on_rename: Callable[[int, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_rename = on_rename
        self._conversations: tuple[Conversation, ...] = ()
        self._rows: list[_Row] = []
        self._live: frozenset[int] = frozenset()

    def show(self, conversations: Sequence[Conversation]) -> None:
        """Show these, newest first; only rows that differ are touched."""
        self._conversations = tuple(conversations)
        self._become(_grouped(self._conversations, datetime.now().astimezone()))

    def show_live(self, conversation_ids: frozenset[int]) -> None:
        """Mark the conversations in which an answer is being made."""
        if conversation_ids != self._live:
            self._live = conversation_ids
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [Role.MARK])

    def refresh(self) -> None:
        """Take the headings' words anew."""
        self.show(self._conversations)

    def conversation(self, conversation_id: int) -> Conversation | None:
        """Give a conversation on show."""
        return next((c for c in self._conversations if c.id == conversation_id), None)

    def neighbour(self, conversation_id: int) -> int | None:
        """Give the conversation to show when this one goes: the next one, else the one before."""
        ids = [c.id for c in self._conversations]
        if conversation_id not in ids:
            return None
        at = ids.index(conversation_id)
        rest = ids[at + 1 :] or ids[:at][::-1]
        return rest[0] if rest else None

    def _become(self, rows: list[_Row]) -> None:
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
        conversation = row.conversation
        title = row.heading if conversation is None else title_of(conversation)
        if role in _TITLE_ROLES:
            return title
        answers: dict[int, object] = {
            Role.HEADING: conversation is None,
            Role.ID: None if conversation is None else conversation.id,
            Role.MARK: self._mark(conversation),
            Qt.ItemDataRole.AccessibleDescriptionRole: self._described(conversation),
        }
        return answers.get(role)

    @override
    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        conversation = self._rows[index.row()].conversation
        title = str(value).strip()
        if conversation is None or not title or title == conversation.title:
            return False
        self._on_rename(conversation.id, title)
        return True

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self._rows[index.row()].conversation is None:
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable

    def _described(self, conversation: Conversation | None) -> str:
        if conversation is None or conversation.id not in self._live:
            return ""
        return translate("Chat", "An answer is being written")

    def _mark(self, conversation: Conversation | None) -> str:
        if conversation is None:
            return ""
        if conversation.id in self._live:
            return LIVE
        return "pencil-line" if conversation.has_draft else ""


def title_of(conversation: Conversation) -> str:
    """Give the title as it is shown."""
    return conversation.title or translate("Chat", "New chat")


def _grouped(conversations: Sequence[Conversation], now: datetime) -> list[_Row]:
    rows: list[_Row] = []
    heading = ""
    for conversation in conversations:
        wanted = _heading(conversation.updated_at, now)
        if wanted != heading:
            heading = wanted
            rows.append(_Row(heading))
        rows.append(_Row(conversation=conversation))
    return rows


def _heading(moment: float, now: datetime) -> str:
    day = datetime.fromtimestamp(moment, now.tzinfo).date()
    age = (now.date() - day) / timedelta(days=1)
    if age < 1:
        return translate("Chat", "Today")
    if age < 2:
        return translate("Chat", "Yesterday")
    if age < _WEEK_DAYS:
        return translate("Chat", "This week")
    return translate("Chat", "Earlier")
