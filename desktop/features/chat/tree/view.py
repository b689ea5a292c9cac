"""The lines of a tree as a list: painted, keyboard-complete, read aloud."""

from __future__ import annotations

import re

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
)

from desktop.core.override import override
from desktop.core.types import Role as Speaker
from desktop.core.types import State
from desktop.features.chat.tree.lines import Line
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.row_delegate import Index, RowDelegate, RowPen

ROW_PX = 32
_STEP_PX, _MOST_STEPS = 16, 6  # deeper lines stand in no further
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
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
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


class _Delegate(RowDelegate):
    row_px, pad_px = ROW_PX, 8

    @override
    def draw(self, pen: RowPen, index: Index) -> None:
        line = index.data(_LINE)
        assert isinstance(line, Line)
        self._draw_rail(pen, line)
        if line.count > 1 and line.position and not line.hidden:
            pen.note(f"{line.position}/{line.count}", gap=8)
        if line.sketch.state in _TROUBLE and not line.hidden:
            pen.icon("circle-alert", "text3", 14, 6, at_end=True)
        is_question = line.sketch.role is Speaker.USER and not line.hidden
        font = pen.theme.font("body", 500 if is_question and line.is_shown else 400)
        font.setStrikeOut(line.deleted_id is not None)
        is_quiet = line.hidden or line.deleted_id is not None
        tone = "text3" if is_quiet else "text" if is_question else "text2"
        pen.words(words_of(line), font, tone)

    def _draw_rail(self, pen: RowPen, line: Line) -> None:
        """Draw the way down at the beginning."""
        theme, painter, rect = pen.theme, pen.painter, pen.rect
        depth = min(line.depth, _MOST_STEPS)
        pen.take(4 + depth * _STEP_PX + 12)
        painter.save()
        if pen.is_mirrored:
            painter.translate(rect.left() + rect.right() + 1, 0)
            painter.scale(-1, 1)
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
        painter.restore()


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
