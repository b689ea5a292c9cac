"""What stands inside a paragraph, written into a document: emphasis, code, links, objects."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from desktop.markdown import footnotes, tex_rules
from desktop.markdown.grammar import is_tight
from desktop.ui.transcript import objects
from desktop.ui.transcript.decor import Decor, Link
from desktop.ui.transcript.link_check import is_allowed
from desktop.ui.transcript.plain import alt_text, next_text
from desktop.ui.transcript.style import Mark, Style, char_format

WAY_BACK = "↩"
_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_PLAIN = Mark()
_OBJECTS = frozenset({tex_rules.INLINE, "image"})
_HARMLESS = {0x0A: " ", 0x0D: " ", 0x2028: " ", 0x2029: " "} | dict.fromkeys(
    (0xFDD0, 0xFDD1, 0xFFFC), "\ufffd"
)
"""Characters by which Qt means paragraphs, frames and objects; an entity may bring them in."""


def is_rtl(text: str) -> bool:
    """Tell whether a paragraph runs from right to left: by its first strong character."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return True
            case "L":
                return False
    return False


def token_text(token: Token) -> str:
    """Give the words of an inline token that say which way it runs: code is no such word."""
    return "".join(c.content for c in token.children or () if c.type in {"text", "text_special"})


def has_objects(tokens: list[Token]) -> bool:
    """Tell whether formulas or pictures are among the tokens."""
    return any(
        token.type == tex_rules.BLOCK or any(c.type in _OBJECTS for c in token.children or ())
        for token in tokens
    )


class InlineWriter:
    """Writes inline tokens at a cursor; links and fills go to `decor`."""

    def __init__(self, doc: QTextDocument, cursor: QTextCursor, style: Style, decor: Decor) -> None:
        self._doc, self._cursor, self._style, self._decor = doc, cursor, style, decor
        # In lines that run both ways Qt paints spaced letters elsewhere than it says.
        self._has_room = cursor.blockFormat().layoutDirection() != _RIGHT_TO_LEFT
        self._looks: dict[Mark, QTextCharFormat] = {}
        self._last = ""  # the character before the cursor
        self._links: list[tuple[int, str]] = []
        self._next_block: QTextBlockFormat | None = None

    def write(self, token: Token, mark: Mark) -> None:
        """Write the text of an inline token on top of a mark."""
        children = token.children or []
        for index, child in enumerate(children):
            match child.type:
                case "text" | "text_special":
                    following = children[index + 1].type if index + 1 < len(children) else ""
                    self._text(child.content, mark, before_chip=following == "code_inline")
                case "softbreak":
                    if not is_tight(self._last, next_text(children, index + 1)):
                        self._text(" ", mark)
                case "hardbreak":
                    self._insert("\u2028", mark)
                case "link_open" | "link_close":
                    mark = self._link(child, mark)
                case _ if child.nesting:
                    mark = _toggled(mark, child.type, child.nesting)
                case _:
                    self._thing(child, mark, is_alone=len(children) == 1)

    def _thing(self, child: Token, mark: Mark, *, is_alone: bool) -> None:
        """Write what stands for itself: code, a picture, a formula, the number of a footnote."""
        match child.type:
            case "code_inline":
                self._chip(child.content, replace(mark, is_code=True))
            case "image":
                self._picture(child, mark)
            case tex_rules.INLINE:
                self.write_formula(child, mark, is_alone=is_alone)
            case footnotes.REFERENCE:
                self._note(child.content, footnotes.address(child.meta["label"]), mark)
            case _:
                self._text(child.content, mark)

    def write_formula(self, token: Token, mark: Mark = _PLAIN, *, is_alone: bool) -> None:
        """Write a formula; one that is displayed has a paragraph of its own."""
        source = token.content
        is_display = token.tag == "display"
        is_open = tex_rules.UNFINISHED in source
        if is_open:
            source = objects.completed(source.partition(tex_rules.UNFINISHED)[0].strip())
        look = objects.formula_format(
            char_format(self._style, mark), source, is_display=is_display, is_open=is_open
        )
        if not is_display:
            self._insert_object(look)
            return
        paragraph, centred = self._cursor.blockFormat(), self._cursor.blockFormat()
        centred.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if self._cursor.atBlockStart():
            self._cursor.setBlockFormat(centred)
        else:
            self._cursor.insertBlock(centred)
        self._insert_object(look)
        self._next_block = None if is_alone else paragraph

    def write_way_back(self, label: str) -> None:
        """Write the link from a footnote to its place in the text."""
        self._text(" ", Mark())
        self._note(WAY_BACK, footnotes.address(label, is_back=True), Mark(), is_raised=False)

    def _note(self, words: str, address: str, mark: Mark, *, is_raised: bool = True) -> None:
        begin = self._cursor.position()
        self._insert(words, replace(mark, target=address, is_raised=is_raised))
        self._decor.links.append(Link(begin, self._cursor.position(), address, words))

    def _link(self, token: Token, mark: Mark) -> Mark:
        if token.type == "link_open":
            url = str(token.attrs.get("href", ""))
            self._links.append((self._cursor.position(), url))
            return replace(mark, target=url)
        begin, url = self._links.pop()
        end = self._cursor.position()
        if end > begin and is_allowed(url):
            reader = QTextCursor(self._doc)
            reader.setPosition(begin)
            reader.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._decor.links.append(Link(begin, end, url, reader.selectedText()))
        return replace(mark, target="")

    def _text(self, text: str, mark: Mark, *, before_chip: bool = False) -> None:
        if before_chip and self._has_room and text[-1:].isascii():
            self._insert(text[:-1], mark)
            self._insert(text[-1:], replace(mark, has_space_after=True))
        elif text:
            self._insert(text, mark)

    def _insert(self, text: str, mark: Mark) -> None:
        if not text:
            return
        if self._next_block is not None:  # after a formula in a paragraph of its own
            text = text.lstrip()
            if not text:
                return
            self._begin_next()
        if text != "\u2028" and (not text.isprintable() or objects.OBJECT in text):
            text = text.translate(_HARMLESS)
        look = self._looks.get(mark)
        if look is None:
            look = self._looks[mark] = char_format(self._style, mark)
        self._cursor.insertText(text, look)
        self._last = text[-1]

    def _insert_object(self, look: QTextCharFormat) -> None:
        self._begin_next()
        self._cursor.insertText(objects.OBJECT, look)
        self._last = objects.OBJECT

    def _begin_next(self) -> None:
        if self._next_block is not None:
            self._cursor.insertBlock(self._next_block, QTextCharFormat())
            self._next_block = None

    def _chip(self, text: str, mark: Mark) -> None:
        begin = self._cursor.position()
        self._insert(text[:-1], mark)
        has_space = self._has_room and text[-1:].isascii()
        self._insert(text[-1:], replace(mark, has_space_after=has_space))
        self._decor.chips.append((begin, self._cursor.position()))

    def _picture(self, token: Token, mark: Mark) -> None:
        source = str(token.attrs.get("src", ""))
        base = char_format(self._style, mark)
        self._insert_object(objects.picture_format(base, source, alt_text(token)))


@lru_cache(maxsize=256)
def _toggled(mark: Mark, kind: str, by: int) -> Mark:
    match kind:
        case "strong_open" | "strong_close":
            return replace(mark, strong=mark.strong + by)
        case "em_open" | "em_close":
            return replace(mark, emphasis=mark.emphasis + by)
        case "s_open" | "s_close":
            return replace(mark, struck=mark.struck + by)
        case _:
            return mark
