"""Paragraphs, headings, lists and quotes; and the text of a question, shown as it was typed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextCursor

from desktop.core.override import override
from desktop.markdown import footnotes
from desktop.ui.transcript import copying, objects
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.decor import Decor, Link, Marker
from desktop.ui.transcript.ink import draw_focus, focus_pen
from desktop.ui.transcript.inline import has_objects, is_rtl
from desktop.ui.transcript.meaning import is_stale, tokens_of
from desktop.ui.transcript.richtext import INDENT, RichText
from desktop.ui.transcript.shapes import BASE_LINE
from desktop.ui.transcript.view import BlockView, Moment, Setting, Target

_SIGNS = frozenset("•☐☑")
_PLAIN_GROWTH = frozenset("*_`[]<>&!\\~:|\n@/.$")
"""Characters that may change what stands before them; text without them is appended in place."""


class TextView(BlockView):
    """Markdown text that is neither code nor a table."""

    def __init__(self, block: Block, setting: Setting) -> None:
        self.decor = Decor()
        self._missed: set[str] = set()
        self._memo: dict[str, list[Token]] = {}
        self._writer: RichText | None = None
        self._is_registered = False
        super().__init__(block, setting)

    @override
    def prepare(self) -> None:
        if self.block.kind == "heading" and self.setting.message.blocks()[0] is not self.block:
            self.top = self.style.px(4)
        if self.block.is_reasoning:
            self.left = self.style.px(24)
        if self.block.kind == footnotes.KIND:
            self.style = replace(self.style, role="body", tone="text2")
            self.doc.setDefaultFont(self.style.font())

    @property
    @override
    def gap(self) -> int:
        room = super().gap or self.style.px(4 if self.block.kind.endswith("list") else 8)
        ends_in_code = bool(self.decor.panels) and self.decor.panels[-1][1] == self.end()
        return room + (self.style.px(6) if ends_in_code else 0)

    @override
    def fill(self) -> None:
        self._memo.clear()
        self._missed.clear()
        self._writer = RichText(self.doc, self.style, self.block.number)
        self.decor = self._writer.decor
        self._write(self._writer)

    def _write(self, writer: RichText) -> None:
        block = self.block
        if self.is_stale or "]:" in block.source:  # what was parsed may mean something else now
            self._memo.clear()
            self._missed.clear()
        tokens = tokens_of(block, self.setting.env, missed=self._missed, memo=self._memo)
        context = self.setting.context
        if context is None or not has_objects(tokens):
            writer.write(tokens)
            return
        if not self._is_registered:
            objects.register(self.doc, context, self)
            self._is_registered = True
        writer.write(tokens)
        objects.settle(self.doc, context)

    @override
    def refill(self, before: Block) -> None:
        writer = self._writer
        if self.block.kind != before.kind:
            self.top, self.style = 0, self.setting.style
            self.doc.setDefaultFont(self.style.font())
            self.prepare()
            super().refill(before)
        elif writer is None or self.block.number != before.number:
            super().refill(before)
        elif not self._append(before, writer):
            self._write(writer)

    def _append(self, before: Block, writer: RichText) -> bool:
        """Add plain words to a paragraph in place, if they leave what stands before as it is."""
        old, new = before.source, self.block.source
        if not (new.startswith(old) and self.block.is_open and self.block.kind == "paragraph"):
            return False
        added = new[len(old) :]
        is_plain = _PLAIN_GROWTH.isdisjoint(added) and _PLAIN_GROWTH.isdisjoint(old[-80:])
        if not (is_plain and old[-1:].isalnum() and self.raw_tail() == old[-16:]):
            return False
        if not added.isascii() and is_rtl(added):  # they may turn the paragraph round
            return False
        cursor = QTextCursor(self.doc)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(added, cursor.charFormat())
        writer.forget()
        return True

    def raw_tail(self) -> str:
        """Give the end of what is drawn."""
        return self.doc.lastBlock().text()[-16:]

    @property
    @override
    def is_stale(self) -> bool:
        return is_stale(self._missed, self.setting.env)

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
        context = self.setting.context
        if self._is_registered and context is not None:
            found += (
                Target(spot.action, spot.rect.translated(self.left, self.top), spot.name)
                for spot in objects.spots(self.doc, context)
            )
        return found

    @override
    def press(self, action: str) -> bool:
        context = self.setting.context
        return context is not None and objects.press(self.doc, context, action)

    @override
    def tip_at(self, point: QPointF) -> str:
        context = self.setting.context
        if not self._is_registered or context is None:
            return ""
        return objects.tip_at(self.doc, context, self.inside(point))

    @override
    def picture_at(self, point: QPointF) -> objects.Shown | None:
        context = self.setting.context
        if not self._is_registered or context is None:
            return None
        return objects.shown_at(self.doc, context, self.inside(point))

    @override
    def text_between(self, start: int, end: int) -> str:
        return copying.plain_between(self.doc, self.decor, start, end)

    @override
    def markdown_between(self, start: int, end: int) -> str:
        return copying.markdown_between(self.doc, self.decor, start, end)

    @override
    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        decor, px = self.decor, self.style.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.block.is_reasoning:
            height = self.height if self._is_followed() else self.height - self.gap
            painter.fillRect(QRectF(px(7), 0, px(2), height), self.style.color("hairline"))
        for begin, end, left, right in decor.panels:
            top, bottom = self._extent(begin, end)
            box = QRectF(self.left + left, top - px(6), self._text_width - left - right, 0)
            box.setBottom(bottom + px(6))
            painter.setBrush(self.style.color("sunken"))
            painter.drawRoundedRect(box, 8, 8)
        for bar in decor.bars:
            top, bottom = self._extent(bar.begin, bar.end)
            side = self._text_width - bar.indent - 3 if bar.is_rtl else bar.indent
            painter.setBrush(self.style.color("field"))
            painter.drawRoundedRect(QRectF(self.left + side, top, 3, bottom - top), 1.5, 1.5)
        painter.setBrush(self.style.color("sunken"))
        low, high = self._visible(moment)
        for begin, end in decor.chips:
            for rect in self.rects(begin, end) if low <= begin <= high else ():
                painter.drawRoundedRect(self._chip(rect, begin), 4, 4)
        for place in decor.rules:
            y = round(self.caret(place).center().y())
            x = self.doc.findBlock(place).blockFormat().leftMargin()
            rule = QRectF(self.left + x, y, self._text_width - x, 1)
            painter.fillRect(rule, self.style.color("hairline"))
        for marker in decor.markers:
            if low <= marker.place <= high:
                self._paint_marker(painter, marker)

    def _visible(self, moment: Moment) -> tuple[int, int]:
        """Give the first and last position that may be on show."""
        clip = moment.clip
        if clip.height() >= self.height:
            return 0, self.end()
        first = self.doc.findBlock(self.position_at(clip.topLeft()))
        last = self.doc.findBlock(self.position_at(clip.bottomLeft()))
        return first.position(), last.position() + last.length()

    @property
    def _text_width(self) -> int:
        return self.width - self.left - self.right

    def _is_followed(self) -> bool:
        """Tell whether more reasoning stands below."""
        pairs = pairwise(self.setting.message.blocks())
        return any(one is self.block and other.is_reasoning for one, other in pairs)

    def _chip(self, rect: QRectF, place: int) -> QRectF:
        px = self.style.px
        top = rect.top() + BASE_LINE * rect.height() - px(13.5)
        # From right to left the last letter has no room after it: see `inline`.
        direction = self.doc.findBlock(place).blockFormat().layoutDirection()
        more = px(6) if direction == Qt.LayoutDirection.RightToLeft else px(2)
        return QRectF(rect.x() - px(3), top, rect.width() + more, px(19))

    def _extent(self, begin: int, end: int) -> tuple[float, float]:
        """Give top and bottom of the lines between two positions."""
        return self.caret(begin).top(), self.caret(end).bottom()

    def _paint_marker(self, painter: QPainter, marker: Marker) -> None:
        caret, px = self.caret(marker.place), self.style.px
        base = caret.top() + BASE_LINE * caret.height()
        edge = self._text_width - marker.indent if marker.is_rtl else marker.indent
        edge += self.left
        away = 1 if marker.is_rtl else -1  # from the text
        number, _, sign = marker.text.rpartition(" ")
        if sign not in _SIGNS:
            number, sign = marker.text, ""
        if sign == "•":
            x = edge + away * px(INDENT) / 2 - (px(1) if marker.is_rtl else px(4))
            painter.setBrush(self.style.color("text3"))
            painter.drawEllipse(QRectF(x, base - px(7.5), px(5), px(5)))
            return
        if sign:
            size = px(13)
            x = edge + px(5) if marker.is_rtl else edge - px(5) - size
            self._paint_box(painter, QRectF(x, base - px(11), size, size), is_done=sign == "☑")
            edge = x + size if marker.is_rtl else x
        if not number:
            return
        if marker.is_rtl:  # the dot stands on the side of the text
            number = number[-1] + number[:-1]
        font = self.style.font()
        width = QFontMetricsF(font).horizontalAdvance(number)
        painter.setFont(font)
        painter.setPen(self.style.color("text2"))
        x = edge + px(5) if marker.is_rtl else edge - px(5) - width
        painter.drawText(QPointF(x, base), number)
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_box(self, painter: QPainter, box: QRectF, *, is_done: bool) -> None:
        """Draw the box of a task; it is no button: the answer is not ours to change."""
        tone = self.style.color("accent" if is_done else "field")
        painter.setPen(QPen(tone, 1.5))
        painter.setBrush(tone if is_done else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        if is_done:
            painter.setPen(QPen(self.style.color("on_accent"), 1.6, c=Qt.PenCapStyle.RoundCap))
            at, size = box.topLeft(), box.width() / 13
            tick = [QPointF(3.4, 6.8), QPointF(5.7, 9.1), QPointF(9.7, 4.4)]
            painter.drawPolyline([at + point * size for point in tick])
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
        elif moment.focused is not None:
            draw_focus(painter, self.style.theme, moment.focused.rect.adjusted(-4, 0, 4, 0), 6)
        self.paint_more(painter)
