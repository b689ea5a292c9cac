"""One section of a message while it is on show: its text, and the blocks that it is drawn as. No Qt."""

from __future__ import annotations

import time
from collections.abc import Iterable, MutableMapping
from dataclasses import replace
from typing import Any

from desktop.ui.transcript.blocks import Block, BlockSplitter, Chain, code_of
from desktop.ui.transcript.details import card_blocks
from desktop.ui.transcript.entry import Section, SectionKind
from desktop.ui.transcript.kinds import FOLD, TREE
from desktop.ui.transcript.spans import CODE

LONG_CODE = 200
"""Lines; code that is longer is folded to its beginning."""
_FENCE = "```json\n"


class Passage:
    """A section that may grow. What a person folds is kept by its message."""

    __slots__ = (
        "_began", "_closed", "_fresh", "_has_grown", "_pieces", "_splitter",
        "blocks", "card", "index", "is_json", "is_settled", "kind", "seconds",
    )  # fmt: skip

    def __init__(self, section: Section, index: int, *, is_live: bool = False) -> None:
        self.kind, self.index = section.kind, index
        self.card, self.seconds, self.is_json = section.card, section.seconds, section.is_json
        self.blocks: list[Block] = []
        self.is_settled = False
        self._pieces = [section.text]
        self._has_grown = is_live
        self._began = time.monotonic() if is_live else None
        self._splitter: BlockSplitter | None = None
        self._begin()

    def _begin(self) -> None:
        self.is_settled = False
        self._closed = 0
        self.blocks.clear()
        self._splitter = None
        self._fresh = [self.text]

    @property
    def text(self) -> str:
        """What has arrived."""
        if len(self._pieces) > 1:
            self._pieces[:] = ["".join(self._pieces)]
        return self._pieces[0]

    @property
    def is_reasoning(self) -> bool:
        """True for what was thought aloud."""
        return self.kind is SectionKind.REASONING

    def section(self) -> Section:
        """Give it as an entry tells of it."""
        return Section(self.kind, self.text, self.card, self.seconds, self.is_json)

    def append(self, text: str) -> None:
        """Add a piece; O(1)."""
        self._pieces.append(text)
        self._has_grown = True
        if self.is_settled:
            self._begin()
        else:
            self._fresh.append(text)

    def is_before(self, section: Section) -> bool:
        """Tell whether a section is this one, at this time or later."""
        if section.kind is not self.kind or section.is_json is not self.is_json:
            return False
        if section.card is not None and self.card is not None:
            return section.card.id == self.card.id
        if self.is_settled:
            return section.text == self.text
        return section.text.startswith(self.text)

    def take(self, section: Section) -> None:
        """Take the state of the section that this one is before."""
        rest = section.text[len(self.text) :]
        if rest:
            self.append(rest)
        if section.seconds is not None:
            self.seconds = section.seconds
        if section.card != self.card:
            self.card = section.card
            self.is_settled = False

    def advance(self, env: MutableMapping[str, Any], *, is_growing: bool, is_open: bool) -> int:
        """Take in what was appended since; give the index of the first block that changed."""
        if self.is_settled:
            return len(self.blocks)
        if self.card is not None:
            self.blocks[:] = card_blocks(self.card, self.index, is_open=is_open)
            self.is_settled = True
            return 0
        if self.is_json and not is_growing:
            chain = Chain("json")
            self.blocks[:] = [Block(self.text, TREE, section=self.index, chain=chain)]
            self.is_settled = True
            return 0
        first = self._split(env, is_growing=is_growing)
        self._has_grown |= is_growing
        if not is_growing:
            self._settle()
            return 0 if self.is_reasoning else first
        return first

    def _split(self, env: MutableMapping[str, Any], *, is_growing: bool) -> int:
        first = self._closed
        del self.blocks[first:]
        if self._splitter is None:
            self._splitter = BlockSplitter()
            self._splitter.env = env
            if self.is_json:
                self._splitter.feed(_FENCE)
        for text in self._fresh:
            self._splitter.feed(text)
        self._fresh.clear()
        if self.is_reasoning and not self.blocks:
            self.blocks.append(Block("", FOLD, section=self.index))
        closed = self._splitter.take() if is_growing else self._splitter.finish()
        self.blocks += self._owned(closed)
        self._closed = len(self.blocks)
        self.blocks += self._owned(self._splitter.tail())
        return first

    def _settle(self) -> None:
        self.is_settled = True
        if self.is_reasoning:
            if self.seconds is None and self._began is not None:
                self.seconds = time.monotonic() - self._began
            self.blocks[0] = replace(self.blocks[0])  # it says how long that took: draw it anew
        else:
            _fold_long_code(self.blocks, is_watched=self._has_grown)

    def _owned(self, blocks: Iterable[Block]) -> Iterable[Block]:
        if not self.index and not self.is_reasoning:
            return blocks
        is_reasoning = self.is_reasoning
        return [replace(b, is_reasoning=is_reasoning, section=self.index) for b in blocks]


def _fold_long_code(blocks: list[Block], *, is_watched: bool) -> None:
    """Fold code that is long; what somebody watched growing stays as it is."""
    for block in blocks:
        chain = block.chain
        if chain is None or block.kind not in CODE or not block.is_last or not chain.codes:
            continue
        lines = sum(code.count("\n") + 1 for code in (*chain.codes, code_of(block)))
        if lines > LONG_CODE:
            chain.lines, chain.is_folded = lines, not is_watched
