"""Collects garbage on the GUI thread only, and only when the loop has nothing else to do.

Python collects on whichever thread allocates. Qt objects that end on a store's or an engine's
thread warn at best and crash at worst, so the automatic collection is switched off and its
generations are collected here, with the same thresholds, whenever Qt is about to sleep: no timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject


class IdleCollector(QObject):
    """Keeps Python from collecting until `close`; collects by itself from `begin` on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self._dispatcher = dispatcher
        self._is_begun = False

    def begin(self) -> None:
        """Collect from now on; before the first paint it would look through all that was loaded."""
        self._is_begun = True
        self._dispatcher.aboutToBlock.connect(self.collect)

    def collect(self) -> None:
        """Collect the oldest generation that is due, if any."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Give the collector back to Python."""
        if self._is_begun:
            self._dispatcher.aboutToBlock.disconnect(self.collect)
        gc.enable()
