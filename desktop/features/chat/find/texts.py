"""Finds in plain texts, one or many: an editor's, those of a list's rows. Read in a worker."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.ui.scope import scope_for
from desktop.ui.transcript.marked import Matcher, Spans


class Pages(Protocol):
    """Has the texts, and shows the hits."""

    def texts(self) -> Sequence[str]:
        """Give what is searched, in its order."""
        ...

    def show_hits(self, page: int, spans: Spans, current: int | None) -> None:
        """Mark the hits of a text, and bring the current one into view."""

    def wipe(self) -> None:
        """Mark nothing any more."""


class TextsFinder(QObject):
    """A `Searched`.

    Signals: `changed()` there are other hits, or another one is the current.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject, pages: Pages, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._find: Matcher | None = None
        self._hits: list[Spans] = []
        self._ends: list[int] = []
        self._at: int | None = None
        self._is_stale = False
        self._scope = scope_for(self, on_error)

    @property
    def count(self) -> int:
        """How many hits there are."""
        return self._ends[-1] if self._ends else 0

    @property
    def number(self) -> int:
        """Which hit is the current one, from 1; 0: none."""
        return 0 if self._at is None else self._at + 1

    @property
    def is_complete(self) -> bool:
        """True once everything was looked at."""
        return not self._scope.is_running("read")

    def seek(self, find: Matcher | None) -> None:
        """Look for something else, from the first text on."""
        self._find = find
        self._start(0)

    def look_again(self) -> None:
        """Look for the same: there are other texts."""
        if self._find is not None:
            self._start(self._at or 0)

    def note_edit(self) -> None:
        """Take in that the text is typed into: the hits are looked for anew when somebody steps on."""
        self._is_stale = True

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit; after the last comes the first."""
        if not self.count and not self._is_stale:
            return
        at = self._at if self._at is not None else (-1 if by > 0 else 0)
        if self._is_stale and self._find is not None:
            self._start(max(0, at + by))
        else:
            self.go((at + by) % self.count + 1)

    def go(self, number: int) -> None:
        """Make that hit the current one, counted from 1."""
        self._at = number - 1
        page = bisect_right(self._ends, self._at)
        before = self._ends[page - 1] if page else 0
        self._pages.show_hits(page, self._hits[page], self._at - before)
        self.changed.emit()

    def let_go(self) -> None:
        """Make no hit the current one; those of the text on show stay marked."""
        if self._at is not None:
            page = bisect_right(self._ends, self._at)
            self._at = None
            self._pages.show_hits(page, self._hits[page], None)
            self.changed.emit()

    def clear(self) -> None:
        """Look for nothing."""
        self.seek(None)

    def _start(self, wanted: int) -> None:
        self._scope.cancel("read")
        self._hits, self._ends, self._at, self._is_stale = [], [], None, False
        if self._find is None:
            self._pages.wipe()
        else:
            self._scope.start("read", self._read(self._find, tuple(self._pages.texts()), wanted))
        self.changed.emit()

    async def _read(self, find: Matcher, texts: Sequence[str], wanted: int) -> None:
        hits = await asyncio.to_thread(lambda: [find(text) for text in texts])
        self._hits, self._ends = hits, list(accumulate(map(len, hits)))
        # In a step of its own: what is running is not complete.
        self._scope.start("show", self._show(wanted))

    async def _show(self, wanted: int) -> None:
        if self.count:
            self.go(min(wanted, self.count - 1) + 1)
        else:
            self._pages.wipe()
            self.changed.emit()
