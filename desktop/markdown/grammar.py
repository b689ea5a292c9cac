"""The Markdown that answers are written in, as one parser. No Qt.

CommonMark, and on top of it tables, strikethrough, task lists, footnotes, bare addresses and
formulas. HTML is text. Where CommonMark was made for words with spaces between them, Chinese,
Japanese and Korean get what their readers expect: see `_State`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from desktop.core.override import override
from desktop.markdown import footnotes, tex_rules
from desktop.markdown.autolinks import Autolinks

_TASK = re.compile(r"\[([ xX])\][ \t\n]+(?=\S)")


def make_parser() -> MarkdownIt:
    """Give the parser that splitting, drawing and copying share."""
    options = {"html": False, "linkify": True, "typographer": False}
    parser = MarkdownIt("commonmark", options)
    parser.inline = _Inline()
    parser.configure("commonmark", options)
    parser.linkify = Autolinks()
    parser.enable(["table", "strikethrough", "linkify"])
    parser.core.ruler.after("block", "tasks", _mark_tasks)
    parser.core.ruler.at("inline", _parse_inline)
    parser.core.ruler.push("recall", _recall)
    tex_rules.add_to(parser)
    footnotes.add_to(parser)
    return parser


@lru_cache(maxsize=4096)
def is_wide(character: str) -> bool:
    """Tell whether a character is Chinese, Japanese or Korean, their punctuation included."""
    width = unicodedata.east_asian_width(character)
    return width == "F" or (width in "WH" and unicodedata.category(character) != "So")


def is_tight(before: str, after: str) -> bool:
    """Tell whether a line end between two characters is nothing: Han needs no space, Hangul does.

    Either may be "".
    """
    return all(
        is_wide(c) and not "\uac00" <= c <= "\ud7af" for c in (before[-1:], after[:1]) if c
    ) and bool(before and after)


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


class _State(StateInline):
    """Lets emphasis begin and end next to wide characters.

    CommonMark closes `**“中文”**后` nowhere, for a mark between punctuation and a letter must stand
    at a word's edge, and Han has no such edges. Here wide punctuation counts as a letter and a wide
    neighbour as an edge (the rule known as "CJK friendly emphasis"); text without wide characters
    is read by CommonMark's own rule.
    """

    @override
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        src, marker = self.src, self.src[start]
        end = start
        while end < self.posMax and src[end] == marker:
            end += 1
        before = src[start - 1] if start > 0 else " "
        after = src[end] if end < self.posMax else " "
        if (before + after).isascii() or not (is_wide(before) or is_wide(after)):
            return super().scanDelims(start, canSplitWord)
        stands_before = isWhiteSpace(ord(before)) or _is_punctuation(before) or is_wide(before)
        stands_after = isWhiteSpace(ord(after)) or _is_punctuation(after) or is_wide(after)
        is_sign_before = _is_punctuation(before) and not is_wide(before)
        is_sign_after = _is_punctuation(after) and not is_wide(after)
        is_left = not (isWhiteSpace(ord(after)) or (is_sign_after and not stands_before))
        is_right = not (isWhiteSpace(ord(before)) or (is_sign_before and not stands_after))
        may_open = canSplitWord or not is_right or _is_punctuation(before)
        may_close = canSplitWord or not is_left or _is_punctuation(after)
        return Scanned(is_left and may_open, is_right and may_close, end - start)


class _Inline(ParserInline):
    @override
    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _mark_tasks(state: StateCore) -> None:
    """Take `[ ]` and `[x]` off the text of items; the item's token knows it as `meta["task"]`."""
    tokens = state.tokens
    for index, token in enumerate(tokens[2:], 2):
        if token.type != "inline" or tokens[index - 2].type != "list_item_open":
            continue
        match = _TASK.match(token.content)
        if match is not None and tokens[index - 1].type == "paragraph_open":
            tokens[index - 2].meta["task"] = match[1] != " "
            token.content = token.content[match.end() :]


def _parse_inline(state: StateCore) -> None:
    """Parse the text of paragraphs; not of those that `env["memo"]` knows from before."""
    memo = state.env.get("memo") or {}
    for token in state.tokens:
        if token.type == "inline" and token.content not in memo:
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _recall(state: StateCore) -> None:
    """Take known paragraphs from the memo, and keep in it what is there now, and only that."""
    memo: dict[str, list[Token]] | None = state.env.get("memo")
    if memo is None:
        return
    now: dict[str, list[Token]] = {}
    for token in state.tokens:
        if token.type == "inline":
            token.children = now[token.content] = memo.get(token.content) or token.children or []
    memo.clear()
    memo.update(now)
