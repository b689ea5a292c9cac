"""Where the blocks of Markdown begin and end, and where inside them a cut does no harm. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop.markdown.grammar import make_parser

CODE = frozenset({"fence", "code_block"})
_HEADS = {"fence": 1, "table_open": 2}  # lines
PARSER = make_parser()


@dataclass(frozen=True, slots=True)
class Span:
    """A top-level block of a text; `units` are the places where a new item, row or line begins."""

    kind: str
    begin: int
    end: int
    units: tuple[int, ...] = ()
    number: int = 1
    info: str = ""
    head: str = ""
    is_ended: bool = False


def spans(parser: MarkdownIt, head: str, source: str) -> list[Span]:
    """Give the top-level blocks of source; the first goes on from head and begins at 0."""
    text = head + source
    tokens = parse_blocks(parser, text, {})
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    shift = len(head)
    at = [i for i, t in enumerate(tokens) if t.level == 0 and t.nesting >= 0 and t.map is not None]
    if not at:
        return [Span("paragraph", 0, len(source))]
    starts = [lines[_map(tokens[i])[0]] - shift for i in at]
    found: list[Span] = []
    for k, (i, start) in enumerate(zip(at, starts, strict=True)):
        begin = start if k else 0  # blank lines before the first block are its own
        end = starts[k + 1] if k + 1 < len(at) else len(source)
        after = at[k + 1] if k + 1 < len(at) else len(tokens)
        token = tokens[i]
        units = (lines[line] - shift for line in _unit_lines(token, tokens[i:after], text, lines))
        found.append(
            Span(
                token.type.removesuffix("_open"), begin, end,
                tuple(unit for unit in units if unit > max(0, start)),
                int(token.attrs.get("start", 1)),
                _language(token), _head(token, text, lines),
                token.type == "fence" and _has_end(token),
            )
        )  # fmt: skip
    return found


def _unit_lines(token: Token, inside: list[Token], text: str, lines: list[int]) -> Iterator[int]:
    first, last = _map(token)
    kind = token.type
    if kind == "fence":
        yield from range(first + 2, last - 1 if _has_end(token) else last)
    elif kind == "code_block":
        for line in range(first + 1, last):
            if text[lines[line] : lines[line + 1] if line + 1 < len(lines) else None].strip():
                yield line
    elif kind == "table_open":
        yield from (_map(t)[0] for t in inside if t.type == "tr_open" and _map(t)[0] > first)
    elif kind in {"bullet_list_open", "ordered_list_open", "blockquote_open"}:
        yield from (_map(t)[0] for t in inside if t.level == 1 and t.nesting >= 0 and t.map)


def _has_end(token: Token) -> bool:
    """Tell whether a fence has its closing line."""
    first, last = _map(token)
    content = token.content
    lines = content.count("\n") + (bool(content) and not content.endswith("\n"))
    return last - first - 1 > lines


def _language(token: Token) -> str:
    words = token.info.split(None, 1) if token.type == "fence" else []
    return words[0] if words else ""


def _head(token: Token, text: str, lines: list[int]) -> str:
    """Give what later pieces need before them: a fence's opening line, a table's head."""
    size = _HEADS.get(token.type, 0)
    first = _map(token)[0]
    return text[lines[first] : lines[first + size]] if size and first + size < len(lines) else ""


def _map(token: Token) -> list[int]:
    return token.map or [0, 0]


def parse_blocks(parser: MarkdownIt, source: str, env: MutableMapping[str, Any]) -> list[Token]:
    """Give the block tokens of source, their text not parsed; link references go to env."""
    tokens: list[Token] = []
    parser.block.parse(source, parser, env, tokens)
    return tokens
