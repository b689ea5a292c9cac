"""What is drawn of a message, as text: what can be found in it, in reading order. No Qt.

Unlike `plain` it has no markers and no signs that nobody sees; formulas stand there as their TeX,
pictures as their words. Folded reasoning, closed cards and the rest of long code are part of it.
A line is a paragraph, a line of code, a cell or a row: nothing is found across two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from markdown_it.token import Token

from desktop.markdown import footnotes, tex_rules
from desktop.markdown.grammar import is_tight
from desktop.ui.transcript.blocks import Block, code_of
from desktop.ui.transcript.details import card_blocks
from desktop.ui.transcript.entry import SectionKind
from desktop.ui.transcript.jsontree import Row, Tree, parsed
from desktop.ui.transcript.kinds import (
    ACTIONS,
    ATTACHED,
    CARD,
    FOLD,
    NOTICE,
    PLAIN,
    SOURCES,
    TREE,
    WAIT,
)
from desktop.ui.transcript.meaning import tokens_of
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.plain import alt_text, next_text
from desktop.ui.transcript.spans import CODE

CHROME = frozenset({FOLD, WAIT, NOTICE, ACTIONS})
"""Kinds of blocks in which nothing is looked for: their words are the program's."""
_CELLS = "  │  "
_ROWS = frozenset({ATTACHED, CARD, SOURCES, TREE})
_WORDS_ONLY = re.compile(r"(?:[^\W_]|[ ,.;?()'\"\u2019\u201c\u201d，。；？、（）])+")


def pieces(message: Message) -> Iterator[Block]:
    """Yield the blocks in which something can be found, those of closed cards, too."""
    for block in message.blocks():
        if block.kind in CHROME:
            continue
        passage = None if message.is_question else message.passage(block)
        if passage is None or passage.kind is not SectionKind.CARD:
            yield block
        elif block.kind == CARD and passage.card is not None:
            yield from card_blocks(passage.card, block.section, is_open=True)


def seen_text(message: Message, block: Block) -> str:
    """Give what is drawn of a block, a line for each paragraph."""
    if block.kind in CODE:
        return code_of(block)
    if block.kind == PLAIN:
        return block.source.removesuffix("\n")
    if block.kind in _ROWS:
        return "\n".join(_row_texts(message, block))
    return markdown_text(block, message.env())


def _row_texts(message: Message, block: Block) -> Iterator[str]:
    if block.kind == ATTACHED:
        yield from (item.name for item in message.entry.attachments)
    elif block.kind == TREE:
        yield from map(row_words, tree_rows(block.source))
    elif (card := message.passage(block).card) is not None:
        words = (one.title or one.url for one in card.links)
        yield from words if block.kind == SOURCES else (card.title, card.subtitle)


def row_words(row: Row) -> str:
    """Give a row of a tree as it is drawn."""
    return f"{row.name}: {row.value}" if row.name else row.value


def tree_rows(source: str) -> list[Row]:
    """Give all rows of a JSON value, as if everything in it were open."""
    tree = Tree(parsed(source))
    tree.open_all()
    return tree.rows()


def markdown_text(block: Block, env: MutableMapping[str, Any]) -> str:
    """Give what is drawn of a block of Markdown."""
    if block.kind == "paragraph" and _WORDS_ONLY.fullmatch(line := block.source.strip("\n")):
        return line.strip(" ")  # as most lines are: nothing to parse
    lines: list[str] = []
    cells = -1  # written in the row of a table inside a list or quote
    for token in tokens_of(block, env):
        kind = token.type
        if kind == "inline":
            text = inline_text(token)
            lines.append(f"{lines.pop()}{_CELLS}{text}" if cells > 0 else text)
            cells += cells >= 0
        elif kind in CODE:
            lines.append(token.content.removesuffix("\n"))
        elif kind == tex_rules.BLOCK:
            lines.append(_formula(token))
        elif kind in {"tr_open", "tr_close"} and block.kind != "table":
            cells = 0 if token.nesting > 0 else -1
        elif kind == "footnote_reference_close" and token.meta["label"]:
            lines.append(f"{lines.pop() if lines else ''} ↩")
    return "\n".join(lines)


def inline_text(token: Token) -> str:
    """Give what is drawn of an inline token."""
    out: list[str] = []
    children = token.children or []
    for index, child in enumerate(children):
        match child.type:
            case "softbreak":
                before = out[-1] if out else ""
                out.append("" if is_tight(before, next_text(children, index + 1)) else " ")
            case "hardbreak":
                out.append("\n")
            case "image":
                out.append(alt_text(child))
            case tex_rules.INLINE if child.tag == "display":
                out.append(f"\n{_formula(child)}\n")
            case tex_rules.INLINE:
                out.append(_formula(child))
            case footnotes.REFERENCE:
                out.append(child.content)
            case _ if child.content:
                text = child.content.replace("\n", " ")  # an entity may bring one in
                is_after = out and out[-1].endswith("\n")
                out.append(text.lstrip() if is_after else text)
    return "".join(out)


def _formula(token: Token) -> str:
    return token.content.partition(tex_rules.UNFINISHED)[0]
