"""A message in another language never goes to the built-in model without a word."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.core.connection import BUILT_IN_ID
from desktop.features.chat.writing.gate import LanguageGate
from tests.fakes.shapes import chat_reply, responses_reply
from tests.features.picking import choose
from tests.features.stage import CHAT, RESPONSES, Window, window

QUESTION = "请问中国的首都是哪里？"


def _gate(opened: Window) -> LanguageGate:
    gate = opened.pane.findChild(LanguageGate)
    assert gate is not None
    return gate


def _is_asking(opened: Window) -> bool:
    gate = opened.pane.findChild(LanguageGate)
    return gate is not None and gate.isVisible()


def _button(opened: Window, words: str) -> QPushButton:
    buttons = _gate(opened).findChildren(QPushButton)
    return next(button for button in buttons if button.text() == words)


def _asked(opened: Window) -> int:
    return [request.path for request in opened.server.requests].count(RESPONSES)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_chinese_is_asked_about_in_chinese_and_sent_only_then(qloop, language: str) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID, language=language) as opened:
            opened.server.on(RESPONSES, responses_reply("Well."))
            opened.send(QUESTION)
            await opened.until(lambda: _is_asking(opened))
            assert _gate(opened).title.text() == "内置模型只懂英文。"
            await opened.settled()
            assert _asked(opened) == 0
            assert opened.pane.composer.text() == QUESTION
            opened.click(_button(opened, "仍然发送"))
            await opened.until(lambda: opened.texts() == [QUESTION, "Well."])
            await opened.until(opened.is_idle)
            assert _asked(opened) == 1
            assert not _is_asking(opened)

    qloop(scenario(), 20)


def test_the_keyboard_answers_the_question_too(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            opened.server.on(RESPONSES, responses_reply("Well."))
            opened.send(QUESTION)
            await opened.until(lambda: _is_asking(opened))
            assert QApplication.focusWidget() is _button(opened, "仍然发送")
            opened.press(Qt.Key.Key_Space)
            await opened.until(lambda: opened.texts() == [QUESTION, "Well."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_connecting_opens_the_settings_and_keeps_the_text(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            opened.send(QUESTION)
            await opened.until(lambda: _is_asking(opened))
            opened.click(_button(opened, "连接模型"))
            assert opened.shell.current == "settings"
            assert opened.pane.composer.text() == QUESTION
            assert _asked(opened) == 0

    qloop(scenario(), 20)


def test_typing_on_takes_the_question_away(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            opened.send(QUESTION)
            await opened.until(lambda: _is_asking(opened))
            opened.pane.composer.editor.setFocus()
            opened.type("x")
            assert not _is_asking(opened)

    qloop(scenario(), 20)


def test_english_goes_through(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            opened.server.on(RESPONSES, responses_reply("Paris."))
            await opened.answered("What is the capital of France?")
            assert opened.texts()[1] == "Paris."
            assert not _is_asking(opened)

    qloop(scenario(), 20)


def test_another_connection_gets_any_language(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("北京。"))
            await opened.answered(QUESTION)
            assert opened.texts() == [QUESTION, "北京。"]
            assert not _is_asking(opened)

    qloop(scenario(), 20)


def test_another_version_by_the_built_in_model_is_asked_about_too(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("北京。"))
            opened.server.on(RESPONSES, responses_reply("Well."))
            await opened.answered(QUESTION)
            await choose(opened, opened.pane.composer.picker, "SmolLM2 135M")
            await opened.settled()
            opened.click_action(1, "regenerate")
            await opened.until(lambda: _is_asking(opened))
            assert _asked(opened) == 0
            opened.click(_button(opened, "仍然发送"))
            await opened.until(lambda: opened.texts() == [QUESTION, "Well."])
            await opened.until(opened.is_idle)
            opened.click_action(1, "regenerate")  # the person has decided
            await opened.until(lambda: opened.versions()[1] == "3/3")
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)
