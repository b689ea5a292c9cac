"""Completes Markdown that breaks off in mid-word, for show only: nothing flickers as it arrives.

While an answer streams, `**bold` is drawn bold before its end has come, an address is not shown
before it is whole, and a lone marker that may yet become a list, a rule or a fence is held back.
"""

from __future__ import annotations

import re

_LONE_MARKER = re.compile(r"(?:^|\n)[ \t]*(?:[-*_=+#>|~`]+|\d{1,9}[.)]?|\|[-:| ]*)[ \t]*$")
_TABLE_START = re.compile(r"(?:^|\n)[ ]{0,3}\|[^\n]*(?:\n[ ]{0,3}\|[-:| \t]*)?$")
_OPEN_TARGET = re.compile(r"!?\[((?:[^\[\]\n]|\\.)*)\]\([^)\n]*$")
_OPEN_PICTURE = re.compile(r"!\[[^\]\n]*$")
_OPEN_LABEL = re.compile(r"\[([^\[\]\n]*)$")
_TICKS = re.compile(r"(?<!\\)`+")
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(?:.|\n)*?(?<!`)\1(?!`)")
_EMPHASIS = re.compile(
    r"(?<![\\*])\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}(?!\*)|(?<![\w\\~])~~(?=\S)|(?<=\S)~~"
)
_DANGLING = re.compile(r"(?<![\\*~`])(?:\*{1,3}|~~?|`+)$")


def mend(source: str, kind: str) -> str:
    """Give what to draw for the open block; frozen blocks and code are never passed here."""
    source = _LONE_MARKER.sub("", source)
    if kind in {"paragraph", "heading"} and _TABLE_START.search(source):
        source = _TABLE_START.sub("", source)
    paragraph = source.rfind("\n\n") + 1
    return source[:paragraph] + _close(source[paragraph:])


def _close(text: str) -> str:
    """Close what is open at the end of a paragraph, list item or cell."""
    text = text.rstrip(" ") if text.endswith(" ") else text
    outside = _CODE_SPAN.sub(lambda match: "x" * len(match[0]), text)
    ticks = _TICKS.search(outside)
    if ticks is not None:
        return text[: ticks.start()] if ticks.end() == len(text) else text + ticks[0]
    target = _OPEN_TARGET.search(outside)
    if target is not None:
        text = text[: target.start()] + target[1]
    else:
        text = _OPEN_PICTURE.sub("", text)
        text = _OPEN_LABEL.sub(lambda match: match[1], text)
    text = _DANGLING.sub("", text)
    return text + "".join(reversed(_open_marks(_CODE_SPAN.sub(_blank, text))))


def _blank(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _open_marks(text: str) -> list[str]:
    """Give the emphasis marks that have no end yet, outermost first."""
    line_start = max(text.rfind("\n- "), text.rfind("\n* "), text.rfind("|"), 0)
    marks: list[str] = []
    for match in _EMPHASIS.finditer(text, line_start):
        mark = match[0]
        before = text[match.start() - 1 : match.start()]
        if mark in marks and before.strip():
            marks.remove(mark)
        elif text[match.end() : match.end() + 1].strip():
            marks.append(mark)
    return marks
