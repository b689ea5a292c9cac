"""Below the composer stands what the next question takes; what does not fit is said, never cut."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.core.stream import Folded
from desktop.core.types import Kind, Part, PartType, State
from desktop.features.chat.usage.control import UsageControl
from desktop.features.chat.usage.meter import Fill
from desktop.services.turns import Target
from desktop.store.settings import LEAVE_OUT
from desktop.store.summaries import Summary
from desktop.ui.transcript.action import Action
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.chat.dragging import drop, files
from tests.features.stage import CHAT, HOME, MODELS, Window, window
from tests.services.stage import begun, said

LONG = "word " * 200


async def small_model(w: Window, context: int = 2048) -> None:
    model = {"id": "m-1", "context_length": context}
    w.server.on(MODELS, json_reply({"object": "list", "data": [model]}))
    await (await w.services.catalogue.open()).refresh(HOME, is_fresh=True)


async def stored(w: Window, turns: int, words: str = LONG) -> tuple[int, Sequence[int]]:
    """Store a conversation of so many turns; give its id and those of its messages."""
    conversations = w.services.conversations
    conversation = await conversations.create(Kind.CHAT, "Long")
    parent_id, ids = None, []
    for number in range(turns):
        question, answer = await conversations.ask(
            conversation.id, parent_id, said(f"{number} {words}"), "m-1", HOME
        )
        folded = Folded((Part(PartType.TEXT, f"{number} {words}"),))
        await conversations.finish(answer.id, State.COMPLETE, folded)
        parent_id = answer.id
        ids += [question.id, answer.id]
    return conversation.id, ids


def control(w: Window) -> UsageControl:
    return w.view.metered.control


async def metered(w: Window, words: str) -> None:
    """Wait until the meter says `words`."""
    try:
        await w.until(lambda: words in control(w).meter.text() and control(w).meter.isVisible())
    except AssertionError:
        raise AssertionError(f"the meter says {control(w).meter.text()!r}") from None


def titles(w: Window) -> list[str]:
    """Give what stands between the messages."""
    entries = [message.entry for message in w.pane.model.messages if message.id < 0]
    cards = [s.card for entry in entries for s in entry.sections if s.card is not None]
    return [card.title.replace("(s)", "s") for card in cards]


def test_an_empty_window_has_no_meter_and_typing_makes_one(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            assert w.view.metered._control is None
            await small_model(w)
            w.type("hello world")
            await metered(w, "9 of 2k tokens")
            assert control(w).meter.fill is Fill.FINE
            for _ in "hello world":
                w.press(Qt.Key.Key_Backspace)
            await w.until(lambda: not control(w).meter.isVisible())
            assert not control(w)._timer.isActive()

    qloop(scenario(), 40)


def test_where_nobody_knows_the_context_only_tokens_are_told(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.type("hello world")
            await metered(w, "9 tokens")
            assert "of" not in control(w).meter.text()

    qloop(scenario(), 40)


def test_the_meter_follows_the_model_and_what_is_attached(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            (tmp_path / "a.md").write_text("word " * 100)
            drop(w.view, files([tmp_path / "a.md"]))
            await metered(w, "of 2k tokens")
            assert control(w).plan.tokens > 100
            w.view.writing.target = Target(HOME, "unheard-of")
            await w.until(lambda: "of" not in control(w).meter.text())
            attaching = w.view.writing.attaching
            attaching.take_out(attaching._things[0].key)
            await w.until(lambda: not control(w).meter.isVisible())

    qloop(scenario(), 40)


def test_the_meter_follows_the_chips_of_a_question_without_words(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            (tmp_path / "a.md").write_text("word " * 1000)
            drop(w.view, files([tmp_path / "a.md"]))
            await metered(w, "of 2k tokens")
            w.server.on(CHAT, chat_reply("Well. " * 200))
            w.view.writing.submit()
            await w.until(lambda: len(w.pane.model) == 2 and w.is_idle())
            await w.until(lambda: control(w).plan.tokens > 1500)
            w.view.writing.edit(w.pane.model.messages[0].id)
            await w.until(lambda: 1000 < control(w).plan.tokens < 1300)
            attaching = w.view.writing.attaching
            attaching.take_out(attaching._things[0].key)
            await w.until(lambda: not control(w).meter.isVisible())
            attaching.undo()
            await w.until(lambda: 1000 < control(w).plan.tokens < 1300)
            w.press(Qt.Key.Key_Escape)
            assert attaching.count == 0
            await w.until(lambda: control(w).plan.tokens > 1500)

    qloop(scenario(), 40)


def test_the_meter_follows_the_chips_while_an_answer_is_being_made(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            w.server.on(CHAT, begun("Well", then=(Stall(),)))
            w.send("hello")
            await w.until(lambda: w.texts()[-1:] == ["Well"])
            (tmp_path / "a.md").write_text("word " * 1000)
            drop(w.view, files([tmp_path / "a.md"]))
            await w.until(lambda: control(w).plan.tokens > 1000)
            attaching = w.view.writing.attaching
            attaching.take_out(attaching._things[0].key)
            await w.until(lambda: control(w).plan.tokens < 100)
            assert not control(w).card.isVisible()
            w.view.writing.stop()
            await w.until(w.is_idle)

    qloop(scenario(), 40)


def test_while_an_earlier_question_is_changed_only_what_stands_before_it_counts(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            conversation, ids = await stored(w, 4)
            w.view._open(conversation)
            await w.until(lambda: control(w).plan.tokens > 1600)
            w.view.writing.edit(ids[2])
            await w.until(lambda: 600 < control(w).plan.tokens < 700)
            w.press(Qt.Key.Key_Escape)
            await w.until(lambda: control(w).plan.tokens > 1600)

    qloop(scenario(), 40)


def test_a_nearly_full_context_is_said_in_words(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w, 4000)
            conversation, _ = await stored(w, 8)
            w.view._open(conversation)
            await metered(w, "nearly full")
            assert control(w).meter.fill is Fill.NEARLY

    qloop(scenario(), 40)


def test_what_does_not_fit_is_said_and_left_out_only_when_the_person_agrees(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            conversation, ids = await stored(w, 6)
            w.view._open(conversation)
            await metered(w, "too long")
            card = control(w).card
            assert card.isVisible()
            assert card.title.text().startswith("The oldest 6 message")
            assert titles(w) == []
            w.click(card.leave_out)
            await metered(w, "left out")
            assert not card.isVisible()
            assert w.services.settings.get(LEAVE_OUT)
            assert titles(w) == ["What stands above is not sent"]
            places = [message.id for message in w.pane.model.messages]
            assert places.index(-ids[5]) == places.index(ids[6]) - 1

    qloop(scenario(), 40)


def test_older_messages_are_summarised_and_the_summary_can_be_removed(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            w.server.on(CHAT, *[chat_reply("They met.")] * 5)
            conversation, ids = await stored(w, 6)
            w.view._open(conversation)
            await w.until(control(w).card.isVisible)
            w.click(control(w).card.summarise)
            await w.until(lambda: titles(w) == ["Summary of 10 earlier messages"])
            await w.until(lambda: not control(w).card.isVisible())
            await metered(w, "of 2k tokens")
            w.server.requests.clear()
            w.server.on(CHAT, chat_reply("Well."))
            await w.answered("So?")
            sent = w.server.requests[-1].json["messages"]
            assert isinstance(sent, list)
            assert len(sent) == 3
            assert "They met." in str(sent[0]["content"])
            row = next(i for i, m in enumerate(w.pane.model.messages) if m.id == -ids[9])
            w.pane.transcript.show_message(-ids[9])
            await w.settled()
            w.click_action(row, Action.REMOVE_CARD)
            await w.until(lambda: titles(w) == [])
            assert await w.services.conversations.summaries(conversation) == ()

    qloop(scenario(), 40)


def test_a_summary_can_be_stopped_and_says_why_it_failed(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await small_model(w)
            w.server.on(CHAT, begun("They", then=(Stall(),)))
            conversation, _ = await stored(w, 6)
            w.view._open(conversation)
            card = control(w).card
            await w.until(card.isVisible)
            w.click(card.summarise)
            await w.until(card.stop.isVisible)
            assert card.title.text().startswith("Summarising")
            w.click(card.stop)
            await w.until(card.summarise.isVisible)
            w.server.on(CHAT, json_reply({"error": {"message": "no"}}, 401))
            w.click(card.summarise)
            await w.until(card.again.isVisible)
            assert card.title.text() == "The summary was not made."
            assert "refused the key" in card.hint.text()

    qloop(scenario(), 40)


def test_a_stored_summary_is_shown_when_its_conversation_is_opened(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            conversation, ids = await stored(w, 3, "hi")
            await w.services.conversations.keep_summary(Summary(ids[3], "They met.", "m-1"))
            w.view._open(conversation)
            await w.until(lambda: titles(w) == ["Summary of 4 earlier messages"])
            other, _ = await stored(w, 1, "ho")
            w.view._open(other)
            await w.until(lambda: titles(w) == [])

    qloop(scenario(), 40)
