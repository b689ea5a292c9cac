"""Pictures in memory: what was loaded, what is being loaded, what went wrong; the oldest forgotten."""

from __future__ import annotations

import asyncio
import weakref
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QTextDocument

from desktop.core.errors import AppError, Code
from desktop.core.tasks import TaskScope
from desktop.ui.decode import decoded

MAX_BYTES = 48 * 1024 * 1024

Load: TypeAlias = Callable[[str], Awaitable[bytes]]


class Phase(Enum):
    """How far a picture has come."""

    BLOCKED = auto()  # nobody asked for it yet
    LOADING = auto()
    SHOWN = auto()
    FAILED = auto()


class Picture(NamedTuple):
    """What is known of one picture: `image` and its `size` when SHOWN, `code` when it FAILED."""

    phase: Phase
    image: QImage | None = None
    size: QSize | None = None
    code: Code | None = None


_BLOCKED, _LOADING = Picture(Phase.BLOCKED), Picture(Phase.LOADING)


class Shelf:
    """Loads each picture once, decodes it in a worker, and tells the documents that show it."""

    def __init__(
        self, load: Load, scope: TaskScope, report: Callable[[Iterable[QTextDocument]], None]
    ) -> None:
        self._load, self._scope, self._report = load, scope, report
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._shown_in: dict[str, weakref.WeakSet[QTextDocument]] = {}
        self._bytes = 0

    def get(self, key: str, document: QTextDocument) -> Picture:
        """Give what is known of a picture that a document shows."""
        self._shown_in.setdefault(key, weakref.WeakSet()).add(document)
        if key not in self._kept:
            return _BLOCKED
        self._kept.move_to_end(key)
        return self._kept[key]

    def ask(self, key: str, source: str) -> None:
        """Load a picture, or load it again after it failed."""
        if self._kept.get(key, _BLOCKED).phase in {Phase.BLOCKED, Phase.FAILED}:
            self._keep(key, _LOADING)
            self._scope.start(f"picture {key}", self._fetch(key, source))

    async def _fetch(self, key: str, source: str) -> None:
        found = Picture(Phase.FAILED, code=Code.UNEXPECTED)
        try:
            data = await self._load(source)
            found = Picture(Phase.SHOWN, *await asyncio.to_thread(decoded, data))
        except AppError as error:
            found = Picture(Phase.FAILED, code=error.code)
        finally:
            self._keep(key, found)
        self._report(self._shown_in.get(key, ()))

    def _keep(self, key: str, found: Picture) -> None:
        self._bytes += _bytes_of(found) - _bytes_of(self._kept.pop(key, _BLOCKED))
        self._kept[key] = found
        while self._bytes > MAX_BYTES and len(self._kept) > 1:
            oldest, gone = self._kept.popitem(last=False)
            self._bytes -= _bytes_of(gone)
            self._shown_in.pop(oldest, None)


def _bytes_of(picture: Picture) -> int:
    return picture.image.sizeInBytes() if picture.image is not None else 0
