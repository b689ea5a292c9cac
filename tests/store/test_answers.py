"""Asking, streaming, ending: what is stored at each moment."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.stream import (
    Finished,
    Fold,
    Folded,
    PartDone,
    ReasoningDelta,
    Started,
    TextDelta,
    ToolCallDelta,
)
from desktop.core.types import Draft, Kind, Part, PartType, Role, State, Usage
from tests.store.stores import asked, said, store, text, texts


def test_asking_stores_both_names_the_conversation_and_clears_the_draft(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT)
            await conversations.keep_draft(made.id, Draft("Which bird\nsings?"))
            question, answer = await conversations.ask(
                made.id, None, text("Which bird\nsings?"), "gpt", "home"
            )
            assert (question.role, question.state, question.text) == (
                Role.USER,
                State.COMPLETE,
                "Which bird\nsings?",
            )
            assert (answer.role, answer.state, answer.parent_id) == (
                Role.ASSISTANT,
                State.STREAMING,
                question.id,
            )
            assert (answer.model, answer.connection_id) == ("gpt", "home")
            found = await conversations.get(made.id)
            assert (found.title, found.has_draft) == ("Which bird", False)
            assert [node.message for node in await conversations.path(made.id)] == [
                question,
                answer,
            ]

    aloop(scenario())


def test_a_title_that_was_given_stays(aloop) -> None:
    async def scenario() -> str:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT, "Mine")
            await conversations.ask(made.id, None, text("Other"), "m", "c")
            return (await conversations.get(made.id)).title

    assert aloop(scenario()) == "Mine"


def test_asking_below_another_conversations_message_is_refused_whole(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            other = await conversations.create(Kind.CHAT)
            with pytest.raises(ValueError, match="not in this conversation"):
                await conversations.ask(other.id, answer.id, text("?"), "m", "c")
            assert await conversations.path(other.id) == ()
            assert (await conversations.get(other.id)).title == ""

    aloop(scenario())


def test_asking_below_a_deleted_message_is_gone_and_nothing_is_stored(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, question, answer = await asked(conversations)
            await conversations.delete_message(question.id)
            with pytest.raises(AppError) as raised:
                await conversations.ask(made.id, answer.id, text("And?"), "m", "c")
            assert raised.value.code is Code.GONE
            await conversations.restore_message(question.id)
            assert texts(await conversations.path(made.id)) == ["Why?", ""]

    aloop(scenario())


def test_a_finished_answer_is_stored_whole(aloop) -> None:
    usage = Usage(3, 5, None, 2)
    parts = (
        Part(PartType.REASONING, "hm", raw='{"id": "rs_1"}'),
        Part(PartType.TEXT, "Because.", raw='{"type": "message"}'),
        Part(PartType.TOOL_CALL, '{"a": 1}', name="look", ref="call_1"),
        Part(PartType.CITATION, "A bird", ref="https://example.org"),
        Part(PartType.UNKNOWN, raw='{"type": "new"}', name="response.new"),
    )
    folded = Folded(parts, usage, "gpt-2026", "resp_1", "length")

    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            await conversations.finish(answer.id, State.FAILED, folded, "net.cut", "why")
            stored = await conversations.message(answer.id)
            assert (stored.parts, stored.usage, stored.model) == (parts, usage, "gpt-2026")
            assert (stored.state, stored.finish_reason) == (State.FAILED, "length")
            assert (stored.error_code, stored.error_detail) == ("net.cut", "why")
            assert stored.finished_at is not None
            # A part type that a newer version wrote is not lost either.
            await conversations._db.write(
                lambda c: c.execute("UPDATE part SET type = 'smell' WHERE position = 0")
            )
            assert (await conversations.message(answer.id)).parts[0].type is PartType.UNKNOWN

    aloop(scenario())


def test_a_checkpoint_costs_what_is_new(aloop) -> None:
    async def scenario() -> tuple[list[int], str]:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            said_so_far = "x" * 100_000
            await conversations.checkpoint(answer.id, said(said_so_far))
            for word in ("one ", "two ", "three"):
                said_so_far += word
                await conversations.checkpoint(answer.id, said(said_so_far))
            rows = await conversations._db.read(
                lambda c: c.execute("SELECT length(text) FROM part_tail ORDER BY start").fetchall()
            )
            stored = (await conversations.message(answer.id)).text
            assert stored == said_so_far
            return [row[0] for row in rows], stored

    lengths, _ = aloop(scenario())
    assert lengths == [4, 4, 5]


def test_the_end_leaves_one_row_a_part(aloop) -> None:
    async def scenario() -> list[tuple[int, int]]:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            for length in (1, 2, 3):
                await conversations.checkpoint(answer.id, said("abc"[:length]))
            await conversations.finish(answer.id, State.COMPLETE, said("abc"))
            return await conversations._db.read(
                lambda c: c.execute(
                    "SELECT (SELECT count(*) FROM part_tail), count(*) FROM part"
                    " WHERE message_id = ?",
                    (answer.id,),
                ).fetchall()
            )

    assert aloop(scenario()) == [(0, 1)]


EVENTS = st.one_of(
    st.builds(TextDelta, st.text(max_size=5), st.sampled_from(["a", "b"])),
    st.builds(ReasoningDelta, st.text(max_size=5), st.sampled_from(["a", "b"])),
    st.builds(ToolCallDelta, st.text(max_size=5), st.sampled_from(["", "look"]), key=st.just("a")),
    st.builds(
        PartDone,
        st.builds(
            Part, st.just(PartType.TEXT), st.text(max_size=5), raw=st.sampled_from(["", "{}"])
        ),
        st.sampled_from(["a", "b"]),
    ),
    st.builds(Started, st.sampled_from(["", "r1"]), st.sampled_from(["", "m2"])),
    st.builds(Finished),
)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(EVENTS, st.booleans()), max_size=20))
def test_whatever_streams_in_is_what_is_stored_after_every_checkpoint(
    aloop, stream: list[tuple[object, bool]]
) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT, temporary=True)
            _, answer = await conversations.ask(made.id, None, text("?"), "m", "c")
            fold = Fold()
            for event, is_checkpoint in stream:
                fold.add(event)  # type: ignore[arg-type]
                if is_checkpoint:
                    await conversations.checkpoint(answer.id, fold.result())
                    stored = await conversations.message(answer.id)
                    assert stored.parts == fold.result().parts
                    assert stored.model == (fold.result().model or "m")
            await conversations.finish(answer.id, State.COMPLETE, fold.result())
            assert (await conversations.message(answer.id)).parts == fold.result().parts

    aloop(scenario())


def test_a_checkpoint_that_failed_is_made_up_for_by_the_next(aloop) -> None:
    async def scenario() -> str:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            await conversations.checkpoint(answer.id, said("one "))
            db = conversations._db
            pages = await db.read(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
            await db.write(lambda c: c.execute(f"PRAGMA max_page_count = {pages}").fetchone())
            big = "one " + "x" * 100_000
            with pytest.raises(AppError) as raised:
                await conversations.checkpoint(answer.id, said(big))
            assert raised.value.code is Code.DISK_FULL
            await db.write(lambda c: c.execute("PRAGMA max_page_count = 100000").fetchone())
            await conversations.checkpoint(answer.id, said(big + " two"))
            stored = (await conversations.message(answer.id)).text
            assert stored == big + " two"
            return stored[:4]

    assert aloop(scenario()) == "one "


def test_checkpoints_that_were_not_waited_for_still_add_up(aloop) -> None:
    async def scenario() -> str:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            await asyncio.gather(
                *(conversations.checkpoint(answer.id, said("abcdefgh"[:n])) for n in range(9))
            )
            await conversations.checkpoint(answer.id, said("abcdefghi"))
            return (await conversations.message(answer.id)).text

    assert aloop(scenario()) == "abcdefghi"


def test_a_checkpoint_that_comes_after_the_end_changes_nothing(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, answer = await asked(conversations)
            await conversations.finish(answer.id, State.STOPPED, said("all of it"))
            before = await conversations.path(made.id)
            await conversations.checkpoint(answer.id, said("all"))
            assert await conversations.path(made.id) == before

    aloop(scenario())


def test_answering_again_makes_a_sibling_and_shows_it(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, question, first = await asked(conversations)
            await conversations.finish(first.id, State.COMPLETE, said("first"))
            second = await conversations.answer_again(first.id, "m2", "c")
            third = await conversations.answer_again(question.id, "m3", "c")
            assert {second.parent_id, third.parent_id} == {question.id}
            node = (await conversations.path(made.id))[-1]
            assert (node.message.id, node.position, node.count) == (third.id, 3, 3)
            assert node.sibling_ids == (first.id, second.id, third.id)
            assert [m.id for m in await conversations.siblings(second.id)] == list(node.sibling_ids)

    aloop(scenario())


def test_editing_keeps_the_old_version_with_all_that_followed(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, question, answer = await asked(conversations, "old")
            await conversations.finish(answer.id, State.COMPLETE, said("old answer"))
            await conversations.ask(made.id, answer.id, text("old follow-up"), "m", "c")
            edited, _ = await conversations.edit(question.id, text("new"), "m", "c")
            assert texts(await conversations.path(made.id)) == ["new", ""]
            await conversations.select(question.id)
            assert texts(await conversations.path(made.id)) == [
                "old",
                "old answer",
                "old follow-up",
                "",
            ]
            assert [m.text for m in await conversations.siblings(edited.id)] == ["old", "new"]

    aloop(scenario())


def test_what_led_to_an_answer_does_not_depend_on_what_is_shown(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, question, answer = await asked(conversations, "old")
            await conversations.edit(question.id, text("new"), "m", "c")
            led = await conversations.ancestors(answer.id)
            assert [message.id for message in led] == [question.id, answer.id]

    aloop(scenario())


def test_only_answers_of_processes_that_ended_are_interrupted(aloop) -> None:
    async def scenario() -> None:
        async with store() as first, store() as second:
            made, _, answer = await asked(first)
            await first.checkpoint(answer.id, said("so "))
            await first.checkpoint(answer.id, said("so far"))
            assert await first.interrupt_leftovers() == 0
            assert await second.interrupt_leftovers() == 0
            await first.aclose()
            assert await second.interrupt_leftovers() == 1
            (_, node) = await second.path(made.id)
            assert (node.message.state, node.message.text) == (State.INTERRUPTED, "so far")
            assert await second.interrupt_leftovers() == 0

    aloop(scenario())


def test_an_answer_of_a_deleted_conversation_ends_without_harm(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, answer = await asked(conversations)
            await conversations.delete_for_good(made.id)
            for call in (
                conversations.checkpoint(answer.id, said("x")),
                conversations.finish(answer.id, State.COMPLETE, said("x")),
            ):
                with pytest.raises(AppError) as raised:
                    await call
                assert raised.value.code is Code.GONE

    aloop(scenario())


CALL = Part(PartType.TOOL_CALL, "{}", name="f", ref="c1")
RESULT = Part(PartType.TOOL_RESULT, "7", name="f", ref="c1")


def test_an_answer_that_has_ended_can_go_on_in_its_place(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            ended = Folded((CALL,), Usage(3, 5), finish_reason="tool_calls", reasoned_s=1.5)
            await conversations.finish(answer.id, State.COMPLETE, ended)
            again = await conversations.go_on(answer.id, "gpt", "home")
            assert (again.id, again.state, again.finish_reason) == (answer.id, State.STREAMING, "")
            assert (again.parts, again.finished_at, again.reasoned_s) == ((CALL,), None, 1.5)
            more = Folded((CALL, RESULT), Usage(6, 10), reasoned_s=2.5)
            await conversations.checkpoint(answer.id, more)
            assert (await conversations.message(answer.id)).parts == (CALL, RESULT)
            await conversations.finish(answer.id, State.COMPLETE, more)
            done = await conversations.message(answer.id)
            assert (done.state, done.usage, done.reasoned_s) == (State.COMPLETE, Usage(6, 10), 2.5)

    aloop(scenario())


def test_an_answer_that_goes_on_is_interrupted_with_its_program_like_any_other(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            await conversations.finish(answer.id, State.COMPLETE, Folded((CALL,)))
            await conversations.go_on(answer.id, "gpt", "home")
        async with store() as conversations:
            assert await conversations.interrupt_leftovers() == 1
            left = await conversations.message(answer.id)
            assert (left.state, left.parts) == (State.INTERRUPTED, (CALL,))

    aloop(scenario())


def test_parts_of_an_answer_that_has_ended_can_be_added_to(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            await conversations.finish(answer.id, State.COMPLETE, Folded((CALL,), Usage(3, 5)))
            await conversations.keep_parts(answer.id, (CALL, RESULT))
            kept = await conversations.message(answer.id)
            assert (kept.parts, kept.state, kept.usage) == (
                (CALL, RESULT),
                State.COMPLETE,
                Usage(3, 5),
            )
            with pytest.raises(AppError) as caught:
                await conversations.keep_parts(4711, ())
            assert caught.value.code is Code.GONE

    aloop(scenario())
