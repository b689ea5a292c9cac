"""The rows of an overlay: an icon, a title, a line of text with what was looked for marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QMouseEvent,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.row_delegate import Index, RowDelegate, RowPen
from desktop.ui.theme import Theme

ROW_PX, TALL_PX = 36, 56
_PAD_PX, _TEXT_PX = 12, 40


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `value` is what is chosen with it.

    `marks` are the (start, length) in `line` of what was looked for; `right` is a date or keys;
    `spoken` what a screen reader says instead of title and right.
    """

    icon: str
    title: str
    value: object
    right: str = ""
    line: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    spoken: str = ""

    @property
    def words(self) -> str:
        """All of it, to be read aloud."""
        return self.spoken or ", ".join(part for part in (self.title, self.right) if part)


class Rows(QAbstractListModel):
    """The rows on show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """Show more rows below."""
        if rows:
            at = len(self.rows)
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.words
        return None


class _Delegate(RowDelegate):
    pad_px = _PAD_PX

    def __init__(self, look: Look, rows: Rows, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._rows = rows

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, TALL_PX if self._rows.rows[index.row()].line else ROW_PX)

    @override
    def draw(self, pen: RowPen, index: Index) -> None:
        theme, row = pen.theme, self._rows.rows[index.row()]
        height = theme.line("body")
        top = 8 if row.line else (ROW_PX - height) // 2
        pen.strip(top, height).icon(row.icon, "accent_ink" if pen.is_selected else "text3")
        pen.take(_TEXT_PX - _PAD_PX)
        upper = pen.strip(top, height)
        upper.note(row.right, "text2" if pen.is_selected else "text3", 16)
        upper.words(row.title, theme.font("body", 500))
        if row.line:
            lower = pen.strip(top + height + 1, height)
            _draw_line(pen.painter, theme, row, lower.take(lower.room.width()))


def _draw_line(painter: QPainter, theme: Theme, row: Row, room: QRect) -> None:
    """Draw a line of text, cut off at its end, with its marks."""
    font = theme.font("body")
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(
        row.line, Qt.TextElideMode.ElideRight, room.width() - _SLACK_PX
    )
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    mark = QTextCharFormat()
    mark.setFontWeight(600)
    mark.setForeground(theme.color("text"))
    mark.setBackground(theme.color("accent", 0.35))
    ranges = []
    for start, length in row.marks:
        if start < len(shown):
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = start, min(length, len(shown) - start), mark
            ranges.append(one)
    layout.setFormats(ranges)
    layout.beginLayout()
    layout.createLine().setLineWidth(1e6)
    layout.endLayout()
    painter.setPen(theme.color("text2"))
    painter.setClipRect(room)
    layout.draw(painter, QPointF(room.x(), room.y()))


_SLACK_PX = 24  # marked words are bold, and so a little wider than what was measured


class RowView(QListView):
    """The list; the field above it keeps the focus and moves in it.

    Signals: `chosen(value, is_kept)` by a click, with Ctrl to keep the card open; `end_reached()`.
    """

    chosen = Signal(object, bool)
    end_reached = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(look, self.rows, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        look.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, the first of them current."""
        self.rows.show(rows)
        self.scrollToTop()
        self._select(0)

    def move_by(self, step: int) -> None:
        """Go so many rows down, or up; stop at the ends."""
        self._select(self.currentIndex().row() + step)
        self.tell()

    def page_rows(self) -> int:
        """Give how many rows go by with a page."""
        height = self.sizeHintForRow(0) if self.rows.rows else ROW_PX
        return max(1, self.viewport().height() // height - 1)

    def choose(self, *, is_kept: bool = False) -> None:
        """Take the current row."""
        row = self.currentIndex().row()
        if row >= 0:
            self.chosen.emit(self.rows.rows[row].value, is_kept)

    def tell(self) -> None:
        """Let a screen reader say the current row: the focus stays in the field."""
        row = self.currentIndex().row()
        if row >= 0 and QAccessible.isActive():
            words = translate("Palette", "{title}, {row} of {count}").format(
                title=self.rows.rows[row].words, row=row + 1, count=len(self.rows.rows)
            )
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _select(self, row: int) -> None:
        count = len(self.rows.rows)
        if count:
            row = max(0, min(count - 1, row))
            self.setCurrentIndex(self.rows.index(row))
            if row == count - 1:
                self.end_reached.emit()

    def _on_scroll(self, value: int) -> None:
        if value and value == self.verticalScrollBar().maximum():
            self.end_reached.emit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            is_kept = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.chosen.emit(self.rows.rows[index.row()].value, is_kept)
