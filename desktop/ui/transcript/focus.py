"""Which message and which button or link the keys mean, and the ring that shows it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QRect, Qt, Signal

from desktop.ui.transcript.kinds import ACTIONS, NOTICE
from desktop.ui.transcript.layout import Anchor
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import Target
from desktop.ui.transcript.walk import Placed, settle

_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class Spot(NamedTuple):
    """Something that can be pressed, and the block that it is in."""

    row: int
    block: int
    target: Target


class Focus(QObject):
    """The keyboard's place in the transcript.

    Signals: `changed()` another message, button or link is meant.
    """

    changed = Signal()

    def __init__(self, view: Surface) -> None:
        super().__init__(view)
        self._view = view
        self._message_id: int | None = None
        self._last_row = 0
        self._index = -1  # among the spots of the message; -1: the message itself
        self._is_shown = False  # rings appear for keys, not for the mouse

    @property
    def row(self) -> int | None:
        """The current message, or None."""
        return None if self._message_id is None else self._view.model.row_of(self._message_id)

    @property
    def is_shown(self) -> bool:
        """True while the place was reached by keys and is marked by a ring."""
        return self._is_shown

    def reset(self) -> None:
        """Keep the place; where its message is gone, another version of it may stand there."""
        messages = self._view.model.messages
        if self._message_id is not None and self.row is None:
            is_there = self._last_row < len(messages)
            self._message_id = messages[self._last_row].id if is_there else None
        self._index = -1

    def enter(self, reason: Qt.FocusReason) -> None:
        """Take the focus: by keys it begins at the last message in view."""
        self._is_shown = reason in _BY_KEY
        if self._is_shown:
            if self.row is None or not self._view.message_rect(self.row or 0).isValid():
                self._go(self._visible_row())
            spots = self.spots()
            is_back = reason == Qt.FocusReason.BacktabFocusReason
            self._index = len(spots) - 1 if is_back else -1
        self._tell()

    def point(self, row: int) -> None:
        """Make a message current by mouse: no ring."""
        self._go(row)
        self._is_shown = False

    def move(self, by: int) -> None:
        """Go to the next (1) or previous (-1) message and bring it into view."""
        count = len(self._view.model)
        if not count:
            return
        row = self.row
        start = self._visible_row() if row is None else row + by
        self._go(max(0, min(count - 1, start)))
        self._is_shown = True
        self._reveal(0)
        self._tell()

    def step(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) button or link; False when there is none left."""
        spots = self.spots()
        index = self._index + by
        if self.row is None or not -1 <= index < len(spots) or (by < 0 and self._index < 0):
            self._index = -1
            return False
        self._index, self._is_shown = index, True
        if index >= 0:
            self._reveal(spots[index].block)
        self._tell()
        return True

    def current(self) -> Spot | None:
        """Give the button or link that the keys mean, or None for the message itself."""
        spots = self.spots()
        return spots[self._index] if 0 <= self._index < len(spots) and self._is_shown else None

    def spots(self, row: int | None = None) -> list[Spot]:
        """Give what can be pressed in a message (the current one): in view, and at its end."""
        row = self.row if row is None else row
        if row is None:
            return []
        view = self._view
        blocks = view.model.messages[row].blocks()
        seen = {placed.block for placed in view.placed if placed.message == row}
        ends = {i for i in range(max(0, len(blocks) - 2), len(blocks)) if blocks[i].kind in _ENDS}
        return [
            Spot(row, index, target)
            for index in sorted(seen | ends)
            if index < len(blocks)
            for target in view.layouts.view(row, index).targets()
            if target.is_enabled
        ]

    def target_in(self, placed: Placed) -> Target | None:
        """Give the focused target if it is in a visible block."""
        spot = self.current()
        is_here = spot is not None and (spot.row, spot.block) == placed[:2]
        return spot.target if spot is not None and is_here else None

    def ring(self) -> QRect:
        """Give where the ring round the current message is; empty if there is none."""
        row = self.row
        if row is None or not self._is_shown or self._index >= 0:
            return QRect()
        return self._view.message_rect(row)

    def _visible_row(self) -> int:
        placed = self._view.placed
        return placed[-1].message if placed else 0

    def _go(self, row: int) -> None:
        messages = self._view.model.messages
        message_id = messages[row].id if row < len(messages) else None
        self._last_row = row
        if message_id != self._message_id:
            self._message_id, self._index = message_id, -1

    def _reveal(self, block: int) -> None:
        """Scroll as little as needed to show a block of the current message."""
        row, view = self.row, self._view
        if row is None:
            return
        port = view.viewport().height()
        for placed in view.placed:
            if (placed.message, placed.block) == (row, block):
                if placed.y < 0:
                    view.scroll_by(placed.y)
                elif placed.y + placed.height > port:
                    view.scroll_by(min(placed.y, placed.y + placed.height - port))
                return
        view.scroller.move(settle(view.layouts, Anchor(row, block, 0), -port // 3), may_follow=True)

    def _tell(self) -> None:
        self._view.viewport().update()
        self.changed.emit()


_ENDS = {NOTICE, ACTIONS}
