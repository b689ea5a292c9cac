"""The lines of a transcript as a list; a projection of the store that changes only where it changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.core.override import override
from desktop.core.transcript import Line
from desktop.features.speech.transcript.voices import Voice, voices_of
from desktop.features.speech.words import length_words
from desktop.store.recording_rows import StoredLine
from desktop.ui.i18n import translate

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole


class LinesModel(QAbstractListModel):
    """Rows are `StoredLine`s in the order of their times."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[StoredLine] = []
        self._starts: list[float] = []
        self._names: Mapping[str, str] = {}
        self.voices: dict[str, Voice] = {}

    @property
    def lines(self) -> Sequence[StoredLine]:
        """All lines, in order."""
        return self._lines

    def stored(self, row: int) -> StoredLine:
        """Give the line of a row."""
        return self._lines[row]

    def line(self, row: int) -> Line:
        """Give what was said in a row."""
        return self._lines[row].line

    def voice(self, row: int) -> Voice | None:
        """Give who says it, where voices are told apart."""
        return self.voices.get(self.line(row).speaker)

    def row_of(self, line_id: int) -> int:
        """Give the row of a line; -1: it is not here."""
        return next((row for row, one in enumerate(self._lines) if one.id == line_id), -1)

    def row_at(self, at_s: float) -> int:
        """Give the row that is said at a time, or was last; -1: before the first."""
        return bisect_right(self._starts, at_s) - 1

    def put(self, lines: Sequence[StoredLine], names: Mapping[str, str]) -> None:
        """Show other lines; what stayed the same keeps its row, its selection and its height."""
        self._names = dict(names)
        old, new = self._lines, list(lines)
        first, last = _same(old, new)
        removed, added = old[first : len(old) - last], new[first : len(new) - last]
        both = min(len(removed), len(added))
        old[first : first + both] = added[:both]
        if len(removed) > both:
            self.beginRemoveRows(_ROOT, first + both, first + len(removed) - 1)
            del old[first + both : first + len(removed)]
            self.endRemoveRows()
        elif len(added) > both:
            self.beginInsertRows(_ROOT, first + both, first + len(added) - 1)
            old[first + both : first + both] = added[both:]
            self.endInsertRows()
        self._starts = [one.line.start_s for one in old]
        self.voices = voices_of((one.line for one in old), self._names)
        if old:
            self.dataChanged.emit(self.index(0), self.index(len(old) - 1))

    def rename(self) -> None:
        """Take the words of the interface anew."""
        self.put(list(self._lines), self._names)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role in {_ROLE.DisplayRole, _ROLE.EditRole}:
            return line.text
        if role == _ROLE.AccessibleTextRole:
            voice = self.voice(index.row())
            at = length_words(line.start_s)
            if voice is None:
                return f"{at}: {line.text}"
            words = translate("Transcript", "{name}, {time}: {text}")
            return words.format(name=voice.name, time=at, text=line.text)
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


def _same(old: Sequence[StoredLine], new: Sequence[StoredLine]) -> tuple[int, int]:
    """Give how many are the same at the beginning and at the end."""
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return first, last
