"""Paragraphs, headings, lists and quotes; and the text of a question, shown as it was typed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCursor
from typing_extensions import override

from desktop.ui.transcript.blocks import Block, tokens_of
from desktop.ui.transcript.ink import focus_pen
from desktop.ui.transcript.mend import mend
from desktop.ui.transcript.richtext import INDENT, Decor, Link, RichText
from desktop.ui.transcript.shapes import BASE_LINE
from desktop.ui.transcript.view import BlockView, Moment, Target

_PLAIN_GROWTH = frozenset("*_`[]<>&!\\~:|\n@/.")
"""Characters that may change what stands before them; text without them is appended in place."""


class TextView(BlockView):
    """Markdown text that is neither code nor a table."""

    decor: Decor

    @override
    def prepare(self) -> None:
        if self.block.kind == "heading" and self.setting.message.blocks()[0] is not self.block:
            self.top = self.style.px(4)
        if self.block.is_reasoning:
            self.left = self.style.px(24)

    @property
    @override
    def gap(self) -> int:
        return super().gap or self.style.px(4 if self.block.kind.endswith("list") else 8)

    @override
    def fill(self) -> None:
        block = self.block
        if block.is_open:
            block = Block(
                mend(block.source, block.kind), block.kind, is_first=block.is_first,
                number=block.number,
            )  # fmt: skip
        writer = RichText(self.doc, self.style, block.number)
        writer.write(tokens_of(block, self.setting.env))
        self.decor = writer.decor

    @override
    def refill(self, before: Block) -> None:
        new, old = self.block, before
        if new.source.startswith(old.source) and new.is_open and new.kind == "paragraph":
            added = new.source[len(old.source) :]
            if self._can_append(old.source, added):
                cursor = QTextCursor(self.doc)
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertText(added, cursor.charFormat())
                return
        super().refill(before)

    def _can_append(self, old: str, added: str) -> bool:
        """Tell whether added words leave everything before them as it is."""
        is_plain = _PLAIN_GROWTH.isdisjoint(added) and _PLAIN_GROWTH.isdisjoint(old[-80:])
        return is_plain and old[-1:].isalnum() and self.raw_tail() == old[-16:]

    def raw_tail(self) -> str:
        """Give the end of what is drawn."""
        return self.doc.lastBlock().text()[-16:]

    @override
    def link_at(self, point: QPointF) -> Link | None:
        if not self.decor.links or not self.doc.documentLayout().anchorAt(self.inside(point)):
            return None
        at = self.position_at(point)
        return next((link for link in self.decor.links if link.start <= at <= link.end), None)

    @override
    def targets(self) -> list[Target]:
        found = []
        for link in self.decor.links:
            rects = self.rects(link.start, link.end)
            if rects:
                found.append(Target("link", rects[0], link.text, link=link))
        return found

    @override
    def text_between(self, start: int, end: int) -> str:
        """Give part of the text, with the markers of the items that begin inside it."""
        parts, at = [], start
        for place, marker in self.decor.markers:
            if start <= place < end:
                parts += [super().text_between(at, place), f"{marker} "]
                at = place
        return "".join([*parts, super().text_between(at, end)])

    @override
    def markdown_between(self, start: int, end: int) -> str:
        """Give part of the text as Markdown: Qt knows nothing of our markers."""
        lines, at, lead = [], start, ""
        for place, marker in [*self.decor.markers, (end, "")]:
            if not start <= place <= end or (place == end and marker):
                continue
            if place > at:
                lines.append(lead + super().markdown_between(at, max(at, place - bool(marker))))
            level = self.doc.findBlock(place).blockFormat().leftMargin() / self.style.px(INDENT) - 1
            lead = "  " * max(0, round(level)) + ("- " if marker == "•" else f"{marker} ")
            at = place
        return "\n".join(lines)

    @override
    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        decor, px = self.decor, self.style.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.block.is_reasoning:
            height = self.height if self._is_followed() else self.height - self.gap
            painter.fillRect(QRectF(px(7), 0, px(2), height), self.style.color("hairline"))
        for begin, end, indent in decor.panels:
            top, bottom = self._extent(begin, end)
            box = QRectF(self.left + indent, top - px(6), self.width - self.left - indent, 0)
            box.setBottom(bottom + px(6))
            painter.setBrush(self.style.color("sunken"))
            painter.drawRoundedRect(box, 8, 8)
        for begin, end, indent in decor.bars:
            top, bottom = self._extent(begin, end)
            painter.setBrush(self.style.color("field"))
            painter.drawRoundedRect(QRectF(self.left + indent, top, 3, bottom - top), 1.5, 1.5)
        painter.setBrush(self.style.color("sunken"))
        for begin, end in decor.chips:
            for rect in self.rects(begin, end):
                painter.drawRoundedRect(self._chip(rect), 4, 4)
        for place in decor.rules:
            y = round(self.caret(place).center().y())
            painter.fillRect(QRectF(self.left, y, self.width, 1), self.style.color("hairline"))
        for place, marker in decor.markers:
            self._paint_marker(painter, place, marker)

    def _is_followed(self) -> bool:
        """Tell whether more reasoning stands below."""
        pairs = pairwise(self.setting.message.blocks())
        return any(one is self.block and other.is_reasoning for one, other in pairs)

    def _chip(self, rect: QRectF) -> QRectF:
        px = self.style.px
        top = rect.top() + BASE_LINE * rect.height() - px(13.5)
        return QRectF(rect.x() - px(3), top, rect.width() + px(2), px(19))

    def _extent(self, begin: int, end: int) -> tuple[float, float]:
        """Give top and bottom of the lines between two positions."""
        return self.caret(begin).top(), self.caret(end).bottom()

    def _paint_marker(self, painter: QPainter, place: int, marker: str) -> None:
        block = self.doc.findBlock(place)
        is_rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        caret, px = self.caret(place), self.style.px
        top, line = caret.top(), caret.height()
        edge = self.doc.textWidth() - block.blockFormat().rightMargin() if is_rtl else 0.0
        start = self.left + (edge if is_rtl else block.blockFormat().leftMargin())
        room = px(INDENT)
        if marker == "•":
            x = start + room / 2 - px(1) if is_rtl else start - room / 2 - px(4)
            painter.setBrush(self.style.color("text3"))
            painter.drawEllipse(QRectF(x, top + BASE_LINE * line - px(7.5), px(5), px(5)))
            return
        font = self.style.font()
        width = QFontMetricsF(font).horizontalAdvance(marker)
        painter.setFont(font)
        painter.setPen(self.style.color("text2"))
        x = start + px(5) if is_rtl else start - px(5) - width
        painter.drawText(QPointF(x, top + BASE_LINE * line), marker)
        painter.setPen(Qt.PenStyle.NoPen)

    @override
    def paint_above(self, painter: QPainter, moment: Moment) -> None:
        if moment.focused is not None and moment.focused.link is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(focus_pen(self.style.theme))
            link = moment.focused.link
            for rect in self.rects(link.start, link.end):
                painter.drawRoundedRect(rect.adjusted(-2, 1, 2, -1), 4, 4)
        self.paint_more(painter)
