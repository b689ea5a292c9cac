"""The list of connections: two lines a row, keyboard-complete, renamed in place."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
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
from desktop.features.settings.connections.rows import ConnectionRows, Role
from desktop.ui.assets import pixmap
from desktop.ui.look import Look

ROW_PX = 48
_Index = QModelIndex | QPersistentModelIndex
_ALIGN = Qt.AlignmentFlag


class ConnectionDelegate(QStyledItemDelegate):
    """Paints a row; edits its name in place."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, ROW_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._look.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if is_selected else "hover"))
            painter.drawRoundedRect(QRectF(rect), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 7, 7)
        dpr = painter.device().devicePixelRatioF()
        direction: Qt.LayoutDirection = option.direction

        def placed(x: int, y: int, width: int, height: int) -> QRect:
            spot = QRect(rect.x() + x, rect.y() + y, width, height)
            return QStyle.visualRect(direction, rect, spot)

        tone = "accent_ink" if is_selected else "text2"
        painter.drawPixmap(
            placed(8, 16, 16, 16), pixmap(theme, str(index.data(Role.ICON)), tone, 16, dpr)
        )
        mark = index.data(Role.MARK)
        if mark is not None:
            drawn = pixmap(theme, mark[0], mark[1], 16, dpr)
            painter.drawPixmap(placed(rect.width() - 26, 16, 16, 16), drawn)
        width = rect.width() - 32 - (34 if mark is not None else 8)
        lines = (
            (str(index.data()), theme.font("body", 500 if is_selected else 400), "text", 5, 20),
            (str(index.data(Role.STATE)), theme.font("caption"), "text2", 25, 17),
        )
        for words, font, ink, y, height in lines:
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            start = _ALIGN.AlignLeading | _ALIGN.AlignVCenter
            painter.drawText(placed(32, y, width, height), start, shown)
        painter.restore()

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

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(24, 8, -4, -8))


class ConnectionList(QListView):
    """The list.

    Signals: `opened(id)` when the person chooses a row; `delete_wanted(id)` by the Delete key;
    `menu_wanted(id, point)` by the right button or the Menu key, point in global pixels.
    """

    opened = Signal(str)
    delete_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, look: Look, rows: ConnectionRows) -> None:
        super().__init__()
        self._rows = rows
        # Rows that come and go move the current row, too: only a person opens one. It is told when
        # Qt is done with the press, for it would select that row again after whoever says no.
        self._is_person = False
        self._chosen: str | None = None
        self.setModel(rows)
        self.setItemDelegate(ConnectionDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._on_current)
        look.changed.connect(self.viewport().update)

    def id_of(self, index: QModelIndex) -> str | None:
        """Give the id of a row; None where there is none."""
        return str(index.data(Role.ID)) if index.isValid() else None

    def select_id(self, connection_id: str) -> None:
        """Show a row as the current one without opening it."""
        place = self._rows.place_of(connection_id)
        if place is not None:
            self.setCurrentIndex(self._rows.index(place))

    def rename_current(self) -> None:
        """Edit the name of the current row."""
        self.edit(self.currentIndex())

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self._rows.rowCount() * ROW_PX)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_person = event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)
        self._tell()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        connection_id = self.id_of(self.currentIndex())
        if Qt.Key(event.key()) is Qt.Key.Key_Delete:
            # What Qt made current with the focus alone is not what the person means.
            if connection_id is not None and self.selectionModel().isSelected(self.currentIndex()):
                self.delete_wanted.emit(connection_id)
            return
        if Qt.Key(event.key()) is Qt.Key.Key_Backspace:
            return  # deletes nothing, ever: lists are where keys go astray
        self._is_person = True
        super().keyPressEvent(event)
        self._tell()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        connection_id = self.id_of(index)
        if connection_id is not None:
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(connection_id, self.viewport().mapToGlobal(place))

    def _on_current(self, current: QModelIndex) -> None:
        if self._is_person:
            self._chosen = self.id_of(current)

    def _tell(self) -> None:
        chosen, self._chosen, self._is_person = self._chosen, None, False
        if chosen is not None:
            self.opened.emit(chosen)
