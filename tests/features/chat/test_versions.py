"""Other versions of answers and questions, and answers that did not end well."""

import asyncio

import pytest
from PySide6.QtCore import Qt

from desktop.core.types import Kind, State
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.stage import ALT, CHAT, Window, window
from tests.services.stage import begun


async def _tree(opened: Window) -> int:
    """Count the messages in all versions of the one conversation."""
    (made,) = await opened.services.conversations.list(Kind.CHAT)

    def count(connection) -> int:
        question = "SELECT count(*) FROM message WHERE conversation_id = ?"
        return connection.execute(question, (made.id,)).fetchone()[0]

    return await opened.services.conversations._db.read(count)


def test_regenerate_makes_a_sibling_and_both_are_kept(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("First."), chat_reply("Second."))
            await opened.answered("Which?")
            opened.click_action(1, "regenerate")
            await opened.until(lambda: opened.texts() == ["Which?", "Second."])
            await opened.until(opened.is_idle)
            assert opened.versions() == ["1/1", "2/2"]
            opened.click_action(1, "previous_sibling")
            await opened.until(lambda: opened.texts() == ["Which?", "First."])
            assert opened.versions() == ["1/1", "1/2"]
            assert "previous_sibling" not in opened.actions(1)
            opened.click_action(1, "next_sibling")
            await opened.until(lambda: opened.texts() == ["Which?", "Second."])
            assert await _tree(opened) == 3

    qloop(scenario(), 20)


def test_versions_are_chosen_by_keys(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("First."), chat_reply("Second."))
            await opened.answered("Which?")
            opened.pane.transcript.setFocus(Qt.FocusReason.TabFocusReason)
            opened.press(Qt.Key.Key_R)
            await opened.until(lambda: opened.texts() == ["Which?", "Second."])
            await opened.until(lambda: opened.is_idle() and opened.actions(1))
            opened.press(Qt.Key.Key_Left, ALT)
            await opened.until(lambda: opened.texts() == ["Which?", "First."])
            opened.press(Qt.Key.Key_Right, ALT)
            await opened.until(lambda: opened.texts() == ["Which?", "Second."])

    qloop(scenario(), 20)


@pytest.mark.parametrize("pause_s", [0, 0.001, 0.002, 0.004])
def test_a_double_click_on_regenerate_makes_one_version(qloop, pause_s: float) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("First."), chat_reply("Second."))
            await opened.answered("Which?")
            opened.click_action(1, "regenerate")
            await asyncio.sleep(pause_s)
            if opened.versions() == ["1/1", "1/1"]:
                opened.click_action(1, "regenerate")
            await opened.until(lambda: opened.texts() == ["Which?", "Second."])
            await opened.until(opened.is_idle)
            assert opened.versions() == ["1/1", "2/2"]
            assert await _tree(opened) == 3

    qloop(scenario(), 20)


def test_editing_an_earlier_question_makes_a_sibling(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            replies = [chat_reply(word) for word in ("One.", "Two.", "Other.")]
            opened.server.on(CHAT, *replies)
            await opened.answered("First")
            await opened.answered("Second")
            opened.pane.transcript.scroll_to_start()
            opened.click_action(0, "edit")
            assert opened.pane.composer.text() == "First"
            opened.type(", changed")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["First, changed", "Other."])
            await opened.until(opened.is_idle)
            assert opened.versions() == ["2/2", "1/1"]
            assert opened.pane.composer.text() == ""
            opened.click_action(0, "previous_sibling")
            await opened.until(lambda: opened.texts() == ["First", "One.", "Second", "Two."])
            assert opened.versions()[0] == "1/2"
            assert await _tree(opened) == 6

    qloop(scenario(), 20)


def test_escape_gives_up_an_edit_and_brings_the_draft_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("One."))
            await opened.answered("First")
            opened.type("my draft")
            opened.click_action(0, "edit")
            assert opened.pane.composer.text() == "First"
            opened.press(Qt.Key.Key_Escape)
            await opened.until(lambda: opened.pane.composer.text() == "my draft")
            assert opened.texts() == ["First", "One."]
            assert await _tree(opened) == 2

    qloop(scenario(), 20)


def test_a_failed_answer_says_why_and_its_retry_works(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            fault = json_reply({"error": {"message": "Oh no"}}, 500)
            opened.server.on(CHAT, fault, chat_reply("Now."))
            await opened.answered("Works?")
            assert opened.states()[1] is State.FAILED
            assert opened.notices() == ["The server has a fault."]
            opened.click_action(1, "retry")
            await opened.until(lambda: opened.texts() == ["Works?", "Now."])
            await opened.until(opened.is_idle)
            assert opened.notices() == []
            assert opened.versions() == ["1/1", "2/2"]

    qloop(scenario(), 20)


def test_a_cut_answer_keeps_what_arrived(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("Half of"))
            await opened.answered("All?")
            assert opened.texts() == ["All?", "Half of"]
            assert opened.states()[1] is State.FAILED
            assert opened.notices() == ["The answer was cut off."]

    qloop(scenario(), 20)


def test_a_refused_key_leads_to_the_connections(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, json_reply({"error": {"message": "bad key"}}, 401))
            await opened.answered("In?")
            assert opened.notices() == ["The server refused the key."]
            opened.click_action(1, "connect")
            assert opened.shell.current == "settings"

    qloop(scenario(), 20)


def test_a_server_that_asks_for_patience_is_counted_down_and_asked_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            patience = json_reply({"error": {"message": "Slow down"}}, 429, retry_after="1")
            opened.server.on(CHAT, patience, chat_reply("Now."))
            opened.send("Hurry?")
            words = "The server asks for patience: again in 1 s"
            await opened.until(lambda: opened.pane.status.text() == words)
            await opened.until(lambda: opened.texts() == ["Hurry?", "Now."])
            await opened.until(opened.is_idle)
            assert opened.pane.status.text() == ""

    qloop(scenario(), 20)


def test_stop_ends_the_wait_for_a_patient_server(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            patience = json_reply({"error": {"message": "Slow down"}}, 429, retry_after="90")
            opened.server.on(CHAT, patience)
            opened.send("Hurry?")
            await opened.until(lambda: "again in 9" in opened.pane.status.text())
            await opened.until(lambda: "again in 89 s" in opened.pane.status.text())
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.is_idle)
            assert opened.pane.status.text() == ""
            assert opened.states()[1] is State.STOPPED
            assert [request.path for request in opened.server.requests].count(CHAT) == 1

    qloop(scenario(), 20)


def test_an_interrupted_answer_goes_on_where_it_ended(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("It was a ", then=(Stall(),)))
            opened.send("A story")
            await opened.until(lambda: opened.texts() == ["A story", "It was a"])
            # The program ends here; the next one starts.
        async with window() as opened:
            await opened.until(lambda: opened.states()[-1:] == [State.INTERRUPTED])
            assert opened.notices() == ["The program ended before this answer did."]
            opened.server.on(CHAT, chat_reply("dark night."))
            opened.click_action(1, "continue")
            await opened.until(lambda: opened.texts() == ["A story", "It was a dark night."])
            await opened.until(opened.is_idle)
            assert opened.versions() == ["1/1", "2/2"]
            assert opened.notices() == []
            sent = opened.server.requests[-1].json["messages"]
            assert [(m["role"], m["content"]) for m in sent[:2]] == [
                ("user", "A story"),
                ("assistant", "It was a "),
            ]

    qloop(scenario(), 20)
