"""What a reader sees of Markdown, as plain text. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from desktop.markdown import footnotes, tex_rules
from desktop.markdown.grammar import is_tight
from desktop.ui.transcript.blocks import Block, code_of
from desktop.ui.transcript.meaning import tokens_of
from desktop.ui.transcript.spans import CODE

LITERAL = frozenset({"plain", "notice", "tree"})
"""Kinds of blocks whose source is shown as it is."""
CHROME = frozenset({"fold", "wait", "notice", "actions", "attached", "card", "sources"})
"""Kinds of blocks that are not part of what was said."""
TASKS = {None: "•", False: "☐", True: "☑"}
"""Markers of items, by `meta["task"]`."""
_JOINTS = {"plain": ""}
_AFTER = {
    "th_close": "\t",
    "td_close": "\t",
    "paragraph_close": "\n",
    "heading_close": "\n",
    "tr_close": "\n",
}


def block_text(block: Block, env: MutableMapping[str, Any]) -> str:
    """Give what a reader sees of one block: no markup, list markers kept, cells apart by tabs."""
    if block.kind in LITERAL:
        return block.source.rstrip("\n") if block.is_last else block.source
    if block.kind in CODE:
        return code_of(block)
    if block.kind == "paragraph" and not _has_markup(block.source):
        return _unwrapped(block.source)
    return _text(tokens_of(block, env), block.number)


def joint_of(block: Block) -> str:
    """Give what stands before a block: a blank line, or what joins it to the piece before."""
    return "\n\n" if block.is_first else _JOINTS.get(block.kind, "\n")


def join(parts: Iterable[tuple[Block, str]]) -> str:
    """Join the texts of blocks: a blank line between blocks, a line end between pieces of one."""
    out: list[str] = []
    for block, text in parts:
        if out:
            out.append(joint_of(block))
        out.append(text)
    return "".join(out)


def _has_markup(source: str) -> bool:
    """Tell whether source may be more than one plain paragraph; saves most of the parsing."""
    return "  \n" in source or any(sign in source for sign in "*_`[]<>#|&\\~-+=\t:$%")


def _unwrapped(source: str) -> str:
    lines = [line.strip(" \n") for line in source.strip("\n").split("\n")]
    out = lines[:1]
    for before, line in pairwise(lines):
        out += [line] if is_tight(before, line) else [" ", line]
    return "".join(out).strip()


def _text(tokens: list[Token], number: int) -> str:
    out: list[str] = []
    markers: list[int | None] = []
    for token in tokens:
        kind = token.type
        if kind == "inline":
            out.append(inline_text(token))
        elif kind in CODE:
            out.append(token.content)
        elif kind == tex_rules.BLOCK:
            out.append(formula_text(token) + "\n")
        elif kind == "footnote_reference_open":
            out.append(f"[{token.info}] ")
        elif "list" in kind:
            _list_text(token, markers, out, number)
        else:
            out.append(_AFTER.get(kind, ""))
    return "".join(out).replace("\t\n", "\n").rstrip("\n")


def _list_text(token: Token, markers: list[int | None], out: list[str], number: int) -> None:
    if token.type == "list_item_open":
        at = markers[-1]
        words = [] if at is None else [f"{at}{token.markup}"]
        task = token.meta.get("task")
        if at is None or task is not None:
            words.append(TASKS[task])
        out.append("  " * (len(markers) - 1) + " ".join(words) + " ")
        markers[-1] = None if at is None else at + 1
    elif token.type == "list_item_close":
        if not out[-1].endswith("\n"):  # an item without words
            out.append("\n")
    elif token.type == "ordered_list_open":
        markers.append(int(token.attrs.get("start", 1)) if markers else number)
    elif token.type == "bullet_list_open":
        markers.append(None)
    elif token.type in {"ordered_list_close", "bullet_list_close"}:
        markers.pop()


def inline_text(token: Token) -> str:
    """Give the text of an inline token; of a picture its description, of a formula its TeX."""
    parts: list[str] = []
    children = token.children or []
    for index, child in enumerate(children):
        match child.type:
            case "softbreak":
                before = parts[-1] if parts else ""
                parts.append("" if is_tight(before, next_text(children, index + 1)) else " ")
            case "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(alt_text(child))
            case tex_rules.INLINE:
                parts.append(formula_text(child))
            case footnotes.REFERENCE:
                parts.append(f"[{child.content}]")
            case _ if child.content:
                parts.append(child.content)
    return "".join(parts)


def alt_text(token: Token) -> str:
    """Give what a picture shows, in words without markup."""
    return inline_text(token)


def formula_text(token: Token) -> str:
    """Give a formula as it was written."""
    opening = token.markup
    if not opening:
        return token.content
    closing = tex_rules.CLOSINGS[opening]
    space = "\n" if token.type == tex_rules.BLOCK else ""
    return f"{opening}{space}{token.content}{space}{closing}"


def next_text(children: list[Token], index: int) -> str:
    """Give the text that comes next in a paragraph, "" before anything else."""
    for child in children[index:]:
        if child.type not in {"strong_open", "em_open", "s_open", "link_open"} and (
            child.type != "text" or child.content
        ):
            return child.content if child.type in {"text", "text_special"} else ""
    return ""
