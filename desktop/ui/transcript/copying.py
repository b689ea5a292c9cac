"""Part of a document as plain text or as Markdown, read from its formats.

What is wholly selected is copied from its source; this is for the rest: half a paragraph, two items
of a list. The Markdown means what is seen, though it need not be written as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextFormat, QTextTable

from desktop.markdown import footnotes
from desktop.ui.transcript import objects
from desktop.ui.transcript.decor import Decor, Marker
from desktop.ui.transcript.marks import Run, backslash, marked, merged, object_text, runs_of
from desktop.ui.transcript.style import PATH, STRONG, STRONGER

_LINE_START = re.compile(r"^(?:#{1,6}(?=\s|$)|[+-](?=\s|$)|>|=+|-+|~~~)")
_NUMBER_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_CLOSING_HASHES = re.compile(r"(#+)$")
_TASKS = {"☐": "[ ]", "☑": "[x]"}
_RULES = {Qt.AlignmentFlag.AlignRight: "--:", Qt.AlignmentFlag.AlignHCenter: ":-:"}
_CODE = QTextFormat.Property.BlockCodeLanguage


def plain_between(doc: QTextDocument, decor: Decor, start: int, end: int) -> str:
    """Give part of a document as a reader sees it, with the markers of items that begin in it."""
    lines = []
    for block in _paragraphs(doc, start, end):
        at = block.position()
        markers = [m.text for m in decor.markers if m.place == at and start <= at < end]
        words = "".join(_plain(run) for run in runs_of(block, start, end))
        lines.append("".join(f"{marker} " for marker in markers) + words)
    return "\n".join(lines)


def _plain(run: Run) -> str:
    if run.target.startswith(footnotes.address("")):
        return f"[{run.text}]"
    if footnotes.is_address(run.target):  # the arrow back
        return ""
    return object_text(run) if run.text == objects.OBJECT else run.text.replace("\u2028", "\n")


def markdown_between(doc: QTextDocument, decor: Decor, start: int, end: int) -> str:
    """Give part of a document as Markdown that is drawn the same."""
    lines: list[str] = []
    fence: str | None = None  # what the lines of the open code begin with
    path_before = ""
    for block in _paragraphs(doc, start, end):
        markers = [m for m in decor.markers if m.place == block.position() and m.place >= start]
        path = str(block.blockFormat().property(PATH) or "")
        lead, rest, path = _leads(path, markers, decor, (start, block.position()))
        is_code = block.blockFormat().hasProperty(_CODE)
        if fence is not None and (not is_code or markers):
            lines.append(f"{fence}```")
            fence = None
        if lines and fence is None and not _is_next_item(path, path_before, markers, lines[-1]):
            lines.append(_shared(path, path_before).rstrip())
        if is_code and fence is None:
            fence = rest
            language = block.blockFormat().property(_CODE) or ""  # Qt gives "" as []
            lines.append(f"{lead}```{language}")
            lead = rest
        if block.position() in decor.rules:
            lines.append(f"{lead}***")
        else:
            lines += _prefixed(_words(block, start, end, is_code=is_code), lead, rest)
        path_before = path
    if fence is not None:
        lines.append(f"{fence}```")
    return "\n".join(lines)


def table_between(table: QTextTable, doc: QTextDocument, start: int, end: int) -> str:
    """Give part of a table as Markdown: the rows that are touched; of one cell its words."""
    rows: list[list[str]] = []
    rules: list[str] = []
    last, first = -1, 0
    for block in _paragraphs(doc, start, end):
        cell = table.cellAt(block.position())
        if not cell.isValid():
            continue
        words = marked(merged(runs_of(block, start, end)), STRONG)
        words = words.replace("\\\n", " ").replace("|", "\\|")
        if cell.row() != last:
            first = cell.column() if last < 0 else 0
            last = cell.row()
            rows.append([""] * first)
        rows[-1].append(words)
        if last == 0 or len(rows) == 1:
            rules.append(_RULES.get(block.blockFormat().alignment(), "---"))
    if sum(map(len, rows)) <= first + 1:
        return rows[0][-1] if rows else ""
    width = max(map(len, rows))
    rules = [*rules, *["---"] * width][:width]
    head = rows.pop(0) if table.cellAt(max(start, 1)).row() == 0 else []
    lines = [head, rules, *rows]
    return "\n".join(f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in lines)


def _is_next_item(path: str, before: str, markers: list[Marker], last: str) -> bool:
    """Tell whether a paragraph is an item right below another: no blank line between them."""
    if (
        not markers
        or not last
        or not before
        or not (path.startswith(before) or before.startswith(path))
    ):
        return False
    return len(path) <= len(before) or markers[0].text in {"•", "1."}


def _words(block: QTextBlock, start: int, end: int, *, is_code: bool) -> str:
    runs = merged(runs_of(block, start, end))
    if is_code:
        return "".join(run.text for run in runs)
    level = block.blockFormat().headingLevel()
    if not runs and block.length() == 1 and not level:
        return ""
    words = marked(runs, STRONGER if level else STRONG)
    if level:
        return f"{'#' * level} {_CLOSING_HASHES.sub(backslash, words.lstrip())}"
    return _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(backslash, words))


def _leads(
    path: str, markers: list[Marker], decor: Decor, place: tuple[int, int]
) -> tuple[str, str, str]:
    """Give what stands before a paragraph's first line, before its others, and what that says.

    An item of which the beginning is not selected is none: its words stand alone.
    """
    begun = {marker.depth for marker in markers}
    start, here = place
    first = rest = shown = ""
    for depth, kind in enumerate(path, 1):
        if kind == ">":
            first, rest, shown = f"{first}> ", f"{rest}> ", f"{shown}>"
            continue
        items = (m for m in decor.markers if m.depth == depth and m.place <= here)
        item = max(items, key=_place, default=_NO_MARKER)
        if item.place < start:
            continue
        marker = _written(item.text)
        width = " " * (len(marker.partition(" [")[0]) + 1)
        first += f"{marker} " if depth in begun else width
        rest += width
        shown += kind
    return first, rest, shown


_NO_MARKER = Marker(0, "•", 0, 0)


def _place(marker: Marker) -> int:
    return marker.place


def _written(marker: str) -> str:
    """Give a marker as Markdown."""
    number, _, sign = marker.rpartition(" ")
    if sign in _TASKS:
        return f"{number or '-'} {_TASKS[sign]}"
    return "-" if marker == "•" else marker


def _shared(path: str, other: str) -> str:
    """Give the quotes that two paragraphs share: what a blank line between them begins with."""
    out = ""
    for one, two in zip(path, other, strict=False):
        if one != two or one != ">":
            break
        out += "> "
    return out


def _prefixed(words: str, lead: str, rest: str) -> Iterator[str]:
    for number, line in enumerate(words.split("\n")):
        yield (
            f"{rest if number else lead}{line}".rstrip()
            if not line
            else (f"{rest if number else lead}{line}")
        )


def _paragraphs(doc: QTextDocument, start: int, end: int) -> Iterator[QTextBlock]:
    block = doc.findBlock(start)
    while block.isValid():
        at = block.position()
        is_empty_end = at == end and block.length() == 1 and not block.next().isValid()
        if not (at < end or at == start or is_empty_end):
            return
        yield block
        block = block.next()
