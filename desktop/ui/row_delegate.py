"""What rows of lists share: how they look hovered, selected and focused, and how they are written.

A list's own delegate says in `draw` what stands in a row, from either end inwards; the pen knows
how much room is left, and mirrors everything where the interface runs from right to left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.look import Look
from desktop.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ALIGN = Qt.AlignmentFlag
_AIR_PX = 8  # above and below the letters together, at least
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight


@dataclass(slots=True)
class RowPen:
    """Writes one row, or one of its lines. `room` is what is left, as if it ran from left to right."""

    painter: QPainter
    theme: Theme
    rect: QRect
    room: QRect
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight
    is_selected: bool = False
    is_hovered: bool = False

    @property
    def is_mirrored(self) -> bool:
        """Tell whether the row runs from right to left."""
        return self.direction is Qt.LayoutDirection.RightToLeft

    def strip(self, top: int, height: int) -> RowPen:
        """Give a pen for a line of the row, so far below its upper edge."""
        line = QRect(self.room.x(), self.rect.y() + top, self.room.width(), height)
        return replace(self, room=line)

    def take(self, width: int, gap: int = 0, *, at_end: bool = False) -> QRect:
        """Take room at the beginning or the end, and leave a gap inside of it; give where it is."""
        room = self.room
        width = max(0, min(width, room.width()))
        x = room.right() + 1 - width if at_end else room.x()
        taken = QRect(x, room.y(), width, room.height())
        if at_end:
            room.setRight(room.right() - width - gap)
        else:
            room.setLeft(room.left() + width + gap)
        return QStyle.visualRect(self.direction, self.rect, taken)

    def icon(
        self, name: str, tone: str, size: int = 16, gap: int = 8, *, at_end: bool = False
    ) -> None:
        """Draw an icon, in the middle of the line's height."""
        place = self.take(size, gap, at_end=at_end)
        y = place.y() + (place.height() - size) // 2
        dpr = self.painter.device().devicePixelRatioF()
        self.painter.drawPixmap(place.x(), y, pixmap(self.theme, name, tone, size, dpr))

    def note(self, words: str, tone: str = "text3", gap: int = 12) -> None:
        """Write a few small words at the end, whole."""
        if words:
            self.painter.setFont(self.theme.font("caption"))
            width = self.painter.fontMetrics().horizontalAdvance(words) + 1
            self._write(words, self.take(width, gap, at_end=True), tone, is_end=True)

    def column(self, words: str, width: int, tone: str = "text3", gap: int = 12) -> None:
        """Write small words to the end of a column of that width, at the row's beginning."""
        self.painter.setFont(self.theme.font("caption"))
        self._write(words, self.take(width, gap), tone, is_end=True)

    def words(
        self,
        words: str,
        font: QFont,
        tone: str = "text",
        elide: Qt.TextElideMode = _ELIDE_RIGHT,
        width: int | None = None,
        gap: int = 12,
    ) -> None:
        """Write words into the room that is left, or so much of it; what does not fit is left out."""
        self.painter.setFont(font)
        place = self.take(self.room.width() if width is None else width, gap)
        self._write(self.painter.fontMetrics().elidedText(words, elide, place.width()), place, tone)

    def _write(self, words: str, place: QRect, tone: str, *, is_end: bool = False) -> None:
        side = QStyle.visualAlignment(
            self.direction, _ALIGN.AlignRight if is_end else _ALIGN.AlignLeft
        )
        self.painter.setPen(self.theme.color(tone))
        self.painter.drawText(place, side | _ALIGN.AlignAbsolute | _ALIGN.AlignVCenter, words)


class RowDelegate(QStyledItemDelegate):
    """The base of delegates. Rows are at least `row_px` high, and as high as their letters need."""

    row_px = 28
    pad_px = 12
    radius_px = 8
    hover = "hover"

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def draw(self, pen: RowPen, index: Index) -> None:
        """Write the row."""
        raise NotImplementedError

    def is_live(self, _index: Index) -> bool:
        """Tell whether a row answers to the pointer."""
        return True

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, max(self.row_px, self.look.theme.line("body") + _AIR_PX))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        flags = QStyle.StateFlag
        rect, state = QRect(option.rect), option.state
        pen = RowPen(
            painter,
            self.look.theme,
            rect,
            rect.adjusted(self.pad_px, 0, -self.pad_px, 0),
            option.direction,
            bool(state & flags.State_Selected),
            bool(state & flags.State_MouseOver) and self.is_live(index),
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if pen.is_selected or pen.is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.theme.color("select" if pen.is_selected else self.hover))
            painter.drawRoundedRect(QRectF(rect), self.radius_px, self.radius_px)
        if state & flags.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.theme.color("ring"), 2))
            inner = QRectF(rect).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, self.radius_px - 1, self.radius_px - 1)
        self.draw(pen, index)
        painter.restore()
