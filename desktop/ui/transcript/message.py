"""One message of the transcript while it is on show: its sections, and the blocks it is drawn as."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from desktop.core.types import Role
from desktop.ui.transcript.blocks import Block, Chain
from desktop.ui.transcript.entry import Entry, Section, SectionKind, joined
from desktop.ui.transcript.kinds import ACTIONS, ATTACHED, NOTICE, PLAIN, WAIT
from desktop.ui.transcript.meaning import defined
from desktop.ui.transcript.passage import Passage
from desktop.ui.transcript.plain import CHROME, block_text, join

_NO_LINKS: dict[str, Any] = {}
_NONE_OPEN: frozenset[str] = frozenset()  # one for all: Python makes each anew, 216 bytes
PLAIN_PIECE, LONGEST_PIECE = 3000, 12_000  # characters of a question that are laid out at once


class Message:
    """One message: its sections, notice and actions. Blocks are made on first use.

    Reasoning and cards are folded until a person opens them.
    """

    __slots__ = ("_blocks", "_env", "_opened", "_passages", "_plain", "entry", "is_relinked")

    def __init__(self, entry: Entry, before: Message | None = None) -> None:
        self._opened: frozenset[str] = _NONE_OPEN if before is None else before._opened
        self.is_relinked = False
        self._blocks: list[Block] | None
        self.reset(entry)

    @property
    def id(self) -> int:
        """The stored message's id."""
        return self.entry.message_id

    @property
    def is_question(self) -> bool:
        """True for what a person wrote: shown as it was typed, in a bubble."""
        return self.entry.role is Role.USER

    @property
    def sections(self) -> tuple[Section, ...]:
        """What has arrived, in order."""
        if self._passages is None:
            return self.entry.sections
        return tuple(passage.section() for passage in self._passages)

    @property
    def text(self) -> str:
        """What was said so far."""
        return joined(self.sections, SectionKind.TEXT)

    @property
    def reasoning(self) -> str:
        """What was thought aloud so far."""
        return joined(self.sections, SectionKind.REASONING)

    @property
    def is_split(self) -> bool:
        """True once somebody asked for the blocks."""
        return self._blocks is not None

    def env(self) -> MutableMapping[str, Any]:
        """Give the link references known so far."""
        return _NO_LINKS if self._env is None else self._env

    def passage(self, block: Block) -> Passage:
        """Give the section that a block belongs to."""
        return self._sections()[block.section]

    def blocks(self) -> list[Block]:
        """Give the blocks in order, the open ones and the actions last; split on first use."""
        if self._blocks is None:
            self._blocks = []
            self.advance()
        return self._blocks

    # changes
    def reset(self, entry: Entry) -> None:
        """Take another text: everything is split again."""
        self.entry = entry
        self._passages: list[Passage] | None = None
        self._blocks = None
        self._env: MutableMapping[str, Any] | None = None
        self._plain: str | None = None

    def take(self, entry: Entry) -> None:
        """Take another state; what is laid out stays where the text is the same or longer."""
        passages = self._sections()
        sections = entry.sections
        is_later = len(sections) >= len(passages) and all(
            passage.is_before(section) for passage, section in zip(passages, sections, strict=False)
        )
        if not is_later:
            self.reset(entry)
            return
        self.entry = entry
        for index, section in enumerate(sections):
            if index < len(passages):
                passages[index].take(section)
            else:
                passages.append(Passage(section, index, is_live=entry.is_streaming))

    def append(self, kind: SectionKind, text: str) -> None:
        """Add a piece to the last section, or begin one of another kind."""
        passages = self._sections()
        if not passages or passages[-1].kind is not kind:
            passages.append(Passage(Section(kind), len(passages), is_live=True))
        passages[-1].append(text)

    def advance(self) -> int:
        """Take in what was appended since; give the index of the first block that changed."""
        self.forget_plain()
        blocks = self._blocks
        if blocks is None:
            return 0
        if self.is_question:
            has_files = bool(self.entry.attachments)
            attached = blocks[:1] if blocks and blocks[0].kind == ATTACHED else [_attached()]
            attached = attached if has_files else []
            words = _plain_blocks(self.text) if self.text or not attached else []
            blocks[:] = attached + words
            return 0
        first = self._advance_sections()
        del blocks[first:]
        begin = 0
        for passage in self._sections():
            blocks += passage.blocks[max(0, first - begin) :]
            begin += len(passage.blocks)
        self._add_chrome(blocks)
        return first

    def toggle(self, section: int) -> None:
        """Fold or unfold reasoning or a card."""
        passage = self._sections()[section]
        self._opened ^= {_key(passage)}
        if passage.card is not None:
            passage.is_settled = False
        self.advance()

    # what is on show
    def is_open(self, section: int) -> bool:
        """Tell whether reasoning or a card is unfolded."""
        return _key(self._sections()[section]) in self._opened

    def is_running(self, section: int) -> bool:
        """Tell whether a section is the one that is growing."""
        return self.entry.is_streaming and section == len(self._sections()) - 1

    def is_hidden(self, index: int) -> bool:
        """Tell whether block index is inside something folded."""
        block = self.blocks()[index]
        chain = block.chain
        if chain is not None and chain.is_folded and block.link:
            return True
        return block.is_reasoning and not self.is_open(block.section)

    def is_left_out(self, index: int) -> bool:
        """Tell whether block index is no part of what is read and copied: folded reasoning.

        Code that is folded because it is long is copied whole.
        """
        block = self.blocks()[index]
        return block.is_reasoning and not self.is_open(block.section)

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
                    if block.kind not in CHROME
                    and not self.is_left_out(index)
                    and self.passage(block).card is None
                )
                self._plain = join((block, block_text(block, env)) for block in shown)
        return self._plain

    def forget_plain(self) -> None:
        """Drop the kept text after a change."""
        self._plain = None

    def _sections(self) -> list[Passage]:
        if self._passages is None:
            sections, is_live = self.entry.sections, self.entry.is_streaming
            self._passages = [Passage(s, i, is_live=is_live) for i, s in enumerate(sections)]
        return self._passages

    def _advance_sections(self) -> int:
        """Split what arrived; give the first block that changed."""
        if self._env is None:
            self._env = {}
        env, passages = self._env, self._sections()
        known = defined(env)
        first: int | None = None
        begin = 0
        for passage in passages:
            is_growing = self.is_running(passage.index)
            is_open = _key(passage) in self._opened
            changed = passage.advance(env, is_growing=is_growing, is_open=is_open)
            if first is None and changed < len(passage.blocks):
                first = begin + changed
            begin += len(passage.blocks)
        self.is_relinked |= known != defined(env)
        return begin if first is None else first

    def _add_chrome(self, blocks: list[Block]) -> None:
        entry = self.entry
        if entry.is_streaming and not blocks:
            blocks.append(Block("", WAIT))
        if entry.notice is not None:
            blocks.append(Block(f"{entry.notice.title}\n{entry.notice.hint}".strip(), NOTICE))
        if not entry.is_streaming and entry.role is Role.ASSISTANT:
            blocks.append(Block("", ACTIONS))


def _attached() -> Block:
    return Block("", ATTACHED, chain=Chain("", is_folded=True))


def _key(passage: Passage) -> str:
    return passage.card.id if passage.card is not None else f"#{passage.index}"


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
