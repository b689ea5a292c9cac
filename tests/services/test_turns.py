"""One question, one answer: streamed, stopped, made again, continued, stored."""

import asyncio
from collections.abc import Sequence

import pytest

from desktop.core.connection import Connection
from desktop.core.errors import AppError, Code
from desktop.core.stream import Folded
from desktop.core.types import Message, Role, State, Usage
from desktop.services.turns import Phase, Target
from tests.fakes.byte_server import Pause, Recorded, Stall
from tests.fakes.shapes import chat_reply, responses_reply
from tests.services.stage import CHAT, HOME, RESPONSES, TARGET, Stage, begun, said, stage
from tests.store.stores import text, texts

GROSS_S = 2.0


def asked(request: Recorded) -> list[tuple[str, str]]:
    """Give role and text of each message that was sent."""
    messages = request.json["messages"]
    assert isinstance(messages, list)
    return [(message["role"], message["content"]) for message in messages]


def complete(words: str) -> Folded:
    return Folded(text(words))


async def grown(s: Stage, *rounds: tuple[str, str]) -> tuple[int, Sequence[Message]]:
    """Store a conversation; give its id and its messages."""
    conversation, parent_id, made = await s.conversation(), None, []
    for question, answer in rounds:
        pair = await s.conversations.ask(conversation.id, parent_id, said(question), "m-1", HOME)
        await s.conversations.finish(pair[1].id, State.COMPLETE, complete(answer))
        parent_id = pair[1].id
        made += pair
    return conversation.id, made


@pytest.mark.parametrize("loop", ["aloop", "qloop"])
def test_an_answer_streams_in_order_and_is_stored_as_it_was_shown(loop, request) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Grüße, ", "世", "界", " 🐦!"))
            conversation = await s.conversation()
            question, answer = await s.turns.send(conversation.id, None, said("Hi?"), TARGET)
            assert (question.text, answer.state) == ("Hi?", State.STREAMING)
            assert s.turns.live_conversations() == {conversation.id}
            end = await s.watch.end_of(answer.id)
            stored = await s.stored(answer.id)
            assert s.watch.pieces == ["Grüße, ", "世", "界", " 🐦!"]
            assert s.watch.phases == [Phase.WAITING, Phase.STREAMING]
            assert s.watch.log[-1] is end
            assert len(s.watch.ended) == 1
            assert stored.text == s.watch.shown(answer.id) == "Grüße, 世界 🐦!"
            assert (stored.state, stored.usage) == (State.COMPLETE, Usage(3, 5))
            assert stored.finished_at is not None
            assert s.turns.live_conversations() == frozenset()
            assert texts(await s.conversations.path(conversation.id)) == ["Hi?", stored.text]

    request.getfixturevalue(loop)(scenario())


