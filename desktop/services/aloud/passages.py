"""Markdown as what is said of it: paragraphs, items, rows of a table, each with its place in the text.

Code and formulas that nobody can say are named instead, in the language of the text; pictures are
said by their words, links by theirs, bare addresses by their host.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop.markdown import tex_rules
from desktop.markdown.grammar import is_tight, make_parser

_CODE = {"en": "Here is code.", "zh": "这里是一段代码。"}
_FORMULA = {"en": "a formula", "zh": "一个公式"}
"""What is said where nothing else can be; in other languages it is passed over."""

_NOTE = re.compile(r"\[\^[^\s\[\]]{1,40}\]")
_PLAIN_TEX = re.compile(r"[\w\s+\-=.,()!<>/]{1,40}")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said without a break.

    Attributes:
        text: The words.
        places: Where each of their characters stands in the source, and after the last one the end.
    """

    text: str
    places: tuple[int, ...]


def passages(source: str, language: str) -> Iterator[Passage]:
    """Yield what is said of `source`, in its order; `language` is ISO 639-1, "" counts as English."""
    starts = _line_starts(source)
    writer = _Writer(source, language.partition("-")[0] or "en")
    is_note, row_end = False, -1
    for token in _parser().parse(source):
        if token.type.startswith("footnote_reference_"):
            is_note = token.type.endswith("open")
        elif token.map is None or is_note:
            if token.type == "tr_close":
                yield from writer.give()
                row_end = -1
        elif token.type == "tr_open":
            row_end = starts[token.map[1]]
            writer.go(starts[token.map[0]])
        elif token.type == "inline":
            begin, end = starts[token.map[0]], starts[token.map[1]]
            if row_end >= 0:
                writer.separate()
                writer.take(token.children or [], row_end)
            else:
                writer.go(begin)
                writer.take(token.children or [], end)
                yield from writer.give()
        elif token.type in {"fence", "code_block", tex_rules.BLOCK}:
            says = _FORMULA if token.type == tex_rules.BLOCK else _CODE
            writer.go(starts[token.map[0]])
            writer.name(says, starts[token.map[1]])
            yield from writer.give()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return make_parser()


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] = len(source)
    return [min(start, len(source)) for start in (*starts, len(source))]


class _Writer:
    """Collects the words of one passage with their places."""

    def __init__(self, source: str, language: str) -> None:
        self._source, self._language = source, language
        self._text: list[str] = []
        self._places: list[int] = []
        self._at = 0

    def go(self, at: int) -> None:
        """What comes stands from here on in the source."""
        self._at = max(self._at, at)

    def give(self) -> Iterator[Passage]:
        """Yield what was collected, if it says anything, and begin anew."""
        text = "".join(self._text)
        if any(character.isalnum() for character in text):
            yield Passage(text, (*self._places, max(self._at, self._places[-1] + 1)))
        self._text, self._places = [], []

    def separate(self) -> None:
        """Begin the next cell of a row."""
        if self._text:
            self._put("，" if self._language in {"zh", "ja"} else ", ")

    def name(self, says: dict[str, str], end: int) -> None:
        """Say that there is something that is not said."""
        self._put(says.get(self._language, ""))
        if self._places:
            self._places[-1] = end - 1
        self._at = end

    def take(self, children: list[Token], end: int) -> None:
        """Take the words of a paragraph, whose source ends at `end`."""
        is_bare = False
        for index, child in enumerate(children):
            if child.type == "link_open":
                is_bare = child.markup in {"linkify", "autolink"}
            elif child.type == "link_close":
                is_bare = False
            elif child.type == "softbreak":
                after = children[index + 1].content if index + 1 < len(children) else ""
                self._put("" if is_tight("".join(self._text[-1:]), after) else " ")
            elif child.type == "hardbreak":
                self._put("\n")
            elif child.type == tex_rules.INLINE:
                self._take_formula(child.content, end)
            elif child.content:
                said = _host(child.content) if is_bare else child.content
                self._take_words(child.content, said, end)

    def _take_formula(self, tex: str, end: int) -> None:
        if _PLAIN_TEX.fullmatch(tex):
            self._take_words(tex, tex, end)
            return
        at = self._source.find(tex, self._at, end)
        self._put(_FORMULA.get(self._language, ""))
        self._at = at + len(tex) if at >= 0 else self._at

    def _take_words(self, written: str, said: str, end: int) -> None:
        """Put words; each stands where it is found in the source, as far as it is found."""
        at = self._source.find(written, self._at, end)
        if at < 0 or said != written:
            begin = at if at >= 0 else self._at
            self._at = begin
            self._put(said)
            self._at = begin + len(written) if at >= 0 else begin
            return
        notes = [range(*note.span()) for note in _NOTE.finditer(written)]
        for offset, character in enumerate(written):
            if not (_is_unsaid(character) or any(offset in note for note in notes)):
                self._text.append(character)
                self._places.append(at + offset)
        self._at = at + len(written)

    def _put(self, text: str) -> None:
        said = [c for c in _NOTE.sub("", text) if not _is_unsaid(c)]
        self._text += said
        self._places += [self._at] * len(said)


def _is_unsaid(character: str) -> bool:
    """Tell whether a character is a picture, or joins pictures."""
    if character.isascii():
        return False
    return character in "\u200d\ufe0f\ufe0e\u20e3" or (
        unicodedata.category(character) in {"So", "Sk"}
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address.removeprefix("mailto:")
    except ValueError:  # brackets that are no address
        return address
