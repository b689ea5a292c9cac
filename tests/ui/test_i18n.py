"""Words in two languages, Qt's own among them."""

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.ui.i18n import LANGUAGES, QT_TRANSLATE_NOOP, Translators, source_words, translate


@pytest.fixture
def translators(qapp):
    made = Translators()
    yield made
    made.use("en")


def test_a_language_is_installed_and_taken_away_again(translators: Translators) -> None:
    assert translate("Composer", "Stop") == "Stop"
    translators.use("zh_CN")
    assert translate("Composer", "Stop") == "停止"
    translators.use("en")
    assert translate("Composer", "Stop") == "Stop"


def test_what_has_no_translation_stays_english(translators: Translators) -> None:
    translators.use("zh_CN")
    assert translate("Composer", "No such words") == "No such words"


def test_plurals_and_named_fields(translators: Translators) -> None:
    words = ("Chat", "The server asks for patience: again in %n s")
    assert "again in 5 s" in translate(*words, "", 5)
    translators.use("zh_CN")
    chinese = translate(*words, "", 5)
    assert "5" in chinese
    assert chinese != words[1].replace("%n", "5")
    assert "黄鹂" in translate("Picker", "Model: {name}").format(name="黄鹂")


def test_the_english_words_can_be_asked_for_in_between(translators: Translators) -> None:
    translators.use("zh_CN")
    with source_words():
        assert translate("Composer", "Stop") == "Stop"
        assert translate("Chat", "%n message(s)", "", 3) == "3 message(s)"
    assert translate("Composer", "Stop") == "停止"


def test_qt_speaks_chinese_too(translators: Translators) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    translators.use("zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_marking_a_text_changes_nothing() -> None:
    assert QT_TRANSLATE_NOOP("Errors", "The disk is full.") == "The disk is full."


def test_every_language_tells_its_own_name(qapp) -> None:
    assert LANGUAGES == {"en": "English", "zh_CN": "简体中文"}
