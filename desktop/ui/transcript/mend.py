r"""Completes Markdown that breaks off in mid-word, for show only: nothing flickers as it arrives.

While an answer streams, `**bold` is drawn bold before its end has come, `\(x^2` as the TeX that a
formula will be made of, `[words](https://exa` as a link that leads nowhere yet; and what may still
become anything, as a lone `-` or `|---`, is held back.
"""

from __future__ import annotations

import re

from desktop.markdown import tex_rules
from desktop.ui.transcript.link_check import PENDING

_ITEM = r"(?:[-*+]|\d{1,9}[.)])"
_LONE_MARKER = re.compile(
    rf"(?:^|\n)(?:[ \t]*(?:>|{_ITEM}[ \t]))*[ \t]*(?:[-*_=+#>|~`]+|\d{{1,9}}[.)]?|\|[-:| ]*"
    rf"|{_ITEM}[ \t]+\[[ xX]?\]?|\[[ xX]?\]?|\[\^[^\s\]]*\]?:?|\${{1,2}}|\\\[?)[ \t]*$"
)
_TABLE_START = re.compile(r"(?:^|\n)[ ]{0,3}\|[^\n]*(?:\n[ ]{0,3}\|?[-:| \t]*)?$")
_LONE_ROW = re.compile(r"\n[ \t]*[-:| ]*$")
_DEFINITION = re.compile(r"(?:^|\n)[ >]{0,8}\[(?!\^)(?:[^\[\]\n\\]|\\.)+\]:[^\n]*$")
_BLOCK_START = re.compile(rf"\n[ \t>]*(?:{_ITEM}|#{{1,6}})[ \t]|\n[ \t>]*(?=\n)")
_CONTAINERS = re.compile(
    r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\s\]]+\]:))*[ \t]*"
)
_FENCE = re.compile(r"(?:[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]+)*>?[ \t]*(`{3,}(?!.*`)|~{3,})")
_OPEN_TARGET = re.compile(r"(!?)\[((?:[^\[\]\n]|\\.|\[[^\[\]\n]*\])*)\]\([^)\n]*$")
_OPEN_PICTURE = re.compile(r"!(?:\[[^\]\n]*\]?)?$")
_OPEN_NOTE = re.compile(r"\[(?:\^[^\s\[\]]*)?$")
_OPEN_LABEL = re.compile(r"(?<![A-Za-z0-9_\])\[!])\[(?![\^\d\s])([^\[\]\n]*)\]?$")
_OPEN_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^\s<>]*)$")
_UNDECIDED = re.compile(
    r"(?:\\|&#?\w{0,8}|<(?:h(?:t(?:t(?:ps?(?::/?)?)?)?)?|m(?:a(?:i(?:l(?:to?)?)?)?)?)?)$"
)
_TICKS = re.compile(r"(?<!\\)`+")
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(?:.|\n)*?(?<!`)\1(?!`)")
_FORMULA = re.compile(r"(?<!\\)(?:\\\\)*(\\\(|\\\[(?![^\]\n]*\])|\$\$)")
_DOLLAR = re.compile(r"(?<![\w\\$])\$(?=[^\s$])")
_EMPHASIS = re.compile(
    r"(?<![\\*])\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}(?!\*)|(?<![\w\\~])~~(?=\S)|(?<=\S)~~"
    r"|(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)"
)
_DANGLING = re.compile(r"(?<![\\*~_$])(?:\*{1,3}|_{1,3}|~~?|\$\$?)$")


def mend(source: str, kind: str) -> str:
    """Give what to draw for the open block; frozen blocks and code are never passed here."""
    if kind == "table":
        return _mended_table(source)
    begin, fence = _end_of_code(source)
    if fence:
        return _without_part_of(fence, source)
    return source[:begin] + _mended(source[begin:], kind)


def _mended(source: str, kind: str) -> str:
    done, closing = _end_of_tex(source)
    if closing:
        return f"{source}{tex_rules.UNFINISHED}\n{closing}"
    before, source = source[:done], source[done:]
    source = _LONE_MARKER.sub("", source)
    source = _DEFINITION.sub("", source)
    if kind in {"paragraph", "heading"} and _TABLE_START.search(source):
        source = _TABLE_START.sub("", source)
    begin = 0
    for match in _BLOCK_START.finditer(source):
        begin = match.end()
    return before + source[:begin] + _close(source[begin:])


def _mended_table(source: str) -> str:
    lines = source.count("\n")
    if lines < 2:
        return source
    source = _LONE_ROW.sub("", source)
    if source.count("\n") < 2:
        return source
    cell = max(source.rfind("|"), source.rfind("\n")) + 1
    return source[:cell] + _close(source[cell:])


