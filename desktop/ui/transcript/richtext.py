"""Markdown tokens become a QTextDocument, and a list of what is painted around its text.

Text is written with our own formats, not through HTML: one line height, fills with round corners,
markers and quote bars that are no characters and so are never selected or copied by accident.
`inline` writes what stands inside a paragraph, this module what it stands in.
"""

from __future__ import annotations

from dataclasses import replace

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from desktop.markdown import tex_rules
from desktop.ui.transcript.containers import (
    INDENT,
    LIST,
    QUOTE,
    QUOTE_INDENT,
    Container,
    Point,
    common_length,
)
from desktop.ui.transcript.decor import Bar, Decor, Link, Marker
from desktop.ui.transcript.inline import InlineWriter, is_rtl, token_text
from desktop.ui.transcript.plain import TASKS
from desktop.ui.transcript.style import PATH, Mark, Style, block_format, char_format

__all__ = ["INDENT", "Decor", "Link", "RichText", "is_rtl"]

BOX_ROOM, GAP, TIGHT_GAP, CODE_GAP = 18, 8, 4, 14
_INSIDE = frozenset({"inline", "tr_open", "th_open", "td_open", "thead_open", "tbody_open"})
_PLAIN = Mark()
_SMALL = Mark(weight=600)
_HEADINGS = dict.fromkeys(("h1", "h2", "h3"), Mark(role="heading", weight=600))


