r"""Where formulas are in Markdown: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, `\begin{align}…`. No Qt.

A block of TeX is decided line by line, as all blocks are: it begins with a line that opens it and
ends with the line that closes it, or before a blank line. If it was not closed until then, it is
a paragraph. Money stays text: see `_is_money`.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_ENVIRONMENTS = "equation|align|alignat|gather|multline|flalign|eqnarray|displaymath|math"
_OPENING = re.compile(
    rf"(?P<dollars>\$\$)(?!.*\$\$)|(?P<bracket>\\\[)(?=\s|$)(?!.*\\\])"
    rf"|\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}"
)
CLOSINGS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_SUM = re.compile(
    r"\d[\d.,]*\s*[kKmMbB]?(?:\s+[^\W\d_]{2,}|\s*[-\u2013\u2014/(（]|[，。；、]|\s*$)"
)
_WORDY = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}\s+[A-Za-z]{3,}")
_LINK_AFTER = re.compile(r"[(\[:]")
_TEX = re.compile(r"[\\^_={}+*/<>|()]|^\W*\w{1,2}\W*$")
UNFINISHED = "\uffff"
"""Last character of a formula that is still arriving: it is shown as TeX; see `mend`."""
INLINE, BLOCK = "formula", "formula_block"
"""Kinds of tokens: `content` is TeX, `markup` what opened it, `tag` "display" or "inline"."""


def add_to(parser: MarkdownIt) -> None:
    """Teach a parser formulas."""
    may_end = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", BLOCK, _block, {"alt": may_end})
    parser.inline.ruler.before("escape", INLINE, _inline)


def open_block(line: str) -> str:
    """Give what closes a block of TeX that line opens and does not close, or ""."""
    match = _OPENING.match(line)
    if match is None:
        return ""
    if match["dollars"]:
        return "$$"
    closing = "\\]" if match["bracket"] else f"\\end{{{match['name']}}}"
    return "" if line.rstrip().endswith(closing) else closing


def _block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    line = _line(state, first)
    match = _OPENING.match(line)
    if match is None:
        return False
    if silent:
        return True
    closing = open_block(line)
    end, is_closed = first + 1, not closing
    while not is_closed and end < last and not state.isEmpty(end):
        if state.sCount[end] < state.blkIndent:
            break
        is_closed = _line(state, end).rstrip().endswith(closing)
        end += 1
    text = state.getLines(first, end, state.blkIndent, False).strip()
    state.line = end
    if is_closed:
        token = state.push(BLOCK, "display", 0)
        is_named = match["name"] is not None
        token.content = text if is_named else text[2 : len(text) - 2].strip()
        token.markup = "" if is_named else match[0]
        token.map, token.block = [first, end], True
        return True
    opening = state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    opening.map = inline.map = [first, end]
    inline.content, inline.children = text, []
    state.push("paragraph_close", "p", -1)
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _inline(state: StateInline, silent: bool) -> bool:
    src, at = state.src, state.pos
    opening = src[at : at + 2]
    if opening in CLOSINGS:
        found = _bracketed(src, at, state.posMax, CLOSINGS[opening])
    elif opening[:1] == "$":
        found = _dollars(src, at, state.posMax)
        opening = "$"
    else:
        return False
    if found is None or (opening == "\\[" and not _is_display(src, *found)):
        return False
    content, state.pos = found
    if not silent:
        token = state.push(INLINE, "inline" if opening in {"$", "\\("} else "display", 0)
        token.content, token.markup = content, opening
    return True


def _bracketed(src: str, at: int, limit: int, closing: str) -> tuple[str, int] | None:
    end = src.find(closing, at + 2, limit)
    while end > 0 and _is_escaped(src, end):
        end = src.find(closing, end + 1, limit)
    content = src[at + 2 : end].strip() if end > 0 else ""
    if "`" in content or not any(character.isalnum() for character in content):
        return None
    return content, end + 2


def _is_display(src: str, content: str, end: int) -> bool:
    r"""Tell a formula from brackets that were escaped so that they are no link: `\[see below\]`."""
    is_tex = _TEX.search(content) and "\\[" not in content and "://" not in content
    return bool(is_tex) and not _LINK_AFTER.match(src, end)


def _dollars(src: str, at: int, limit: int) -> tuple[str, int] | None:
    r"""Give the TeX between two dollars and where it ends, unless they stand for money."""
    if at and (src[at - 1] == "$" or _is_word(src[at - 1])):
        return None
    end = src.find("$", at + 1, limit)
    while end > 0 and _is_escaped(src, end):
        end = src.find("$", end + 1, limit)
    content = src[at + 1 : end] if end > 0 else ""
    if not content or content[0].isspace() or content[-1].isspace() or "`" in content:
        return None
    if src[end + 1 : limit][:1] == "$" or _is_word(src[end + 1 : limit][:1]) or is_money(content):
        return None
    return content, end + 1


def is_money(content: str) -> bool:
    r"""Tell whether what stands between two dollars is prose: sums, names of variables.

    "5 and 6", "5k-", "HOME/bin:" and "AAPL, GOOG" are; "5", "5 \times 6" and "x + y" are not.
    """
    if "\\" in content:
        return False
    return bool(_SUM.match(content) and not content.isdigit()) or bool(_WORDY.search(content))


def is_likely(start: str) -> bool:
    """Tell whether an open dollar followed by start is the beginning of a formula."""
    if not start or not (start[0].isalpha() or start[0] in "\\({|-"):
        return False
    return not is_money(start) and bool(_TEX.search(start)) and "`" not in start


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _is_escaped(src: str, at: int) -> bool:
    before = src[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
