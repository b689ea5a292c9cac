"""How hits are marked: a soft fill with a line below, the current one in the accent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)

from desktop.ui.transcript import objects
from desktop.ui.transcript.marked import Spans
from desktop.ui.transcript.shapes import RIGHT_TO_LEFT, line_rects, origin_of, row_of, x_of
from desktop.ui.transcript.style import Style

_LINE, _RADIUS, _INSET = 2, 3, 2


@dataclass(frozen=True, slots=True)
class HitMarks:
    """The hits of one document. `rects` has those of each; `current` is the index of one or None."""

    doc: QTextDocument
    spans: Spans
    rects: Sequence[Sequence[QRectF]]
    current: int | None = None

    def paint(
        self, painter: QPainter, style: Style, context: QAbstractTextDocumentLayout.PaintContext
    ) -> None:
        """Draw what lies below the text; the text of the current one gets its own colour."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        soft, line = style.color("select"), style.color("ring")
        for index, rects in enumerate(self.rects):
            for rect in rects:
                if index == self.current or not rect.intersects(context.clip):
                    continue
                painter.fillRect(rect, soft)
                bottom = rect.bottom() - style.px(_LINE)
                painter.fillRect(QRectF(rect.x(), bottom, rect.width(), style.px(_LINE)), line)
        if self.current is not None:
            painter.setBrush(style.color("accent"))
            for rect in self.rects[self.current]:
                painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), _RADIUS, _RADIUS)
            context.selections = [*context.selections, self._inked(style, self.spans[self.current])]
        painter.restore()

    def paint_above(self, painter: QPainter, style: Style) -> None:
        """Draw rings round formulas and pictures: they may cover what lies below them."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index, (start, _) in enumerate(self.spans):
            if self.doc.characterAt(start) == objects.OBJECT:
                width = style.px(3 if index == self.current else 1)
                painter.setPen(QPen(style.color("ring"), width))
                for rect in self.rects[index]:
                    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        painter.restore()

    def _inked(self, style: Style, span: tuple[int, int]) -> QAbstractTextDocumentLayout.Selection:
        selection = QAbstractTextDocumentLayout.Selection()
        cursor = QTextCursor(self.doc)
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        look = selection.format
        look.setForeground(style.color("on_accent"))
        selection.cursor, selection.format = cursor, look
        return selection


def rects_of(doc: QTextDocument, spans: Spans) -> list[list[QRectF]]:
    """Give the rectangles of many stretches, in order; places in the document."""
    found: list[list[QRectF]] = []
    block = doc.begin()
    lines: list[_Line] = []
    for start, end in spans:
        if not block.contains(start) or not lines:
            block = doc.findBlock(start)
            lines = list(_lines(block))
        if RIGHT_TO_LEFT.search(block.text()) or not block.contains(end - 1):
            found.append(list(line_rects(doc, start, end)))
            continue
        own = [line for line in lines if line.begin < end and start < line.stop]
        if doc.characterAt(start) == objects.OBJECT:
            found.append([line.part(start, end, line.whole) for line in own])
        else:
            found.append([_slim(line.part(start, end, line.row)) for line in own])
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a paragraph, from `begin` to `stop` in the document.

    `row` and `whole` are tops and heights: of its row of text, and with what is higher in it.
    """

    block: QTextBlock
    number: int
    begin: int
    stop: int
    left: float
    row: tuple[float, float]
    whole: tuple[float, float]

    def part(self, start: int, end: int, height: tuple[float, float]) -> QRectF:
        line, origin = self.block.layout().lineAt(self.number), self.block.position()
        low = x_of(line, max(start, self.begin) - origin)
        high = x_of(line, min(end, self.stop) - origin)
        return QRectF(self.left + min(low, high), height[0], abs(high - low), height[1])


def _lines(block: QTextBlock) -> Iterator[_Line]:
    layout, origin, begin = block.layout(), origin_of(block), block.position()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = begin + line.textStart()
        top, height = row_of(block, line)
        yield _Line(
            block, number, first, first + line.textLength(), origin.x(),
            (origin.y() + top, height), (origin.y() + line.y(), line.height()),
        )  # fmt: skip


def _slim(rect: QRectF) -> QRectF:
    """Give a rectangle that does not touch those of the lines above and below."""
    return rect.adjusted(0, _INSET, 0, -_INSET)
