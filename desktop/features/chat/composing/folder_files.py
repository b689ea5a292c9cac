"""The files of a folder as a list with check boxes: what goes in, then what is left out and why."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QFrame, QListView

from desktop.core.override import override
from desktop.services.attaching.folders import FolderFile, FolderScan, Why
from desktop.ui.amounts import size_words
from desktop.ui.assets import pixmap
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.row_delegate import Index, RowDelegate, RowPen

ROW_PX = 28
_FORGIVEN = {Why.HIDDEN, Why.NOISE, Why.IGNORED}
"""Left out by a guess: the person may take such a file in all the same."""
_BOX_PX = 16


def why_words(why: Why) -> str:
    """Give in a few words why something is left out."""
    return {
        Why.HIDDEN: lambda: translate("Chat", "hidden"),
        Why.NOISE: lambda: translate("Chat", "made by tools"),
        Why.IGNORED: lambda: translate("Chat", "in .gitignore"),
        Why.LINK: lambda: translate("Chat", "a link"),
        Why.KIND: lambda: translate("Chat", "cannot be read"),
        Why.TOO_LARGE: lambda: translate("Chat", "too big"),
        Why.UNREADABLE: lambda: translate("Chat", "no permission"),
        Why.EMPTY: lambda: translate("Chat", "empty"),
        Why.TOO_MANY: lambda: translate("Chat", "too many files"),
    }[why]()


class FolderModel(QAbstractListModel):
    """Signals: `toggled()` when something is taken in or left out."""

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.files: tuple[FolderFile, ...] = ()
        self._checked: set[int] = set()

    def show(self, found: FolderScan) -> None:
        """Show what was found."""
        self.beginResetModel()
        inside = [file for file in found.files if not file.is_left_out]
        outside = [file for file in found.files if file.is_left_out]
        self.files = (*inside, *outside)
        self._checked = set(range(len(inside)))
        self.endResetModel()
        self.toggled.emit()

    def chosen(self) -> list[FolderFile]:
        """Give what goes in."""
        return [self.files[row] for row in sorted(self._checked)]

    def can_toggle(self, row: int) -> bool:
        """Tell whether the person decides about a row."""
        file = self.files[row]
        return file.why is None or (file.why in _FORGIVEN and file.kind != "folder")

    def toggle(self, row: int) -> None:
        """Take a file in, or leave it out."""
        if self.can_toggle(row):
            self._checked ^= {row}
            self.dataChanged.emit(self.index(row), self.index(row))
            self.toggled.emit()

    def is_checked(self, row: int) -> bool:
        """Tell whether a file goes in."""
        return row in self._checked

    def note(self, row: int) -> str:
        """Give what stands at the right of a row: its size, or why it is left out."""
        file = self.files[row]
        if file.why is not None and row not in self._checked:
            return why_words(file.why)
        return size_words(file.size)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.files)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        can = index.isValid() and self.can_toggle(index.row())
        return flags | Qt.ItemFlag.ItemIsUserCheckable if can else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.files[row].name.partition("/")[2]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.files[row].name}, {self.note(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.files[row].name
        if role == Qt.ItemDataRole.CheckStateRole and self.can_toggle(row):
            return Qt.CheckState.Checked if row in self._checked else Qt.CheckState.Unchecked
        return None


class FolderList(QListView):
    """Space and a click take a file in or leave it out. Signals: `accepted()` by Return."""

    accepted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.rows = FolderModel()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(_FileDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.rows.toggle(index.row())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Space and self.currentIndex().isValid():
            self.rows.toggle(self.currentIndex().row())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit()
        elif key is Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _FileDelegate(RowDelegate):
    row_px, pad_px, radius_px = ROW_PX, 8, 6

    def __init__(self, look: Look, view: FolderList) -> None:
        super().__init__(look, view)
        self._view = view

    @override
    def is_live(self, index: Index) -> bool:
        return self._view.rows.can_toggle(index.row())

    @override
    def draw(self, pen: RowPen, index: Index) -> None:
        rows, row = self._view.rows, index.row()
        is_in, place = rows.is_checked(row), pen.take(_BOX_PX, 8)
        if rows.can_toggle(row):
            _draw_box(pen, place, is_in=is_in)
        pen.note(rows.note(row))
        tone = "text" if is_in else "text3"
        middle = Qt.TextElideMode.ElideMiddle
        pen.words(str(index.data()), pen.theme.font("body"), tone, middle)


def _draw_box(pen: RowPen, place: QRect, *, is_in: bool) -> None:
    theme, painter = pen.theme, pen.painter
    box = QRectF(place.x() + 0.5, place.center().y() - 7.5, _BOX_PX - 1, _BOX_PX - 1)
    painter.setPen(QPen(theme.color("ring" if is_in else "control"), 1))
    painter.setBrush(theme.color("accent" if is_in else "raised"))
    painter.drawRoundedRect(box, 4, 4)
    if is_in:
        dpr = painter.device().devicePixelRatioF()
        painter.drawPixmap(box.topLeft().toPoint(), pixmap(theme, "check", "on_accent", 14, dpr))