def _end_of_code(source: str) -> tuple[int, str]:
    """Give where the last code in a list or quote ends; and its fence, if it has not ended."""
    if "```" not in source and "~~~" not in source:
        return 0, ""
    fence, end, at = "", 0, 0
    for line in source.splitlines(keepends=True):
        at += len(line)
        match = _FENCE.match(line)
        if match is None:
            continue
        if not fence:
            fence = match[1]
        elif match[1].startswith(fence) and not line[match.end() :].strip():
            fence, end = "", at
    return end, fence


def _without_part_of(fence: str, source: str) -> str:
    """Hold back the beginning of a fence that may close code."""
    last = source[source.rfind("\n") + 1 :]
    words = last.strip(" \t>")
    is_part = bool(words) and "\n" in source and fence.startswith(words)
    return source[: len(source) - len(last) - 1] if is_part else source


def _end_of_tex(source: str) -> tuple[int, str]:
    """Give where the last block of TeX ends; and what closes it, if it has not ended."""
    closing, end = "", 0
    at = source.rfind("\n\n") + 1
    for line in source[at:].splitlines(keepends=True):
        at += len(line)
        match = _CONTAINERS.match(line)
        words = line[match.end() :] if match is not None else line
        if closing:
            is_end = words.rstrip().endswith(closing)
        else:
            closing = tex_rules.open_block(words)
            is_end = not closing and words.startswith("\\begin{")
        if is_end:
            closing, end = "", at
    return end, closing


def _close(text: str) -> str:
    """Close what is open at the end of a paragraph, list item or cell."""
    text = text.rstrip(" \n")
    outside = _CODE_SPAN.sub(_blank, text)
    ticks = _TICKS.search(outside)
    closing = ""
    if ticks is not None and ticks.end() == len(text):
        text = text[: ticks.start()]
        outside = outside[: ticks.start()]
    elif ticks is not None:
        closing = ticks[0]
        outside = outside[: ticks.start()] + "x" * (len(text) - ticks.start())
    elif formula := _open_inline_formula(outside):
        return f"{text}{tex_rules.UNFINISHED}{formula}"
    link = _open_link(text, outside)
    if link is not None:
        before, after = link
    else:
        before, after = (text, closing) if closing else (_without_end(text, outside), "")
    marks = _open_marks(_CODE_SPAN.sub(_blank, before + after if link is None else before))
    return before + after + "".join(reversed(marks))


def _open_link(text: str, outside: str) -> tuple[str, str] | None:
    """Give what stands before a link that is not whole, and the link as it is drawn until then."""
    if match := _OPEN_TARGET.search(outside):
        words = text[match.start(2) : match.end(2)]
        return text[: match.start()], "" if match[1] else _pending(words)
    if match := _OPEN_LABEL.search(outside):
        words = text[match.start(1) : match.end(1)]
        words = words if outside.endswith("]") else _close(words)
        return text[: match.start()], _pending(words)
    if match := _OPEN_ADDRESS.search(outside):
        return text[: match.start()], _pending(match[1])
    return None


def _without_end(text: str, outside: str) -> str:
    """Take off what may become a link, a picture, emphasis or an entity."""
    for pattern in (_UNDECIDED, _OPEN_PICTURE, _OPEN_NOTE):
        if match := pattern.search(outside):
            text, outside = text[: match.start()], outside[: match.start()]
    return _DANGLING.sub("", text).rstrip(" ")


def _pending(words: str) -> str:
    return f"[{words}](<{PENDING}>)" if words.strip() else ""


def _open_inline_formula(text: str) -> str:
    """Give what closes the formula at the end of a paragraph, or ""."""
    at = 0
    while (match := _FORMULA.search(text, at)) is not None:
        opening = match[1]
        closing = tex_rules.CLOSINGS[opening]
        end = text.find(closing, match.end())
        if end < 0:
            is_empty = not text[match.end() :].strip()
            return "" if is_empty else closing
        at = end + len(closing)
    for dollar in _DOLLAR.finditer(text, at):
        rest = text[dollar.end() :]
        if "$" not in rest and tex_rules.is_likely(rest):
            return "$"
    return ""


def _blank(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _open_marks(text: str) -> list[str]:
    """Give the emphasis marks that have no end yet, outermost first."""
    marks: list[str] = []
    for match in _EMPHASIS.finditer(text):
        mark = match[0]
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        if mark in marks and before.strip():
            marks.remove(mark)
        elif text[match.end() : match.end() + 1].strip():
            marks.append(mark)
    return marks
