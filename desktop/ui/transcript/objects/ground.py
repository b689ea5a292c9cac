"""What the parts of this package know of each other, without importing each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, QSizeF, SignalInstance
from PySide6.QtGui import QPainter, QTextCharFormat, QTextDocument

from desktop.core.tasks import TaskScope
from desktop.ui.transcript.style import Style

if TYPE_CHECKING:
    from desktop.services.context import Services


class Owner(Protocol):
    """What a document belongs to: it says how it looks, and is told to be painted again."""

    style: Style
    revision: int


class Ink(Protocol):
    """Draws one kind of object; places are in the document's own coordinates."""

    def size(self, document: QTextDocument, look: QTextCharFormat) -> QSizeF:
        """Give the room that the line keeps, above the base line."""

    def paint(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, look: QTextCharFormat
    ) -> None:
        """Draw where `rect` begins; its bottom is the base line."""

    def is_tall(self, document: QTextDocument, look: QTextCharFormat) -> bool:
        """Tell whether the object needs a line of its own height, below the base line too."""


class Ground(Protocol):
    """What an `Ink` stands on: see `context.Context`."""

    services: Services | None
    opened: SignalInstance

    @property
    def scope(self) -> TaskScope:
        """What is being drawn and loaded."""

    def owner(self, document: QTextDocument) -> Owner | None:
        """Give what a document belongs to."""

    def report(self, documents: Iterable[QTextDocument]) -> None:
        """Lay out documents anew."""

    def at_end(self, call: Callable[[], None]) -> None:
        """Call something when the transcript is gone."""
