"""Markdown as the words in it, for where no grammar is at hand: an excerpt that is cut anywhere.

What is drawn is read by `desktop.markdown`; this only takes the signs away, line by line, in time
that grows with the length, whatever stands there.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ >]{0,8}(?:```|~~~)", re.MULTILINE)
_NOTHING = re.compile(r"[ ]{0,3}(?:([-*_])(?:[ ]*\1){2,}|=+|\[[^\]^][^\]]*\]:[ ]+\S.*)[ ]*")
_RULED = re.compile(r"[ ]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
_BEFORE = re.compile(
    r"[ \t]*(?:>[ ]?)*[ \t]*(?:#{1,6}[ ]+(?=\S)|[-*+][ ]+(?=\S))?(?:\[[ xX]\][ ]+)?"
)
_CLOSING = re.compile(r"[ ]+#+[ ]*$")
_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)")
_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:[ ]+\"[^\"]*\")?\)"
_INLINE = tuple(
    (re.compile(pattern), shown)
    for pattern, shown in (
        (r"!\[([^\[\]]*)\]" + _TARGET, r"\1"),
        (r"(?<!\\)\[([^\[\]]*)\](?:" + _TARGET + r"|\[[^\[\]]*\])", r"\1"),
        (r"\[\^([^\[\]\s]+)\]", r"[\1]"),
        (r"<((?:https?://|mailto:)[^<>\s]+)>", r"\1"),
        (r"(?<!\\)\*\*(?=[^\s*])([^*]+)(?<=[^\s*])\*\*", r"\1"),
        (r"(?<![\\*])\*(?=[^\s*])([^*]+)(?<=[^\s*])\*(?!\*)", r"\1"),
        (r"(?<!\\)\*\*(?=[^\s*])([^*]+)(?<=[^\s*])\*\*", r"\1"),  # with emphasis inside
        (r"(?<![\w\\])__(?=[^\s_])([^_]+)(?<=[^\s_])__(?!\w)", r"\1"),
        (r"(?<![\w\\])_(?=[^\s_])([^_]+)(?<=[^\s_])_(?!\w)", r"\1"),
        (r"(?<!\\)~~(?=[^\s~])([^~]+)(?<=[^\s~])~~", r"\1"),
        (r"\\([!-/:-@\[-`{-~])", r"\1"),
    )
)
_BETWEEN_CELLS = " · "


def ends_in_code(text: str) -> bool:
    """Tell whether what follows on `text` stands between the fences of code."""
    return sum(1 for _ in _FENCE.finditer(text)) % 2 == 1


def plain(text: str, *, is_code: bool = False) -> str:
    """Give the words of `text`, line by line; `is_code` says that it begins between fences."""
    lines: list[str] = []
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        elif is_code:
            lines.append(line)
        elif not _NOTHING.fullmatch(line) and not ("-" in line and _RULED.fullmatch(line)):
            lines.append(_words(line))
    return "\n".join(lines)


def _words(line: str) -> str:
    start = _BEFORE.match(line)
    rest = line[start.end() :] if start is not None else line
    if "#" in line[: len(line) - len(rest)]:
        rest = _CLOSING.sub("", rest)
    cells = rest.strip()
    if len(cells) > 1 and cells[0] == cells[-1] == "|":
        inside = (cell.strip() for cell in re.split(r"(?<!\\)\|", cells[1:-1]))
        rest = _BETWEEN_CELLS.join(cell for cell in inside if cell)
    pieces = _SPAN.split(rest)  # text, sign, code, text, sign, code, text
    for at in range(0, len(pieces), 3):
        for pattern, shown in _INLINE:
            pieces[at] = pattern.sub(shown, pieces[at])
    return "".join(piece for at, piece in enumerate(pieces) if at % 3 != 1)
