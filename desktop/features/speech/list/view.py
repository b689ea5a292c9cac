"""The list itself: rows of two lines, one or many of them chosen."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from desktop.core.override import override
from desktop.features.speech.list.model import RETRY, STATE, RecordingModel
from desktop.ui.assets import pixmap
from desktop.ui.look import Look
from desktop.ui.navigation import HEADING_PX, LIVE, Role, RowDelegate, RowList

_ROW_PX, _LEFT_PX, _TITLE_PX = 48, 32, 22
_ALIGN = Qt.AlignmentFlag
_Index = QModelIndex | QPersistentModelIndex
_FLAGS = QItemSelectionModel.SelectionFlag


class _Delegate(RowDelegate):
    """Paints icon, title and time in the first line, the state in the second."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, HEADING_PX if index.data(Role.HEADING) else _ROW_PX)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(_LEFT_PX - 8, 8, 0, -8))

    @override
    def _row(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        theme, state = self._look.theme, option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if is_selected else "hover"))
            painter.drawRoundedRect(QRectF(rect), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            self.paint_ring(painter, rect)
        dpr = painter.device().devicePixelRatioF()
        mark, tone = str(index.data(Role.MARK) or ""), "accent_ink" if is_selected else "text2"
        if mark == LIVE:
            tone = "red"
        icon = pixmap(theme, str(index.data(Role.ICON)), tone, 16, dpr)
        painter.drawPixmap(QPoint(rect.x() + 8, rect.center().y() - 7), icon)
        right = rect.right() - 8
        if mark == RETRY:
            painter.drawPixmap(retry_rect(rect).topLeft(), pixmap(theme, mark, "text2", 16, dpr))
            right = retry_rect(rect).left() - 8
        top = QRect(rect.x() + _LEFT_PX, rect.y() + 5, right - rect.x() - _LEFT_PX, _TITLE_PX)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        when = str(index.data(Role.NOTE))
        painter.drawText(top, _ALIGN.AlignVCenter | _ALIGN.AlignRight, when)
        room = top.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(when) - 8, 0)
        below = top.translated(0, _TITLE_PX - 3).adjusted(0, 0, 0, -3)
        painter.setPen(theme.color("text2"))
        self._line(painter, below, str(index.data(STATE)))
        painter.setFont(theme.font("body", 500 if is_selected else 400))
        painter.setPen(theme.color("text"))
        self._line(painter, room, str(index.data()))

    @staticmethod
    def _line(painter: QPainter, room: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _ALIGN.AlignVCenter, shown)


class RecordingList(RowList):
    """A list of `RecordingModel`'s rows.

    Signals, beside those of `RowList`: `retry_wanted(id)` by the mark of a row, or by Space on it.
    """

    retry_wanted = Signal(int)

    def __init__(self, look: Look, model: RecordingModel) -> None:
        self.rows = model
        super().__init__(look, model)
        self.setItemDelegate(_Delegate(look, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def selected_ids(self) -> tuple[int, ...]:
        """Give the chosen recordings, in the order of the list."""
        chosen = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        found = (self.rows.row(index).id for index in chosen)
        return tuple(row_id for row_id in found if row_id)

    def choose(self, row_ids: Collection[int]) -> None:
        """Choose these again after the rows have changed; the current one stays."""
        chosen = QItemSelection()
        for row_id in row_ids:
            at = self.rows.place(row_id)
            if at is not None:
                chosen.select(self.rows.index(at), self.rows.index(at))
        self.selectionModel().select(chosen, _FLAGS.ClearAndSelect)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._stuck_at(event):
            event.accept()  # its release goes on with it: what is on show stays
        else:
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if stuck_id := self._stuck_at(event):
            self.retry_wanted.emit(stuck_id)

    def _stuck_at(self, event: QMouseEvent) -> int:
        """Give the recording whose mark is pressed; 0: none."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.rows.row(index)
        at_mark = retry_rect(self.visualRect(index)).adjusted(-8, -8, 8, 8).contains(point)
        is_left = event.button() is Qt.MouseButton.LeftButton
        return row.id if is_left and row.is_stuck and at_mark else 0

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.rows.row(self.currentIndex()), Qt.Key(event.key())
        is_typing = self.state() == QAbstractItemView.State.EditingState
        chosen = self.selected_ids()
        if row.is_stuck and not is_typing and key is Qt.Key.Key_Space:
            self.retry_wanted.emit(row.id)
        elif key is Qt.Key.Key_Delete and chosen and not is_typing:
            self.delete_wanted.emit(chosen[0])  # all were chosen by keys: none need be current
        else:
            super().keyPressEvent(event)


def retry_rect(rect: QRect) -> QRect:
    """Give where the mark of a row is drawn that goes on with one click."""
    return QRect(rect.right() - 24, rect.center().y() - 7, 16, 16)