class RichText:
    """Writes tokens into a document; later states of the same text from where they differ."""

    def __init__(self, doc: QTextDocument, style: Style, number: int = 1) -> None:
        self.decor = Decor()
        self._doc, self._style, self._number = doc, style, number
        self._cursor = QTextCursor(doc)
        self._is_empty = True
        self._containers: list[Container] = []
        self._markers: list[tuple[int, str]] = []  # of the items whose text comes next
        self._mark = _PLAIN
        self._level = 0  # of the heading
        self._gap = GAP  # above the next paragraph
        self._cells = -1  # written in the row of a table inside a list or quote
        self._tokens: list[Token] = []
        self._points: list[Point] = []

    def write(self, tokens: list[Token]) -> None:
        """Write all tokens; what is written and stays the same is kept. One layout pass at the end."""
        self._cursor.beginEditBlock()
        begin = self._go_back(common_length(self._tokens, tokens))
        self._tokens = tokens
        for index in range(begin, len(tokens)):
            if tokens[index].nesting >= 0 and tokens[index].type not in _INSIDE:
                self._note_point(index)
            self._block(index, tokens[index])
        self._cursor.endEditBlock()

    def forget(self) -> None:
        """Write everything anew the next time: somebody else has changed the document."""
        self._tokens = []

    def _note_point(self, index: int) -> None:
        containers = self._containers
        if self._is_empty or self._cells >= 0 or any(c.begin < 0 for c in containers):
            return
        self._points.append(
            Point(
                index, self._cursor.position(), self._gap, tuple(map(replace, containers)),
                tuple(self._markers), self.decor.sizes(),
            )
        )  # fmt: skip

    def _go_back(self, common: int) -> int:
        """Take off what follows the tokens that stay; give the token to go on with."""
        while self._points and self._points[-1].token > common:
            self._points.pop()
        point = self._points.pop() if self._points else Point(0, 0, GAP, (), (), (0,) * 6)
        self._cursor.setPosition(point.end)
        look = self._cursor.blockFormat() if point.token else QTextBlockFormat()
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        if self._cursor.blockFormat() != look:  # an empty paragraph took that of the one removed
            self._cursor.setBlockFormat(look)
        self._containers = list(map(replace, point.containers))
        self._markers = list(point.markers)
        self._gap, self._is_empty = point.gap, not point.token
        self._mark, self._level, self._cells = _PLAIN, 0, -1
        self.decor.cut(point.sizes)
        return point.token

    def _block(self, index: int, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._paragraph(token)
        elif kind in {"fence", "code_block"}:
            self._code(token)
        elif kind == tex_rules.BLOCK:
            self._begin_block(self._style.line())
            self._inline().write_formula(token, is_alone=True)
        elif kind == "hr":
            self._begin_block(self._style.line() // 2)
            self.decor.rules.append(self._cursor.position())
        elif kind.startswith("heading"):
            is_begin = token.nesting > 0
            self._mark = _HEADINGS.get(token.tag, _SMALL) if is_begin else _PLAIN
            self._level = int(token.tag[1:]) if is_begin else 0
        elif kind in {"th_open", "th_close"}:
            self._mark = Mark(weight=500, tone="text2") if token.nesting > 0 else _PLAIN
        else:
            self._container(index, token)

    def _container(self, index: int, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                number = None
                if token.type == "ordered_list_open":
                    is_own = bool(self._containers)  # what goes on from a piece before is numbered
                    number = int(token.attrs.get("start", 1)) if is_own else self._number
                self._open(index, Container(LIST, False, number, token.markup or "."))
            case "list_item_open":
                self._begin_item(token)
            case "list_item_close" | "footnote_reference_close":
                self._end_item(token)
            case "blockquote_open":
                self._open(index, Container(QUOTE, False))
            case "footnote_reference_open":
                self._open(index, Container(LIST, False))
                self._markers.append((len(self._containers), f"{token.info}."))
            case "tr_open" | "tr_close":
                self._cells = 0 if token.nesting > 0 else -1
            case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                self._close()

    def _open(self, index: int, container: Container) -> None:
        """Begin a list or quote; it runs the way its first words do."""
        following = (t for t in self._tokens[index + 1 :] if t.type == "inline")
        first = next(following, None)
        container.room = QUOTE_INDENT if container.kind == QUOTE else INDENT
        if container.number is not None and self._has_tasks(index):
            container.room += BOX_ROOM
        container.is_rtl = first is not None and is_rtl(token_text(first))
        self._containers.append(container)

    def _has_tasks(self, index: int) -> bool:
        """Tell whether a list has boxes beside its numbers."""
        level = self._tokens[index].level
        for token in self._tokens[index + 1 :]:
            if token.level == level:
                break
            if token.level == level + 1 and "task" in token.meta:
                return True
        return False

    def _close(self) -> None:
        closed = self._containers.pop()
        if closed.kind == QUOTE and closed.begin >= 0:
            indent, right = self._indents()
            at = right if closed.is_rtl else indent
            end = self._cursor.position()
            self.decor.bars.append(Bar(closed.begin, end, at, is_rtl=closed.is_rtl))

    def _begin_item(self, token: Token) -> None:
        items = self._containers[-1]
        marker = TASKS[token.meta.get("task")]
        if items.number is not None:
            number = f"{items.number}{items.delimiter}"
            marker = number if marker == "•" else f"{number} {marker}"
            items.number += 1
        self._markers.append((len(self._containers), marker))
        self._gap = TIGHT_GAP

    def _end_item(self, token: Token) -> None:
        depth = len(self._containers)
        if any(level == depth for level, _ in self._markers):  # an item without text
            self._begin_block(self._style.line())
        if token.type == "footnote_reference_close":
            if token.meta["label"]:
                self._inline().write_way_back(token.meta["label"])
            self._close()

    def _indents(self) -> tuple[int, int]:
        """Give the room left and right of what stands in the open lists and quotes."""
        sides = [0, 0]
        for container in self._containers:
            sides[container.is_rtl] += self._style.px(container.room)
        return sides[0], sides[1]

    def _begin_block(self, line_px: int, *, pad: int = 0) -> None:
        left, right = self._indents()
        gap = 0 if self._is_empty else self._style.px(self._gap)
        look = block_format(line_px, left=left + pad, right=right + pad, top=gap)
        look.setProperty(PATH, "".join(container.kind for container in self._containers))
        if self._level:
            look.setHeadingLevel(self._level)
        if self._is_empty:
            self._cursor.setBlockFormat(look)
        else:
            self._cursor.insertBlock(look, QTextCharFormat())
        self._is_empty, self._gap = False, GAP
        place = self._cursor.position()
        for depth, marker in self._markers:
            self.decor.markers.append(self._marker(place, depth, marker))
        self._markers.clear()
        for container in self._containers:
            if container.begin < 0:
                container.begin = place

    def _marker(self, place: int, depth: int, text: str) -> Marker:
        whole = self._containers
        self._containers = whole[:depth]
        left, right = self._indents()
        self._containers = whole
        side = whole[depth - 1].is_rtl
        return Marker(place, text, right if side else left, depth, is_rtl=side)

    def _paragraph(self, token: Token) -> None:
        is_heading = self._mark.role == "heading"
        line = self._style.line("heading" if is_heading else None)
        if self._cells > 0:
            self._cursor.insertText("  │  ", char_format(self._style, Mark(tone="text3")))
        else:
            self._begin_block(line)
            self._set_direction(is_rtl=is_rtl(token_text(token)))
        self._cells += self._cells >= 0
        self._inline().write(token, self._mark)

    def write_inline(self, token: Token, cursor: QTextCursor, base: Mark) -> None:
        """Write the text of an inline token at cursor, on top of a mark."""
        self._cursor = cursor
        self._inline().write(token, base)

    def _inline(self) -> InlineWriter:
        return InlineWriter(self._doc, self._cursor, self._style, self.decor)

    def _set_direction(self, *, is_rtl: bool) -> None:
        look = self._cursor.blockFormat()
        directions = Qt.LayoutDirection
        look.setLayoutDirection(directions.RightToLeft if is_rtl else directions.LeftToRight)
        self._cursor.setBlockFormat(look)

    def _code(self, token: Token) -> None:
        """Write code that stands inside a list or quote: on a fill of its own."""
        look = char_format(self._style, Mark(is_code=True))
        language = token.info.split(None, 1)[0] if token.info.strip() else ""
        self._gap, begin = CODE_GAP, -1
        for line in token.content.removesuffix("\n").split("\n"):
            self._begin_block(self._style.line("code"), pad=self._style.px(12))
            block = self._cursor.blockFormat()
            block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            block.setProperty(QTextFormat.Property.BlockCodeLanguage, language)
            self._cursor.setBlockFormat(block)
            begin = self._cursor.position() if begin < 0 else begin
            self._cursor.insertText(line, look)
            self._gap = 0
        left, right = self._indents()
        self.decor.panels.append((begin, self._cursor.position(), left, right))
        self._gap = CODE_GAP
