"""Runs of characters of a document, and the inline Markdown that they are written as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCharFormat

from desktop.markdown import footnotes
from desktop.ui.transcript import objects
from desktop.ui.transcript.style import TARGET

_SPECIAL = re.compile(r"[\\`*_\[<$~]|&(?=#?\w+;)|!$")
_BLANKS = {"\xa0": "&nbsp;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one format."""

    text: str
    look: QTextCharFormat

    @property
    def target(self) -> str:
        """Where a link leads, "" if it is none."""
        return str(self.look.property(TARGET) or "")

    @property
    def key(self) -> tuple[object, ...]:
        """What markup it is in."""
        look = self.look
        font = (look.fontWeight(), look.fontItalic(), look.fontStrikeOut(), look.fontFixedPitch())
        return look.objectType(), self.target, *font


def object_text(run: Run, *, as_markdown: bool = False) -> str:
    """Give a formula as TeX, a picture as its words or as Markdown."""
    source, kind = str(run.look.property(objects.SOURCE) or ""), run.look.objectType()
    if kind == objects.FORMULA:
        if source.startswith("\\begin{"):
            return source
        sign = "$$" if run.look.property(objects.IS_DISPLAY) else "$"
        room = "\n" if sign == "$$" and "\n" in source else ""
        return f"{sign}{room}{source}{room}{sign}"
    title = str(run.look.property(objects.TITLE) or "")
    return f"![{_escaped(title, is_inside=True)}]({_address(source)})" if as_markdown else title


def runs_of(block: QTextBlock, start: int, end: int) -> Iterator[Run]:
    """Yield the runs of a paragraph between two positions; each object is a run of its own."""
    begin, text = block.position(), block.text().encode("utf-16-le", "surrogatepass")
    spans = block.textFormats()
    for span in spans:
        low = max(span.start, start - begin)
        high = min(span.start + span.length, end - begin)
        if low < high:
            piece = text[2 * low : 2 * high].decode("utf-16-le", "replace")
            look = QTextCharFormat(span.format)  # a copy: the span's own dies with it
            yield from (Run(one, look) for one in (piece if look.objectType() else [piece]))


def merged(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours that differ only in what is no markup, as the room beside code."""
    out: list[Run] = []
    for run in runs:
        if out and not run.look.objectType() and run.key == out[-1].key:
            out[-1] = Run(out[-1].text + run.text, run.look)
        else:
            out.append(run)
    return out


def marked(runs: list[Run], strong: int) -> str:
    """Give runs with their marks; a mark that goes on over several runs is written once."""
    wishes = [_marks(run, strong) for run in runs]
    out: list[str] = []
    opened: list[str] = []
    for index, run in enumerate(runs):
        text, wanted = _content(run), wishes[index]
        if not text.strip(" ") and not run.look.fontFixedPitch():
            wanted = [mark for mark in wanted if mark in opened]
        keep = 0
        while keep < len(opened) and opened[keep] in wanted:
            keep += 1
        trail = _close(out, opened, keep)
        fresh = [mark for mark in wanted if mark not in opened]
        fresh.sort(key=lambda mark: -_reach(wishes, index, mark))
        lead = text[: len(text) - len(text.lstrip(" "))] if fresh else ""
        out.append(trail + lead + "".join(map(_opening, fresh)) + text[len(lead) :])
        opened += fresh
    out.append(_close(out, opened, 0) if out else "")
    return "".join(out)


def _close(out: list[str], opened: list[str], keep: int) -> str:
    """Close all but the first marks; give the spaces that must stand behind them."""
    if len(opened) == keep:
        return ""
    words = out[-1].rstrip(" ")
    spaces = out[-1][len(words) :]
    out[-1] = words + "".join(_closing(mark) for mark in reversed(opened[keep:]))
    del opened[keep:]
    return spaces


def _reach(wishes: list[list[str]], index: int, mark: str) -> int:
    """Give over how many runs a mark goes on: what goes on longest is opened first."""
    count = 0
    while index + count < len(wishes) and mark in wishes[index + count]:
        count += 1
    return count


def _marks(run: Run, strong: int) -> list[str]:
    look = run.look
    target = run.target
    marks = [f"[{target}"] if target and not footnotes.is_address(target) else []
    marks += ["**"] * (look.fontWeight() >= strong) + ["*"] * look.fontItalic()
    return marks + ["~~"] * look.fontStrikeOut()


def _opening(mark: str) -> str:
    return "[" if mark[0] == "[" else mark


def _closing(mark: str) -> str:
    return f"]({_address(mark[1:])})" if mark[0] == "[" else mark


def _content(run: Run) -> str:
    if run.text == objects.OBJECT and run.look.objectType():
        return object_text(run, as_markdown=True)
    if footnotes.is_address(run.target):
        label = run.target.partition(":")[2]
        return f"[^{label}]" if run.target == footnotes.address(label) else ""
    if run.look.fontFixedPitch():
        ticks = "`"
        while ticks in run.text:
            ticks += "`"
        ends = run.text[:1], run.text[-1:]
        room = " " if "`" in ends or (ends == (" ", " ") and run.text.strip()) else ""
        return f"{ticks}{room}{run.text}{room}{ticks}"
    text = _escaped(run.text, is_inside=bool(run.target))
    return text.replace("\u2028", "\\\n")


def _escaped(text: str, *, is_inside: bool) -> str:
    """Escape what would be markup; inside the words of a link brackets, too."""
    text = _SPECIAL.sub(backslash, text)
    for blank, entity in _BLANKS.items():
        text = text.replace(blank, entity)
    return text.replace("]", "\\]") if is_inside else text


def backslash(match: re.Match[str]) -> str:
    """Escape what was found."""
    return f"\\{match[0]}"


def _address(url: str) -> str:
    return f"<{url}>" if not url or any(sign in url for sign in " ()<>") else url
