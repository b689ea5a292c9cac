"""CommonMark's 652 examples as they are laid out, streamed in random pieces."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from desktop.core.types import State
from desktop.ui.theme import load
from desktop.ui.transcript.kinds import ACTIONS
from desktop.ui.transcript.layout import Layout
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.textview import TextView
from desktop.ui.transcript.view import BlockView
from tests.ui.transcript.reading import Fact, drawn, meant
from tests.ui.transcript.talk import answer, streaming

SPEC = json.loads((Path(__file__).parent / "data" / "commonmark.json").read_text("utf-8"))
BARE = {602, 608, 611, 612}
"""Examples with an address that stands bare: a link here, text in CommonMark."""
NO_WORDS = [484, 487]
"""Links without words leave nothing that could be selected."""
STOCK = MarkdownIt("commonmark", {"html": False})


def streamed(text: str, seed: int) -> tuple[TranscriptModel, list[BlockView]]:
    """Stream text in random pieces, laying out what is there now and then; give what is drawn."""
    rng = random.Random(seed)
    model = TranscriptModel()
    layout = Layout(model, load("light"), 700)
    model.append(streaming(1))
    layout.insert(0)
    at = 0
    while at < len(text):
        step = rng.randint(1, 12)
        model.append_text(1, text[at : at + step])
        at += step
        if rng.random() < 0.7:
            look(model, layout)
    model.finish(1, answer(1, text, state=State.COMPLETE))
    return model, look(model, layout)


def loaded(text: str) -> tuple[TranscriptModel, list[BlockView]]:
    """Lay out a text that was there at once."""
    model = TranscriptModel()
    layout = Layout(model, load("light"), 700)
    model.append(answer(1, text))
    layout.insert(0)
    return model, look(model, layout)


def look(model: TranscriptModel, layout: Layout) -> list[BlockView]:
    for row, first in model.collect().items():
        layout.changed(row, first)
    blocks = model.messages[0].blocks()
    return [layout.view(0, index) for index, block in enumerate(blocks) if block.kind != ACTIONS]


def without_addresses(facts: list[Fact]) -> list[Fact]:
    """Give facts without the links that are addresses in the text."""
    plain = [replace(fact, runs=[]) for fact in facts]
    for fact, old in zip(plain, facts, strict=True):
        for text, formats, target in old.runs:
            fact.add(text, formats, "" if target.removeprefix("mailto:") == text else target)
    return plain


@pytest.mark.usefixtures("qapp")
def test_what_is_laid_out_is_what_the_parser_says() -> None:
    wrong = []
    for example in SPEC:
        number, text = example["example"], example["markdown"]
        _model, views = streamed(text, number)
        shown, wanted = drawn(views), meant(STOCK.parse(text))
        if number in BARE:
            shown = without_addresses(shown)
        if shown != wanted:
            wrong.append((number, text, shown, wanted))
    assert len(SPEC) == 652
    assert wrong == []


LINES = st.sampled_from(
    ["", "para *em", "para* **b**", "# head", "```python", "```", "- item", "  - [x] nested",
     "1. one", "> quote", "| a | b |", "|---|---|", "    code", "===", "---", "[foo]: /url",
     "[foo] [bar]", "$$", "x $y^2$ z", "\\[", "\\]", "`x", "   more", "> - x", "-", "a[^1] b[^n]",
     "[^1]: note", "[^n]: other", "https://example.org", "中文", "“文”**字**", "![p](u)", "اا"]
)  # fmt: skip


@pytest.mark.usefixtures("qapp")
@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join), st.integers(0, 1 << 20))
def test_streamed_text_is_laid_out_like_loaded_text(text: str, seed: int) -> None:
    _model, views = streamed(text, seed)
    _fresh, others = loaded(text)
    assert drawn(views) == drawn(others)
    assert [v.raw() for v in views] == [v.raw() for v in others]
    assert [v.height for v in views] == [v.height for v in others]


@pytest.mark.usefixtures("qapp")
def test_markdown_of_what_is_laid_out_is_laid_out_the_same() -> None:
    wrong = []
    for example in SPEC:
        number, text = example["example"], example["markdown"]
        _model, views = streamed(text, number)
        texts = [view for view in views if isinstance(view, TextView)]
        again = "\n\n".join(view.markdown_between(0, view.end()) for view in texts)
        _model, copies = streamed(again, number)
        if drawn(copies) != drawn(texts):
            wrong.append((number, text, again, drawn(copies), drawn(texts)))
    assert [number for number, *_ in wrong] == NO_WORDS, wrong
