"""What all messages show, as text, read once in small steps and kept while somebody looks. No Qt."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from desktop.core.types import State
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.find.seen import pieces, seen_text
from desktop.ui.transcript.message import Message

_STEP = 4000
"""Characters of an answer that are split at once: 2 ms."""


class Piece(NamedTuple):
    """What a block shows: it is the `nth` of its section in which something can be found."""

    section: int
    nth: int
    text: str


@dataclass(slots=True)
class _Kept:
    message: Message
    entry: Entry
    pieces: list[Piece]
    is_stale: bool = False
    blocks: dict[Block, str] = field(default_factory=dict)  # while an answer grows


class Texts:
    """The texts of messages by their ids. Work is done by stepping through `read`."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}

    def get(self, message: Message) -> list[Piece] | None:
        """Give what a message shows; None: that is to be read, or read anew."""
        kept = self._kept.get(message.id)
        if kept is None or kept.is_stale:
            return None
        is_same = kept.message is message and kept.entry is message.entry
        return kept.pieces if is_same else None

    def grow(self, message_id: int) -> None:
        """Take in that a message says more, or something else."""
        kept = self._kept.get(message_id)
        if kept is not None:
            kept.is_stale = True

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def read(self, message: Message) -> Iterator[None]:
        """Read what a message shows; yields every few milliseconds."""
        entry = message.entry
        if entry.is_streaming:  # its blocks are there, and only the last one is new
            source = message
        else:
            source = Message(entry) if message.is_question else (yield from _split(entry))
        before = self._kept.get(message.id)
        known = before.blocks if before is not None and before.message is message else {}
        blocks: dict[Block, str] = {}
        found: list[Piece] = []
        counts: dict[int, int] = {}
        for block in list(pieces(source)):
            text = known.get(block)
            if text is None:
                text = seen_text(source, block)
                yield
            if entry.is_streaming and not block.is_open:
                blocks[block] = text
            nth = counts.get(block.section, 0)
            counts[block.section] = nth + 1
            found.append(Piece(block.section, nth, text))
        self._kept[message.id] = _Kept(message, entry, found, blocks=blocks)


def _split(entry: Entry) -> Generator[None, None, Message]:
    """Give a message of its own for an entry, split into blocks piece by piece."""
    if sum(len(section.text) for section in entry.sections) <= 2 * _STEP:
        return Message(entry)
    growing = replace(entry, sections=(), state=State.STREAMING, notice=None)
    message = Message(growing)
    message.blocks()
    for index, section in enumerate(entry.sections):
        for end in _line_ends(section.text):
            part = replace(section, text=section.text[:end])
            message.take(replace(growing, sections=(*entry.sections[:index], part)))
            message.advance()
            yield
    message.take(entry)
    message.advance()
    return message


def _line_ends(text: str) -> Iterator[int]:
    """Yield where a text can be cut: after whole lines, a step apart."""
    end = 0
    while end < len(text):
        end = text.find("\n", end + _STEP) + 1 or len(text)
        yield end
