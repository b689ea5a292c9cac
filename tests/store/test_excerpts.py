"""Excerpts of Markdown: what a reader sees, with what was asked for marked in it."""

import pytest

from desktop.store.search.excerpts import Excerpt, excerpt


def marked(piece: Excerpt) -> list[str]:
    return [piece.text[start : start + length] for start, length in piece.marks]


@pytest.mark.parametrize(
    ("source", "query", "shown", "marks"),
    [
        ("## Birds\n\nThe **wren** sings.", "wren", "Birds The wren sings.", ["wren"]),
        ("The **old** wren", '"old wren"', "The old wren", ["old wren"]),
        ("| bird | weight |\n|---|---|\n| Wren | `9` g |", "wren 9", "bird · weight Wren · 9 g", ["Wren", "9"]),
        ("Look [here](https://example.com/secret) now", "here", "Look here now", ["here"]),
        ("中文**黄鹂**鸣叫", "黄鹂", "中文黄鹂鸣叫", ["黄鹂"]),
        ("```c\n*p = **wren;\n```", "wren", "*p = **wren;", ["wren"]),
    ],
)  # fmt: skip
def test_signs_are_left_out_and_the_words_are_marked_where_they_stand(
    source: str, query: str, shown: str, marks: list[str]
) -> None:
    piece = excerpt(source, query, is_markdown=True)
    assert piece.text == shown
    assert marked(piece) == marks


def test_a_hit_in_an_address_is_shown_as_it_was_written() -> None:
    piece = excerpt("Look [here](https://example.com/secret) now", "secret", is_markdown=True)
    assert marked(piece) == ["secret"]
    assert "](https" in piece.text


def test_what_is_not_markdown_keeps_its_signs() -> None:
    assert excerpt("2 *3* 4 # five", "five").text == "2 *3* 4 # five"


def test_far_into_a_long_answer_code_is_still_code() -> None:
    code = "```c\n" + "int **p;\n" * 2000 + "int **wren;\n```\nAnd **wren** again. " + "x " * 400
    piece = excerpt(code, "wren", is_markdown=True)
    assert "int **p; int **wren; And wren again." in piece.text
    assert marked(piece) == ["wren", "wren"]
    assert (piece.text[0], piece.text[-1]) == ("…", "…")


def test_in_one_very_long_line_the_hit_is_found() -> None:
    piece = excerpt("**word** " * 9000 + "a **wren** sings", "wren", is_markdown=True)
    assert marked(piece) == ["wren"]
    assert piece.text.endswith("word a wren sings")
    assert "*" not in piece.text


def test_without_words_to_look_for_the_beginning_is_shown() -> None:
    assert excerpt("# Title\n\n- one\n- two", "", is_markdown=True).text == "Title one two"
