"""One block drawn: `BlockView` wraps a QTextDocument that the canvas paints; it is no widget."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.marked import Marks, Matcher
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.objects import Context, Shown
from desktop.ui.transcript.richtext import Link
from desktop.ui.transcript.shapes import BASE_LINE, caret_rect, line_rects
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.thumbnails import Thumbnails

GAP = 8
ATTACHMENT = "attachment/"
"""What the action of an attachment begins with; its index follows."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something in a block that can be pressed. `rect` is relative to the block's view."""

    action: str
    rect: QRectF
    name: str
    icon: str = ""
    is_enabled: bool = True
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What the canvas says when it asks a view to paint itself; `marks` are of what is looked for."""

    clip: QRectF
    selected: tuple[int, int] | None = None
    hovered: Target | None = None
    focused: Target | None = None
    pixel_ratio: float = 1.0
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a view is made for: message, style, width and the message's link references.

    `context` is where formulas and pictures in the text come from, `thumbnails` a question's.
    """

    message: Message
    style: Style
    width: int
    env: MutableMapping[str, Any]
    context: Context | None = None
    thumbnails: Thumbnails | None = None


class BlockView:
    """A laid-out block. Points are relative to its top left; positions count UTF-16 units."""

    wraps: ClassVar[bool] = True

    def __init__(self, block: Block, setting: Setting) -> None:
        self.block, self.setting = block, setting
        self.style, self.width = setting.style, setting.width
        self.left = self.right = self.top = self.bottom = 0
        self.scroll_x = self.revision = 0
        self._raw: str | None = None
        self.doc = QTextDocument()
        self.doc.setUndoRedoEnabled(False)
        self.doc.setDocumentMargin(0)
        self.doc.setDefaultFont(self.style.font())
        option = QTextOption()
        mode = QTextOption.WrapMode
        option.setWrapMode(mode.WrapAtWordBoundaryOrAnywhere if self.wraps else mode.NoWrap)
        self.doc.setDefaultTextOption(option)
        self.prepare()
        self._lay_out()
        self.fill()

    def prepare(self) -> None:
        """Set fonts and the room around the text, before the first `fill`."""

    def fill(self) -> None:
        """Write the block's text into the empty document."""

    def show(self, block: Block) -> None:
        """Draw another state of the same block (the open tail, a changed entry)."""
        before, self.block = self.block, block
        self.revision += 1
        if (block.source, block.is_open) != (before.source, before.is_open):
            self._raw = None
            self.refill(before)

    def refill(self, before: Block) -> None:
        """Take in the block's new text; `before` is what is drawn."""
        self.doc.clear()
        self.fill()

    @property
    def is_stale(self) -> bool:
        """True when a definition came that the block uses: it is drawn otherwise by now."""
        return False

    def refresh(self) -> None:
        """Draw the same text anew."""
        self.revision += 1
        self._raw = None
        self.doc.clear()
        self.fill()

    def set_width(self, width: int) -> None:
        """Lay out again for width pixels."""
        self.width = width
        self.revision += 1
        self._lay_out()

    @property
    def gap(self) -> int:
        """Room below the block."""
        return self.style.px(GAP) if self.block.is_last else 0

    @property
    def height(self) -> int:
        """Height in pixels with the gap below."""
        return round(self.doc.size().height()) + self.top + self.bottom + self.gap

    def raw(self) -> str:
        """Give the text, one UTF-16 unit per position."""
        if self._raw is None:
            self._raw = self.doc.toRawText()
        return self._raw

    def end(self) -> int:
        """Give the last position."""
        return self.doc.characterCount() - 1

    def position_at(self, point: QPointF) -> int:
        """Give the position nearest to point."""
        hit = self.doc.documentLayout().hitTest(self.inside(point), Qt.HitTestAccuracy.FuzzyHit)
        return max(0, hit)

    def link_at(self, point: QPointF) -> Link | None:
        """Give the link under point."""
        return None

    def targets(self) -> list[Target]:
        """Give what can be pressed, in reading order."""
        return []

    def touch(self) -> None:
        """Have it painted again."""
        self.revision += 1

    def catch_up(self) -> None:
        """Take in how the block is to be shown by now: what other pieces of it changed, too."""

    def tip_at(self, point: QPointF) -> str:
        """Give what is to be said of a point where nothing can be pressed."""
        return ""

    def picture_at(self, point: QPointF) -> Shown | None:
        """Give the picture that is drawn at a point."""
        return None

    def press(self, action: str) -> bool:
        """Do what changes only how this block is shown; False when that is for others to do."""
        return False

    def caret(self, position: int) -> QRectF:
        """Give where position is drawn."""
        rect = caret_rect(self.doc, position, self.style.line())
        return rect.translated(self.left - self.scroll_x, self.top)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Give where the characters between two positions are drawn, line by line."""
        dx = self.left - self.scroll_x
        return [rect.translated(dx, self.top) for rect in line_rects(self.doc, start, end)]

    def cursor(self, start: int, end: int) -> QTextCursor:
        """Give a cursor that selects start to end."""
        cursor = QTextCursor(self.doc)
        cursor.setPosition(min(start, self.end()))
        cursor.setPosition(min(end, self.end()), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def around(self, position: int, unit: QTextCursor.SelectionType) -> tuple[int, int]:
        """Give the word or paragraph around position."""
        cursor = self.cursor(position, position)
        cursor.select(unit)
        return cursor.selectionStart(), cursor.selectionEnd()

    def text_between(self, start: int, end: int) -> str:
        """Give part of the text as a reader sees it."""
        text = self.cursor(start, end).selectedText()
        return text.replace("\u2029", "\n").replace("\u2028", "\n").replace("\ufffc", "")

    def markdown_between(self, start: int, end: int) -> str:
        """Give part of the text as Markdown."""
        return self.cursor(start, end).selection().toMarkdown().rstrip("\n")

    def paint(self, painter: QPainter, moment: Moment) -> None:
        """Draw at the painter's origin what lies in the moment's clip."""
        self.paint_below(painter, moment)
        if moment.selected is not None:
            self.paint_selection(painter, moment.selected)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = moment.clip.translated(-self.left + self.scroll_x, -self.top)
        context.palette.setColor(context.palette.ColorRole.Text, self.style.color(self.style.tone))
        painter.translate(self.left - self.scroll_x, self.top)
        if moment.marks is not None:
            moment.marks.paint(painter, self.style, context)
        self.doc.documentLayout().draw(painter, context)
        if moment.marks is not None:
            moment.marks.paint_above(painter, self.style)
        painter.translate(self.scroll_x - self.left, -self.top)
        self.paint_above(painter, moment)

    def rows_with(self, find: Matcher) -> list[QRectF] | None:
        """Give the rows whose painted words are found, one a hit; None: the document holds them."""
        return None

    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        """Draw what lies under the text."""

    def paint_above(self, painter: QPainter, moment: Moment) -> None:
        """Draw what lies over the text."""

    def paint_selection(self, painter: QPainter, span: tuple[int, int]) -> None:
        """Fill behind the selected characters; the text keeps its colours."""
        fill = self.style.color("accent", 0.38)
        for rect in self.rects(*span):
            painter.fillRect(rect, fill)

    def paint_more(self, painter: QPainter) -> None:
        """Draw the quiet dot that says that more is coming, after the last word; it is still."""
        if not self.block.is_open or not self.setting.message.entry.is_streaming:
            return
        caret, size = self.caret(self.end()), self.style.px(8)
        x = min(caret.x() + self.style.px(6), self.width - size)
        y = caret.top() + BASE_LINE * caret.height() - self.style.px(9)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.color("accent"))
        painter.drawEllipse(QRectF(x, y, size, size))

    def inside(self, point: QPointF) -> QPointF:
        """Give a point relative to the document."""
        return QPointF(point.x() - self.left + self.scroll_x, point.y() - self.top)

    def _lay_out(self) -> None:
        if self.wraps:
            self.doc.setTextWidth(max(40, self.width - self.left - self.right))
