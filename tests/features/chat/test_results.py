"""Functions that wait for the person: found from their cards, answered in any order."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.core.parameters import Function
from desktop.features.chat.parameters.results import ResultCard
from tests.fakes.shapes import chat_reply
from tests.features.chat.test_parameters import sent
from tests.features.stage import CHAT, CTRL, Window, window
from tests.services.test_turns_tools import call, calling

TWO = (Function("get_weather"), Function("get_news"))


async def asked(w: Window) -> ResultCard:
    """Ask for what takes two functions of the person's; give the card that waits."""
    w.server.on(
        CHAT,
        calling(
            call("get_weather", '{"city": "Paris"}', "call_1"),
            call("get_news", '{"about": "birds"}', "call_2", 1),
        ),
        chat_reply("Both known."),
    )
    w.view.keeper.change(functions=TWO)
    await w.settled()
    await w.answered("Weather and news?")
    await w.until(lambda: w.pane.findChild(ResultCard) and w.pane.findChild(ResultCard).isVisible())
    card = w.pane.findChild(ResultCard)
    assert isinstance(card, ResultCard)
    return card


def test_the_card_of_each_call_leads_to_its_own_field(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            card = await asked(w)
            assert [a for a in w.actions(1) if a.startswith("give_result")] == [
                "give_result/call_1",
                "give_result/call_2",
            ]
            w.click_action(1, "give_result/call_2")
            assert card.area.edit.hasFocus()
            assert "get_news" in card.title.text()
            assert card.count.text() == "2 of 2"
            w.type("Quiet.")
            w.press(Qt.Key.Key_Return, CTRL)
            await w.until(lambda: "get_weather" in card.title.text())
            assert card.area.text() == ""
            assert not card.before.isVisible()
            await w.until(
                lambda: [a for a in w.actions(1) if "give" in a] == ["give_result/call_1"]
            )
            w.click_action(1, "give_result/call_1")
            w.type("18C")
            w.press(Qt.Key.Key_Return, CTRL)
            await w.until(lambda: w.texts()[-1].endswith("Both known.") and w.is_idle())
            assert not card.isVisible()
            messages = sent(w)["messages"]
            assert isinstance(messages, list)
            results = {one["tool_call_id"]: one["content"] for one in messages[-2:]}
            assert results == {"call_1": "18C", "call_2": "Quiet."}

    qloop(scenario())


def test_what_is_written_for_one_call_stays_while_another_is_looked_at(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            card = await asked(w)
            card.area.setFocus()
            w.type("half")
            w.click(card.after)
            assert (card.area.text(), card.send.isEnabled()) == ("", False)
            assert not card.after.isEnabled()
            w.click(card.before)
            assert (card.area.text(), card.send.isEnabled()) == ("half", True)

    qloop(scenario())
