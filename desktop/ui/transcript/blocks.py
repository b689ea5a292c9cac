"""Markdown that arrives in pieces, cut into blocks that never change again and one open tail. No Qt.

Boundaries are markdown-it's own top-level tokens, so the pieces are exact by construction:
CommonMark decides block structure line by line and never reopens a block once the next one at the
same level has begun. The same holds one level down, so long lists, quotes and tables are cut
between their items, children and rows, and code between lines: the open tail stays short, however
long the block is that it belongs to. What is not local to a block are the definitions of links and
footnotes (`BlockSplitter.env`), a table's head, a fence's opening line and a list's number; the
last three travel with each `Block`. Footnotes wait at the end: they stay behind what is still open.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt

from desktop.markdown import footnotes
from desktop.ui.transcript.spans import CODE, PARSER, Span, parse_blocks, spans


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a piece of a block may become before the next one begins."""

    characters: int = 1200
    units: int = 16
    code_lines: int = 80


LIMITS = Limits()


@dataclass(slots=True, eq=False)
class Chain:
    """What the pieces of one code block or table share.

    `codes` are the texts of the pieces that are followed by another, `states` what a lexer knew at
    the beginning of each piece.
    """

    language: str
    codes: list[str] = field(default_factory=list)
    states: list[tuple[str, ...]] = field(default_factory=list)
    scroll_x: int = 0
    width_px: int = 0
    title: str = ""  # shown instead of the language
    is_folded: bool = False
    is_wrapped: bool = False
    has_numbers: bool = False
    lines: int = 0  # of all pieces, once it is long enough to be folded
    state: object = None  # of the view that draws it

    def take_look(self, other: Chain) -> None:
        """Look as another does: it is the same code at an earlier time."""
        self.scroll_x, self.is_wrapped = other.scroll_x, other.is_wrapped
        self.has_numbers = other.has_numbers


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One top-level block or a piece of one.

    `source` keeps its trailing blank lines: joined sources are the message's text. `head` must
    stand before `source` to parse a piece that is not the first of its block.
    """

    source: str
    kind: str
    is_first: bool = True
    is_last: bool = True
    is_open: bool = False
    is_reasoning: bool = False
    head: str = ""
    number: int = 1
    chain: Chain | None = None
    link: int = 0
    section: int = 0  # of the message


_LISTS = frozenset({"bullet_list", "ordered_list"})


@dataclass(slots=True)
class _Rest:
    """The block whose first pieces are frozen while it goes on."""

    head: str
    number: int
    chain: Chain | None
    link: int


class BlockSplitter:
    """Splits text that arrives in pieces; the result never depends on how it was cut."""

    def __init__(self, parser: MarkdownIt = PARSER, limits: Limits = LIMITS) -> None:
        self._parser, self._limits = parser, limits
        self._pending: list[str] = []
        self._tail = ""
        self._rest: _Rest | None = None
        self._notes: list[Block] = []
        self._open: Span | None = None  # the only block of the tail's whole lines
        self._tried = 0  # up to here it was looked for what can be frozen
        self.env: MutableMapping[str, Any] = {}

    def feed(self, text: str) -> None:
        """Add text; costs O(1), the work is done by `take`."""
        self._pending.append(text)

    def take(self) -> list[Block]:
        """Give the blocks that closed since the last call; they will never change."""
        self._drain()
        self.env["is_open"] = True
        complete = self._tail.rfind("\n") + 1
        if complete == self._tried:  # no line has ended since
            return []
        blocks = self._set_apart(self._freeze(complete, is_end=False))
        self._tried = self._tail.rfind("\n") + 1
        return blocks

    def finish(self) -> list[Block]:
        """Give all that is left as closed blocks."""
        self._drain(is_end=True)
        blocks = self._freeze(len(self._tail), is_end=True) if self._tail else []
        blocks = [*self._set_apart(blocks), *self._notes]
        self._rest, self._notes = None, []
        self.env["is_open"] = False
        return blocks

    def tail(self) -> list[Block]:
        """Give the open text as blocks that may still change; the last one is open."""
        if not self._tail.strip():
            return list(self._notes)
        found = self._tail_spans()
        blocks: list[Block] = []
        rest = self._rest
        for span in found:
            block = _block(span, self._tail[span.begin : span.end], rest, is_last=True)
            rest = None
            blocks.append(block)
        blocks[-1] = replace(blocks[-1], is_open=not found[-1].is_ended)
        words = [block for block in blocks if block.kind != footnotes.KIND]
        return [*words, *self._notes, *(b for b in blocks if b.kind == footnotes.KIND)]

    def _tail_spans(self) -> list[Span]:
        """Give the blocks of the tail; a list goes on if the line after its last one is indented."""
        line = self._tail[self._tried :]
        if self._open is not None and self._open.kind in _LISTS and line[:1] in {"", " "}:
            return [replace(self._open, begin=0, end=len(self._tail))]
        return spans(self._parser, self._head, self._tail)

    @property
    def _head(self) -> str:
        return self._rest.head if self._rest else ""

    def _drain(self, *, is_end: bool = False) -> None:
        text = "".join(self._pending)
        self._pending.clear()
        if text.endswith("\r") and not is_end:  # may be half of \r\n
            self._pending.append("\r")
            text = text[:-1]
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._tail += text.replace("\0", "\ufffd")

    def _freeze(self, complete: int, *, is_end: bool) -> list[Block]:
        blocks: list[Block] = []
        source, cut = self._tail[:complete], 0
        head = self._head
        for span, following in pairwise([*spans(self._parser, head, source), None]):
            assert span is not None
            is_closed = is_end or following is not None
            cut = self._cut(span, source, blocks, is_closed=is_closed)
            self._open = None if is_closed else span
        if cut:
            self._tail = self._tail[cut:]
            if "]:" in source:
                parse_blocks(self._parser, head + source[:cut], self.env)
                footnotes.learn(self.env)
        return blocks

    def _set_apart(self, blocks: list[Block]) -> list[Block]:
        """Keep footnotes for the end."""
        self._notes += (block for block in blocks if block.kind == footnotes.KIND)
        return [block for block in blocks if block.kind != footnotes.KIND]

    def _cut(self, span: Span, source: str, out: list[Block], *, is_closed: bool) -> int:
        """Add the closed pieces of a block to out; give where the open rest begins."""
        begin = span.begin
        for end, units in self._cuts(span):
            block = _block(span, source[begin:end], self._rest, is_last=False)
            if block.chain is not None:
                is_code = block.kind in CODE
                block.chain.codes.append(code_of(block) if is_code else block.source)
            out.append(block)
            self._rest = _Rest(span.head, block.number + units, block.chain, block.link + 1)
            begin = end
        if is_closed:
            out.append(_block(span, source[begin : span.end], self._rest, is_last=True))
            self._rest = None
            begin = span.end
        return begin

    def _cuts(self, span: Span) -> Iterator[tuple[int, int]]:
        """Yield where span's pieces end, and how many units each holds."""
        begin, units = span.begin, 0
        limits = self._limits
        most = limits.code_lines if span.kind in CODE else limits.units
        size = 1 << 14 if span.kind in CODE else limits.characters
        for unit in span.units:
            units += 1
            if units >= most or unit - begin >= size:
                yield unit, units
                begin, units = unit, 0


