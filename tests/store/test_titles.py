"""A title out of the first question."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.store.titles import LENGTH, title_from

FAMILY = "\U0001f468‍\U0001f469‍\U0001f467"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("  \n\t\n", ""),
        ("Hello", "Hello"),
        ("\n  What   is\tthis?\nMore", "What is this?"),
        ("a\x00b\u202ec\u200b", "abc"),
        ("word " * 30, ("word " * 12).strip() + "…"),
        ("x" * 61, "x" * 60 + "…"),
        ("写" * 70, "写" * 60 + "…"),
        ("Hi " + "写" * 70, "Hi " + "写" * 57 + "…"),
        ("写" * 59 + "e\u0301" * 5, "写" * 59 + "…"),
        ("写" * 58 + FAMILY * 3, "写" * 58 + "…"),
    ],
    ids=[
        "empty", "blank", "short", "first line", "invisible", "words", "one word", "chinese",
        "mixed", "accent", "emoji",
    ],
)  # fmt: skip
def test_a_title_is_the_first_line_cut_where_it_may_be_cut(text: str, title: str) -> None:
    assert title_from(text) == title


@settings(deadline=None, database=None)
@given(st.text())
def test_any_text_gives_a_short_printable_line(text: str) -> None:
    title = title_from(text)
    assert len(title) <= LENGTH + 1
    assert title == title.strip()
    assert not any(unicodedata.category(character) == "Cc" for character in title)
