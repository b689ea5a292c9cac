"""HTML as text that a model reads well: Markdown for headings, lists, tables, links and code.

Pages with scripts, styles and pictures lose those; nothing is loaded.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from desktop.core.override import override

_SILENT = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "title"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "form", "header", "html", "main", "nav", "p", "section",
    "summary",
}  # fmt: skip
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_SPACE = re.compile(r"\s+")
_EMPTY_MARKS = re.compile(r"\*\*\s*\*\*")
_MAX_DEPTH = 20


def to_text(html: str) -> str:
    """Give what a page says, without what only a browser needs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects finished lines; `_line` is the one that is being written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._silent = 0
        self._raw = 0
        self._lists: list[int | None] = []  # the next number of an ordered one; None: bullets
        self._rows: list[list[str]] | None = None
        self._cell: list[str] | None = None
        self._nested = 0  # tables inside a table are part of its cells
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        """Give everything that was read; at most one empty line between two others."""
        self._end_table()
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if self._silent:
            return
        if tag in {"table", "tr", "td", "th"}:
            self._start_table_part(tag)
        elif self._cell is not None and tag in {"br", "p", "li", "div"}:
            self._cell.append(" ")
        elif self._cell is None:
            self._start_block(tag)
        if tag == "a":
            address = dict(attrs).get("href") or ""
            is_remote = address.startswith(("http://", "https://", "mailto:"))
            self._links.append((address if is_remote else "", len(self._into())))
        elif tag in _MARKS:
            self._write(_MARKS[tag])
        elif tag == "code" and not self._raw:
            self._write("`")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            return
        if self._silent:
            return
        if tag in {"table", "tr", "td", "th"}:
            self._end_table_part(tag)
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        elif tag in _MARKS:
            self._write(_MARKS[tag])
        elif tag == "code" and not self._raw:
            self._write("`")
        elif self._cell is None:
            self._end_block(tag)

    @override
    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._raw and self._cell is None:
            *whole, rest = data.split("\n")
            for line in whole:
                self._lines.append("".join([*self._line, line]))
                self._line.clear()
            self._line.append(rest)
            return
        self._write(_SPACE.sub(" ", data))

    def _into(self) -> list[str]:
        return self._line if self._cell is None else self._cell

    def _write(self, text: str) -> None:
        into = self._into()
        if text == " " and (not into or into[-1].endswith(" ")):
            return
        into.append(text)

    def _break(self) -> None:
        line = _EMPTY_MARKS.sub("", "".join(self._line)).strip()
        if line:
            self._lines.append("  " * min(_MAX_DEPTH, len(self._lists) - 1) + line)
        self._line.clear()
        self._links.clear()

    def _start_block(self, tag: str) -> None:
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._gap()
            self._lines += ["---", ""]
        elif tag in _HEADINGS:
            self._gap()
            self._line.append(_HEADINGS[tag] + " ")
        elif tag in {"ul", "ol"}:
            self._break()
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._start_item()
        elif tag == "pre":
            self._gap()
            self._lines.append("```")
            self._raw += 1
        elif tag in _BLOCKS:
            self._break() if self._lists else self._gap()

    def _end_block(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._lists:
            self._break()
            self._lists.pop()
            if not self._lists:
                self._lines.append("")
        elif tag == "pre" and self._raw:
            self._raw -= 1
            if "".join(self._line).strip():
                self._lines.append("".join(self._line))
            self._line.clear()
            self._lines += ["```", ""]
        elif tag in _HEADINGS or tag in _BLOCKS:
            self._break() if self._lists else self._gap()
        elif tag == "li":
            self._break()

    def _gap(self) -> None:
        self._break()
        self._lines.append("")

    def _start_item(self) -> None:
        self._break()
        number = self._lists[-1] if self._lists else None
        self._line.append("- " if number is None else f"{number}. ")
        if number is not None:
            self._lists[-1] = number + 1

    def _end_link(self, address: str, start: int) -> None:
        into = self._into()
        words = "".join(into[start:]).strip()
        if address and words and words != address:
            into[start:] = [f"[{words}]({address})"]
        elif address and not words:
            self._write(address)

    def _start_table_part(self, tag: str) -> None:
        if tag == "table":
            self._nested += 1
            if self._nested == 1:
                self._gap()
                self._rows = []
        elif self._nested > 1 or self._rows is None:
            self._write(" ")
        elif tag == "tr":
            self._end_cell()
            self._rows.append([])
        else:
            self._end_cell()
            if not self._rows:
                self._rows.append([])
            self._cell = []
            self._links.clear()

    def _end_table_part(self, tag: str) -> None:
        if tag == "table":
            self._nested = max(0, self._nested - 1)
            if not self._nested:
                self._end_table()
        elif self._nested == 1:
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None and self._rows is not None:
            self._rows[-1].append(_SPACE.sub(" ", "".join(self._cell)).strip())
        self._cell = None

    def _end_table(self) -> None:
        self._end_cell()
        rows, self._rows = self._rows, None
        if rows:
            self._lines += [*table(rows), ""]


def table(rows: list[list[str]]) -> list[str]:
    """Give the lines of a Markdown table; its first row is the head."""
    full = [row for row in rows if any(row)]
    if not full:
        return []
    width = max(len(row) for row in full)
    lines = [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" * (width - len(row) + 1)
        for row in full
    ]
    return [lines[0], "|" + " --- |" * width, *lines[1:]]
