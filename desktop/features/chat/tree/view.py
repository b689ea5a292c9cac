"""The lines of a tree as a list: painted, keyboard-complete, read aloud."""

from __future__ import annotations

import re

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
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
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.override import override
from desktop.core.types import Role as Speaker
from desktop.core.types import State
from desktop.features.chat.tree.lines import Line
from desktop.ui.assets import pixmap
from desktop.ui.i18n import translate
from desktop.ui.look import Look

ROW_PX = 32
_STEP_PX, _MOST_STEPS = 16, 6  # deeper lines stand in no further
_Index = QModelIndex | QPersistentModelIndex
_ALIGN = Qt.AlignmentFlag
_LINE = Qt.ItemDataRole.UserRole
_TROUBLE = {State.FAILED, State.INTERRUPTED, State.STOPPED}

_MARKS = re.compile(r"[*_`~]{2,}|`|(?:^|\n)\s*(?:#{1,6}|>|[-*+])\s+")
"""What Markdown adds to words; one line of an outline needs none of it."""


class LineModel(QAbstractListModel):
    """The lines for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def place(self, message_id: int) -> int | None:
        """Give where a message stands; of one in a folded stretch, the stretch."""
        best = None
        for at, line in enumerate(self.lines):
            if line.sketch.id == message_id:
                return at
            if line.hidden and line.sketch.id < message_id:
                best = at
        return best

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(line)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return described(line)
        return None


def words_of(line: Line) -> str:
    """Give what a line says."""
    if line.hidden:
        return translate("Tree", "%n message(s)", "", line.hidden)
    if words := _MARKS.sub("", line.sketch.words).strip():
        return words
    if line.sketch.state is State.STREAMING:
        return translate("Tree", "Being written…")
    is_question = line.sketch.role is Speaker.USER
    return translate("Tree", "Attachments") if is_question else translate("Tree", "No text")


def described(line: Line) -> str:
    """Give a line in full, for a screen reader and the tooltip."""
    if line.hidden:
        return words_of(line)
    is_question = line.sketch.role is Speaker.USER
    speaker = translate("Tree", "You") if is_question else line.sketch.model
    parts = [f"{speaker}: {words_of(line)}" if speaker else words_of(line)]
    if line.count > 1 and line.position:
        parts.append(
            translate("Tree", "version {position} of {count}").format(
                position=line.position, count=line.count
            )
        )
    if line.deleted_id is not None:
        parts.append(translate("Tree", "deleted"))
    elif line.is_shown:
        parts.append(translate("Tree", "on show"))
    return ", ".join(parts)


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, ROW_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(_LINE)
        assert isinstance(line, Line)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = self._look.theme
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if is_chosen else "hover"))
            painter.drawRoundedRect(QRectF(rect), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 7, 7)
        left = self._rail(painter, rect, line)
        right = self._place(painter, rect, line)
        self._words(painter, QRect(left, rect.y(), right - left, rect.height()), line)
        painter.restore()

    def _rail(self, painter: QPainter, rect: QRect, line: Line) -> int:
        """Draw the way down at the left; give where the words begin."""
        theme, depth = self._look.theme, min(line.depth, _MOST_STEPS)
        middle = rect.center().y()
        for step in range(depth + 1):
            x = rect.x() + 12 + step * _STEP_PX
            painter.setPen(QPen(theme.color("field" if step else "ring"), 1 if step else 2))
            goes_on, is_own = step in line.rails, step == depth
            comes = goes_on if not is_own else not line.is_first
            if comes or (line.is_first and step == depth - 1):
                painter.drawLine(QPointF(x, rect.top()), QPointF(x, middle))
            if goes_on:
                painter.drawLine(QPointF(x, middle), QPointF(x, rect.bottom() + 1))
        x = rect.x() + 12 + depth * _STEP_PX
        if line.is_first and depth:
            painter.setPen(QPen(theme.color("field"), 1))
            painter.drawLine(QPointF(x - _STEP_PX, middle), QPointF(x, middle))
        tone = "ring" if line.is_shown else "field"
        is_question = line.sketch.role is Speaker.USER
        painter.setPen(QPen(theme.color(tone), 2))
        painter.setBrush(theme.color("panel" if is_question else tone))
        radius = 3.0 if line.hidden else 4.5
        painter.drawEllipse(QPointF(x, middle), radius, radius)
        return x + 12

    def _place(self, painter: QPainter, rect: QRect, line: Line) -> int:
        """Draw trouble and the place among the versions; give where the words must end."""
        theme, right = self._look.theme, rect.right() - 8
        if line.count > 1 and line.position and not line.hidden:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text3"))
            label = f"{line.position}/{line.count}"
            room = QRect(rect.x(), rect.y(), right - rect.x(), rect.height())
            painter.drawText(room, _ALIGN.AlignVCenter | _ALIGN.AlignRight, label)
            right -= painter.fontMetrics().horizontalAdvance(label) + 8
        if line.sketch.state in _TROUBLE and not line.hidden:
            dpr = painter.device().devicePixelRatioF()
            right -= 14
            icon = pixmap(theme, "circle-alert", "text3", 14, dpr)
            painter.drawPixmap(QPoint(right, rect.center().y() - 6), icon)
            right -= 6
        return right

    def _words(self, painter: QPainter, room: QRect, line: Line) -> None:
        theme = self._look.theme
        is_question = line.sketch.role is Speaker.USER and not line.hidden
        font = theme.font("body", 500 if is_question and line.is_shown else 400)
        font.setStrikeOut(line.deleted_id is not None)
        painter.setFont(font)
        is_quiet = line.hidden or line.deleted_id is not None
        painter.setPen(theme.color("text3" if is_quiet else "text" if is_question else "text2"))
        words = painter.fontMetrics().elidedText(
            words_of(line), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, _ALIGN.AlignVCenter, words)


class TreeView(QListView):
    """Signals: `chosen(Line)` by click or Return; `menu_wanted(Line, point)`."""

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(look, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        look.changed.connect(self.viewport().update)

    @property
    def current(self) -> Line | None:
        """The line that keys act on."""
        index = self.currentIndex()
        return self.lines.lines[index.row()] if index.isValid() else None

    def go_to(self, message_id: int) -> None:
        """Make the line of a message the current one."""
        at = self.lines.place(message_id)
        if at is not None:
            self.setCurrentIndex(self.lines.index(at))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_on_row = self.indexAt(event.position().toPoint()).isValid()
        if event.button() is Qt.MouseButton.LeftButton and is_on_row:
            self.chosen.emit(self.current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, line = Qt.Key(event.key()), self.current
        if line is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit(line)
        elif line is not None and key is Qt.Key.Key_Left and line.sketch.parent_id is not None:
            self.go_to(line.sketch.parent_id)
        elif line is not None and key is Qt.Key.Key_Right:
            below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(place))
