"""What part of the transcript is on show: anchor, following the end, scroll bar, moving pixels."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop.ui.transcript.codeview import CodeView
from desktop.ui.transcript.colorist import Colorist
from desktop.ui.transcript.layout import Anchor, Layout
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.nested import NestedCodes
from desktop.ui.transcript.textview import TextView
from desktop.ui.transcript.walk import Placed, anchor_at, end, place, settle


class Scroller(QObject):
    """Keeps what is at the top where it is, or the end at the bottom, whatever grows or shrinks.

    Signals: `moved()` other blocks, or other places, are on show; `following(bool)` the end came
    into view or left it.
    """

    moved = Signal()
    following = Signal(bool)

    def __init__(self, layout: Layout, port: QWidget, bar: QScrollBar) -> None:
        super().__init__(port)
        self._layout, self._port, self._bar = layout, port, bar
        self.colorist = Colorist(self)
        self.colorist.colored.connect(self.relayout)
        self._nested = NestedCodes()
        self.anchor = Anchor(0, 0, 0)
        self.follows_end = True
        self.placed: list[Placed] = []
        self.floating = QRect()  # what is painted over the blocks and does not scroll
        self.is_at_end = True
        self._is_syncing = False
        bar.valueChanged.connect(self._on_bar_moved)

    def scroll_by(self, dy: int) -> None:
        """Scroll by dy pixels (down is positive)."""
        if dy:
            self.move(settle(self._layout, self.anchor, dy), may_follow=dy > 0)

    def scroll_to_end(self) -> None:
        """Show the end and follow it."""
        self.follows_end = True
        self.relayout()

    def move(self, anchor: Anchor, *, may_follow: bool) -> None:
        """Show what begins at anchor; follow the end if it is reached and may be followed."""
        last = end(self._layout, self._port.height())
        self.follows_end = may_follow and anchor >= last
        self.anchor = min(anchor, last)
        self.relayout()

    def leave_folded(self) -> None:
        """Take in that something was folded: what is at the top may be hidden now."""
        row, block, _ = self.anchor
        messages = self._layout.model.messages
        while row < len(messages) and block and _is_gone(messages[row], block):
            block -= 1
            self.anchor = Anchor(row, block, 0)

    def reset(self, anchor: Anchor | None) -> None:
        """Take in that other messages are on show; without an anchor show the end."""
        self.placed = []
        self.follows_end = anchor is None
        self.anchor = anchor or Anchor(0, 0, 0)
        self.colorist.forget()
        if anchor is not None:
            self.move(settle(self._layout, anchor), may_follow=False)
        else:
            self.relayout()

    def relayout(self) -> None:
        """Lay out what is visible, adjust the scroll bar, repaint."""
        height = self._port.height()
        if self.follows_end:
            self.anchor = end(self._layout, height)
        before, self.placed = self.placed, place(self._layout, self.anchor, height)
        self._color()
        self._sync_bar(height)
        self._repaint(before)
        is_at_end = self.follows_end or self._bar.value() >= self._bar.maximum() - 1
        if is_at_end is not self.is_at_end:
            self.is_at_end = is_at_end
            self.following.emit(is_at_end)
        if [p[:3] for p in before] != [p[:3] for p in self.placed]:
            self.moved.emit()

    def reflow(self) -> None:
        """Take in another width, theme or zoom: what is at the top stays there."""
        share = 0.0
        if self.placed and self.placed[0].height:
            share = self.anchor.offset / self.placed[0].height
        if self.placed and self.anchor.message < len(self._layout):
            row, block = self.anchor.message, self.anchor.block
            view = self._layout.view(row, block)
            height = view.height + self._layout.head(row, block)
            self.anchor = self.anchor._replace(offset=int(share * height))
        self.placed = []
        self.relayout()

    def _color(self) -> None:
        for placed in self.placed:
            if isinstance(placed.view, CodeView):
                self.colorist.request(placed.view)
            elif isinstance(placed.view, TextView):
                for code in self._nested.of(placed.view):
                    self.colorist.request(code)
        if not self.colorist.is_idle and self.colorist.work():
            self.placed = [p._replace(revision=p.view.revision) for p in self.placed]

    def _sync_bar(self, height: int) -> None:
        bar = self._bar
        if bar.isSliderDown():
            return
        self._is_syncing = True
        bar.setRange(0, max(0, self._layout.total + self._layout.theme.px(16) - height))
        bar.setPageStep(height)
        bar.setValue(bar.maximum() if self.follows_end else self._layout.y_of(self.anchor))
        self._is_syncing = False

    def _on_bar_moved(self, value: int) -> None:
        if not self._is_syncing:
            anchor = settle(self._layout, anchor_at(self._layout, value))
            self.move(anchor, may_follow=value >= self._bar.maximum())

    def _repaint(self, before: list[Placed]) -> None:
        """Move what is unchanged as pixels, repaint the rest: a frame then costs a few lines."""
        port = self._port
        if port.devicePixelRatioF() % 1:  # moved pixels would not lie on whole ones
            port.update()
            return
        old = {p.view: p for p in before}
        same = [p for p in self.placed if p.view in old and old[p.view][3:] == p[3:]]
        shifts = {p.y - old[p.view].y for p in same}
        shift = shifts.pop() if shifts else 0
        if not same or shifts or abs(shift) >= port.height():
            port.update()
            return
        if shift:
            port.scroll(0, shift)
        stale = QRegion(port.rect())
        for p in same:
            stale -= QRect(0, p.y, port.width(), p.height)
        if shift and not self.floating.isEmpty():
            stale += self.floating
            stale += self.floating.translated(0, shift)
        if not stale.isEmpty():
            port.update(stale)


def _is_gone(message: Message, block: int) -> bool:
    return block >= len(message.blocks()) or message.is_hidden(block)
