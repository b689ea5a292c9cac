"""The list itself: one or many rows chosen, folders opened and closed, rows dragged onto folders."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from desktop.core.override import override
from desktop.features.chat.list.model import MIME_TYPE, ConversationModel
from desktop.features.chat.list.rows import Row
from desktop.ui.look import Look
from desktop.ui.navigation import ROW_PX, RowDelegate, RowList, mark_rect

_Index = QModelIndex | QPersistentModelIndex
_FLAGS = QItemSelectionModel.SelectionFlag
_PRESSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class _Delegate(RowDelegate):
    """Every row is equally high: Qt then asks one of 10,000 only."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(100, ROW_PX)


class ConversationList(RowList):
    """A list of `ConversationModel`'s rows.

    Signals, beside those of `RowList`: `folder_toggled(id)`; `folder_wanted()` by the plus, or by
    Return on its heading;
    `drag_hovered(row)` while rows are dragged over one, None over nothing that takes them;
    `dropped(row)` when they fall there.
    """

    folder_toggled = Signal(int)
    folder_wanted = Signal()
    drag_hovered = Signal(object)
    dropped = Signal(object)

    def __init__(self, look: Look, model: ConversationModel) -> None:
        self.rows = model
        self._target = QModelIndex()
        super().__init__(look, model)
        self._delegate = _Delegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(False)

    # what is chosen
    def selected_ids(self) -> tuple[int, ...]:
        """Give the chosen conversations (and other things in the bin), folders left out."""
        ranges = self.selectionModel().selection().toList()
        places = sorted(at for one in ranges for at in range(one.top(), one.bottom() + 1))
        found = (self.rows.at(place) for place in places)
        return tuple(row.id for row in found if row.id and row.folder is None)

    def choose(self, row_ids: Collection[int]) -> None:
        """Choose these again after the rows have changed; the current one stays."""
        chosen = QItemSelection()
        for row_id in row_ids:
            at = self.rows.place(row_id)
            if at is not None:
                chosen.select(self.rows.index(at), self.rows.index(at))
        self.selectionModel().select(chosen, _FLAGS.ClearAndSelect)

    @override
    def select_id(self, row_id: int | None) -> None:
        at = None if row_id is None else self.rows.place(row_id)
        if at is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self.rows.index(at)
        if index != self.currentIndex() or not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)

    @override
    def selectionCommand(
        self, index: _Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Leave chosen what is chosen while keys stop at the heading of the folders."""
        if self.rows.row(index).makes_folder:
            return _FLAGS.NoUpdate
        return super().selectionCommand(index, event)

    def rename(self, row_id: int) -> None:
        """Let the person type another title of a row in place."""
        at = self.rows.place(row_id)
        if at is not None:
            index = self.rows.index(at)
            self.scrollTo(index)
            self.setCurrentIndex(index)
            self.edit(index)

    # folders
    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.rows.row(self.indexAt(event.position().toPoint())).makes_folder:
            event.accept()  # what is chosen stays so: only keys stop at that heading
        else:
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        row = self.rows.row(index)
        if row.folder is not None:
            self.folder_toggled.emit(row.folder.id)
        at_plus = mark_rect(self.visualRect(index)).adjusted(-8, -8, 8, 8)
        if row.makes_folder and at_plus.contains(event.position().toPoint()):
            self.folder_wanted.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.rows.row(self.currentIndex())
        folder, key = row.folder, Qt.Key(event.key())
        is_typing = (
            self.state() == QAbstractItemView.State.EditingState
        )  # its Return comes here too
        if (
            folder is not None
            and not is_typing
            and (
                key in _PRESSING
                or (key is Qt.Key.Key_Right and not folder.is_open)
                or (key is Qt.Key.Key_Left and folder.is_open)
            )
        ):
            self.folder_toggled.emit(folder.id)
        elif row.makes_folder and key in _PRESSING:
            self.folder_wanted.emit()
        else:
            super().keyPressEvent(event)

    # dragging
    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges
        index = self.indexAt(event.position().toPoint())
        is_ours = event.mimeData().hasFormat(MIME_TYPE) and bool(self.selected_ids())
        self._show_target(index if is_ours else QModelIndex())
        if is_ours and self._target.isValid():
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_target(QModelIndex())

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        row = self.rows.row(self._target)
        is_taken = self._target.isValid()
        self._show_target(QModelIndex())
        self.setState(QAbstractItemView.State.NoState)
        if is_taken:
            # The rows move when the store has moved them; Qt must not remove them.
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()
            self.dropped.emit(row)

    def _show_target(self, index: QModelIndex) -> None:
        """Mark the row that would take what is dragged: a folder, or any that is in none."""
        row = self.rows.row(index)
        if row.thrown is not None or not (row.id or row.title):
            index = QModelIndex()
        if index != self._target:
            self._target = index
            self.drag_hovered.emit(row if index.isValid() else None)
            self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target.isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._delegate.paint_ring(painter, self.visualRect(self._target))
            painter.end()


def folder_under(row: Row) -> str:
    """Give the folder into which something falls on a row; empty: out of all folders."""
    if row.folder is not None:
        return row.folder.name
    return row.conversation.folder if row.conversation is not None and row.level else ""