def _block(span: Span, source: str, rest: _Rest | None, *, is_last: bool) -> Block:
    """Make a block, or the next piece of the one that `rest` tells of."""
    if rest is not None:
        return Block(
            source, span.kind, is_first=False, is_last=is_last,
            head=rest.head, number=rest.number, chain=rest.chain, link=rest.link,
        )  # fmt: skip
    chain = Chain(span.info) if span.kind in CODE or span.kind == "table" else None
    return Block(source, span.kind, is_last=is_last, number=span.number, chain=chain)


def code_of(block: Block) -> str:
    """Give the code of a piece without its fence, indentation and last line end."""
    tokens = parse_blocks(PARSER, block.head + block.source, {})
    code = next((token.content for token in tokens if token.type in CODE), "")
    code = code.removesuffix("\n")
    if block.kind == "code_block" and not block.is_last:  # blank lines inside belong to the code
        blank = block.source[len(block.source.rstrip()) :].split("\n")[1:-1]
        code += "".join(f"\n{line.expandtabs(4)[4:]}" for line in blank)
    return code


def split(
    text: str, parser: MarkdownIt = PARSER, limits: Limits = LIMITS
) -> tuple[list[Block], MutableMapping[str, Any]]:
    """Give the blocks of a whole text and the environment (link references) to draw them with."""
    splitter = BlockSplitter(parser, limits)
    splitter.feed(text)
    return splitter.finish(), splitter.env


def utf16_length(text: str) -> int:
    """Give the length of text as Qt counts it: characters beyond the BMP are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
