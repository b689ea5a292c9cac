"""The list that opens over the text while a `/` or `@` is typed; the caret stays in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.composer.editor import Editor
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.popover import Popover

_ROW_PX, _HEADING_PX = 32, 28
_MOST_ROWS, _WIDTH_PX, _INSETS_PX = 9, 440, 8
_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


@dataclass(frozen=True, slots=True)
class Completion:
    """One row: `id` is for whoever offers it; an empty one makes it a heading."""

    id: str
    title: str
    hint: str = ""
    icon: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether it is a caption that nobody chooses."""
        return not self.id


class CompletionPopover(Popover):
    """Opens for `editor` and takes its keys: arrows, Return, Tab, Escape.

    Signals: `chosen(id)`; `given_up()` by Escape.
    """

    chosen = Signal(str)
    given_up = Signal()

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__(look, editor)
        self._editor = editor
        self.rows = _Rows()
        self.rows.setParent(self)
        self.list = _List(look, self.rows)
        self.list.picked.connect(self._choose)
        self.column.addWidget(self.list)
        self.closed.connect(self._let_go)

    def offer(self, rows: Sequence[Completion]) -> None:
        """Show other rows, the first one current."""
        self.rows.show(rows)
        self.list.setAccessibleName(translate("Composer", "Suggestions"))
        self.list.move_to(0, 1)
        height = sum(_height(row) for row in rows[:_MOST_ROWS]) + _INSETS_PX
        if self.isVisible():
            self.place(QSize(_WIDTH_PX, height))
        else:
            self._editor.take_key = self._on_key
            self.open(self._editor, QSize(_WIDTH_PX, height))
        self._announce()

    @override
    def place(self, size: QSize) -> None:
        """Begin where the text begins, wherever in the window that is."""
        super().place(size)
        margin = self.contentsMargins().left() + self.column.contentsMargins().left()
        text = self._editor.mapTo(self._editor.window(), QPoint())
        self.move(max(0, text.x() - margin), self.y())

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        has_modifier = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if has_modifier:
            return False
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.list.step(1 if key is Qt.Key.Key_Down else -1)
            self._announce()
        elif key in _CHOOSING:
            self._choose(self.list.currentIndex().row())
        elif key is Qt.Key.Key_Escape:
            self.given_up.emit()
            self.dismiss()
        else:
            return False
        return True

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.rows.rows) and not self.rows.rows[row].is_heading:
            self.chosen.emit(self.rows.rows[row].id)

    def _announce(self) -> None:
        row = self.list.currentIndex().row()
        if QAccessible.isActive() and row >= 0:
            words = self.rows.rows[row].title
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _let_go(self) -> None:
        self._editor.take_key = None


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Completion, ...] = ()

    def show(self, rows: Sequence[Completion]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title} {row.hint}".strip()
        return None


class _List(QListView):
    picked = Signal(int)

    def __init__(self, look: Look, rows: _Rows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(_RowDelegate(look, rows))
        self.itemDelegate().setParent(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def step(self, by: int) -> None:
        """Go on to the next row that can be chosen, over the ends."""
        self.move_to(self.currentIndex().row() + by, by)

    def move_to(self, row: int, by: int) -> None:
        """Make a row current, or the first one after it that can be chosen."""
        count = self._rows.rowCount()
        for n in range(count):
            at = (row + n * by) % count
            if not self._rows.rows[at].is_heading:
                self.setCurrentIndex(self._rows.index(at))
                self.scrollTo(self._rows.index(at))
                if at == 1:
                    self.scrollToTop()  # with the heading above it
                return

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._rows.rows[index.row()].is_heading:
            self.setCurrentIndex(index)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.picked.emit(index.row())


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, rows: _Rows) -> None:
        super().__init__()
        self._look, self._rows = look, rows

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, _height(self._rows.rows[index.row()]))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, row = self._look.theme, self._rows.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_heading:
            painter.setFont(theme.font("caption", 500))
            painter.setPen(theme.color("text3"))
            painter.drawText(rect.adjusted(8, 4, -8, 0), _MIDDLE, row.title)
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select"))
            painter.drawRoundedRect(QRectF(rect), 8, 8)
        dpr = painter.device().devicePixelRatioF()
        icon = pixmap(theme, row.icon or "file-text", "text2", 16, dpr)
        painter.drawPixmap(rect.x() + 8, rect.y() + (_ROW_PX - 16) // 2, icon)
        room = rect.adjusted(32, 0, -8, 0)
        painter.setFont(theme.font("body", 500))
        painter.setPen(theme.color("text"))
        most = room.width() if not row.hint else room.width() * 2 // 3
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, most)
        painter.drawText(room, _MIDDLE, title)
        room.setX(room.x() + painter.fontMetrics().horizontalAdvance(title) + 12)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        hint = painter.fontMetrics().elidedText(row.hint, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignRight, hint)
        painter.restore()


def _height(row: Completion) -> int:
    return _HEADING_PX if row.is_heading else _ROW_PX
