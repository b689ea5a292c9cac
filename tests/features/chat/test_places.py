"""Going to a conversation, or to one message of it, by its place."""

import asyncio
import time

import pytest

from desktop.core.types import Kind, State
from desktop.store.db import FILE, Database
from desktop.store.paths import Paths
from tests.bench.seed import fill
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, Window, window
from tests.services.stage import said
from tests.store.stores import said as answered_with


async def _branches(opened: Window) -> tuple[int, list[int]]:
    """Make a conversation in which the second version of an answer is on show; give all ids."""
    store = opened.services.conversations
    made = await store.create(Kind.CHAT, "Two branches")
    question, first = await store.ask(made.id, None, said("Why?"), "m-1", "home")
    await store.finish(first.id, State.COMPLETE, answered_with("Because."))
    below, under = await store.ask(made.id, first.id, said("And then?"), "m-1", "home")
    await store.finish(under.id, State.COMPLETE, answered_with("Then nothing."))
    second = await store.answer_again(first.id, "m-1", "home")
    await store.finish(second.id, State.COMPLETE, answered_with("Therefore."))
    return made.id, [question.id, first.id, below.id, under.id, second.id]


def _is_in_sight(opened: Window, message_id: int) -> bool:
    view = opened.pane.transcript
    view.flush()
    return any(placed.view.setting.message.id == message_id for placed in view.placed)


def test_a_conversation_is_opened_by_its_id(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made, _ = await _branches(opened)
            opened.shell.open_feature("chat", str(made))
            await opened.until(lambda: opened.texts() == ["Why?", "Therefore."])
            assert opened.selected() == "Two branches"

    qloop(scenario(), 20)


def test_a_message_on_another_branch_brings_its_branch(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made, ids = await _branches(opened)
            opened.shell.open_feature("chat", f"{made}/{ids[3]}?nothing")
            whole = ["Why?", "Because.", "And then?", "Then nothing."]
            await opened.until(lambda: opened.texts() == whole)
            opened.shell.open_feature("chat", f"{made}/{ids[4]}")
            await opened.until(lambda: opened.texts() == ["Why?", "Therefore."])

    qloop(scenario(), 20)


@pytest.mark.parametrize("place", ["", "x", "-1", "1/2/3", "99", "99/1", "9" * 40])
def test_a_place_that_is_not_there_leaves_a_usable_window(qloop, place) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            opened.shell.open_feature("chat", place)
            await opened.settled()
            await opened.answered("Hello")
            assert opened.texts() == ["Hello", "Yes."]

    qloop(scenario(), 20)


def test_a_message_that_was_deleted_is_said_to_be_gone_and_the_rest_is_shown(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made, ids = await _branches(opened)
            await opened.services.conversations.delete_message(ids[1])
            opened.shell.open_feature("chat", f"{made}/{ids[1]}")
            await opened.until(lambda: opened.texts() == ["Why?", "Therefore."])
            assert opened.pane.notice.isVisible()

    qloop(scenario(), 20)


def test_a_message_of_ten_thousand_that_were_never_opened_is_shown_at_once(qloop) -> None:
    async def scenario() -> None:
        database = await Database.open(Paths.find())
        await database.aclose()
        made = await asyncio.to_thread(fill, Paths.find().data / FILE, 10_000)
        async with window() as opened:
            wanted = (await opened.services.conversations.path(made, last=5_000))[0].message.id
            began = time.perf_counter()
            opened.shell.open_feature("chat", f"{made}/{wanted}")
            model = opened.pane.model
            await opened.until(lambda: len(model) and _is_in_sight(opened, wanted))
            assert time.perf_counter() - began < 3  # a gross bound; it is a tenth of a second
            await opened.until(lambda: len(model) == 10_000)
            assert _is_in_sight(opened, wanted)

    qloop(scenario(), 60)


def test_a_question_asked_while_the_rest_is_being_read_follows_the_last_message(qloop) -> None:
    async def scenario() -> None:
        database = await Database.open(Paths.find())
        await database.aclose()
        made = await asyncio.to_thread(fill, Paths.find().data / FILE, 2_000)
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            path = await opened.services.conversations.path(made)
            opened.shell.open_feature("chat", f"{made}/{path[500].message.id}")
            await opened.until(lambda: opened.view.conversation.id == made and opened.texts())
            opened.send("More")
            await opened.until(lambda: len(opened.pane.model) == 2_002 and opened.is_idle())
            question = (await opened.services.conversations.path(made))[-2].message
            assert question.parent_id == path[-1].message.id

    qloop(scenario(), 40)
