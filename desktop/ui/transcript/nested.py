"""Colours of code that stands inside a list or quote: a panel in the text of a block."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextDocument, QTextFormat

from desktop.ui.transcript.coloring import Lexer, color_lines
from desktop.ui.transcript.style import Mark, char_format
from desktop.ui.transcript.textview import TextView

_LANGUAGE = QTextFormat.Property.BlockCodeLanguage


class NestedCode:
    """One panel; coloured once, when its block is complete."""

    def __init__(self, view: TextView, begin: int, end: int) -> None:
        self._view, self._begin, self._end = view, begin, end
        block = view.doc.findBlock(begin)
        self.language = str(block.blockFormat().property(_LANGUAGE) or "")
        self.needs_colors = bool(self.language)

    @property
    def doc(self) -> QTextDocument:
        """The document that it is part of."""
        return self._view.doc

    def touch(self) -> None:
        """Have it painted again."""
        self._view.revision += 1

    def color_steps(self, lexer: Lexer) -> Iterator[None]:
        """Colour its lines; yields after each."""
        lines = [block.text() for block in _blocks(self.doc, self._begin, self._end)]
        tokens = lexer.tokens("\n".join(lines), ["root"])
        yield from color_lines(tokens, self.doc.findBlock(self._begin), self._look)
        self.needs_colors = False

    def _look(self, token: str) -> QTextCharFormat:
        return char_format(self._view.style, Mark(is_code=True, tone=token))


class NestedCodes:
    """Remembers the panels of the views that are on show."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[TextView, tuple[object, list[NestedCode]]] = (
            WeakKeyDictionary()
        )

    def of(self, view: TextView) -> list[NestedCode]:
        """Give the panels of a complete block."""
        panels = view.decor.panels
        if not panels or view.block.is_open:
            return []
        mark = (id(view.decor), tuple(panels), view.doc.characterCount())
        known = self._known.get(view)
        if known is None or known[0] != mark:
            made = [NestedCode(view, panel[0], panel[1]) for panel in panels]
            known = self._known[view] = (mark, made)
        return known[1]


def _blocks(doc: QTextDocument, begin: int, end: int) -> Iterator[QTextBlock]:
    block = doc.findBlock(begin)
    while block.isValid() and block.position() <= end:
        yield block
        block = block.next()
