"""The connections as rows: name, one line of how it stands, and a mark for the last test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.core.connection import Connection, Trust
from desktop.core.errors import Code
from desktop.core.override import override
from desktop.services.presets import preset
from desktop.store.results import Result
from desktop.ui.i18n import translate

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
NEW_ID = ""
"""The id of a connection that is not saved yet."""


class Role(IntEnum):
    """What a row tells beside its name (DisplayRole)."""

    ID = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 1
    ICON = Qt.ItemDataRole.UserRole + 2
    MARK = Qt.ItemDataRole.UserRole + 3  # (icon, tone), or None


@dataclass(frozen=True, slots=True)
class Row:
    """One connection and what is known of it."""

    connection: Connection
    is_default: bool = False
    result: Result | None = None
    models: int = 0


class ConnectionRows(QAbstractListModel):
    """The rows; the name of a connection of the person's own can be edited."""

    def __init__(self, on_renamed: Callable[[str, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_renamed = on_renamed
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; those that stay are not reset, so that the view keeps its place."""
        wanted = {row.connection.id for row in rows}
        for place in reversed(range(len(self._rows))):
            if self._rows[place].connection.id not in wanted:
                self.beginRemoveRows(_NO_PARENT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            if self.place_of(row.connection.id) is None:
                self.beginInsertRows(_NO_PARENT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
        self._rows = list(rows)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def refresh(self) -> None:
        """Take the words anew."""
        self.show(list(self._rows))

    def place_of(self, connection_id: str) -> int | None:
        """Give the row of a connection."""
        ids = [row.connection.id for row in self._rows]
        return ids.index(connection_id) if connection_id in ids else None

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        read = _READERS.get(role)
        return read(self._rows[index.row()]) if index.isValid() and read is not None else None

    @override
    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        if not name or role != Qt.ItemDataRole.EditRole:
            return False
        self._on_renamed(self._rows[index.row()].connection.id, name)
        return True

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return flags
        connection = self._rows[index.row()].connection
        is_own = not connection.is_built_in and connection.id != NEW_ID
        return flags | Qt.ItemFlag.ItemIsEditable if is_own else flags


def rows_of(
    connections: Sequence[Connection],
    default_id: str,
    results: Mapping[str, Result],
    models: Callable[[str], int],
) -> list[Row]:
    """Give the rows, the built-in engine last: it is always there."""
    ordered = sorted(connections, key=lambda connection: connection.is_built_in)
    return [Row(c, c.id == default_id, results.get(c.id), models(c.id)) for c in ordered]


def name_words(connection: Connection) -> str:
    """Give the name of a connection as a person reads it."""
    if connection.is_built_in:
        return translate("Connections", "Built-in engine")
    if connection.id == NEW_ID:
        return connection.name or translate("Connections", "New connection")
    return connection.name


def icon_of(connection: Connection) -> str:
    """Give the icon: the engine, a server on this computer or in the house, or one elsewhere."""
    if connection.is_built_in:
        return "cpu"
    row = preset(connection.preset)
    is_local = row.is_local if row is not None else _is_near(connection.base_url)
    return "server" if is_local else "globe"


def state_words(row: Row) -> str:
    """Give the one line that matters most."""
    connection, result = row.connection, row.result
    if connection.id == NEW_ID:
        return translate("Connections", "Not saved yet")
    if result is not None and result.code:
        return _failure_words(result)
    if connection.trust is Trust.NOBODY:
        return translate("Connections", "Its certificate is not checked")
    if row.is_default:
        return translate("Connections", "Default for chat")
    return _plain_words(row)


def _plain_words(row: Row) -> str:
    if row.connection.is_built_in:
        return translate("Connections", "Always there")
    count = row.models or (row.result.models if row.result is not None else 0)
    if count:
        return translate("Connections", "%n model(s)", "", count)
    return translate("Connections", "Not tested yet")


def _mark(row: Row) -> tuple[str, str] | None:
    if row.connection.id == NEW_ID:
        return None
    if row.result is not None and row.result.code:
        return "circle-alert", "red"
    if row.connection.trust is Trust.NOBODY:
        return "triangle-alert", "red"
    is_good = row.connection.is_built_in or row.result is not None
    return ("circle-check", "green") if is_good else None


def _failure_words(result: Result) -> str:
    match result.code:
        case Code.KEY_REFUSED:
            words = translate("Connections", "Key refused {when}")
        case Code.NO_NAME | Code.NO_ROUTE | Code.TIMEOUT:
            words = translate("Connections", "Not reached {when}")
        case Code.TLS | Code.CERTIFICATE:
            words = translate("Connections", "Certificate refused {when}")
        case Code.PROXY:
            words = translate("Connections", "Proxy failed {when}")
        case Code.QUOTA:
            words = translate("Connections", "Credit used up {when}")
        case Code.NO_MODEL:
            words = translate("Connections", "No model {when}")
        case _:
            words = translate("Connections", "Test failed {when}")
    return words.format(when=_when(result.day))


def _when(day: date) -> str:
    today = date.today()  # noqa: DTZ011 - the person's own day
    if day >= today:
        return translate("Connections", "today")
    if day == today - timedelta(days=1):
        return translate("Connections", "yesterday")
    shown = QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
    return translate("Connections", "on {date}").format(date=shown)


def _is_near(url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0].rpartition(":")[0] or url
    return host in {"localhost", "127.0.0.1", "[::1]"} or host.endswith(".local")


_READERS: dict[int, Callable[[Row], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda row: name_words(row.connection),
    Qt.ItemDataRole.EditRole: lambda row: name_words(row.connection),
    Qt.ItemDataRole.ToolTipRole: lambda row: row.connection.base_url,
    Qt.ItemDataRole.AccessibleTextRole: lambda row: (
        f"{name_words(row.connection)}, {state_words(row)}"
    ),
    Role.ID: lambda row: row.connection.id,
    Role.STATE: state_words,
    Role.ICON: lambda row: icon_of(row.connection),
    Role.MARK: _mark,
}
