"""What an answer cost, in tokens and money; and the budget of the month, which stops."""

import asyncio

import pytest

from desktop.core.connection import BUILT_IN_ID
from desktop.core.costs import spent
from desktop.core.errors import AppError, Code
from desktop.core.models import FREE, ModelKey, Price
from desktop.core.types import Message, Spent, State, Usage
from desktop.services.spending import Budget
from desktop.services.turns import Target
from desktop.store.settings import BUDGET_USD
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import CHAT, HOME, TARGET, Stage, begun, said, stage

KEY = ModelKey(HOME, "m-1")
DEAR = Price(100_000.0, 200_000.0, 50_000.0)
"""Ten cents for a token that is asked: an answer of the fake server (3 in, 5 out) costs 1.30."""
DAY = "2026-11-22"


@pytest.mark.parametrize(
    ("usage", "price", "cost"),
    [
        (Usage(1_000_000, 500_000), Price(2.0, 10.0), Spent(7.0, DAY)),
        (Usage(1_000_000, 0, 400_000), Price(2.0, 10.0, 0.5), Spent(1.4, DAY)),
        (Usage(1_000_000, 0, 400_000), Price(2.0, 10.0), Spent(2.0, DAY)),
        (Usage(10, 0, 400_000), Price(1_000_000.0, 0.0, 0.0), Spent(0.0, DAY)),
        (Usage(300_000, 0), Price(10.0, 1.0, dearer_above=272_000), Spent(3.0, DAY, is_least=True)),
        (Usage(10, 10), FREE, Spent(0.0, DAY)),
        (Usage(10, 10), None, Spent()),
        (Usage(10, 10), Price(input=1.0), Spent()),
        (Usage(10, 0), Price(input=1_000_000.0), Spent(10.0, DAY)),
        (Usage(10, 10), Price(1.0, 1.0, currency="EUR"), Spent()),
        (Usage(), Price(1.0, 1.0), Spent()),
    ],
)
def test_a_cost_follows_from_tokens_and_price(
    usage: Usage, price: Price | None, cost: Spent
) -> None:
    assert spent(usage, price, DAY) == cost


async def priced(s: Stage, price: Price | None = DEAR) -> None:
    await (await s.catalogue.open()).set_price(KEY, price)


async def noted(s: Stage, message_id: int) -> Message:
    """Wait until it is known what an answer took."""
    async with asyncio.timeout(20):
        while (await s.conversations.message(message_id)).usage is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return await s.conversations.message(message_id)


def test_the_cost_is_stored_with_the_answer_and_later_prices_do_not_change_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await priced(s)
            end, message = await s.answered(chat_reply("Yes."))
            assert message.spent is not None
            assert message.spent.usd == pytest.approx(1.3)
            assert (message.usage, message.spent.is_counted) == (Usage(3, 5), False)
            await priced(s, Price(0.0, 0.0))
            again = await s.conversations.message(end.message_id)
            assert again.spent == message.spent

    aloop(scenario())


def test_a_price_that_nobody_knows_costs_nothing_that_is_known(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, message = await s.answered(chat_reply("Yes."))
            assert message.spent == Spent()
            (used,) = await s.conversations.used_in(message.conversation_id)
            assert (used.sum.usd, used.sum.unpriced) == (0.0, 1)

    aloop(scenario())


def test_the_built_in_engine_is_free_and_no_catalogue_is_opened_for_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            cost = await s.spending.cost(Usage(3, 5), Target(BUILT_IN_ID, "any"))
            assert cost.usd == 0.0
            assert s.catalogue.now is None

    aloop(scenario())


def test_what_the_server_does_not_count_is_counted_here(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await priced(s)
            s.server.on(CHAT, begun("hello world", framing="close"))
            answer = await s.send("hello world")
            assert (await s.stored(answer.id)).state is State.FAILED  # it was cut
            message = await noted(s, answer.id)
            assert message.usage == Usage(2 + 4 + 3, 2)
            assert message.spent is not None
            assert message.spent.is_counted
            assert message.spent.usd == pytest.approx(1.3)

    aloop(scenario(), 40)


def test_what_never_reached_a_server_is_not_counted(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, answer = await s.answered(json_reply({"error": {"message": "no"}}, 401))
            assert answer.state is State.FAILED
            assert await s.conversations.used_in(answer.conversation_id) == ()

    aloop(scenario())


def test_the_budget_stops_before_anything_is_stored_or_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await priced(s)
            await s.settings.set(BUDGET_USD, 1.0)
            _, first = await s.answered(chat_reply("Yes."))
            count = len(s.server.requests)
            with pytest.raises(AppError) as refused:
                await s.send("Again?", first.conversation_id, first.id)
            assert (refused.value.code, refused.value.detail) == (
                Code.OVER_BUDGET,
                "1.30 of 1.00 USD",
            )
            with pytest.raises(AppError):
                await s.turns.regenerate(first.id, TARGET)
            assert len(await s.conversations.path(first.conversation_id)) == 2
            assert len(s.server.requests) == count

    aloop(scenario())


def test_one_question_may_go_over_it_if_the_person_says_so(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await priced(s)
            await s.settings.set(BUDGET_USD, 1.0)
            _, first = await s.answered(chat_reply("Yes."))
            s.spending.allow_once()
            second = await s.turns.regenerate(first.id, TARGET)
            await s.stored(second.id)
            with pytest.raises(AppError):
                await s.turns.regenerate(first.id, TARGET)
            await s.settings.set(BUDGET_USD, 100.0)
            await s.spending.check(TARGET)

    aloop(scenario())


def test_what_is_free_is_never_stopped(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await priced(s)
            await s.settings.set(BUDGET_USD, 1.0)
            await s.answered(chat_reply("Yes."))
            await s.spending.check(Target(BUILT_IN_ID, "any"))
            await priced(s, FREE)
            await s.spending.check(TARGET)
            await priced(s, None)
            with pytest.raises(AppError):  # nobody knows that it is free
                await s.spending.check(TARGET)

    aloop(scenario())


def test_a_person_is_warned_once_when_most_is_spent_and_once_when_all_is(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await priced(s)
            await s.settings.set(BUDGET_USD, 3.5)
            told: list[Budget] = []
            s.spending.warned.connect(told.append)
            s.server.on(CHAT, *[chat_reply("Yes.")] * 4)
            conversation = await s.conversation()
            for _ in range(3):
                answer = await s.send("Why?", conversation.id)
                await s.stored(answer.id)
                async with asyncio.timeout(5):
                    while s.spending._scope.is_running("look"):  # noqa: ASYNC110 - it tells nobody
                        await asyncio.sleep(0.005)
            assert [round(budget.spent, 2) for budget in told] == [3.9]
            await s.settings.set(BUDGET_USD, 6.0)
            answer = await s.send("Why?", conversation.id)
            await s.stored(answer.id)
            async with asyncio.timeout(5):
                while len(told) < 2:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.005)
            assert (told[1].is_near, told[1].is_used_up) == (True, False)

    aloop(scenario())


def test_reading_is_not_held_up_by_a_question_that_is_refused(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(BUDGET_USD, 1.0)
            conversation = await s.conversation()
            question, answer = await s.turns.send(conversation.id, None, said("Hi?"), TARGET)
            assert question.conversation_id == answer.conversation_id
            await s.stored(answer.id)

    aloop(scenario())
