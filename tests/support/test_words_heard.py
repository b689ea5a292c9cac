"""The measure of what was heard."""

import pytest

from tests.support.words_heard import (
    BECKETT,
    TWO_CITIES,
    character_error_rate,
    recording,
    word_error_rate,
    words_of,
)


@pytest.mark.parametrize(
    ("expected", "heard", "wrong"),
    [
        ("one two three four", "One, two - three FOUR.", 0),
        ("one two three four", "one too three four", 1),
        ("one two three four", "one three four", 1),
        ("one two three four", "one two and three four", 1),
        ("one two three four", "", 4),
        ("don’t stop it now", "don't stop it now", 0),
    ],
    ids=["punctuation", "another word", "missing", "too many", "nothing", "apostrophe"],
)
def test_wrong_words_are_counted(expected: str, heard: str, wrong: int) -> None:
    assert word_error_rate(expected, heard) == wrong / 4


def test_chinese_is_counted_by_characters() -> None:
    assert character_error_rate("今天天气很好。", "今天天汽很好") == pytest.approx(1 / 6)


def test_the_packaged_speech_is_there_with_its_words() -> None:
    assert len(words_of(TWO_CITIES)) == 119
    assert len(words_of(BECKETT)) == 12
    assert recording("two_cities.wav").stat().st_size > 4_000_000
    assert recording("beckett.wav").is_file()
