"""Finds in the messages on show: counts all hits, knows the current one, brings it into view."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.transcript.find import places
from desktop.ui.transcript.find.seen import CHROME
from desktop.ui.transcript.find.shown import NOTHING, Hits, Shown
from desktop.ui.transcript.find.texts import Texts
from desktop.ui.transcript.heights import Heights
from desktop.ui.transcript.layout import Anchor
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.walk import Placed, settle

_SLICE_S, _AIR_MS = 0.0025, 1
_GROWN_MS = 200  # a growing answer is read anew so often at most
_ABOVE = 3  # a third of the port is above the current hit


class Finder(QObject):
    """What is looked for, and where it is. Made with the first search.

    Signals: `changed()` there are more or other hits, or another one is the current.
    """

    changed = Signal()

    def __init__(self, view: Surface) -> None:
        super().__init__(view)
        self._view = view
        self._find: Matcher | None = None
        self._only: int | None = None
        self._texts = Texts()
        self._counts = Heights()
        self._queue: deque[int] = deque()
        self._work: Iterator[None] | None = None
        self._grown: set[int] = set()
        self._origin = (0, 0)
        self._current: tuple[int, int] | None = None  # message id, which of its hits
        self._place: places.Place | None = None
        self._held: Anchor | None = None
        self._shown = Shown()
        self._timer = QTimer(self, singleShot=True, interval=_AIR_MS)
        self._timer.timeout.connect(self._on_slice)
        self._late = QTimer(self, singleShot=True, interval=_GROWN_MS)
        self._late.timeout.connect(self._on_late)
        view.objects.changed.connect(self._on_moved)
        model = view.model
        model.reset.connect(self._on_reset)
        model.inserted.connect(self._on_inserted)
        model.grown.connect(self._on_grown)

    # what is known
    @property
    def is_on(self) -> bool:
        """True while something is looked for."""
        return self._find is not None

    @property
    def only(self) -> int | None:
        """The message in which alone is looked; None: all."""
        return self._only

    @property
    def count(self) -> int:
        """How many hits are known by now."""
        return self._counts.before(len(self._counts))

    @property
    def is_complete(self) -> bool:
        """True once every message was looked at; an answer may still grow."""
        return self._work is None and not self._queue

    @property
    def number(self) -> int:
        """Which hit is the current one, from 1; 0: none, or that is not known yet."""
        row = self._row()
        if row is None or self._current is None or not self.is_complete:
            return 0
        return self._counts.before(row) + self._current[1] + 1

    # what a person does
    def seek(self, find: Matcher | None, *, only: int | None = None) -> None:
        """Look for something else, from the current hit or what is at the top on."""
        self._origin = self._begin()
        self._find, self._only = find, only
        self._current = self._place = self._held = None
        self._restart()
        self._view.viewport().update()

    def clear(self) -> None:
        """Look for nothing, and forget what was read."""
        self.seek(None)
        self._texts.clear()

    def go(self, number: int) -> None:
        """Make that hit the current one, counted from 1."""
        self._go(number - 1)

    def let_go(self) -> None:
        """Make no hit the current one; all of them stay marked."""
        if self._current is not None:
            self._current = self._place = self._held = None
            self._view.viewport().update()
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit; after the last comes the first."""
        count, row = self.count, self._row()
        if not count:
            return
        if self._current is None or row is None:
            self._go(0 if by > 0 else count - 1)
        else:
            self._go((self._counts.before(row) + self._current[1] + by) % count)

    # what is painted
    def hits(self, placed: Placed) -> Hits:
        """Give the hits of a visible block."""
        view, find = placed.view, self._find
        is_beside = self._only is not None and view.setting.message.id != self._only
        if find is None or is_beside or view.block.kind in CHROME:
            return NOTHING
        return self._shown.hits(view, find, self._current_in(placed))

    def _current_in(self, placed: Placed) -> int | None:
        """Give which hit of a visible block is the current one."""
        message, place = placed.view.setting.message, self._place
        if place is None or self._current is None or message.id != self._current[0]:
            return None
        is_here = places.block_at(message.blocks(), place) == placed.block
        return place.ordinal if is_here else None

    # counting, in slices
    def _restart(self) -> None:
        count = len(self._view.model)
        self._counts = Heights([0] * count)
        self._queue.clear()
        if self._find is None:
            self._work = None
            self._timer.stop()
        elif self._only is not None:
            row = self._view.model.row_of(self._only)
            self._queue.extend(() if row is None else (row,))
            self._timer.start()
        else:
            begin = min(self._origin[0], count)
            self._queue.extend([*range(begin, count), *range(begin)])
            self._timer.start()
        self.changed.emit()

    def _on_slice(self) -> None:
        end = time.perf_counter() + _SLICE_S
        before = self.count, self.number, self.is_complete
        while time.perf_counter() < end:
            if self._work is None:
                if not self._queue:
                    break
                self._work = self._read(self._queue.popleft())
            if next(self._work, _DONE) is _DONE:
                self._work = None
        if not self.is_complete:
            self._timer.start()
        elif self._current is None and self.count:
            self._go(0)  # there was none after the place where it began
        if before != (self.count, self.number, self.is_complete):
            self.changed.emit()

    def _read(self, row: int) -> Iterator[None]:
        message = self._view.model.messages[row]
        if self._texts.get(message) is None:
            yield from self._texts.read(message)
        pieces, find = self._texts.get(message), self._find  # it may be another one by now
        if find is None or pieces is None:
            return
        count = len(find("\n".join(piece.text for piece in pieces)))
        self._counts.set(row, count)
        if self._current is not None and self._current[0] == message.id:
            self._current = message.id, min(self._current[1], count - 1)
            if not count:
                self._current = self._place = None
        if self._current is None and count:
            self._begin_at(row, message, count)

    def _begin_at(self, row: int, message: Message, count: int) -> None:
        """Make the first hit after the place where it began the current one."""
        at, pieces, find = 0, self._texts.get(message), self._find
        if row == self._origin[0] and self._only is None and pieces and find is not None:
            at = places.hits_before(pieces, find, message.blocks(), self._origin[1])
        if at < count:
            self._show(row, at)

    def _begin(self) -> tuple[int, int]:
        """Give the row and block where a search begins: at the current hit, else at the top."""
        row, place, view = self._row(), self._place, self._view
        if row is not None and place is not None:
            index = places.block_at(view.model.messages[row].blocks(), place)
            return row, index or 0
        return view.placed[0][:2] if view.placed else (0, 0)

    # going to a hit
    def _row(self) -> int | None:
        return None if self._current is None else self._view.model.row_of(self._current[0])

    def _go(self, number: int) -> None:
        row = self._counts.find(number)
        self._show(row, number - self._counts.before(row))

    def _show(self, row: int, ordinal: int) -> None:
        message, find = self._view.model.messages[row], self._find
        pieces = self._texts.get(message)
        if find is None or pieces is None:
            return
        self._current = message.id, ordinal
        self._place = places.place_of(pieces, find, ordinal)
        if self._place is not None:
            places.unfold(self._view, row, self._place, find)
            self._reveal()
        self.changed.emit()

    def _reveal(self) -> None:
        """Bring the line of the current hit to a third of the height."""
        view, row, place, find = self._view, self._row(), self._place, self._find
        if row is None or place is None or find is None:
            return
        index = places.block_at(view.model.messages[row].blocks(), place)
        if index is None:
            return
        rect = places.rect_of(view.layouts.view(row, index), find, place.ordinal)
        offset = view.layouts.head(row, index) + round(rect.top() if rect is not None else 0)
        above = view.viewport().height() // _ABOVE
        anchor = settle(view.layouts, Anchor(row, index, offset), -above)
        view.scroller.move(anchor, may_follow=False)
        self._held = view.scroller.anchor
        view.viewport().update()

    def _on_moved(self) -> None:
        """Keep the hit where it is when a formula or picture above it came out higher."""
        if self._held is not None and self._view.scroller.anchor == self._held:
            self._reveal()

    # what the model tells
    def _on_reset(self) -> None:
        if self._find is None:
            return
        if self._row() is None:
            self._current = self._place = self._held = None
        elif self._held is not None:
            self._held = self._view.scroller.anchor
        self._origin = self._begin()
        self._work = None
        self._grown.clear()
        self._restart()

    def _on_inserted(self, row: int) -> None:
        if self._find is not None:
            self._counts.append(0)
            self._on_grown(row)

    def _on_grown(self, row: int) -> None:
        if self._find is None:
            return
        self._grown.add(row)
        if not self._late.isActive():
            self._late.start()

    def _on_late(self) -> None:
        self._view.flush()
        for row in self._grown:
            message = self._view.model.messages[row]
            self._texts.grow(message.id)
            if self._only is None or message.id == self._only:
                self._queue.append(row)
        self._grown.clear()
        if self._find is not None:
            self._timer.start()


_DONE = object()
