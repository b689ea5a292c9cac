"""Markdown tokens become a QTextDocument, and a list of what is painted around its text.

Text is written with our own formats, not through HTML: one line height, fills with round corners,
markers and quote bars that are no characters and so are never selected or copied by accident.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from markdown_it.token import Token
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from desktop.ui.i18n import translate
from desktop.ui.transcript.link_check import is_allowed
from desktop.ui.transcript.style import Mark, Style, block_format, char_format

INDENT, QUOTE_INDENT, GAP = 22, 16, 8
_PLAIN = Mark()
_CHIPS = frozenset({"code_inline", "image"})
_SMALL = Mark(weight=600)
_HEADINGS = dict.fromkeys(("h1", "h2", "h3"), Mark(role="heading", weight=600))


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a document: its characters, address and words."""

    start: int
    end: int
    url: str
    text: str


@dataclass(slots=True)
class Decor:
    """What is painted around the text; places are positions in the document."""

    markers: list[tuple[int, str]] = field(default_factory=list)
    bars: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, indent
    panels: list[tuple[int, int, int]] = field(default_factory=list)  # nested code
    chips: list[tuple[int, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)


def is_rtl(text: str) -> bool:
    """Tell whether a paragraph runs from right to left: by its first strong character."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return True
            case "L":
                return False
    return False


class RichText:
    """Writes tokens into an empty document."""

    def __init__(self, doc: QTextDocument, style: Style, number: int = 1) -> None:
        self.decor = Decor()
        self._doc, self._style, self._number = doc, style, number
        self._cursor = QTextCursor(doc)
        self._is_empty = True
        self._lists: list[int | None] = []
        self._quotes: list[int] = []
        self._marker = ""
        self._mark = _PLAIN
        self._gap = GAP  # above the next paragraph
        self._cells = -1  # written in the row of a table inside a list or quote

    def write(self, tokens: list[Token]) -> None:
        """Write all tokens; one layout pass at the end."""
        self._cursor.beginEditBlock()
        for token in tokens:
            self._block(token)
        self._cursor.endEditBlock()

    def _block(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._paragraph(token)
        elif kind in {"fence", "code_block"}:
            self._code(token.content.removesuffix("\n"))
        elif kind == "hr":
            self._begin_block(self._style.line() // 2)
            self.decor.rules.append(self._cursor.position())
        elif kind.startswith("heading"):
            self._mark = _HEADINGS.get(token.tag, _SMALL) if token.nesting > 0 else _PLAIN
        elif kind in {"th_open", "th_close"}:
            self._mark = Mark(weight=500, tone="text2") if token.nesting > 0 else _PLAIN
        else:
            self._container(token)

    def _container(self, token: Token) -> None:
        if "list" in token.type:
            self._list(token)
            return
        match token.type:
            case "tr_open" | "tr_close":
                self._cells = 0 if token.nesting > 0 else -1
            case "blockquote_open":
                self._quotes.append(-1)
            case "blockquote_close":
                begin = self._quotes.pop()
                if begin >= 0:
                    self.decor.bars.append((begin, self._cursor.position(), self._indent()))
            case _:
                pass

    def _list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1)) if self._lists else self._number
                self._lists.append(start)
            case "list_item_open":
                self._begin_item()
            case "list_item_close":
                if self._marker:  # an item without text still has its marker
                    self._begin_block(self._style.line())
            case _:
                self._lists.pop()

    def _begin_item(self) -> None:
        number = self._lists[-1]
        self._marker = "•" if number is None else f"{number}."
        self._lists[-1] = None if number is None else number + 1
        self._gap = 4

    def _indent(self) -> int:
        return self._style.px(INDENT * len(self._lists) + QUOTE_INDENT * len(self._quotes))

    def _begin_block(self, line_px: int, *, rtl: bool = False, pad: int = 0) -> None:
        left, right = self._indent() + pad, pad
        gap = 0 if self._is_empty else self._style.px(self._gap)
        if rtl:
            left, right = right, left
        look = block_format(line_px, left=left, right=right, top=gap)
        if self._is_empty:
            self._cursor.setBlockFormat(look)
        else:
            self._cursor.insertBlock(look, QTextCharFormat())
        self._is_empty, self._gap = False, GAP
        place = self._cursor.position()
        if self._marker:
            self.decor.markers.append((place, self._marker))
            self._marker = ""
        for depth, begin in enumerate(self._quotes):
            if begin < 0:
                self._quotes[depth] = place

    def _paragraph(self, token: Token) -> None:
        is_heading = self._mark.role == "heading"
        line = self._style.line("heading" if is_heading else None)
        if self._cells > 0:
            self._cursor.insertText("  │  ", char_format(self._style, Mark(tone="text3")))
        else:
            self._begin_block(line, rtl=is_rtl(token.content))
        self._cells += self._cells >= 0
        self.write_inline(token, self._cursor, self._mark)

    def write_inline(self, token: Token, cursor: QTextCursor, base: Mark) -> None:
        """Write the text of an inline token at cursor, on top of a mark."""
        self._cursor, mark = cursor, base
        links: list[tuple[int, str]] = []
        children = token.children or []
        for index, child in enumerate(children):
            match child.type:
                case "text" | "text_special":
                    following = children[index + 1].type if index + 1 < len(children) else ""
                    self._text(child.content, mark, before_chip=following in _CHIPS)
                case "softbreak":
                    self._text(" ", mark)
                case "hardbreak":
                    self._text("\u2028", mark)
                case "code_inline":
                    self._chip(child.content, replace(mark, is_code=True))
                case "image":
                    words = child.content or translate("Transcript", "picture")
                    self._chip(words, replace(mark, is_chip=True, tone="text2"))
                case "link_open":
                    url = str(child.attrs.get("href", ""))
                    url = url if is_allowed(url) else ""
                    links.append((cursor.position(), url))
                    mark = replace(mark, href=url)
                case "link_close":
                    mark = replace(mark, href="")
                    self._end_link(*links.pop())
                case _:
                    mark = _toggled(mark, child)

    def _text(self, text: str, mark: Mark, *, before_chip: bool = False) -> None:
        if before_chip and text[-1:].isascii():
            spaced = replace(mark, has_space_after=True)
            self._cursor.insertText(text[:-1], char_format(self._style, mark))
            self._cursor.insertText(text[-1:], char_format(self._style, spaced))
        elif text:
            self._cursor.insertText(text, char_format(self._style, mark))

    def _chip(self, text: str, mark: Mark) -> None:
        begin = self._cursor.position()
        self._cursor.insertText(text[:-1], char_format(self._style, mark))
        spaced = replace(mark, has_space_after=text[-1:].isascii())
        self._cursor.insertText(text[-1:], char_format(self._style, spaced))
        self.decor.chips.append((begin, self._cursor.position()))

    def _end_link(self, begin: int, url: str) -> None:
        end = self._cursor.position()
        if url and end > begin:
            reader = QTextCursor(self._doc)
            reader.setPosition(begin)
            reader.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.decor.links.append(Link(begin, end, url, reader.selectedText()))

    def _code(self, code: str) -> None:
        """Write code that stands inside a list or quote: on a fill of its own."""
        look = char_format(self._style, Mark(is_code=True))
        self._gap, begin = 14, -1
        for line in code.split("\n"):
            self._begin_block(self._style.line("code"), pad=self._style.px(12))
            begin = self._cursor.position() if begin < 0 else begin
            self._cursor.insertText(line, look)
            self._gap = 0
        self.decor.panels.append((begin, self._cursor.position(), self._indent()))
        self._gap = 14


def _toggled(mark: Mark, child: Token) -> Mark:
    is_on = child.nesting > 0
    match child.type:
        case "strong_open" | "strong_close":
            return replace(mark, is_strong=is_on)
        case "em_open" | "em_close":
            return replace(mark, is_emphasis=is_on)
        case "s_open" | "s_close":
            return replace(mark, is_struck=is_on)
        case _:
            return mark
