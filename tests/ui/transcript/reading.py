"""What a laid-out document says, and what markdown-it's tokens say: as the same plain facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextFormat

from desktop.ui.transcript import objects
from desktop.ui.transcript.codeview import CodeView
from desktop.ui.transcript.decor import Decor
from desktop.ui.transcript.style import PATH, STRONG, STRONGER, TARGET
from desktop.ui.transcript.textview import TextView
from desktop.ui.transcript.view import BlockView

Run = tuple[str, frozenset[str], str]
"""Text, formats, target of the link; of a picture its alt and source."""


@dataclass
class Fact:
    """A paragraph, heading, rule or code: what it stands in, the markers before it, its words."""

    kind: str
    path: str
    markers: tuple[str, ...] = ()
    runs: list[Run] = field(default_factory=list)

    def add(self, text: str, formats: Iterable[str], target: str = "") -> None:
        """Add words; words of one format are one run."""
        run = (text, frozenset(formats), target)
        if not text:
            return
        if self.runs and self.runs[-1][1:] == run[1:] and "image" not in run[1]:
            self.runs[-1] = (self.runs[-1][0] + text, *run[1:])
        else:
            self.runs.append(run)

    def add_picture(self, alt: str, formats: Iterable[str], source: str) -> None:
        """Add a picture, its words may be none."""
        self.runs.append((alt, frozenset(formats), source))


# documents
def drawn(views: Iterable[BlockView]) -> list[Fact]:
    """Give what documents say."""
    facts: list[Fact] = []
    for view in views:
        if isinstance(view, CodeView):
            _add_code(facts, view)
        elif isinstance(view, TextView) and view.block.source.strip():
            facts += _paragraphs(view)
    return facts


def _add_code(facts: list[Fact], view: CodeView) -> None:
    code = view.raw().replace("\u2029", "\n")
    assert view.block.chain is not None
    if view.block.is_first:
        facts.append(Fact(f"code {view.block.chain.language}".strip(), ""))
        facts[-1].add(code, ())
    else:
        text, *rest = facts[-1].runs[0]
        facts[-1].runs[0] = (f"{text}\n{code}", *rest)  # type: ignore[assignment]


def _paragraphs(view: TextView) -> Iterable[Fact]:
    block, decor = view.doc.begin(), view.decor
    last: Fact | None = None
    while block.isValid():
        fact = _fact(block, decor)
        in_panel = any(begin < block.position() <= end for begin, end, *_ in decor.panels)
        if last is not None and in_panel and fact.kind == last.kind:
            text = last.runs[0][0] if last.runs else ""
            more = fact.runs[0][0] if fact.runs else ""
            last.runs = [(f"{text}\n{more}", frozenset(), "")]
        elif block.blockFormat().hasProperty(PATH):  # else nothing was written: definitions
            yield fact
            last = fact
        block = block.next()


def _fact(block: QTextBlock, decor: Decor) -> Fact:
    look = block.blockFormat()
    kind = f"h{look.headingLevel()}" if look.headingLevel() else "p"
    language = look.property(QTextFormat.Property.BlockCodeLanguage)
    if language is not None:
        kind = f"code {language or ''}".strip()  # PySide gives "" as []
        assert look.layoutDirection() == Qt.LayoutDirection.LeftToRight
    if block.position() in decor.rules:
        kind = "hr"
    markers = tuple(m.text for m in decor.markers if m.place == block.position())
    fact = Fact(kind, str(look.property(PATH) or ""), markers)
    text = block.text()
    assert not any(ord(c) > 0xFFFF for c in text)  # positions are characters in these examples
    spans = block.textFormats()
    for span in spans:
        formats = QTextCharFormat(span.format)
        piece = text[span.start : span.start + span.length]
        if formats.objectType() == objects.PICTURE:
            source = formats.property(objects.SOURCE)
            names = _formats(formats, kind) | {"image"}
            fact.add_picture(str(formats.property(objects.TITLE) or ""), names, str(source or ""))
        elif kind.startswith("code"):
            assert formats.fontFixedPitch()
            fact.add(piece, ())
        else:
            target = str(formats.property(TARGET) or "")
            fact.add(piece.replace("\u2028", "\n"), _formats(formats, kind), target)
    return fact


def _formats(look: QTextCharFormat, kind: str) -> set[str]:
    weight = STRONGER if kind.startswith("h") else STRONG
    facts = {
        "strong": look.fontWeight() >= weight,
        "em": look.fontItalic(),
        "s": look.fontStrikeOut(),
        "code": look.fontFixedPitch(),
    }
    return {name for name, is_on in facts.items() if is_on}


# tokens
def meant(tokens: list[Token]) -> list[Fact]:
    """Give what tokens say."""
    reader = _Reader()
    for token in tokens:
        reader.read(token)
    return reader.facts


class _Reader:
    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._path: list[str] = []
        self._numbers: list[int | None] = []
        self._markers: list[str] = []
        self._kind = "p"

    def read(self, token: Token) -> None:
        name = token.type
        if "list" in name or name.startswith("blockquote"):
            self._container(token)
        elif name.startswith("heading"):
            self._kind = token.tag if token.nesting > 0 else "p"
        elif name in {"fence", "code_block"}:
            words = token.info.split() if name == "fence" else []
            fact = self._begin(f"code {words[0]}" if words else "code")
            fact.add(token.content.removesuffix("\n"), ())
        elif name == "hr":
            self._begin("hr")
        elif name == "inline":
            _inline(self._begin(self._kind), token.children or [])

    def _begin(self, kind: str) -> Fact:
        self.facts.append(Fact(kind, "".join(self._path), tuple(self._markers)))
        self._markers.clear()
        return self.facts[-1]

    def _container(self, token: Token) -> None:
        match token.type:
            case "list_item_open":
                at = self._numbers[-1]
                self._markers.append("•" if at is None else f"{at}{token.markup}")
                self._numbers[-1] = None if at is None else at + 1
            case "list_item_close":
                if self._markers:
                    self.facts.append(Fact("p", "".join(self._path), (self._markers.pop(),)))
            case _ if token.nesting < 0:
                if self._path.pop() == "*":
                    self._numbers.pop()
            case "blockquote_open":
                self._path.append(">")
            case _:
                self._path.append("*")
                is_bullet = token.type == "bullet_list_open"
                self._numbers.append(None if is_bullet else int(token.attrs.get("start", 1)))


_SPACES = {"softbreak": " ", "hardbreak": "\n"}


def _inline(fact: Fact, children: list[Token]) -> None:
    formats: list[str] = []
    targets = [""]
    for child in children:
        name = child.type.removesuffix("_open").removesuffix("_close")
        if name == "image":
            source = str(child.attrs["src"])
            fact.add_picture(_alt(child), [*formats, "image"], source)
        elif name == "link":
            if child.nesting > 0:
                targets.append(str(child.attrs["href"]))
            else:
                targets.pop()
        elif child.nesting > 0:
            formats.append(name)
        elif child.nesting < 0:
            formats.remove(name)
        else:
            words = _SPACES.get(name, child.content if name == "code_inline" else "")
            words = words or child.content.replace("\n", " ")
            code = ["code"] if name == "code_inline" else []
            fact.add(words, formats + code, targets[-1])


def _alt(image: Token) -> str:
    words = ""
    for child in image.children or []:
        words += _alt(child) if child.type == "image" else _SPACES.get(child.type, child.content)
    return words
