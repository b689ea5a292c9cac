"""A block that is wider than the column and scrolls inside itself: by wheel, touchpad or its bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.ui.transcript.blocks import Chain
from desktop.ui.transcript.ink import fill_card
from desktop.ui.transcript.view import BlockView, Moment

BAR, HIT, _ABOVE = 3, 12, 7


class SidewaysView(BlockView):
    """A piece of a block; all pieces of its chain scroll together, the last one shows the bar."""

    @property
    def chain(self) -> Chain:
        """What the pieces of the block share."""
        return self.block.chain or Chain("")

    @property
    def pads(self) -> tuple[int, int]:
        """What does not scroll at the left and right edge, in pixels."""
        return self.left, self.left

    @property
    def overflow(self) -> int:
        """How far it can be scrolled, in pixels."""
        return max(0, self.chain.width_px + sum(self.pads) - self.width)

    @property
    def is_end(self) -> bool:
        """Tell whether this is the last piece on show."""
        return self.block.is_last

    def scroll(self, delta: float) -> bool:
        """Scroll all pieces; tell whether anything moved."""
        chain = self.chain
        before = chain.scroll_x
        chain.scroll_x = round(min(self.overflow, max(0.0, before + delta)))
        return before != chain.scroll_x

    def bar(self) -> QRectF:
        """Give where the bar is; empty where there is none."""
        if not self.overflow or not self.is_end:
            return QRectF()
        left, right = self.pads
        lane = self.width - left - right
        x = left + min(self.chain.scroll_x, self.overflow) * self.share
        y = self.height - self.gap - self.style.px(_ABOVE)
        return QRectF(x, y, lane * self.share, self.style.px(BAR))

    @property
    def share(self) -> float:
        """How much of it is in view, from 0 to 1."""
        lane = self.width - sum(self.pads)
        return lane / (lane + self.overflow)

    def grip(self) -> QRectF:
        """Give where the bar can be taken hold of."""
        bar = self.bar()
        if bar.isEmpty():
            return bar
        height = self.style.px(HIT)
        return QRectF(bar.x(), self.height - self.gap - height, bar.width(), height)

    def paint_bar(self, painter: QPainter, moment: Moment) -> None:
        """Draw the bar."""
        bar = self.bar()
        if not bar.isEmpty() and bar.intersects(moment.clip):
            fill_card(painter, bar, self.style.color("scroll"), bar.height() / 2, (True, True))
