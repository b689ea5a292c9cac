"""Several finders as one: hits are counted together, and only one of all is the current one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.features.chat.searched import Searched
from desktop.ui.transcript.marked import Matcher


class ManyFinder(QObject):
    """A `Searched` over others, in their order.

    Signals: `changed()` there are more or other hits, or another one is the current.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._finders: tuple[Searched, ...] = ()
        self._find: Matcher | None = None
        self._leader: Searched | None = None
        self._is_settling = False

    def serve(self, finders: Sequence[Searched]) -> None:
        """Search these from now on; what is looked for stays the same."""
        old, self._finders = self._finders, tuple(finders)
        for finder in old:
            if finder not in self._finders:
                finder.changed.disconnect(self._on_changed)
                finder.clear()
        for finder in self._finders:
            if finder not in old:
                finder.changed.connect(self._on_changed)
                if self._find is not None:
                    finder.seek(self._find)
        self._on_changed()

    @property
    def count(self) -> int:
        """How many hits are known by now."""
        return sum(finder.count for finder in self._finders)

    @property
    def number(self) -> int:
        """Which hit of all is the current one, from 1; 0: none, or that is not known yet."""
        leader = self._leader
        if leader is None or not leader.number or not self.is_complete:
            return 0
        at = self._finders.index(leader)
        return sum(finder.count for finder in self._finders[:at]) + leader.number

    @property
    def is_complete(self) -> bool:
        """True once all of them are."""
        return all(finder.is_complete for finder in self._finders)

    def seek(self, find: Matcher | None) -> None:
        """Look for something else everywhere."""
        self._find, self._leader = find, None
        for finder in self._finders:
            finder.seek(find)

    def step(self, by: int) -> None:
        """Go on in the order of the finders; after the last hit of all comes the first."""
        number = self.number
        if number:
            self.go((number - 1 + by) % self.count + 1)

    def go(self, number: int) -> None:
        """Make that hit of all the current one, counted from 1."""
        for finder in self._finders:
            if number <= finder.count:
                self._leader = finder
                finder.go(number)
                return
            number -= finder.count

    def let_go(self) -> None:
        """Make no hit the current one."""
        for finder in self._finders:
            finder.let_go()

    def clear(self) -> None:
        """Look for nothing, and forget what was read."""
        self._find = self._leader = None
        for finder in self._finders:
            finder.clear()

    def _on_changed(self) -> None:
        """Let only one have a current hit: each finder makes its own first one current."""
        if self._is_settling:
            return
        self._is_settling = True
        having = [finder for finder in self._finders if finder.number]
        if self._leader not in having:
            self._leader = having[0] if having else None
        for finder in having:
            if finder is not self._leader:
                finder.let_go()
        self._is_settling = False
        self.changed.emit()
