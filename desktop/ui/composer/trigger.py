"""Finds what is typed at the caret to ask for a list: `/` for a prompt, `@` for a file or a chat."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor

SLASH, AT = "/", "@"
_LONGEST_BLOCK = 10_000  # copying a longer paragraph at every key would be felt
_SLASH = re.compile(r"/((?!\s)[^/\n]{0,40})\Z")
_AT = re.compile(r"(?:(?<=\s)|(?<=[\u2e80-\uffef])|\A)@((?!\s)[^@\n]{0,40})\Z")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What was typed: its sign, the words after it, and where both stand in the document."""

    sign: str
    query: str
    start: int
    end: int


def find(cursor: QTextCursor) -> Trigger | None:
    """Give what stands before the caret: a `/` that begins its line, or an `@` that begins a word."""
    block, at = cursor.block(), cursor.positionInBlock()
    if cursor.hasSelection() or block.length() > _LONGEST_BLOCK:
        return None
    before, end = block.text()[:at], cursor.position()
    for sign, found in ((SLASH, _SLASH.fullmatch(before)), (AT, _AT.search(before))):
        if found is not None:
            query = found[1]
            return Trigger(sign, query, end - len(query) - 1, end)
    return None
