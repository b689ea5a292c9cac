"""Tables: rows apart by hairlines, a head on its own surface, columns fixed by the first rows.

The columns of a long table are measured on its first piece, so that pieces line up and nothing
moves when more rows come.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from markdown_it.token import Token
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from desktop.core.override import override
from desktop.ui.transcript import copying, objects
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.decor import Decor
from desktop.ui.transcript.ink import fill_card, focus_pen, open_rect
from desktop.ui.transcript.meaning import is_stale, tokens_of
from desktop.ui.transcript.plain import inline_text
from desktop.ui.transcript.richtext import Link, RichText
from desktop.ui.transcript.shapes import origin_of
from desktop.ui.transcript.sideways import SidewaysView
from desktop.ui.transcript.spans import PARSER
from desktop.ui.transcript.style import Mark, Style, block_format
from desktop.ui.transcript.view import Moment, Setting, Target

ROW, PAD, MARGIN, RADIUS, LEAST, BAR_ROOM = 28, 4, 8, 8, 96, 10
_STEP = 24  # columns grow in steps: fewer jumps while the first rows arrive
_ALIGN = {
    "text-align:right": Qt.AlignmentFlag.AlignRight,
    "text-align:center": Qt.AlignmentFlag.AlignHCenter,
}


class TableView(SidewaysView):
    """A table or a piece of one."""

    def __init__(self, block: Block, setting: Setting) -> None:
        self._table: QTextTable | None = None
        self._writer: RichText | None = None
        self._missed: set[str] = set()
        style = Style(setting.style.theme, "body", setting.style.tone)
        super().__init__(block, replace(setting, style=style))

    @override
    def prepare(self) -> None:
        self.doc.setDefaultFont(self.style.font())
        if self.setting.context is not None:
            objects.register(self.doc, self.setting.context, self)

    @property
    @override
    def is_stale(self) -> bool:
        return is_stale(self._missed, self.setting.env)

    @override
    def _lay_out(self) -> None:
        self.doc.setTextWidth(self.width)
        if self._table is not None:
            look = self._table.format()
            assert isinstance(look, QTextTableFormat)
            look.setColumnWidthConstraints(self._columns())
            self._table.setFormat(look)

    def _columns(self) -> list[QTextLength]:
        """Give the columns' widths, and take their sum: it may be more than the text column."""
        widths = self._widths(self._naturals())
        self.chain.width_px = round(sum(widths))
        self.doc.setTextWidth(max(self.width, self.chain.width_px))
        self.bottom = self.style.px(BAR_ROOM) if self.overflow and self.block.is_last else 0
        return [QTextLength(QTextLength.Type.FixedLength, width) for width in widths]

    @property
    @override
    def pads(self) -> tuple[int, int]:
        return 0, 0

    @override
    def fill(self) -> None:
        self._missed.clear()
        rows = _rows(tokens_of(self.block, self.setting.env, missed=self._missed))
        columns = max((len(row) for row in rows), default=0)
        self._table = None
        if not columns:
            return
        look = QTextTableFormat()
        look.setBorder(0)
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        look.setCellSpacing(0)
        look.setCellPadding(self.style.px(PAD))
        look.setColumnWidthConstraints(self._columns())
        cursor = QTextCursor(self.doc)
        cursor.beginEditBlock()
        self._table = table = cursor.insertTable(len(rows), columns, look)
        self._writer = writer = RichText(self.doc, self.style)
        for y, row in enumerate(rows):
            for x, (cell, inline) in enumerate(row):
                self._fill_cell(writer, table.cellAt(y, x).firstCursorPosition(), (cell, inline))
        cursor.endEditBlock()
        if self.setting.context is not None:
            objects.settle(self.doc, self.setting.context)

    def _fill_cell(self, writer: RichText, at: QTextCursor, content: tuple[Token, Token]) -> None:
        cell, inline = content
        margin = self.style.px(MARGIN)
        look = block_format(self.style.line(), left=margin, right=margin)
        look.setAlignment(_ALIGN.get(str(cell.attrs.get("style", "")), Qt.AlignmentFlag.AlignLeft))
        at.setBlockFormat(look)
        mark = Mark(weight=500, tone="text2") if cell.type == "th_open" else Mark()
        writer.write_inline(inline, at, mark)

    def _naturals(self) -> list[float]:
        """Give the width that each column would like, measured once on the first piece."""
        chain = self.chain
        if not chain.codes:
            return self._measured()
        if not isinstance(chain.state, _Naturals) or chain.state.style != self.style:
            chain.state = _Naturals(self.style, self._measured())
        return chain.state.widths

    def _measured(self) -> list[float]:
        chain, block = self.block.chain, self.block
        if chain is not None and chain.codes and not block.is_first:
            tokens = PARSER.parse(chain.codes[0])
        else:
            tokens = tokens_of(block, self.setting.env)
        metrics = QFontMetricsF(self.style.font(weight=500))
        naturals: list[float] = []
        for row in _rows(tokens):
            naturals += [0.0] * (len(row) - len(naturals))
            for x, (_, inline) in enumerate(row):
                naturals[x] = max(naturals[x], metrics.horizontalAdvance(inline_text(inline)))
        step, pads = self.style.px(_STEP), self.style.px(2 * (PAD + MARGIN))
        return [-(-natural // step) * step + pads for natural in naturals]

    def _widths(self, naturals: list[float]) -> list[float]:
        """Spread the table over the whole column; wide columns give way to narrow ones.

        None becomes narrower than `LEAST`: rather the table is wider than the text column.
        """
        room = float(self.width)
        wide = sum(naturals)
        if wide <= room:
            return [natural * room / wide for natural in naturals] if wide else naturals
        least = float(self.style.px(LEAST))
        widths = [min(natural, least) for natural in naturals]
        if sum(widths) >= room:
            return widths
        wishes = [natural - width for natural, width in zip(naturals, widths, strict=True)]
        left, wished = room - sum(widths), sum(wishes)
        return [width + left * wish / wished for width, wish in zip(widths, wishes, strict=True)]

    def _row_tops(self) -> list[float]:
        """Give where each row begins, and where the last one ends."""
        if self._table is None:
            return [0.0]
        pad = self.style.px(PAD)
        firsts = (
            self._table.cellAt(y, 0).firstCursorPosition().block()
            for y in range(self._table.rows())
        )
        return [*(origin_of(block).y() - pad for block in firsts), self.doc.size().height()]

    @override
    def link_at(self, point: QPointF) -> Link | None:
        if not self.doc.documentLayout().anchorAt(self.inside(point)):
            return None
        at = self.position_at(point)
        return next((link for link in self._links() if link.start <= at <= link.end), None)

    @override
    def targets(self) -> list[Target]:
        places = ((link, self.rects(link.start, link.end)) for link in self._links())
        return [Target("link", rects[0], link.text, link=link) for link, rects in places if rects]

    def _links(self) -> list[Link]:
        return self._writer.decor.links if self._writer is not None else []

    @override
    def text_between(self, start: int, end: int) -> str:
        """Give part of the table: cells apart by tabs, rows by line ends."""
        out: list[str] = []
        last_row = -1
        block = self.doc.findBlock(start)
        while block.isValid() and block.position() < end and self._table is not None:
            cell = self._table.cellAt(block.position())
            if cell.isValid():
                if out:
                    out.append("\t" if cell.row() == last_row else "\n")
                low, high = (
                    max(start, block.position()),
                    min(end, block.position() + block.length() - 1),
                )
                cell_text = copying.plain_between(self.doc, Decor(), low, high)
                out.append(cell_text.replace("\n", " "))
                last_row = cell.row()
            block = block.next()
        return "".join(out)

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        self.scroll_x = min(self.chain.scroll_x, self.overflow)
        painter.save()
        edge = self.style.px(PAD) if self.overflow else 0  # nothing touches the frame as it passes
        frame = QRectF(edge, 0, self.width - 2 * edge, self.height)
        self._paint_frame(painter)
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        super().paint(painter, moment)
        painter.restore()
        self.paint_bar(painter, moment)

    @override
    def markdown_between(self, start: int, end: int) -> str:
        if self._table is None:
            return ""
        return copying.table_between(self._table, self.doc, start, end)

    @override
    def paint_selection(self, painter: QPainter, span: tuple[int, int]) -> None:
        # Position 0 is the empty paragraph that Qt keeps before a table.
        super().paint_selection(painter, (max(1, span[0]), span[1]))

    @override
    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_chips(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self.style.theme
        tops = self._row_tops()
        frame = QRectF(0, 0, self.width, tops[-1] + self.bottom)
        ends = (self.block.is_first, self.block.is_last)
        if self.block.is_first and len(tops) > 1:
            head = QRectF(0, 0, self.width, tops[1])
            fill_card(painter, head, theme.color("sunken"), RADIUS, (True, False))
        hairline = theme.color("hairline")
        for top in tops[0 if not self.block.is_first else 1 : -1]:
            painter.fillRect(QRectF(0, round(top), self.width, 1), hairline)
        painter.save()
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(hairline, 1))
        outline = open_rect(frame, RADIUS, ends).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, RADIUS - 0.5, RADIUS - 0.5)
        painter.restore()

    def _paint_chips(self, painter: QPainter) -> None:
        if self._writer is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.color("sunken"))
        for begin, end in self._writer.decor.chips:
            for rect in self.rects(begin, end):
                painter.drawRoundedRect(rect.adjusted(-2, 1, 0, -1), 4, 4)

    @override
    def paint_above(self, painter: QPainter, moment: Moment) -> None:
        link = moment.focused.link if moment.focused is not None else None
        if link is not None:
            painter.setPen(focus_pen(self.style.theme))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for rect in self.rects(link.start, link.end):
                painter.drawRoundedRect(rect.adjusted(-2, 1, 2, -1), 4, 4)


class _Naturals(NamedTuple):
    style: Style
    widths: list[float]


def _rows(tokens: list[Token]) -> list[list[tuple[Token, Token]]]:
    """Give the cells of each row as (cell, inline) tokens."""
    rows: list[list[tuple[Token, Token]]] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"} and rows:
            rows[-1].append((token, tokens[index + 1]))
        elif token.type == "table_close":
            break
    return rows
