"""The title of a conversation, out of its first question."""

from __future__ import annotations

import unicodedata

LENGTH = 60
"""What a list row and a tab can show."""

_JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}


def title_from(text: str) -> str:
    """Give the first line of `text` that says something, short enough for a list.

    Cut after a word where there are words (Chinese has no spaces), never inside a character that is
    made of several code points; control and direction marks are left out.
    """
    line = next((clean for line in text.splitlines() if (clean := _cleaned(line))), "")
    if len(line) <= LENGTH:
        return line
    cut = line[:LENGTH]
    space = cut.rfind(" ")
    is_mid_word = line[LENGTH] != " " and space > LENGTH // 2
    return cut[: space if is_mid_word else _whole(line, LENGTH)].rstrip() + "…"


def _cleaned(line: str) -> str:
    shown = (
        character
        for character in line
        if character in _JOINERS
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
        or character == "\t"
    )
    return " ".join("".join(shown).split())


def _whole(line: str, end: int) -> int:
    """Give the last place up to `end` that does not part a character from its marks."""
    place = end
    while place > 0 and (
        unicodedata.combining(line[place])
        or unicodedata.category(line[place]) in {"Mn", "Me", "Mc", "Sk"}
        or line[place] in _JOINERS
        or line[place - 1] == "\u200d"
    ):
        place -= 1
    return place or end
