"""Formulas as Qt paints them: drawn once, kept for every size and theme, the oldest forgotten."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextDocument

from desktop.core.formula import Drawing, Flaw, Glyph, Outline, Undrawn
from desktop.core.tasks import TaskScope
from desktop.ui.theme import Theme

MAX_POINTS = 300_000
"""Of all outlines together, some 10 MiB; a formula has between 50 and 2,000."""
_LEAST_POINTS = 100  # what a formula costs beside its outlines
_LATEST = 4

Draw: TypeAlias = Callable[[str, bool], Awaitable[Drawing | Undrawn]]
"""Draws TeX, displayed or in a line."""
Key: TypeAlias = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path and its paint; `pen` 0: filled; no colour: that of the text."""

    path: QPainterPath
    color: QColor | None
    pen: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A formula, ready to be painted; hundredths of the font's size, y down from the base line."""

    width: float
    ascent: float
    descent: float
    strokes: tuple[Stroke, ...]
    glyphs: tuple[Glyph, ...]
    points: int

    def paint(self, painter: QPainter, ink: QColor, theme: Theme) -> None:
        """Draw at the painter's origin, which is on the base line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.strokes:
            color = ink if stroke.color is None else _readable(stroke.color, theme)
            if stroke.pen:
                painter.strokePath(stroke.path, QPen(color, stroke.pen))
            else:
                painter.fillPath(stroke.path, color)
        font = theme.font("reading", zoomed=True)
        for glyph in self.glyphs:
            font.setPixelSize(max(1, round(glyph.size)))
            painter.setFont(font)
            painter.setPen(QColor(glyph.color) if glyph.color else ink)
            painter.drawText(round(glyph.x), round(glyph.y), glyph.text)


class Drawings:
    """Asks `draw` once for each formula, and tells the documents that wait for it."""

    def __init__(
        self, draw: Draw, scope: TaskScope, report: Callable[[Iterable[QTextDocument]], None]
    ) -> None:
        self._draw, self._scope, self._report = draw, scope, report
        self._kept: OrderedDict[Key, Shape | Undrawn] = OrderedDict()
        self._points = 0
        self._waiting: dict[Key, weakref.WeakSet[QTextDocument]] = {}
        self._latest: weakref.WeakKeyDictionary[QTextDocument, OrderedDict[Key, Shape]] = (
            weakref.WeakKeyDictionary()
        )

    def get(
        self, key: Key, document: QTextDocument, *, is_open: bool = False
    ) -> Shape | Undrawn | None:
        """Give a formula of a document; None while it is being drawn.

        While a formula grows, what it was before it grew is given until the new one is drawn; and
        for one that is still arriving, also where the new one cannot be drawn.
        """
        found = self._kept.get(key)
        if found is None:
            self._ask(key, document)
            return self._before(key, document)
        if is_open and isinstance(found, Undrawn):
            return self._before(key, document) or found
        self._kept.move_to_end(key)
        if isinstance(found, Shape):
            latest = self._latest.setdefault(document, OrderedDict())
            latest[key] = found
            latest.move_to_end(key)
            if len(latest) > _LATEST:
                latest.popitem(last=False)
        return found

    def _before(self, key: Key, document: QTextDocument) -> Shape | None:
        for (tex, is_display), shape in reversed(self._latest.get(document, {}).items()):
            if is_display is key[1] and key[0].startswith(tex[: (len(tex) + 1) // 2]):
                return shape
        return None

    def _ask(self, key: Key, document: QTextDocument) -> None:
        waiting = self._waiting.get(key)
        if waiting is None:
            waiting = self._waiting[key] = weakref.WeakSet()
            self._scope.start(f"formula {key}", self._fetch(key))
        waiting.add(document)

    async def _fetch(self, key: Key) -> None:
        found: Shape | Undrawn = Undrawn(Flaw.UNAVAILABLE)
        try:
            drawn = await self._draw(*key)
            found = shape_of(drawn) if isinstance(drawn, Drawing) else drawn
        finally:
            waiting = self._waiting.pop(key, ())
        self._keep(key, found)
        self._report(waiting)

    def _keep(self, key: Key, found: Shape | Undrawn) -> None:
        self._kept[key] = found
        self._points += _points_of(found)
        while self._points > MAX_POINTS and len(self._kept) > 1:
            _key, oldest = self._kept.popitem(last=False)
            self._points -= _points_of(oldest)


def _points_of(found: Shape | Undrawn) -> int:
    return _LEAST_POINTS + (found.points if isinstance(found, Shape) else 0)


def shape_of(drawing: Drawing) -> Shape:
    """Give what Qt paints; outlines that are none are left out."""
    strokes = tuple(_stroke(outline) for outline in drawing.outlines)
    points = sum(stroke.path.elementCount() for stroke in strokes)
    return Shape(
        drawing.width, drawing.ascent, drawing.descent, strokes, drawing.glyphs, points
    )  # fmt: skip


def _stroke(outline: Outline) -> Stroke:
    color = QColor(outline.color) if outline.color else None
    if color is not None and not color.isValid():
        color = None
    return Stroke(path_of(outline.path), color, outline.pen)


def path_of(text: str) -> QPainterPath:
    """Give the path that `Outline.path` describes, as far as it can be read."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    words = iter(text.split())
    try:
        for command in words:
            match command:
                case "M":
                    path.moveTo(float(next(words)), float(next(words)))
                case "L":
                    path.lineTo(float(next(words)), float(next(words)))
                case "Q":
                    path.quadTo(*(float(next(words)) for _ in range(4)))
                case "C":
                    path.cubicTo(*(float(next(words)) for _ in range(6)))
                case _:
                    path.closeSubpath()
    except (ValueError, StopIteration, RuntimeError, TypeError):
        return path
    return path


def _readable(color: QColor, theme: Theme) -> QColor:
    """Give a colour that somebody chose for white paper, light enough for a dark window."""
    if theme.mode != "dark" or color.lightnessF() >= 0.55:
        return color
    return QColor.fromHslF(max(0.0, color.hslHueF()), color.hslSaturationF(), 0.65)
