"""One message of the transcript while it is on show: its text, and the blocks it is drawn as."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

from desktop.core.types import Role
from desktop.ui.transcript.blocks import Block, BlockSplitter
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.plain import CHROME, block_text, join

FOLD, WAIT, NOTICE, ACTIONS, PLAIN = "fold", "wait", "notice", "actions", "plain"
_NO_LINKS: dict[str, Any] = {}
PLAIN_PIECE, LONGEST_PIECE = 3000, 12_000  # characters of a question that are laid out at once


class Message:
    """One message: foldable reasoning, text, notice and actions. Blocks are made on first use."""

    __slots__ = (
        "_blocks", "_fed", "_frozen", "_plain", "_splitters",
        "entry", "is_folded", "is_relinked", "reasoning", "text",
    )  # fmt: skip

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.text, self.reasoning = entry.text, entry.reasoning
        self.is_folded = True
        self.is_relinked = False
        self._blocks: list[Block] | None = None
        self._frozen = 0
        self._fed = [0, 0]
        self._splitters: tuple[BlockSplitter, BlockSplitter] | None = None
        self._plain: str | None = None

    @property
    def id(self) -> int:
        """The stored message's id."""
        return self.entry.message_id

    @property
    def is_question(self) -> bool:
        """True for what a person wrote: shown as it was typed, in a bubble."""
        return self.entry.role is Role.USER

    def env(self) -> MutableMapping[str, Any]:
        """Give the link references known so far."""
        return self._splitters[1].env if self._splitters else _NO_LINKS

    def blocks(self) -> list[Block]:
        """Give the blocks in order, the open ones and the actions last; split on first use."""
        if self._blocks is None:
            self._blocks = []
            self.advance()
        return self._blocks

    @property
    def is_split(self) -> bool:
        """True once somebody asked for the blocks."""
        return self._blocks is not None

    def reset(self, entry: Entry) -> None:
        """Take another text: everything is split again."""
        self.entry = entry
        self.text, self.reasoning = entry.text, entry.reasoning
        self._blocks, self._frozen, self._fed, self._splitters = None, 0, [0, 0], None
        self.forget_plain()

    def advance(self) -> int:
        """Take in what was appended since; give the index of the first block that changed."""
        self.forget_plain()
        if self._blocks is None:
            return 0
        if self._fed[1] and self._fed[0] < len(self.reasoning):  # a thought after words: begin anew
            self._frozen, self._fed, self._splitters = 0, [0, 0], None
        first = self._frozen
        del self._blocks[first:]
        if self.is_question:
            self._blocks[:] = _plain_blocks(self.text)
            return 0
        if self._splitters is None:
            self._splitters = (BlockSplitter(), BlockSplitter())
        if self.reasoning and not self._blocks:
            self._blocks.append(Block("", FOLD))
        self._split(0, self.reasoning, is_last=not self.text)
        self._split(1, self.text, is_last=True)
        self._add_chrome(self._blocks)
        return first

    def is_hidden(self, index: int) -> bool:
        """Tell whether block index is inside the folded reasoning."""
        return self.is_folded and self.blocks()[index].is_reasoning

    def plain(self) -> str:
        """Give the visible text of the whole message; kept until the message changes."""
        if self._plain is None:
            if self.is_question:
                self._plain = self.text.strip("\n")
            else:
                env = self.env()
                shown = (
                    block
                    for index, block in enumerate(self.blocks())
                    if not self.is_hidden(index) and block.kind not in CHROME
                )
                self._plain = join((block, block_text(block, env)) for block in shown)
        return self._plain

    def forget_plain(self) -> None:
        """Drop the kept text after a change."""
        self._plain = None

    def _split(self, part: int, text: str, *, is_last: bool) -> None:
        assert self._splitters is not None
        assert self._blocks is not None
        splitter, fed = self._splitters[part], self._fed[part]
        is_done = fed == len(text) and not splitter.has_tail
        if is_done:
            return
        splitter.feed(text[fed:])
        self._fed[part] = len(text)
        links = len(splitter.env.get("references", ()))
        is_growing = self.entry.is_streaming and is_last
        closed = splitter.take() if is_growing else splitter.finish()
        self._blocks += [replace(b, is_reasoning=True) for b in closed] if part == 0 else closed
        self._frozen = len(self._blocks)
        self.is_relinked |= links != len(splitter.env.get("references", ()))
        self._blocks += (replace(b, is_reasoning=part == 0) for b in splitter.tail())

    def _add_chrome(self, blocks: list[Block]) -> None:
        entry = self.entry
        if entry.is_streaming and not (self.text or self.reasoning):
            blocks.append(Block("", WAIT))
        if entry.notice is not None:
            blocks.append(Block(f"{entry.notice.title}\n{entry.notice.hint}".strip(), NOTICE))
        if not entry.is_streaming and entry.role is Role.ASSISTANT:
            blocks.append(Block("", ACTIONS))


def _plain_blocks(text: str) -> list[Block]:
    """Cut a question into pieces of whole lines; a line without an end is cut at a space."""
    text = text.strip("\n")
    blocks: list[Block] = []
    begin = 0
    while True:
        end = text.find("\n", begin + PLAIN_PIECE, begin + LONGEST_PIECE) + 1
        if not end and len(text) > begin + LONGEST_PIECE:
            end = text.rfind(" ", begin, begin + LONGEST_PIECE) + 1 or begin + LONGEST_PIECE
        is_last = not end or end >= len(text)
        piece = text[begin:] if is_last else text[begin:end]
        blocks.append(Block(piece, PLAIN, is_first=begin == 0, is_last=is_last))
        begin = end
        if is_last:
            return blocks
