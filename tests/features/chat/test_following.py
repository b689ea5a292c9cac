"""Answers that are more than words, while they run and when they are over."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.core.parameters import Parameters
from desktop.core.types import Kind, Role, State
from desktop.features.chat.showing.following import Following
from desktop.services.turn import Piece, Target, Turn
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.model import TranscriptModel
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, window

SCHEMA = '{"type": "object", "required": ["t"], "properties": {"t": {"type": "integer"}}}'


def following(drawn: list[int]) -> tuple[Following, TranscriptModel]:
    model = TranscriptModel()
    model.load([Entry(2, Role.ASSISTANT, state=State.STREAMING)])
    return Following(lambda: model, drawn.append, model), model


def test_words_are_shown_at_once(qtbot: QtBot) -> None:
    drawn: list[int] = []
    follow, model = following(drawn)
    follow.piece(Piece(1, 2, "Hm. ", is_reasoning=True))
    follow.piece(Piece(1, 2, "Yes."))
    model.collect()
    assert (model.messages[0].reasoning, model.messages[0].text) == ("Hm. ", "Yes.")
    assert drawn == []


def test_many_pieces_of_a_call_are_drawn_once(qtbot: QtBot) -> None:
    drawn: list[int] = []
    follow, _ = following(drawn)
    for _ in range(500):
        follow.parts(Turn(1, 2, Target("c", "m")))
    assert drawn == []
    qtbot.waitUntil(lambda: drawn == [2], timeout=3000)


def test_words_behind_a_call_wait_for_no_timer_and_stand_behind_it(qtbot: QtBot) -> None:
    drawn: list[int] = []
    follow, model = following(drawn)
    follow.parts(Turn(1, 2, Target("c", "m")))
    follow.piece(Piece(1, 2, "after"))  # what is drawn holds it already
    assert drawn == [2]
    follow.piece(Piece(1, 2, " that"))
    model.collect()
    assert model.messages[0].text == " that"
    follow.settle()
    assert drawn == [2]


def test_what_is_over_is_not_drawn_again(qtbot: QtBot) -> None:
    drawn: list[int] = []
    follow, _ = following(drawn)
    follow.parts(Turn(1, 2, Target("c", "m")))
    follow.over(2)
    follow.settle()
    assert drawn == []


def test_an_answer_with_a_schema_is_a_tree_and_says_when_it_does_not_follow_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Hello."), chat_reply('{"t": "warm"}'))
            await opened.answered("Hi")
            (made,) = await opened.services.conversations.list(Kind.CHAT)
            wanted = Parameters(schema_name="weather", schema=SCHEMA)
            await opened.services.conversations.set_parameters(made.id, wanted)
            await opened.answered("And now?")

            def last() -> tuple[str, bool]:
                message = opened.pane.model.messages[-1]
                return message.blocks()[0].kind, message.entry.notice is not None

            await opened.until(lambda: last() == ("tree", True))
            assert opened.pane.model.messages[1].blocks()[0].kind == "paragraph"
            opened.view.conversation.reload()
            await opened.until(lambda: last() == ("tree", True))

    qloop(scenario(), 20)
