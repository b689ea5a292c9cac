"""A list of rows at the side: titles under headings, painted, keyboard-complete, read aloud.

The model answers the roles below; rows whose `HEADING` is true are captions that nobody selects;
one that is enabled can be come to by keys, for what its mark does.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.look import Look
from desktop.ui.viewport import give_viewport

ROW_PX, HEADING_PX = 32, 28
LIVE = "live"
"""The mark of a row in which something is being made."""
_STEP_PX = 24  # of an icon before the title, and of a row below a folder
_Index = QModelIndex | QPersistentModelIndex
_ALIGN = Qt.AlignmentFlag
_SELECTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""With these a person selects rows and opens none."""


class Role(IntEnum):
    """What a model tells of a row beside its title (DisplayRole)."""

    ID = Qt.ItemDataRole.UserRole
    HEADING = Qt.ItemDataRole.UserRole + 1
    MARK = Qt.ItemDataRole.UserRole + 2  # an icon's name, or LIVE
    ICON = Qt.ItemDataRole.UserRole + 3  # an icon's name, before the title
    NOTE = Qt.ItemDataRole.UserRole + 4  # a few words or a number at the right end
    LEVEL = Qt.ItemDataRole.UserRole + 5  # how far it stands in: 1 is below the row of a folder


def mark_rect(rect: QRect) -> QRect:
    """Give where the mark of a row is drawn."""
    return QRect(rect.right() - 22, rect.center().y() - 6, 14, 14)


class RowDelegate(QStyledItemDelegate):
    """Paints a row; edits its title in place."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, HEADING_PX if index.data(Role.HEADING) else ROW_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if index.data(Role.HEADING):
            self._heading(painter, rect, index)
            if option.state & QStyle.StateFlag.State_HasFocus:
                self.paint_ring(painter, rect)
        else:
            self._row(painter, rect, option, index)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        theme = self._look.theme
        painter.setFont(theme.font("caption", 500))
        painter.setPen(theme.color("text3"))
        painter.drawText(rect.adjusted(8, 4, -8, 0), _ALIGN.AlignVCenter, str(index.data()))
        if mark := str(index.data(Role.MARK) or ""):
            self._icon(painter, mark, mark_rect(rect).topLeft())

    def _row(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        theme = self._look.theme
        state: QStyle.StateFlag = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        box = QRectF(rect)
        if is_selected or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if is_selected else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            self.paint_ring(painter, rect)
        left = rect.x() + 8 + _STEP_PX * int(index.data(Role.LEVEL) or 0)
        if icon := str(index.data(Role.ICON) or ""):
            self._icon(painter, icon, QPoint(left, rect.center().y() - 7), 16)
            left += _STEP_PX
        right = self._right_end(painter, rect, index)
        painter.setFont(theme.font("body", 500 if is_selected else 400))
        painter.setPen(theme.color("text"))
        room = QRect(left, rect.y(), right - left, rect.height())
        title = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, _ALIGN.AlignVCenter, title)

    def _right_end(self, painter: QPainter, rect: QRect, index: _Index) -> int:
        """Draw mark and note; give where the title must end."""
        theme, right = self._look.theme, rect.right() - 8
        mark = str(index.data(Role.MARK) or "")
        if mark == LIVE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ring"))
            painter.drawEllipse(QPointF(rect.right() - 15, QRectF(rect).center().y()), 3, 3)
        elif mark:
            self._icon(painter, mark, mark_rect(rect).topLeft())
        if mark:
            right = rect.right() - 30
        if note := str(index.data(Role.NOTE) or ""):
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text3"))
            room = QRect(rect.x(), rect.y(), right - rect.x(), rect.height())
            painter.drawText(room, _ALIGN.AlignVCenter | _ALIGN.AlignRight, note)
            right -= painter.fontMetrics().horizontalAdvance(note) + 8
        return right

    def paint_ring(self, painter: QPainter, rect: QRect) -> None:
        """Draw the ring round a row: it has the focus, or would take what is dragged over it."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.theme.color("ring"), 2))
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 7, 7)

    def _icon(self, painter: QPainter, name: str, place: QPoint, size_px: int = 14) -> None:
        dpr = painter.device().devicePixelRatioF()
        tone = "text3" if size_px < 16 else "text2"
        painter.drawPixmap(place, pixmap(self._look.theme, name, tone, size_px, dpr))

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setFont(self._look.theme.font("body"))
        editor.setFrame(False)
        editor.setTextMargins(8, 0, 8, 0)
        editor.setProperty("role", "rename")
        return editor


class RowList(QListView):
    """The list.

    Signals: `opened(id)` when a row is chosen; `delete_wanted(id)` by the Delete key;
    `menu_wanted(id, point)` by the right button or the Menu key, point in global pixels.
    """

    opened = Signal(int)
    delete_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, look: Look, model: QAbstractItemModel) -> None:
        super().__init__()
        give_viewport(self)
        self._look = look
        # Rows that come and go move the current row, too: only a person opens one.
        self._is_person = False
        self.setModel(model)
        self.setItemDelegate(RowDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setUniformItemSizes(False)
        self.selectionModel().currentChanged.connect(self._on_current)
        look.changed.connect(self.viewport().update)

    def row_id(self, index: QModelIndex) -> int | None:
        """Give the id of a row, None for a heading or nothing."""
        value = index.data(Role.ID) if index.isValid() else None
        return value if isinstance(value, int) else None

    def select_id(self, row_id: int | None) -> None:
        """Show a row as the current one without announcing it as opened."""
        model = self.model()
        rows = (model.index(i, 0) for i in range(model.rowCount()))
        found = next((i for i in rows if row_id is not None and i.data(Role.ID) == row_id), None)
        if found is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif found != self.currentIndex() or not self.selectionModel().isSelected(found):
            self.setCurrentIndex(found)  # Qt makes a row current with the focus, unselected
        self.viewport().update()

    def rename_current(self) -> None:
        """Let the person type another title in place."""
        self.edit(self.currentIndex())

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row_id = self.row_id(current)
        if row_id is not None and self._is_person:
            self.opened.emit(row_id)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_person = not event.modifiers() & _SELECTING
        super().mousePressEvent(event)
        self._is_person = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row_id = self.row_id(self.currentIndex())
        if Qt.Key(event.key()) is Qt.Key.Key_Delete:
            # What Qt made current with the focus alone is not what the person means.
            if row_id is not None and self.selectionModel().isSelected(self.currentIndex()):
                self.delete_wanted.emit(row_id)
            return
        if Qt.Key(event.key()) is Qt.Key.Key_Backspace:
            return  # deletes nothing, ever: lists are where keys go astray
        self._is_person = not event.modifiers() & _SELECTING
        super().keyPressEvent(event)
        self._is_person = False

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row_id = self.row_id(index)
        if row_id is not None:
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(row_id, self.viewport().mapToGlobal(place))
