"""The budget between two rounds of an answer: it stops there, and goes on if the person says so."""

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.models import ModelKey, Price
from desktop.core.parameters import Parameters
from desktop.core.types import Message, State
from desktop.services.rounds import BUDGET
from desktop.store.settings import BUDGET_USD
from tests.fakes.byte_server import Reply
from tests.fakes.shapes import chat_reply, sse
from tests.services.stage import CHAT, HOME, TARGET, Stage, begun, stage
from tests.services.test_turns_tools import (
    CALCULATOR,
    WEATHER,
    answered,
    call,
    calling,
    shape,
    sum_of,
)

DEAR = Price(100_000.0, 200_000.0, 50_000.0)
"""A round of the fake server (3 in, 5 out) costs 1.30."""
STOPPED_AFTER_ONE = [("tool_call", '{"expression": "6*7"}'), ("tool_result", "42")]


async def limited(s: Stage, budget: float, price: Price = DEAR) -> None:
    await (await s.catalogue.open()).set_price(ModelKey(HOME, "m-1"), price)
    await s.settings.set(BUDGET_USD, budget)


async def gone_on(s: Stage, answer: Message, *replies: Reply) -> Message:
    s.server.on(CHAT, *replies)
    s.spending.allow_once()
    again = await s.turns.go_on(answer, TARGET)
    assert again.id == answer.id
    await s.watch.until(lambda: len(s.watch.ended) == 2)
    return await s.stored(answer.id)


def test_an_answer_stops_before_the_round_that_the_budget_does_not_allow(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 1.0)
            done = await answered(s, CALCULATOR, sum_of("6*7"))
            assert (done.state, done.finish_reason) == (State.COMPLETE, BUDGET)
            assert shape(done) == STOPPED_AFTER_ONE  # the tool has run: nothing is lost
            assert len(s.server.requests) == 1

    aloop(scenario())


def test_it_goes_on_in_the_same_answer_to_its_end_if_the_person_says_so(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 1.0)
            stopped = await answered(s, CALCULATOR, sum_of("6*7"))
            done = await gone_on(s, stopped, sum_of("1+1", "call_2"), chat_reply("So 42."))
            assert shape(done) == [
                *STOPPED_AFTER_ONE,
                ("tool_call", '{"expression": "1+1"}'),
                ("tool_result", "2"),
                ("text", "So 42."),
            ]
            assert done.finish_reason == "stop"
            assert done.spent is not None
            assert done.spent.usd == pytest.approx(3.9)
            with pytest.raises(AppError) as refused:  # it was for this answer only
                await s.turns.regenerate(done.id, TARGET)
            assert refused.value.code is Code.OVER_BUDGET

    aloop(scenario())


def test_what_an_answer_has_cost_already_is_not_counted_twice(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 3.0)
            asked = await answered(
                s, Parameters(functions=(WEATHER,)), calling(call("get_weather", "{}", "call_1"))
            )
            s.server.on(CHAT, chat_reply("Wet."))
            await s.turns.give_result(asked.id, "call_1", "rain", TARGET)
            await s.watch.until(lambda: len(s.watch.ended) == 2)
            assert (await s.stored(asked.id)).finish_reason == "stop"  # 1.30 of 3, not 2.60

    aloop(scenario())


def test_a_question_over_the_budget_that_was_allowed_has_all_its_rounds(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 1.0)
            await s.answered(chat_reply("Dear."))
            s.spending.allow_once()
            done = await answered(s, CALCULATOR, sum_of("6*7"), chat_reply("42."))
            assert done.finish_reason == "stop"

    aloop(scenario())


def test_a_result_that_the_person_gives_over_the_budget_is_kept_and_nothing_is_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 1.0)
            asked = await answered(
                s, Parameters(functions=(WEATHER,)), calling(call("get_weather", "{}", "call_1"))
            )
            await s.turns.give_result(asked.id, "call_1", "rain", TARGET)
            await s.watch.until(lambda: len(s.watch.ended) == 2)
            stopped = await s.stored(asked.id)
            assert shape(stopped) == [("tool_call", "{}"), ("tool_result", "rain")]
            assert stopped.finish_reason == BUDGET
            assert len(s.server.requests) == 1
            s.server.on(CHAT, chat_reply("Wet."))
            s.spending.allow_once()
            await s.turns.go_on(stopped, TARGET)
            await s.watch.until(lambda: len(s.watch.ended) == 3)
            assert shape(await s.stored(asked.id))[-1] == ("text", "Wet.")

    aloop(scenario())


def test_free_models_and_no_budget_have_all_their_rounds(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 1.0)
            await s.answered(chat_reply("Dear."))
            await limited(s, 1.0, Price(0.0, 0.0))
            free = await answered(s, CALCULATOR, sum_of("6*7"), chat_reply("42."))
            assert free.finish_reason == "stop"
            await limited(s, 0.0)
            done = await answered(s, CALCULATOR, sum_of("6*7"), chat_reply("42."))
            assert done.finish_reason == "stop"

    aloop(scenario())


def test_a_round_that_its_server_did_not_count_is_counted_before_the_next(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await limited(s, 1.0)
            chunk = {"choices": [{"index": 0, "delta": {"tool_calls": [
                call("calculator", '{"expression": "6*7"}', "call_1")]}}]}  # fmt: skip
            uncounted = Reply((*begun().pieces, sse(chunk, "[DONE]")))
            done = await answered(s, CALCULATOR, uncounted)
            assert done.finish_reason == BUDGET

    aloop(scenario(), 40)
