"""How tokens become colours of lines, in steps that can be taken one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextLayout

from desktop.ui.transcript.blocks import Chain, utf16_length


class Lexer(Protocol):
    """Gives (colour token or "", text) pairs; goes on from, and changes, a stack of states."""

    def tokens(self, text: str, stack: list[str]) -> Iterator[tuple[str, str]]:
        """Yield the tokens of text; their texts join to it."""
        ...


def color_lines(
    tokens: Iterable[tuple[str, str]], block: QTextBlock, look: Callable[[str], QTextCharFormat]
) -> Iterator[None]:
    """Colour the paragraphs from block on, one for each line; yields after each but the last."""
    ranges: list[QTextLayout.FormatRange] = []
    column = 0
    for token, value in tokens:
        for number, part in enumerate(value.split("\n")):
            if number:
                block.layout().setFormats(ranges)
                block, column, ranges = block.next(), 0, []
                yield
            length = utf16_length(part)
            if token and length:
                ranges.append(_range(column, length, look(token)))
            column += length
    if block.isValid():
        block.layout().setFormats(ranges)


def know_state(chain: Chain, link: int, lexer: Lexer) -> Iterator[None]:
    """Learn what a lexer knows at the beginning of a piece, by reading those before it."""
    if not chain.states:
        chain.states.append(("root",))
    while len(chain.states) <= link:
        code, stack = chain.codes[len(chain.states) - 1], list(chain.states[-1])
        for count, _ in enumerate(lexer.tokens(code + "\n", stack)):
            if count % 64 == 0:
                yield
        chain.states.append(tuple(stack))


def offset_of(text: str, line: int) -> int:
    """Give where a line begins."""
    at = 0
    for _ in range(line):
        at = text.find("\n", at) + 1
    return at


def common_lines(old: str, new: str) -> int:
    """Give how many characters of whole lines two texts share at their beginning."""
    shared = 0
    for count, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return shared
        if a == "\n":
            shared = count + 1
    return shared


def _range(start: int, length: int, look: Any) -> QTextLayout.FormatRange:  # noqa: ANN401
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, length, look
    return span
