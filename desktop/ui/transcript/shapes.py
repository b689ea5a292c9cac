"""Where characters of a laid-out document are, as rectangles: for fills, selection and focus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextCursor, QTextDocument, QTextLine

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
BASE_LINE = 0.8
"""Where Qt puts the base line in a line of fixed height."""


def x_of(line: QTextLine, column: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    """Give the x of a column; cursorToX gives (x, column) in Python, against its stub."""
    result: object = line.cursorToX(column, edge)
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
    text = block.text()
    mixed = None if text.isascii() or not RIGHT_TO_LEFT.search(text) else text
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        begin, stop = line.textStart(), line.textStart() + line.textLength()
        first, last = max(low, begin), min(high, stop)
        if first >= last and not (block.length() == 1 and low <= 0 < high):
            continue
        top, height = row_of(block, line)
        if mixed is not None:
            for left, right in _stretches(block, line, first, min(last, len(mixed))):
                yield QRectF(left, top, right - left, height).translated(origin)
            continue
        left, right = x_of(line, first), x_of(line, last)
        if last == stop and high > stop and number == layout.lineCount() - 1:
            right += 4  # the paragraph's end is selected too
        yield QRectF(min(left, right), top, abs(right - left), height).translated(origin)


def _stretches(
    block: QTextBlock, line: QTextLine, first: int, last: int
) -> Iterator[tuple[float, float]]:
    """Yield what characters cover: those side by side in the text may be apart in the line."""
    found: list[tuple[float, float]] = []
    for column in range(first, last):
        low, high = _sides(block, line, column)
        if found and low - 1 <= found[-1][1] and high + 1 >= found[-1][0]:
            found[-1] = min(low, found[-1][0]), max(high, found[-1][1])
        else:
            found.append((low, high))
    yield from found


def _sides(block: QTextBlock, line: QTextLine, column: int) -> tuple[float, float]:
    """Give left and right of one character.

    Where the direction changes Qt gives the same place for both edges of the first character: it
    stands beside the next one then.
    """
    edges = x_of(line, column), x_of(line, column, QTextLine.Edge.Trailing)
    if edges[0] != edges[1]:
        return min(edges), max(edges)
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + column + 1)
    width = QFontMetricsF(cursor.charFormat().font()).horizontalAdvance(block.text()[column])
    begin, end = x_of(line, column + 1), x_of(line, column + 1, QTextLine.Edge.Trailing)
    return (begin - width, begin) if end > begin else (begin, begin + width)


def row_of(block: QTextBlock, line: QTextLine) -> tuple[float, float]:
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
    top, row = row_of(block, line)
    x = x_of(line, position - block.position())
    return QRectF(x, top, 1, row).translated(origin_of(block))
