"""What answers cost is added up by conversation, model, day and month, and outlives them."""

import time

from desktop.core.months import Month, midnight
from desktop.core.stream import Folded
from desktop.core.types import Kind, Spent, State, Usage
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.summaries import Summary
from desktop.store.usages import ModelSum, Sum, total
from tests.store.stores import asked, store, text

NOW = time.mktime((2026, 11, 15, 12, 0, 0, 0, 0, -1))
DAY_S = 86_400


def answered(usage: Usage | None, usd: float | None = None, *, is_counted: bool = False) -> Folded:
    as_of = "2026-11-22" if usd is not None else ""
    return Folded(text("b"), usage, spent=Spent(usd, as_of, is_counted=is_counted))


async def answer(
    conversations: Conversations, folded: Folded, model: str = "m", *, is_temporary: bool = False
) -> tuple[int, int]:
    """Store a question with its answer; give the ids of the conversation and of the answer."""
    conversation = await conversations.create(Kind.CHAT, temporary=is_temporary)
    _, begun = await conversations.ask(conversation.id, None, text("a"), model, "c")
    await conversations.finish(begun.id, State.COMPLETE, folded)
    return conversation.id, begun.id


def test_what_an_answer_cost_is_stored_with_it(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, priced = await answer(conversations, answered(Usage(24, 8, 4, 2), 0.25))
            _, unknown = await answer(conversations, answered(None))
            message = await conversations.message(priced)
            assert message.spent == Spent(0.25, "2026-11-22")
            assert message.usage == Usage(24, 8, 4, 2)
            assert (await conversations.message(unknown)).spent is None

    aloop(scenario())


def test_sums_by_model_begin_with_the_dearest(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            conversation, first = await answer(conversations, answered(Usage(10, 1), 0.5), "cheap")
            _, second = await conversations.ask(conversation, first, text("c"), "dear", "c")
            await conversations.finish(second.id, State.COMPLETE, answered(Usage(20, 2), 2.0))
            await answer(conversations, answered(Usage(7, 7), 1.0), "elsewhere")
            assert await conversations.used_in(conversation) == (
                ModelSum("c", "dear", Sum(1, 20, 2, usd=2.0, as_of="2026-11-22")),
                ModelSum("c", "cheap", Sum(1, 10, 1, usd=0.5, as_of="2026-11-22")),
            )

    aloop(scenario())


def test_totals_survive_the_deletion_of_a_conversation(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            conversation, _ = await answer(conversations, answered(Usage(10, 1), 0.5))
            await conversations.delete_for_good(conversation)
            assert await conversations.spent_since(0) == 0.5
            (found,) = await conversations.used_between(0, time.time() + 1)
            assert found.sum.answers == 1

    aloop(scenario())


def test_days_are_those_of_the_clock_and_a_month_ends_before_the_next(aloop) -> None:
    async def scenario() -> None:
        database = await Database.open(Paths.find())
        moments = iter([NOW, NOW + DAY_S, NOW + 40 * DAY_S])
        clock = [0.0]
        conversations = Conversations(database, lambda: clock[0])
        try:
            for moment in moments:
                clock[0] = moment
                await answer(conversations, answered(Usage(1, 1), 1.0))
            month = Month.of(NOW)
            days = await conversations.used_by_day(month.start, month.end)
            assert {day: one.usd for day, one in days.items()} == {
                month.day(15): 1.0,
                month.day(16): 1.0,
            }
            assert await conversations.first_used_at() == NOW
            assert await conversations.spent_since(month.end) == 1.0
        finally:
            await conversations.aclose()
            await database.aclose()

    aloop(scenario())


def test_temporary_chats_count_as_long_as_they_are_there(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            await answer(conversations, answered(Usage(1, 1), 0.25), is_temporary=True)
            await answer(conversations, answered(Usage(1, 1), 0.5))
            assert await conversations.spent_since(0) == 0.75
            (both,) = await conversations.used_between(0, time.time() + 1)
            assert (both.sum.answers, both.sum.usd) == (2, 0.75)
            days = await conversations.used_by_day(0, time.time() + 1)
            assert [one.answers for one in days.values()] == [2]
        async with store() as conversations:
            assert await conversations.spent_since(0) == 0.5

    aloop(scenario())


def test_what_is_counted_later_takes_the_place_of_nothing(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            changes = []
            conversation, message = await answer(conversations, answered(None))
            conversations.changed.connect(changes.append)
            await conversations.note_usage(message, answered(Usage(5, 6), 0.1, is_counted=True))
            assert [change.message_id for change in changes] == [message]
            assert (await conversations.message(message)).spent == Spent(
                0.1, "2026-11-22", is_counted=True
            )
            await conversations.note_usage(message + 99, answered(Usage(5, 6), 0.1))
            await conversations.note_more(conversation, "c", "m", answered(Usage(1, 1)))
            (found,) = await conversations.used_in(conversation)
            assert (found.sum.answers, found.sum.unpriced, found.sum.counted) == (2, 1, 1)

    aloop(scenario())


def test_a_summary_is_kept_replaced_and_removed_and_changes_no_message(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            conversation, question, reply = await asked(conversations)
            await conversations.finish(reply.id, State.COMPLETE, Folded(text("b")))
            before = await conversations.path(conversation.id)
            for words in ("first", "second"):
                await conversations.keep_summary(Summary(reply.id, words, "m"))
            assert await conversations.summaries(conversation.id) == (
                Summary(reply.id, "second", "m"),
            )
            assert await conversations.path(conversation.id) == before
            await conversations.remove_summary(reply.id)
            await conversations.remove_summary(question.id)
            assert await conversations.summaries(conversation.id) == ()

    aloop(scenario())


def test_a_total_of_nothing_is_nothing() -> None:
    assert total([]) == Sum()
    assert total([Sum(1, usd=1.0, as_of="a"), Sum(2, usd=2.0, is_least=True, as_of="b")]) == Sum(
        3, usd=3.0, is_least=True, as_of="b"
    )


def test_ten_thousands_of_answers_are_added_up_at_once(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            rows = [(n % 50, f"m-{n % 7}", NOW - n * 60) for n in range(30_000)]
            await conversations._db.write(
                lambda connection: connection.executemany(
                    "INSERT INTO usage (conversation_id, connection_id, model, input_tokens,"
                    " output_tokens, cost_usd, created_at) VALUES (?, 'c', ?, 9, 9, 0.01, ?)",
                    rows,
                )
            )
            began = time.monotonic()
            month = Month.of(NOW)
            await conversations.used_between(month.start, month.end)
            await conversations.used_by_day(month.start, month.end)
            await conversations.used_in(7)
            await conversations.spent_since(month.start)
            assert time.monotonic() - began < 5

    aloop(scenario())


def test_a_month_knows_its_neighbours_and_days() -> None:
    assert Month(2026, 12).moved(1) == Month(2027, 1)
    assert Month(2026, 1).moved(-1) == Month(2025, 12)
    assert Month(2028, 2).days == 29
    assert Month.of(Month(2026, 11).start) == Month(2026, 11)
    assert Month.of(Month(2026, 11).end - 1) == Month(2026, 11)
    assert midnight(NOW) == NOW - 12 * 3600
