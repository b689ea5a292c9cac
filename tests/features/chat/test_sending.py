"""Writing a question, watching its answer come, stopping it."""

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.core.types import Kind, State
from tests.fakes.byte_server import Pause, Stall
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.services.stage import begun


def test_typing_and_return_streams_an_answer_into_the_transcript(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("Hel", "lo", then=(Stall(),)))
            assert opened.pane.greeting.isVisible()
            opened.type("Hi there")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["Hi there", "Hello"])
            assert opened.states() == [State.COMPLETE, State.STREAMING]
            assert opened.pane.composer.text() == ""
            assert not opened.pane.greeting.isVisible()
            assert opened.rows() == ["Hi there"]
            await opened.until(lambda: opened.pane.title.text() == "Hi there")
            opened.view.writing.stop()
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_a_whole_answer_is_stored_with_its_footnote(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("**Paris** is ", "it."))
            await opened.answered("Capital?")
            assert opened.texts() == ["Capital?", "Paris is it."]
            assert opened.states() == [State.COMPLETE, State.COMPLETE]
            footnote = opened.pane.model.messages[1].entry.footnote
            assert footnote.startswith("3 in · 5 out · ")
            (made,) = await opened.services.conversations.list(Kind.CHAT)
            path = await opened.services.conversations.path(made.id)
            assert [node.message.text for node in path] == ["Capital?", "**Paris** is it."]

    qloop(scenario(), 20)


def _press_escape(opened: Window) -> None:
    opened.press(Qt.Key.Key_Escape)


def _click_stop(opened: Window) -> None:
    send = opened.pane.composer.send
    assert send.accessibleName() == "Stop"
    opened.click(send)


@pytest.mark.parametrize("stop", [_press_escape, _click_stop], ids=["escape", "button"])
def test_stop_ends_the_answer_and_what_arrived_stays(qloop, stop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("So ", "far", then=(Stall(),)))
            opened.send("Tell me")
            await opened.until(lambda: opened.texts() == ["Tell me", "So far"])
            stop(opened)
            await opened.until(opened.is_idle)
            await opened.server.saw_close()
            assert opened.texts() == ["Tell me", "So far"]
            assert opened.states()[1] is State.STOPPED
            assert opened.pane.composer.send.accessibleName() == "Send"
            (made,) = await opened.services.conversations.list(Kind.CHAT)
            path = await opened.services.conversations.path(made.id)
            assert path[1].message.text == "So far"

    qloop(scenario(), 20)


def test_the_next_question_follows_a_stopped_answer(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("So far", then=(Stall(),)), chat_reply("Yes."))
            opened.send("One")
            await opened.until(lambda: opened.texts() == ["One", "So far"])
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.is_idle)
            await opened.answered("Two")
            assert opened.texts() == ["One", "So far", "Two", "Yes."]
            assert len(opened.rows()) == 1

    qloop(scenario(), 20)


@pytest.mark.parametrize("pause_s", [0, 0.001, 0.002, 0.004, 0.008])
def test_return_twice_sends_once(qloop, pause_s: float) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("Yes.", then=(Stall(),)))
            opened.type("Once?")
            opened.press(Qt.Key.Key_Return)
            await asyncio.sleep(pause_s)
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["Once?", "Yes."])
            await opened.settled()
            assert opened.texts() == ["Once?", "Yes."]
            assert opened.rows() == ["Once?"]
            assert len(opened.services.turns.live_conversations()) == 1
            opened.view.writing.stop()
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_typing_goes_on_while_an_answer_streams(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            pieces = tuple(Pause(0.01) for _ in range(3))
            opened.server.on(CHAT, begun("a", "b", then=(*pieces, Stall())))
            opened.send("One")
            await opened.until(lambda: opened.texts() == ["One", "ab"])
            opened.type("next")
            await opened.settled()
            assert opened.pane.composer.text() == "next"
            assert len(opened.pane.model) == 2
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.is_idle)
            assert opened.pane.composer.text() == "next"

    qloop(scenario(), 20)


def test_shift_return_starts_a_line_and_blanks_are_not_sent(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            opened.type("  ")
            opened.press(Qt.Key.Key_Return)
            assert not opened.pane.composer.send.isEnabled()
            opened.press(Qt.Key.Key_A, CTRL)
            opened.type("one")
            opened.press(Qt.Key.Key_Return, SHIFT)
            opened.type("two")
            assert opened.pane.composer.text() == "one\ntwo"
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["one\ntwo", "Yes."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_return_while_an_input_method_composes_neither_sends_nor_breaks_the_line(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            editor = QApplication.focusObject()
            QCoreApplication.sendEvent(editor, QInputMethodEvent("nihao", []))
            opened.press(Qt.Key.Key_Return)
            await opened.settled()
            assert opened.pane.composer.text() == ""
            assert len(opened.pane.model) == 0
            opened.type("你好")  # commits, and ends the composing
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["你好", "Yes."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_an_example_fills_the_composer_and_sends_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            card = opened.pane.examples.cards[0]
            opened.click(card)
            assert opened.pane.composer.text() == card.example.prompt
            assert QApplication.focusWidget() is opened.pane.composer.editor
            assert len(opened.pane.model) == 0
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == [card.example.prompt, "Yes."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_the_clipboard_gets_a_message_from_its_button(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("*Yes*."))
            await opened.answered("Sure?")
            opened.click_action(1, "copy")
            assert QApplication.clipboard().text() == "*Yes*."
            assert opened.toast() == "Copied."

    qloop(scenario(), 20)
