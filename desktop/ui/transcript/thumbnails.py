"""Small pictures of what came with questions: loaded when they are first drawn, the oldest forgotten."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.ui.scope import scope_for
from desktop.ui.transcript.card import AttachmentEntry

Load: TypeAlias = Callable[[AttachmentEntry, int], Awaitable[bytes | None]]
"""Gives a picture of at most so many pixels a side, as the bytes of a file; None: it is gone."""
KEPT = 160  # of 36 px a side at a ratio of 2: 3 MiB
WAIT_S = 20.0


class Thumbnails(QObject):
    """Asks `load`, which the owner of the transcript sets, once for each picture.

    Signals: `arrived()` one came, or turned out to be gone.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.load: Load | None = None
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._scope: TaskScope | None = None

    def get(self, item: AttachmentEntry, side_px: int) -> QPixmap | None:
        """Give the picture; a null one while it is on its way, None when it is gone."""
        key = f"{item.blob}/{side_px}"
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._kept[key] = QPixmap()
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        if self.load is not None:
            if self._scope is None:
                self._scope = scope_for(self, lambda _error: None)
            self._scope.start(key, self._fetch(self.load, key, (item, side_px)))
        return self._kept[key]

    async def _fetch(self, load: Load, key: str, wanted: tuple[AttachmentEntry, int]) -> None:
        picture = QPixmap()
        try:
            async with asyncio.timeout(WAIT_S):
                content = await load(*wanted)
        except (TimeoutError, AppError):
            content = None
        is_there = content is not None and picture.loadFromData(content)
        self._kept[key] = picture if is_there else None
        self.arrived.emit()
