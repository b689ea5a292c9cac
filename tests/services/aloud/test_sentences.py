"""What is said of a text: every word once, in order, each sentence at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.aloud.sentences import LONGEST, sentence_at, sentences


def said(source: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in sentences(source, language)]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Smith paid 3.5 dollars, e.g. at No. 5.", ["Dr. Smith paid 3.5 dollars, e.g. at No. 5."]),
        ("“Yes!” he said. “No.” She left.", ["“Yes!” he said.", "“No.”", "She left."]),
        ("你好。今天天气很好！我们去\n公园吧？", ["你好。", "今天天气很好！", "我们去公园吧？"]),
        ("# Title\n\nText\nof two lines", ["Title", "Text of two lines"]),
        ("**Bold** and `code` [there](https://a.example/b).", ["Bold and code there."]),
        ("See https://docs.example/a/b?c=d now.", ["See docs.example now."]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["a, b", "1, 2"]),
        ("Before\n\n```py\nprint(1)\n```\n\nAfter", ["Before", "Here is code.", "After"]),
        ("So $x = 2$ and $\\frac{1}{2}$.", ["So x = 2 and a formula."]),
        ("$$\n\\int x\n$$", ["a formula"]),
        ("Good 👍🏽 work 👨‍👩‍👧!", ["Good work !"]),
        ("A claim.[^1]\n\n[^1]: The note.", ["A claim."]),
        ("![a bird](b.png)", ["a bird"]),
        ("- one\n  - two\n- three", ["one", "two", "three"]),
        ("---\n\n…\n\n👍", []),
    ],
)  # fmt: skip
def test_a_text_is_said_as_a_person_would_read_it(source: str, wanted: list[str]) -> None:
    assert said(source) == wanted


def test_code_is_named_in_the_language_of_the_text_or_passed_over() -> None:
    assert said("```\nx\n```", "zh-CN") == ["这里是一段代码。"]
    assert said("```\nx\n```", "fi") == []


@pytest.mark.parametrize(("word", "most"), [("word, ", LONGEST), ("很长，", LONGEST // 3)])
def test_a_long_sentence_is_cut_at_its_commas(word: str, most: int) -> None:
    pieces = said(word * 300)
    assert all(len(piece) <= most and piece[-1] in ",，" for piece in pieces)
    assert "".join(pieces).replace(" ", "") == (word * 300).replace(" ", "")


def test_each_sentence_knows_its_place_in_the_text() -> None:
    source = "# A title\n\nIt is **bold**. See [the docs](https://b.example/b). End."
    found = sentences(source)
    assert [source[one.start : one.end] for one in found] == [
        "A title",
        "It is **bold**.",
        "See [the docs](https://b.example/b).",
        "End.",
    ]
    assert sentence_at(found, source.index("docs")) == 2
    assert sentence_at(found, len(source)) == 3


@given(st.text(alphabet="ab .!?。，\n*`[]()|$-#你1\u200d👍", max_size=200))
def test_places_never_run_backwards_whatever_the_text(source: str) -> None:
    ends = 0
    for one in sentences(source):
        assert 0 <= one.start < one.end <= len(source)
        assert one.start >= ends - 1
        assert one.text.strip() == one.text != ""
        ends = one.end
