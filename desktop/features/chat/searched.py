"""What the bar needs of whoever is searched: a transcript's `Finder`, and those here."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop.ui.transcript.marked import Matcher


class Searched(Protocol):
    """`changed` tells of more or other hits, or of another current one."""

    @property
    def changed(self) -> SignalInstance:
        """The signal."""
        ...

    @property
    def count(self) -> int:
        """How many hits are known by now."""
        ...

    @property
    def number(self) -> int:
        """Which hit is the current one, from 1; 0: none, or that is not known yet."""
        ...

    @property
    def is_complete(self) -> bool:
        """True once everything was looked at."""
        ...

    def seek(self, find: Matcher | None) -> None:
        """Look for something else; None: for nothing."""

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit; after the last comes the first."""

    def go(self, number: int) -> None:
        """Make that hit the current one, counted from 1."""

    def let_go(self) -> None:
        """Make no hit the current one; all of them stay marked."""

    def clear(self) -> None:
        """Look for nothing, and forget what was read."""
