"""How a list of models looks and answers to keys and mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.models import Urgency
from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice
from desktop.ui.model_list import Line, ModelRows, _Index
from desktop.ui.model_words import abilities, facts_line, retirement_words

ROW_PX, HEADING_PX, NOTE_PX = 48, 28, 32
_ICON_PX, _PITCH_PX, _PAD_PX = 16, 24, 8
_ALIGN = Qt.AlignmentFlag
_TONES = {Urgency.SOON: ("amber", "amber_soft"), Urgency.PAST: ("red", "red_soft")}
_SIZES = {
    Choice: QSize(100, ROW_PX),
    "heading": QSize(100, HEADING_PX),
    "note": QSize(100, NOTE_PX),
}


def height_of(row: Choice | Line) -> int:
    """Give the height of a row in pixels."""
    if isinstance(row, Choice):
        return ROW_PX
    return NOTE_PX if row.icon_name else HEADING_PX


class ModelDelegate(QStyledItemDelegate):
    """Paints the rows of `ModelRows`."""

    def __init__(self, look: Look, rows: ModelRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._rows = look, rows
        self.has_ring = False
        self._heights = {px: QSize(100, px) for px in (ROW_PX, HEADING_PX, NOTE_PX)}

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return self._heights[height_of(self._rows.rows[index.row()])]

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._rows.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if isinstance(row, Line):
            self._line(painter, option, row)
        else:
            self._choice(painter, option, row)
        painter.restore()

    def heart_rect(self, rect: QRect, choice: Choice, direction: Qt.LayoutDirection) -> QRect:
        """Give where the heart of a row is, in the viewport."""
        icons = abilities(choice.info.facts) if choice.info is not None else []
        right = rect.right() - _PAD_PX - _PITCH_PX * (len(icons) + 1) - _ICON_PX
        place = QRect(right - 4, rect.center().y() - 11, _PITCH_PX, _PITCH_PX)
        return QStyle.visualRect(direction, rect, place)

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, row: Line) -> None:
        theme, rect = self._look.theme, option.rect
        room = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        if row.icon_name:
            place = QRect(rect.x() + _PAD_PX, rect.center().y() - 7, _ICON_PX, _ICON_PX)
            self._icon(painter, option, place, row.icon_name, "text3")
            room = QStyle.visualRect(option.direction, rect, room.adjusted(24, 0, 0, 0))
        else:
            room = room.adjusted(0, 6, 0, 0)
        painter.setFont(theme.font("caption", 400 if row.icon_name else 500))
        painter.setPen(theme.color("text2" if row.icon_name else "text3"))
        self._text(painter, option, room, row.text)

    def _choice(self, painter: QPainter, option: QStyleOptionViewItem, choice: Choice) -> None:
        theme, rect = self._look.theme, option.rect
        is_chosen = choice.is_same(self._rows.chosen)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_current or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if is_chosen else "hover"))
            painter.drawRoundedRect(QRectF(rect), 8, 8)
        if is_current and self.has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 7, 7)
        right = self._icons(painter, option, choice, is_chosen=is_chosen)
        if choice.is_favourite or is_current or is_hovered:
            heart = self.heart_rect(rect, choice, option.direction).adjusted(4, 4, -4, -4)
            tone = "accent_ink" if choice.is_favourite else "text3"
            self._icon(painter, option, heart, "heart", tone, is_placed=True)
            right -= _PITCH_PX
        words = facts_line(choice, has_group=self._rows.is_searching or choice.is_favourite)
        top = rect.y() + (5 if words else (ROW_PX - 20) // 2)
        upper = QRect(rect.x() + _PAD_PX, top, right - rect.x() - _PAD_PX, 20)
        lower = upper.translated(0, 19)
        room = self._tag(painter, option, choice, upper)
        painter.setFont(theme.font("body", 500 if is_chosen else 400))
        painter.setPen(theme.color("text"))
        self._text(painter, option, QStyle.visualRect(option.direction, rect, room), choice.label)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        self._text(painter, option, QStyle.visualRect(option.direction, rect, lower), words)

    def _icons(
        self, painter: QPainter, option: QStyleOptionViewItem, choice: Choice, *, is_chosen: bool
    ) -> int:
        """Draw what the model takes, and the mark of the chosen one; give where the text must end."""
        rect = option.rect
        x, y = rect.right() - _PAD_PX - _ICON_PX + 1, rect.center().y() - 7
        if is_chosen:
            place = QRect(x, y, _ICON_PX, _ICON_PX)
            self._icon(painter, option, place, "check", "accent_ink")
        icons = abilities(choice.info.facts) if choice.info is not None else []
        for name, _words in reversed(icons):
            x -= _PITCH_PX
            self._icon(painter, option, QRect(x, y, _ICON_PX, _ICON_PX), name, "text2")
        return x - _PAD_PX

    def _tag(
        self, painter: QPainter, option: QStyleOptionViewItem, choice: Choice, room: QRect
    ) -> QRect:
        """Draw when the model ends behind its name; give what is left for the name."""
        if choice.retirement is None:
            return room
        theme = self._look.theme
        words = retirement_words(choice.retirement)
        ink, fill = _TONES.get(choice.retirement.urgency, ("text2", "tag"))
        painter.setFont(theme.font("caption", 500))
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        name = self._look.theme.font("body", 500)
        painter.setFont(name)
        wanted = painter.fontMetrics().horizontalAdvance(choice.label) + 1
        name_px = max(40, min(wanted, room.width() - width - 8))
        tag = QRect(room.x() + name_px + 8, room.y(), width, 20)
        place = QStyle.visualRect(option.direction, option.rect, tag)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(QRectF(place), 10, 10)
        painter.setFont(theme.font("caption", 500))
        painter.setPen(theme.color(ink))
        painter.drawText(place, _ALIGN.AlignCenter, words)
        return QRect(room.x(), room.y(), name_px, room.height())

    def _icon(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        name: str,
        tone: str,
        *,
        is_placed: bool = False,
    ) -> None:
        dpr = painter.device().devicePixelRatioF()
        if not is_placed:
            place = QStyle.visualRect(option.direction, option.rect, place)
        painter.drawPixmap(place.topLeft(), pixmap(self._look.theme, name, tone, _ICON_PX, dpr))

    @staticmethod
    def _text(painter: QPainter, option: QStyleOptionViewItem, room: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        side = QStyle.visualAlignment(option.direction, _ALIGN.AlignLeft)
        painter.drawText(room, _ALIGN.AlignVCenter | side | _ALIGN.AlignAbsolute, shown)


class ModelView(QListView):
    """The list; the keys come from the search field above it.

    Signals: `chosen(Choice)` by a click or `choose`; `favourite_toggled(Choice)`.
    """

    chosen = Signal(object)
    favourite_toggled = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.rows = ModelRows(self)
        self._delegate = ModelDelegate(look, self.rows, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        look.changed.connect(self.viewport().update)

    def wanted_px(self) -> int:
        """Give the height at which nothing has to be scrolled."""
        return sum(height_of(row) for row in self.rows.rows)

    def start(self) -> None:
        """Make the chosen row the current one, else the first."""
        self._delegate.has_ring = self.rows.is_searching
        # What a search finds has no headings: one height for a thousand rows saves 10 ms a key.
        self.setUniformItemSizes(self.rows.is_searching)
        self.setCurrentIndex(self.rows.first())
        if self.rows.is_searching:
            self.scrollToTop()
        else:
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def move_by(self, step: int) -> None:
        """Go so many models down, or up; over headings, and stop at the ends."""
        choices = [n for n, row in enumerate(self.rows.rows) if isinstance(row, Choice)]
        if not choices:
            return
        current = self.currentIndex().row()
        at = choices.index(current) if current in choices else -1
        self._delegate.has_ring = True
        wanted = self.rows.index(choices[max(0, min(len(choices) - 1, at + step))])
        self.setCurrentIndex(wanted)
        if choices and wanted.row() == choices[0]:
            self.scrollToTop()  # its heading, too
        self._tell(wanted.row())

    def page_rows(self) -> int:
        """Give how many models go by with a page."""
        return max(1, self.viewport().height() // ROW_PX - 1)

    def choose(self) -> None:
        """Take the current row."""
        choice = self.rows.choice(self.currentIndex())
        if choice is not None:
            self.chosen.emit(choice)

    def toggle_favourite(self) -> None:
        """Make the current row a favourite, or no longer one."""
        choice = self.rows.choice(self.currentIndex())
        if choice is not None:
            self.favourite_toggled.emit(choice)

    def _tell(self, row: int) -> None:
        """Let a screen reader read the row, though the focus stays in the search field."""
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(row)
            QAccessible.updateAccessibility(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point: QPoint = event.position().toPoint()
        index = self.indexAt(point)
        choice = self.rows.choice(index)
        if choice is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        heart = self._delegate.heart_rect(self.visualRect(index), choice, self.layoutDirection())
        if heart.contains(point):
            self.favourite_toggled.emit(choice)
        else:
            self.chosen.emit(choice)
