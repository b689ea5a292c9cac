"""Unfinished Markdown is drawn as what it will most likely become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.transcript.mend import mend
from desktop.ui.transcript.spans import PARSER


@pytest.mark.parametrize(
    ("arrived", "drawn"),
    [
        ("some **bold", "some **bold**"),
        ("some **bold and *both", "some **bold and *both***"),
        ("some **bold**", "some **bold**"),
        ("some **", "some "),
        ("some *", "some "),
        ("a `code", "a `code`"),
        ("a ``co`de", "a ``co`de``"),
        ("a `", "a "),
        ("~~gone", "~~gone~~"),
        ("see [the notes](https://exa", "see the notes"),
        ("see [the notes](https://example.org)", "see [the notes](https://example.org)"),
        ("see [the no", "see the no"),
        ("see ![a pict", "see "),
        ("text\n-", "text"),
        ("text\n==", "text"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("`a*b` and more", "`a*b` and more"),
        ("- one **two", "- one **two**"),
        ("1. one\n2.", "1. one"),
        ("| a | b |\n|--", ""),
        ("text\n``", "text"),
    ],
)  # fmt: skip
def test_open_markup_is_completed_or_held_back(arrived: str, drawn: str) -> None:
    assert mend(arrived, "paragraph") == drawn


@given(st.text(alphabet="ab *_`[]()!|\n-#>~\\.1", max_size=60))
def test_any_text_can_be_mended_and_drawn(text: str) -> None:
    PARSER.parse(mend(text, "paragraph"))


@given(st.text(alphabet="abc \n", min_size=1, max_size=60))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert mend(text, "paragraph").split() == text.split()
