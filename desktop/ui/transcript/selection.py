"""What is selected: two positions, ordered, extended by word or paragraph, by mouse or keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from PySide6.QtGui import QTextCursor

from desktop.ui.transcript.blocks import Chain
from desktop.ui.transcript.layout import Layout
from desktop.ui.transcript.plain import CHROME, LITERAL, block_text, joint_of
from desktop.ui.transcript.spans import CODE
from desktop.ui.transcript.view import BlockView

FAR = 1 << 30


class Position(NamedTuple):
    """A place between two characters; tuples order as the text does. char counts UTF-16 units."""

    message: int
    block: int
    char: int


class Unit(Enum):
    """What dragging extends by."""

    CHARACTER = 0
    WORD = 1
    PARAGRAPH = 2


@dataclass(frozen=True, slots=True)
class Selected:
    """A selected stretch: a whole message (text None: it is slow to make), or (part of) a block.

    `joint` stands between it and the stretch before, `head` before `body` in Markdown. Stretches
    of one code block or table share a `chain`; code is fenced anew as `language`.
    """

    row: int
    text: str | None
    body: str
    joint: str = "\n\n"
    head: str = ""
    chain: Chain | None = None
    language: str | None = None
    is_literal: bool = False  # shown as it was typed

    @property
    def markdown(self) -> str:
        """The stretch as Markdown."""
        if self.language is not None and self.text is not None:
            return _fenced(self.language, self.text)
        return self.head + self.body

    def joined(self, other: Selected) -> Selected:
        """Give this stretch with the next one of the same chain."""
        text = f"{self.text}{other.joint}{other.text}"
        return replace(self, text=text, body=f"{self.body}\n{other.body}")


class Selection:
    """The selected range; blocks that were never drawn take part by their text."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._origin: tuple[Position, Position] | None = None
        self.unit = Unit.CHARACTER
        self.start: Position | None = None
        self.end: Position | None = None
        self.head: Position | None = None  # the end that moves

    def __bool__(self) -> bool:
        return self.start is not None and self.start != self.end

    def begin(self, position: Position, unit: Unit = Unit.CHARACTER) -> None:
        """Start anew at position with its whole unit."""
        self.unit = unit
        self._origin = self._grown(position)
        self.start, self.end = self._origin
        self.head = self.end

    def extend(self, position: Position) -> None:
        """Move the free end to position; the unit where it began always stays selected."""
        if self._origin is None:
            self.begin(position)
            return
        low, high = self._grown(position)
        self.start, self.end = min(self._origin[0], low), max(self._origin[1], high)
        self.head = low if low < self._origin[0] else high

    def select_all(self) -> None:
        """Select everything, also what arrives later."""
        self.start, self.end = Position(0, 0, 0), Position(FAR, FAR, FAR)
        self._origin, self.head = (self.start, self.start), self.end

    def clear(self) -> None:
        """Select nothing."""
        self.start = self.end = self._origin = self.head = None

    def span(self, row: int, index: int, view: BlockView) -> tuple[int, int] | None:
        """Give the selected part of a block or None."""
        if not self or self.start is None or self.end is None:
            return None
        if (row, index) < self.start[:2] or (row, index) > self.end[:2]:
            return None
        low = self.start.char if (row, index) == self.start[:2] else 0
        high = self.end.char if (row, index) == self.end[:2] else view.end()
        return (low, min(high, view.end())) if low < high else None

    def stretches(self) -> Iterator[Selected]:
        """Yield what is selected, pieces of one code block or table as one."""
        last: Selected | None = None
        for stretch in self._pieces():
            if last is not None and stretch.chain is not None and stretch.chain is last.chain:
                last = last.joined(stretch)
                continue
            if last is not None:
                yield last
            last = stretch
        if last is not None:
            yield last

    def _pieces(self) -> Iterator[Selected]:
        if not self or self.start is None or self.end is None:
            return
        messages = self._layout.model.messages
        for row in range(self.start.message, min(self.end.message + 1, len(messages))):
            message = messages[row]
            if self.start < (row, 0, 1) and self.end >= (row + 1, 0, 0):
                body = message.text.rstrip("\n")
                yield Selected(row, None, body, is_literal=message.is_question)
                continue
            for index, block in enumerate(message.blocks()):
                is_inside = self.start[:2] <= (row, index) <= self.end[:2]
                if is_inside and not message.is_left_out(index) and block.kind not in _SILENT:
                    yield from self._piece(row, index)

    def _piece(self, row: int, index: int) -> Iterator[Selected]:
        message = self._layout.model.messages[row]
        block = message.blocks()[index]
        assert self.start is not None
        assert self.end is not None
        if not self.start[:2] < (row, index) < self.end[:2]:
            view = self._layout.view(row, index)
            span = self.span(row, index, view)
            if span is None:
                return
            if span != (0, view.end()):
                yield _part(row, view, span)
                return
        is_cut = block.kind in CODE and not (block.is_first and block.is_last)
        yield Selected(
            row,
            block_text(block, message.env()),
            block.source if block.kind == "plain" else block.source.rstrip("\n"),
            joint_of(block),
            block.head,
            block.chain,
            block.chain.language if is_cut and block.chain is not None else None,
            is_literal=block.kind in LITERAL,
        )

    def _grown(self, position: Position) -> tuple[Position, Position]:
        if self.unit is Unit.CHARACTER:
            return position, position
        kinds = QTextCursor.SelectionType
        is_word = self.unit is Unit.WORD
        view = self._layout.view(position.message, position.block)
        kind = kinds.WordUnderCursor if is_word else kinds.BlockUnderCursor
        low, high = view.around(position.char, kind)
        if view.raw()[low : low + 1] == "\u2029":  # BlockUnderCursor takes the separator before
            low += 1
        return position._replace(char=low), position._replace(char=high)


_SILENT = CHROME - {"notice"}


def _part(row: int, view: BlockView, span: tuple[int, int]) -> Selected:
    """Give part of a drawn block."""
    block, text = view.block, view.text_between(*span)
    joint = joint_of(block)
    if block.kind in CODE:
        language = block.chain.language if block.chain is not None else ""
        return Selected(row, text, text, joint, chain=block.chain, language=language)
    if block.kind in LITERAL:
        if span[1] == view.end() and not block.is_last and block.source.endswith("\n"):
            text += "\n"
        return Selected(row, text, text, joint, is_literal=True)
    return Selected(row, text, view.markdown_between(*span), joint)


def _fenced(language: str, code: str) -> str:
    ticks = "```"
    while ticks in code:
        ticks += "`"
    return f"{ticks}{language}\n{code}\n{ticks}"
