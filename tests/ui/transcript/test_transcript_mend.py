"""Unfinished Markdown is drawn as what it will most likely become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.theme import load
from desktop.ui.transcript.layout import Layout
from desktop.ui.transcript.mend import mend
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.spans import PARSER
from tests.ui.transcript.reading import Fact, drawn
from tests.ui.transcript.talk import streaming

OPEN = "\uffff"


@pytest.mark.parametrize(
    ("arrived", "drawn"),
    [
        ("some **bold", "some **bold**"),
        ("some **bold and *both", "some **bold and *both***"),
        ("some **bold**", "some **bold**"),
        ("some **", "some"),
        ("some *", "some"),
        ("__strong_", "__strong__"),
        ("a `code", "a `code`"),
        ("a ``co`de", "a ``co`de``"),
        ("a **b `code", "a **b `code`**"),
        ("a `", "a"),
        ("~~gone", "~~gone~~"),
        ("see [the notes](https://exa", "see [the notes](<#pending>)"),
        ("see [the notes](https://example.org)", "see [the notes](https://example.org)"),
        ("see [the no", "see [the no](<#pending>)"),
        ("see ![a pict", "see"),
        ("see <https://exam", "see [https://exam](<#pending>)"),
        ("see [^1", "see"),
        ("at [0", "at [0"),
        ("x[0", "x[0"),
        ("text\n-", "text"),
        ("text\n==", "text"),
        ("- [ ]", ""),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("`a*b` and more", "`a*b` and more"),
        ("- one **two", "- one **two**"),
        ("1. one\n2.", "1. one"),
        ("| a | b |\n|--", ""),
        ("text\n``", "text"),
        ("text\n\n[foo]: https://exa", "text"),
        ("R&D &am", "R&D"),
        (r"so \(x^2 + ", rf"so \(x^2 +{OPEN}\)"),
        (r"so \[x", rf"so \[x{OPEN}\]"),
        ("$$\nx +\n- y", f"$$\nx +\n- y{OPEN}\n$$"),
        ("$$\nx\n$$", "$$\nx\n$$"),
        ("- a\n  \\[\n  x\n  \\]\n  b **c", "- a\n  \\[\n  x\n  \\]\n  b **c**"),
        ("so $x^2", f"so $x^2{OPEN}$"),
        ("costs $5 and", "costs $5 and"),
        ("for $HOME is", "for $HOME is"),
        ("- ```\n  a **b", "- ```\n  a **b"),
        ("- ```\n  a **b\n  ``", "- ```\n  a **b"),
    ],
)  # fmt: skip
def test_open_markup_is_completed_or_held_back(arrived: str, drawn: str) -> None:
    assert mend(arrived, "paragraph") == drawn


def test_rows_are_held_back_until_they_say_something() -> None:
    head = "| a | b |\n|---|---|"
    assert mend(head, "table") == head
    assert mend(f"{head}\n| ", "table") == head
    assert mend(f"{head}\n| x | **y", "table") == f"{head}\n| x | **y**"


@given(st.text(alphabet="ab *_`[]()!|\n-#>~\\.1$^<&;:/", max_size=60))
def test_any_text_can_be_mended_and_drawn(text: str) -> None:
    PARSER.parse(mend(text, "paragraph"))
    PARSER.parse(mend(text, "table"))


@given(st.text(alphabet="abc \n", min_size=1, max_size=60))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert mend(text, "paragraph").split() == text.split()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "text",
    [
        "a **bold** and *it* and `code` x",
        "see [the notes](https://x.org) and ![pic](a.png) end",
        "see [the **strong** `notes`](https://x.org).",
        "- [ ] one\n- [x] two **b** c\n  - nested `x`\n",
        "1. one\n2. two\n",
        "> quote **b**\n> more\n\n- > x\n",
        "# Head *x*\n\ntext\n***\nmore",
        "中**“中文”**后，中文\n换行 text\nmore",
        "- ```\n  a **b\n  ```\n- c",
        "x ~~gone~~ y_z _em_ w",
        "<https://x.org/a> z",
        "AT&T &amp; x &copy; y",
        "a \\* b \\\nc",
        "**a *b* c** d",
        "word `a*b` **c `d` e** f",
        "__strong__ x ***both*** y",
        "text\n\n| a | b |\n|---|---|\n| 1 | **2** x |\n\nend",
        "Price is $5 and $6 now, 2 * 3 * 4 = 24, a < b and c > d",
        "array[0] and text",
        "text[^1] more\n\n[^1]: said **here** at last",
        "- a\n\n  b\n- c",
    ],
)
def test_what_was_drawn_stays_as_more_arrives(text: str) -> None:
    last = _characters(_shown(f"{text}\n\n" if "[^1]:" not in text else text))
    for end in range(1, len(text) + 1):
        now = _characters(_shown(text[:end]))
        assert now == last[: len(now)], text[:end]


def _shown(text: str) -> list[Fact]:
    """Give what is drawn of a text that has arrived at once and goes on."""
    model = TranscriptModel()
    layout = Layout(model, load("light"), 700)
    model.append(streaming(1))
    layout.insert(0)
    model.append_text(1, text)
    for row, first in model.collect().items():
        layout.changed(row, first)
    return drawn(layout.view(0, index) for index in range(len(model.messages[0].blocks())))


def _characters(facts: list[Fact]) -> list[object]:
    """Give paragraphs and characters one by one; of a link only that it is one."""
    out: list[object] = []
    for fact in facts:
        out.append((fact.kind, fact.path, fact.markers))
        for text, formats, target in fact.runs:
            if "image" in formats:
                out.append((text, formats))
            else:
                out += [(character, formats, bool(target)) for character in text]
    return out
