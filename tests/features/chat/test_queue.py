"""Questions written while an answer streams: they wait, go on by themselves, and are never lost."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.types import Draft, Kind, State
from desktop.features.chat.writing.queue_line import QueueLine
from desktop.ui.controls import IconButton
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.chat.dragging import drop, files
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.services.stage import begun


def line(opened: Window) -> QueueLine | None:
    return opened.pane.findChild(QueueLine)


def waiting(opened: Window) -> list[str]:
    """Give what the line above the composer says."""
    shown = line(opened)
    return [row.accessibleName() for row in shown._rows] if shown and shown.isVisible() else []


def button(opened: Window, name: str, row: int = 0) -> IconButton:
    shown = line(opened)
    assert shown is not None
    buttons = shown._rows[row].findChildren(IconButton)
    return next(one for one in buttons if one.accessibleName() == name)


async def streaming(opened: Window, *replies: object) -> None:
    """Ask, and wait until the first words of an answer that does not end are there."""
    opened.server.on(CHAT, begun("So far", then=(Stall(),)), *replies)
    opened.send("One")
    await opened.until(lambda: opened.texts() == ["One", "So far"])


def test_return_lets_questions_wait_and_they_follow_one_after_another(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(
                CHAT, begun("Yes", then=(Stall(),)), chat_reply("B."), chat_reply("C.")
            )
            opened.send("One")
            await opened.until(lambda: opened.texts() == ["One", "Yes"])
            opened.send("Two")
            opened.send("Three")
            await opened.until(lambda: waiting(opened) == ["Next: Two", "Then: Three"])
            assert opened.pane.composer.text() == ""
            assert len(opened.pane.model) == 2
            # The answer is stopped: nothing is sent unasked, until one is sent by hand.
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.is_idle)
            await opened.settled()
            assert waiting(opened) == ["Next: Two", "Then: Three"]
            opened.click(button(opened, "Send now"))
            await opened.until(lambda: opened.texts() == ["One", "Yes", "Two", "B.", "Three", "C."])
            await opened.until(opened.is_idle)
            assert waiting(opened) == []
            (made,) = await opened.services.conversations.list(Kind.CHAT)
            assert await opened.services.conversations.draft(made.id) == Draft()

    qloop(scenario(), 20)


def test_a_whole_answer_lets_the_next_question_go(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("A."), chat_reply("B."))
            opened.type("One")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.pane.composer.send.accessibleName() == "Stop")
            opened.type("Two")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["One", "A.", "Two", "B."])
            await opened.until(opened.is_idle)
            assert opened.states() == [State.COMPLETE] * 4

    qloop(scenario(), 20)


@pytest.mark.parametrize("by", ["keys", "menu"])
def test_steering_stops_the_answer_and_sends_now(qloop, by: str) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await streaming(opened, chat_reply("Better."))
            opened.type("Shorter")
            if by == "keys":
                opened.press(Qt.Key.Key_Return, CTRL | SHIFT)
            else:
                opened.click(opened.pane.composer.later)
                opened.choose("Stop and send now")
            await opened.until(lambda: opened.texts() == ["One", "So far", "Shorter", "Better."])
            await opened.until(opened.is_idle)
            assert opened.states()[1] is State.STOPPED
            assert opened.server.requests[-1].body.count(b"Shorter") == 1

    qloop(scenario(), 20)


def test_a_question_that_waits_is_changed_or_removed(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await streaming(opened)
            (tmp_path / "a.md").write_text("first")
            drop(opened.view, files([tmp_path / "a.md"]))
            await opened.until(lambda: len(opened.view.writing.attaching.parts) == 1)
            opened.send("Two")
            opened.send("Three")
            await opened.until(
                lambda: waiting(opened) == ["Next: Two · 1 attachment", "Then: Three"]
            )
            opened.click(button(opened, "Remove", 1))
            assert waiting(opened) == ["Next: Two · 1 attachment"]
            opened.type("half")
            opened.click(button(opened, "Edit"))
            assert waiting(opened) == []
            assert opened.pane.composer.text() == "Two\n\nhalf"
            assert [part.name for part in opened.view.writing.attaching.parts] == ["a.md"]
            opened.view.writing.stop()
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_the_queue_goes_on_while_another_conversation_is_on_show(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await streaming(opened, chat_reply("B."))
            made = opened.view.conversation.id
            assert made is not None
            opened.send("Two")
            await opened.until(lambda: waiting(opened) == ["Next: Two"])
            opened.type("typed")
            opened.press(Qt.Key.Key_N, CTRL)
            assert waiting(opened) == []
            assert opened.pane.composer.text() == ""
            opened.view.writing.queue.send_next(made, _answer(opened, made))
            await opened.until(lambda: not opened.view.writing.queue.of(made))
            opened.services.turns.stop_conversation(made)
            await opened.until(opened.is_idle)
            opened.click_row(opened.row_of("One"))
            await opened.until(lambda: opened.texts()[:3] == ["One", "So far", "Two"])
            await opened.until(lambda: opened.pane.composer.text() == "typed")

    qloop(scenario(), 20)


def _answer(opened: Window, conversation_id: int) -> int:
    (turn,) = opened.services.turns.live(conversation_id)
    return turn.message_id


def test_a_queue_survives_the_program_as_a_draft(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await streaming(opened)
            opened.send("Two")
            await opened.until(lambda: waiting(opened) == ["Next: Two"])
            opened.type("typed")
        async with window() as opened:
            await opened.until(lambda: opened.pane.composer.text() == "Two\n\ntyped")
            assert waiting(opened) == []

    qloop(scenario(), 20)


def test_after_a_failure_nothing_is_sent_unasked(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await streaming(opened, json_reply({"error": {"message": "no"}}, 400))
            opened.send("Two")
            await opened.until(lambda: waiting(opened) == ["Next: Two"])
            opened.send("Three")
            await opened.until(lambda: len(waiting(opened)) == 2)
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.is_idle)
            opened.click(button(opened, "Send now"))
            await opened.until(lambda: opened.notices() != [] and opened.is_idle())
            await opened.settled()
            assert waiting(opened) == ["Next: Three"]
            assert sum(asked.path == CHAT for asked in opened.server.requests) == 2

    qloop(scenario(), 20)


def test_a_long_queue_is_counted(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await streaming(opened)
            for number in range(5):
                opened.send(f"Question {number}")
                await opened.settled()
            await opened.until(lambda: len(waiting(opened)) == 3)
            shown = line(opened)
            assert shown is not None
            assert "and 2 more" in [label.text() for label in shown.findChildren(QLabel)]
            opened.view.writing.stop()
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_two_thousand_pieces_a_second_do_not_block_typing_or_the_queue(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            pieces = [f"word{n} " for n in range(400)]
            opened.server.on(CHAT, chat_reply(*pieces), chat_reply("B."))
            opened.send("One")
            await opened.until(lambda: len(opened.pane.model) == 2)
            opened.type("Two, typed meanwhile")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts()[-2:] == ["Two, typed meanwhile", "B."])
            await opened.until(opened.is_idle)
            sent = json.loads(opened.server.requests[-1].body)["messages"]
            assert sent[1]["content"].strip() == "".join(pieces).strip()

    qloop(scenario(), 20)
