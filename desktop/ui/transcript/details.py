"""A card as blocks: its row, and when it is open its texts as code or trees, its sources as a list.

No Qt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.ui.transcript.blocks import Block, Chain, Limits, split
from desktop.ui.transcript.card import Card, Detail
from desktop.ui.transcript.jsontree import parsed
from desktop.ui.transcript.kinds import CARD, SOURCES, TREE
from desktop.ui.transcript.spans import PARSER

FEW_SOURCES = 8
LONGEST_LINE = 4000  # characters that are laid out as one line: 2 ms
_FIRST_LINES = 40
_CUT = Limits(code_lines=_FIRST_LINES)
_FENCES = re.compile(r"`{3,}")
_PROSE = frozenset({"", "text"})


def card_blocks(card: Card, section: int, *, is_open: bool) -> list[Block]:
    """Give the blocks of a card: its row, and below it what is inside when it is open."""
    blocks = [Block("", CARD, section=section)]
    if is_open:
        for detail in card.details:
            blocks += (replace(block, section=section) for block in _detail(detail))
        if card.links:
            chain = Chain("", is_folded=len(card.links) > FEW_SOURCES)
            blocks.append(Block("", SOURCES, section=section, chain=chain))
    return blocks


def _detail(detail: Detail) -> Iterator[Block]:
    if detail.language == "json" and isinstance(parsed(detail.text), dict | list):
        yield Block(detail.text, TREE, chain=Chain("json", title=detail.label))
        return
    text = "\n".join(_short_lines(detail.text.rstrip("\n")))
    longest = max((len(found[0]) for found in _FENCES.finditer(text)), default=2)
    fence = "`" * (longest + 1)
    blocks, _ = split(f"{fence}{detail.language}\n{text}\n{fence}\n", PARSER, _CUT)
    for block in blocks:
        if block.chain is not None and block.is_first:
            block.chain.title = detail.label
            block.chain.is_wrapped = detail.language in _PROSE
            block.chain.lines = 0 if block.is_last else text.count("\n") + 1
            block.chain.is_folded = not block.is_last
        yield block


def _short_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for at in range(0, len(line) or 1, LONGEST_LINE):
            yield line[at : at + LONGEST_LINE]
