"""The ground of the transcript widget: what is where in its viewport, and taking in changes.

It knows nothing of mouse, keys or painting: `canvas` adds them.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.core.override import override
from desktop.ui.theme import Theme
from desktop.ui.transcript.layout import Anchor, Layout, Pictures
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.objects import Context
from desktop.ui.transcript.scroller import Scroller
from desktop.ui.transcript.selection import Position, Selection
from desktop.ui.transcript.thumbnails import Thumbnails
from desktop.ui.transcript.view import Target
from desktop.ui.transcript.walk import Placed
from desktop.ui.viewport import give_viewport

FLUSH_MS, MAX_FLUSH_MS = 33, 250
COLUMN, MARGIN = 728, 24
_LINE_STEP = 40


class Surface(QAbstractScrollArea):
    """Lays out a `TranscriptModel` and keeps it in place.

    Signals: `view_changed()` other blocks are on show; `replaced()` other messages are.
    """

    view_changed = Signal()
    replaced = Signal()

    def __init__(self, model: TranscriptModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self)
        self.model, self.theme = model, theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_LINE_STEP)
        self.objects, self.thumbnails = Context(self), Thumbnails(self)
        pictures = Pictures(self.objects, self.thumbnails)
        self.layouts = Layout(model, theme, self.column_width(), pictures)
        self.thumbnails.arrived.connect(self.viewport().update)
        self.selection = Selection(self.layouts)
        self.scroller = Scroller(self.layouts, self.viewport(), self.verticalScrollBar())
        self.hovered: tuple[Placed, Target] | None = None
        self._flush_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._flush_timer.setInterval(FLUSH_MS)
        self._flush_timer.timeout.connect(self.flush)
        self.scroller.moved.connect(self.view_changed)
        self.objects.changed.connect(self.scroller.relayout)
        model.reset.connect(self._on_reset)
        model.inserted.connect(self._on_inserted)
        model.grown.connect(self._on_grown)
        model.refolded.connect(self._on_refolded)

    @property
    def placed(self) -> list[Placed]:
        """The visible blocks from top to bottom."""
        return self.scroller.placed

    # -- geometry
    def column_width(self) -> int:
        """Give the width of the reading column; it is centred in the widget, bar or not."""
        wanted = round(COLUMN * max(1.0, self.theme.zoom))
        return max(120, min(wanted, self.width() - 2 * MARGIN))

    def column_x(self) -> int:
        """Give the left edge of the reading column in the viewport."""
        return (self.width() - self.column_width()) // 2

    def rect_of(self, placed: Placed) -> QRect:
        """Give the rectangle of a block's view in the viewport."""
        height = placed.height - placed.head
        return QRect(self.column_x(), placed.y + placed.head, placed.view.width, height)

    def inside(self, placed: Placed, point: QPoint) -> QPointF:
        """Give a point of the viewport relative to a block's view."""
        return QPointF(point - self.rect_of(placed).topLeft())

    def block_at(self, point: QPoint) -> Placed | None:
        """Give the block at the height of point; the nearest if it is outside all."""
        if not self.placed:
            return None
        return next((p for p in self.placed if point.y() < p.y + p.height), self.placed[-1])

    def position_at(self, point: QPoint) -> Position | None:
        """Give the text position nearest to point."""
        placed = self.block_at(point)
        if placed is None:
            return None
        at = placed.view.position_at(self.inside(placed, point)) if placed.view.end() else 0
        return Position(placed.message, placed.block, at)

    def target_at(self, point: QPoint) -> tuple[Placed, Target] | None:
        """Give what can be pressed at point: a button or a link."""
        placed = self.block_at(point)
        if placed is None:
            return None
        local = self.inside(placed, point)
        link = placed.view.link_at(local)
        for target in placed.view.targets():
            is_hit = target.link is link if target.link is not None else target.rect.contains(local)
            if is_hit:
                return placed, target
        return None

    def message_rect(self, row: int) -> QRect:
        """Give where the visible part of a message is, in the viewport."""
        parts = [self.rect_of(p) for p in self.placed if p.message == row]
        if not parts:
            return QRect()
        last = next(p for p in reversed(self.placed) if p.message == row)
        whole = QRect(parts[0].topLeft(), parts[-1].bottomRight()).adjusted(0, 0, 0, -last.view.gap)
        return whole & self.viewport().rect()

    # -- scrolling
    def scroll_by(self, dy: int) -> None:
        """Scroll by dy pixels (down is positive)."""
        self.scroller.scroll_by(dy)

    def scroll_to_end(self) -> None:
        """Show the end and follow it while it grows."""
        self.scroller.scroll_to_end()

    def scroll_to_start(self) -> None:
        """Show the beginning."""
        self.scroller.move(Anchor(0, 0, 0), may_follow=False)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Do nothing: the scroller moves its anchor."""

    # -- changes of model, theme, size
    def flush(self) -> None:
        """Take in what arrived since the last frame; only the open block is laid out again."""
        self._flush_timer.stop()
        began = time.perf_counter()
        for row, first in self.model.collect().items():
            self.layouts.changed(row, first)
        self.scroller.relayout()
        cost_ms = (time.perf_counter() - began) * 1000
        self._flush_timer.setInterval(int(max(FLUSH_MS, min(MAX_FLUSH_MS, cost_ms * 6))))

    def set_theme(self, theme: Theme) -> None:
        """Take colours, language or zoom; what is at the top stays there."""
        if theme == self.theme:
            return
        self.theme = theme
        self.layouts.restyle(theme)
        self.layouts.resize(self.column_width())
        self.scroller.colorist.forget()
        self.hovered = None
        self.scroller.reflow()
        self.viewport().update()

    def _on_grown(self, _row: int) -> None:
        if not self._flush_timer.isActive():
            self._flush_timer.start()

    def _on_inserted(self, row: int) -> None:
        self.layouts.insert(row)
        self._on_grown(row)

    def _on_refolded(self, row: int) -> None:
        self.layouts.changed(row, 0)
        self.scroller.leave_folded()
        self.scroller.relayout()

    def _on_reset(self) -> None:
        """Keep what is at the top where it is, if it is on the new path."""
        scroller = self.scroller
        top_id = self.placed[0].view.setting.message.id if self.placed else None
        self._flush_timer.stop()
        self.layouts.reload()
        self.selection.clear()
        self.hovered = None
        row = None if top_id is None else self.model.row_of(top_id)
        stays = row is not None and not scroller.follows_end
        scroller.reset(scroller.anchor._replace(message=row) if stays and row is not None else None)
        self.viewport().update()
        self.replaced.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.layouts.resize(self.column_width())
        self.scroller.reflow()

    @override
    def sizeHint(self) -> QSize:
        return QSize(COLUMN + 2 * MARGIN, 480)