def test_both_text_apis_give_the_same_answer(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(RESPONSES, responses_reply("Paris", "."))
            await s.connections.add(Connection("auto", "Auto", s.server.base_url))
            conversation = await s.conversation()
            _, answer = await s.turns.send(
                conversation.id, None, said("Capital?"), Target("auto", "m-1")
            )
            await s.watch.end_of(answer.id)
            assert (await s.stored(answer.id)).text == s.watch.shown(answer.id) == "Paris."

    aloop(scenario())


def test_stopping_keeps_what_came_and_hangs_up(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun("Half ", "of it", then=(Stall(),)))
            answer = await s.send()
            await s.watch.until(lambda: s.watch.shown(answer.id) == "Half of it")
            loop = asyncio.get_running_loop()
            began = loop.time()
            s.turns.stop(answer.id)
            end = await s.watch.end_of(answer.id)
            assert loop.time() - began < GROSS_S
            await s.server.saw_close()
            stored = await s.stored(answer.id)
            assert end.state is stored.state is State.STOPPED
            assert (stored.text, stored.error_code) == ("Half of it", "")
            assert s.turns.live(answer.conversation_id) == ()

    aloop(scenario())


def test_stopping_at_full_speed_takes_one_step(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun(*["word "] * 5000, then=(Stall(),)))
            answer = await s.send()
            await s.watch.until(lambda: len(s.watch.pieces) > 20)
            s.turns.stop(answer.id)
            await s.watch.end_of(answer.id)
            shown = s.watch.shown(answer.id)
            assert (await s.stored(answer.id)).text == shown
            assert len(shown) < 5000 * 5

    aloop(scenario())


def test_a_turn_can_be_stopped_before_it_has_taken_its_first_step(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun(then=(Stall(),)))
            answer = await s.send()
            s.turns.stop(answer.id)  # nothing has run since `send` gave it
            end = await s.watch.end_of(answer.id)
            assert end.state is State.STOPPED
            assert (await s.stored(answer.id)).state is State.STOPPED
            assert s.turns.live(answer.conversation_id) == ()

    aloop(scenario())


def test_stopping_twice_or_something_unknown_is_fine(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.turns.stop(4711)
            s.turns.stop_conversation(4711)
            s.server.on(CHAT, begun("a", then=(Stall(),)))
            answer = await s.send()
            await s.watch.until(lambda: bool(s.watch.pieces))
            s.turns.stop(answer.id)
            s.turns.stop(answer.id)
            await s.watch.end_of(answer.id)
            s.turns.stop(answer.id)
            await s.stored(answer.id)
            assert len(s.watch.ended) == 1

    aloop(scenario())


def test_regenerating_makes_a_sibling_and_keeps_the_old_answer(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Second."))
            conversation_id, (question, first) = await grown(s, ("Why?", "First."))
            answer = await s.turns.regenerate(first.id, TARGET)
            await s.watch.end_of(answer.id)
            await s.stored(answer.id)
            siblings = await s.conversations.siblings(first.id)
            assert [m.text for m in siblings] == ["First.", "Second."]
            assert answer.parent_id == question.id
            assert texts(await s.conversations.path(conversation_id)) == ["Why?", "Second."]
            assert asked(s.server.requests[0]) == [("user", "Why?")]

    aloop(scenario())


def test_editing_makes_another_question_beside_the_old_one(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("New answer."))
            conversation_id, made = await grown(s, ("One?", "1."), ("Two?", "2."))
            question, answer = await s.turns.edit(made[2].id, said("Three?"), TARGET)
            await s.watch.end_of(answer.id)
            await s.stored(answer.id)
            shown = texts(await s.conversations.path(conversation_id))
            assert shown == ["One?", "1.", "Three?", "New answer."]
            siblings = await s.conversations.siblings(question.id)
            assert [m.text for m in siblings] == ["Two?", "Three?"]
            await s.conversations.select(made[2].id)
            old = texts(await s.conversations.path(conversation_id))
            assert old == ["One?", "1.", "Two?", "2."]

    aloop(scenario())


def test_only_the_ancestors_of_the_answer_are_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("x"))
            conversation_id, made = await grown(s, ("One?", "1."), ("Two?", "2."))
            other = await s.conversations.answer_again(made[1].id, "m-1", HOME)
            await s.conversations.finish(other.id, State.COMPLETE, complete("1 again."))
            # On show is "One?", "1 again."; the question goes below the version that is not shown.
            _, answer = await s.turns.send(conversation_id, made[1].id, said("So?"), TARGET)
            await s.watch.end_of(answer.id)
            await s.stored(answer.id)
            assert asked(s.server.requests[0]) == [
                ("user", "One?"), ("assistant", "1."), ("user", "So?"),
            ]  # fmt: skip

    aloop(scenario())


def test_resuming_goes_on_from_the_text_and_leaves_the_old_version_alone(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun("One, two,", then=(Stall(),)), chat_reply(" three."))
            stopped = await s.send("Count!")
            await s.watch.until(lambda: bool(s.watch.pieces))
            s.turns.stop(stopped.id)
            await s.stored(stopped.id)
            answer = await s.turns.resume(stopped.id, TARGET)
            assert s.turns.current(answer).text == "One, two,"
            await s.watch.end_of(answer.id)
            assert (await s.stored(answer.id)).text == "One, two, three."
            old = await s.conversations.message(stopped.id)
            assert (old.text, old.state) == ("One, two,", State.STOPPED)
            *before, last = asked(s.server.requests[1])
            assert before == [("user", "Count!"), ("assistant", "One, two,")]
            assert last[0] == "user"
            assert "left off" in last[1]

    aloop(scenario())


def test_resuming_an_answer_without_text_just_asks_again(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Now."))
            stopped = await s.send("Count!")
            s.turns.stop(stopped.id)
            await s.stored(stopped.id)
            answer = await s.turns.resume(stopped.id, TARGET)
            await s.watch.end_of(answer.id)
            assert (await s.stored(answer.id)).text == "Now."
            assert asked(s.server.requests[-1]) == [("user", "Count!")]

    aloop(scenario())


def test_two_conversations_stream_at_once_and_stopping_one_spares_the_other(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(
                CHAT,
                begun("left ", then=(Stall(),)),
                begun("right ", then=(Pause(0.05), *chat_reply("hand").pieces)),
            )
            left = await s.send("Left?")
            await s.watch.until(lambda: s.watch.shown(left.id) == "left ")
            right = await s.send("Right?")
            assert s.turns.live_conversations() == {left.conversation_id, right.conversation_id}
            await s.watch.until(lambda: s.watch.shown(right.id) == "right ")
            s.turns.stop_conversation(left.conversation_id)
            await s.watch.end_of(right.id)
            assert (await s.stored(left.id)).text == "left "
            assert (await s.stored(right.id)).text == "right hand"
            assert (await s.stored(right.id)).state is State.COMPLETE

    aloop(scenario())


def test_nobody_needs_to_watch(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Said ", "anyway."))
            for event in (s.turns.piece, s.turns.moved, s.turns.ended):
                event._listeners.clear()
            answer = await s.send()
            stored = await s.stored(answer.id)
            assert (stored.text, stored.state) == ("Said anyway.", State.COMPLETE)

    aloop(scenario())


def test_a_view_that_fails_does_not_harm_the_answer(aloop, expect_log) -> None:
    expect_log("a listener failed")

    async def scenario() -> None:
        async with stage() as s:
            s.turns.piece.connect(lambda _piece: 1 / 0)
            _, stored = await s.answered(chat_reply("Still ", "here."))
            assert (stored.text, stored.state) == ("Still here.", State.COMPLETE)

    aloop(scenario())


def test_who_comes_back_in_mid_stream_sees_all_of_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun("So far", then=(Stall(),)))
            answer = await s.send()
            await s.watch.until(lambda: bool(s.watch.pieces))
            read = await s.conversations.message(answer.id)
            assert s.turns.current(read).text == "So far"
            assert s.turns.current(read).state is State.STREAMING
            s.turns.stop(answer.id)
            await s.stored(answer.id)

    aloop(scenario())


def test_quitting_interrupts_and_keeps_the_text(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun("Not yet ", "done", then=(Stall(),)))
            answer, just_begun = await s.send(), await s.send()
            await s.watch.until(lambda: s.watch.shown(answer.id) == "Not yet done")
            just_begun = await s.send()
            await s.turns.aclose()
            for message_id, words in ((answer.id, "Not yet done"), (just_begun.id, "")):
                stored = await s.conversations.message(message_id)
                assert (stored.text, stored.state) == (words, State.INTERRUPTED)

    aloop(scenario())


def test_a_caller_that_goes_away_leaves_no_question_without_its_answer(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Here it is."))
            conversation = await s.conversation()
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(
                    s.turns.send(conversation.id, None, said("Are you there?"), TARGET)
                )
                await asyncio.sleep(0)
                sending.cancel()  # another click took its place
            await s.watch.until(lambda: bool(s.watch.ended))
            (end,) = s.watch.ended
            assert (await s.stored(end.message_id)).text == "Here it is."

    aloop(scenario())


def test_an_end_that_is_not_stored_yet_is_shown_with_its_error(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            read: list[Message] = []
            s.server.on(CHAT, begun("Half"))
            answer = await s.send()
            s.turns.ended.connect(lambda _end: read.append(s.turns.current(answer)))
            await s.watch.end_of(answer.id)
            assert [(m.text, m.state, m.error_code) for m in read] == [
                ("Half", State.FAILED, Code.CUT)
            ]
            await s.stored(answer.id)

    aloop(scenario())


def test_a_deleted_conversation_refuses_the_question(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            with pytest.raises(AppError) as raised:
                await s.turns.send(4711, None, said("Hello?"), TARGET)
            assert raised.value.code is Code.GONE
            assert s.watch.log == []
            assert s.server.requests == []

    aloop(scenario())


def test_a_conversation_purged_in_mid_stream_takes_its_answer_along(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, begun("Never ", then=(Stall(),)))
            answer = await s.send()
            await s.watch.until(lambda: bool(s.watch.pieces))
            await s.conversations.delete_for_good(answer.conversation_id)
            s.turns.stop(answer.id)
            await s.watch.until(lambda: len(s.watch.ended) == 2)
            trouble = s.watch.ended[-1].trouble
            assert trouble is not None
            assert trouble.code is Code.GONE
            s.turns.store_again()
            await s.turns.aclose()
            assert len(s.watch.ended) == 2  # it was not tried again: there is no place for it

    aloop(scenario())


def test_the_role_of_a_question_is_kept_when_it_is_edited(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("ok"))
            _, made = await grown(s, ("One?", "1."))
            question, answer = await s.turns.edit(made[0].id, said("Uno?"), TARGET)
            await s.stored(answer.id)
            assert question.role is Role.USER

    aloop(scenario())
