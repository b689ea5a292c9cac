"""Spoken punctuation where it stands alone, words where they are words, and pieces that join."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.speech.spoken_words import Writing, joined, needs_space


def written(pieces: list[str], language: str = "en", *, marks: bool = True) -> str:
    """Give the text as somebody sees it who does what each piece says."""
    writing, shown = Writing(language, has_spoken_marks=marks), ""
    for piece in pieces:
        change = writing.add(piece)
        shown = shown[: len(shown) - change.takes_back] + change.text
    assert shown == writing.text
    return shown


ENGLISH = {
    "alone between pauses": (["Dear Anna.", "Comma.", "Thank you."], "Dear Anna, Thank you."),
    "a small word after a comma": (["Dear Anna.", "Comma.", "The book came."], "Dear Anna, the book came."),
    "at the end of a piece": (["How are you question mark"], "How are you?"),
    "the model's mark gives way": (["How are you. Question mark."], "How are you?"),
    "set apart by the model": (["Dear Anna, comma, thank you."], "Dear Anna, thank you."),
    "a new line": (["First.", "New line.", "second"], "First.\nSecond"),
    "a new paragraph, set apart": (["First. New paragraph. Second."], "First.\n\nSecond."),
    "two in a row": (["It ends full stop", "New line", "then"], "It ends.\nThen"),
    "a period of time": (["The period of time was long."], "The period of time was long."),
    "at the end, but a thing": (["It was a long period."], "It was a long period."),
    "a thing with an article": (["He came to a full stop."], "He came to a full stop."),
    "in the midst of words": (["Use a comma here or a colon there"], "Use a comma here or a colon there"),
    "part of a word": (["Periodically, commas matter."], "Periodically, commas matter."),
    "a number before it": (["Sheet 2 period"], "Sheet 2 period"),
    "nothing else": (["Comma."], ","),
}  # fmt: skip


@pytest.mark.parametrize(("pieces", "text"), ENGLISH.values(), ids=ENGLISH.keys())
def test_english(pieces: list[str], text: str) -> None:
    assert written(pieces) == text


OTHERS = {
    "Chinese, at the end": ("zh", ["你好逗号", "我很好句号"], "你好，我很好。"),
    "Chinese, alone": ("zh", ["你好。", "问号。", "换行。", "再见"], "你好？\n再见"),
    "Chinese, a thing": ("zh", ["画上一个句号"], "画上一个句号"),
    "Chinese, in the midst": ("zh", ["逗号和句号都是标点"], "逗号和句号都是标点"),
    "Chinese of a region": ("zh-CN", ["你好句号"], "你好。"),
    "German": ("de", ["Wie geht es dir Fragezeichen", "Der Punkt ist wichtig."], "Wie geht es dir? Der Punkt ist wichtig."),
    "Spanish": ("es", ["Hola coma", "Adiós punto"], "Hola, Adiós."),
    "a language without words for it": ("sv", ["Hej komma"], "Hej komma"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "pieces", "text"), OTHERS.values(), ids=OTHERS.keys())
def test_other_languages(language: str, pieces: list[str], text: str) -> None:
    assert written(pieces, language) == text


def test_without_the_setting_words_stay_words_and_pieces_are_joined() -> None:
    assert written(["Dear Anna.", "Comma."], marks=False) == "Dear Anna. Comma."
    assert written(["你好。", "再见。"], "zh", marks=False) == "你好。再见。"


@pytest.mark.parametrize(
    ("before", "after", "is_wanted"),
    [
        ("a", "b", True),
        ("a.", "B", True),
        ("a", ",", False),
        ("你", "好", False),
        ("用", "Qt", False),
        ("a\n", "b", False),
        ("(", "b", False),
        ("", "b", False),
    ],
)
def test_spaces_are_where_a_script_has_them(before: str, after: str, is_wanted: bool) -> None:
    assert needs_space(before, after) is is_wanted


def test_texts_are_joined() -> None:
    assert joined(["One.", "Two.", "三。", "四。"]) == "One. Two.三。四。"


@given(st.lists(st.text(max_size=40), max_size=6), st.sampled_from(["en", "zh", "fr", ""]))
def test_no_text_is_too_odd_and_what_is_told_is_what_is_there(
    pieces: list[str], language: str
) -> None:
    written(pieces, language)
