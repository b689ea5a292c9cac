"""What a view is told of a search: how to look for it, and what to draw round its hits.

The search itself is the package `find`, which is loaded with the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter

from desktop.ui.transcript.style import Style

Spans: TypeAlias = list[tuple[int, int]]
Matcher: TypeAlias = Callable[[str], Spans]
"""Gives the (start, end) of all hits in a text, in order; they do not overlap."""


class Marks(Protocol):
    """Draws the hits of one document, at its origin."""

    def paint(
        self, painter: QPainter, style: Style, context: QAbstractTextDocumentLayout.PaintContext
    ) -> None:
        """Draw what lies below the text, and set the colours of the text itself."""
        ...

    def paint_above(self, painter: QPainter, style: Style) -> None:
        """Draw what lies above the text."""
        ...
