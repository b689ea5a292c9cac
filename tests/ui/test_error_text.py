"""Every error is one clear sentence and what to do about it, in both languages."""

import pytest

from desktop.core.errors import AppError, Code
from desktop.ui.error_text import Remedy, code_of, error_text
from desktop.ui.look import Look

every_code = pytest.mark.parametrize("code", list(Code))


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@every_code
def test_each_code_has_words_in_both_languages(look: Look, code: Code) -> None:
    english = error_text(code)
    look.use("light", "zh_CN")
    chinese = error_text(code)
    for words in (english, chinese):
        assert words.title
        assert words.hint
        assert bool(words.button) == (words.remedy is not Remedy.NONE)
    assert english.title.endswith(".")
    assert not is_chinese(english.title + english.hint + english.button)
    assert is_chinese(chinese.title)
    assert is_chinese(chinese.hint)
    assert chinese.title.endswith("。")
    assert is_chinese(chinese.button) == bool(chinese.button)
    assert chinese.remedy is english.remedy


def test_no_two_codes_say_the_same(look: Look) -> None:
    assert len({error_text(code).title for code in Code}) == len(Code)


@pytest.mark.parametrize("unknown", ["", "net.from_the_future"])
def test_a_code_of_another_version_counts_as_unexpected(look: Look, unknown: str) -> None:
    assert error_text(unknown) == error_text(Code.UNEXPECTED)


def test_any_failure_has_a_code() -> None:
    assert code_of(AppError(Code.DISK_FULL)) is Code.DISK_FULL
    assert code_of(ValueError("no")) is Code.UNEXPECTED
