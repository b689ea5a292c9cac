"""Where characters of a laid-out document are, as rectangles: for fills, selection and focus."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

BASE_LINE = 0.8
"""Where Qt puts the base line in a line of fixed height."""


def x_of(line: QTextLine, column: int) -> float:
    """Give the x of a column; cursorToX gives (x, column) in Python, against its stub."""
    result: object = line.cursorToX(column)
    first: object = result[0] if isinstance(result, tuple) else result
    return first if isinstance(first, float) else 0.0


def origin_of(block: QTextBlock) -> QPointF:
    """Give where a paragraph begins in its document."""
    return block.document().documentLayout().blockBoundingRect(block).topLeft()


def line_rects(doc: QTextDocument, start: int, end: int) -> Iterator[QRectF]:
    """Yield the rectangle of each line's part between two positions, as high as its row."""
    block = doc.findBlock(start)
    while block.isValid() and block.position() < end:
        yield from _in_block(block, start, end)
        block = block.next()


def _in_block(block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
    layout, origin = block.layout(), origin_of(block)
    low, high = start - block.position(), end - block.position()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        begin, stop = line.textStart(), line.textStart() + line.textLength()
        first, last = max(low, begin), min(high, stop)
        if first >= last and not (block.length() == 1 and low <= 0 < high):
            continue
        left, right = x_of(line, first), x_of(line, last)
        if last == stop and high > stop and number == layout.lineCount() - 1:
            right += 4  # the paragraph's end is selected too
        top, height = _row(block, line)
        yield QRectF(min(left, right), top, abs(right - left), height).translated(origin)


def _row(block: QTextBlock, line: QTextLine) -> tuple[float, float]:
    """Give top and height of a line as rows are spaced: Qt puts the base line at 4/5 of it."""
    height = block.blockFormat().lineHeight()
    return (
        (line.y() + line.ascent() - BASE_LINE * height, height)
        if height
        else (line.y(), line.height())
    )


def caret_rect(doc: QTextDocument, position: int, height: float) -> QRectF:
    """Give where position is drawn, one pixel wide; height if nothing is laid out there."""
    block = doc.findBlock(min(position, doc.characterCount() - 1))
    line = block.layout().lineForTextPosition(position - block.position())
    if not line.isValid():
        origin = origin_of(block)
        return QRectF(origin.x(), origin.y(), 1, height)
    top, row = _row(block, line)
    x = x_of(line, position - block.position())
    return QRectF(x, top, 1, row).translated(origin_of(block))
