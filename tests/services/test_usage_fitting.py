"""What of a long conversation is sent: all of it, a summary, or what the person agreed to."""

import asyncio

import pytest

from desktop.core.attachment import Takes
from desktop.core.errors import Code
from desktop.core.parameters import Parameters
from desktop.core.stream import Folded
from desktop.core.types import Message, Part, PartType, Role, State
from desktop.services.fitting import Fitting
from desktop.services.shortening import plans
from desktop.services.shortening.plans import Bounds, Plan
from desktop.services.spending import Spending
from desktop.services.summarising import _pieces
from desktop.services.turns import Target
from desktop.store.settings import BUDGET_USD, LEAVE_OUT
from desktop.store.summaries import Summary
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import CHAT, HOME, MODELS, TARGET, Stage, begun, said, stage

NOTHING = Parameters()
TURN = "word " * 200
"""200 tokens, with its frame 204 to 205."""
SMALL = {"id": "m-1", "context_length": 2048}
"""A model with room for 1,536 tokens, so that an answer fits, too."""


async def grown(s: Stage, turns: int, *, words: str = TURN) -> tuple[int, list[Message]]:
    """Store a conversation of so many turns on a server with a small model; give its messages."""
    s.server.on(MODELS, json_reply({"object": "list", "data": [SMALL]}))
    await (await s.catalogue.open()).refresh(HOME)
    conversation, parent_id, made = await s.conversation(), None, []
    for number in range(turns):
        pair = await s.conversations.ask(
            conversation.id, parent_id, said(f"{number} {words}"), "m-1", HOME
        )
        folded = Folded((Part(PartType.TEXT, f"{number} {words}"),))
        await s.conversations.finish(pair[1].id, State.COMPLETE, folded)
        parent_id = pair[1].id
        made += pair
    path = await s.conversations.path(conversation.id)
    return conversation.id, [node.message for node in path]


def question(words: str = "Well?") -> Message:
    return Message(0, 0, None, Role.USER, said(words))


async def planned(fitting: Fitting, path: list[Message]) -> Plan:
    return await fitting.plan((*path, question()), TARGET, NOTHING)


def sent(s: Stage) -> list[str]:
    """Give the words of the messages of the last request, shortened."""
    messages = s.server.requests[-1].json["messages"]
    assert isinstance(messages, list)
    return [str(message["content"])[:1] for message in messages]


def test_what_fits_is_sent_whole_and_weighed_once(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, path = await grown(s, 2)
            plan = await planned(s.fitting, path)
            assert (plan.too_many, plan.begins_at, plan.fits) == (0, None, True)
            assert 800 < plan.tokens < 860
            assert (plan.limit, plan.room) == (2048, 1536)
            pid = s.counting._process.pid
            await s.counting.aclose()
            assert (await planned(s.fitting, path)).tokens == plan.tokens
            assert pid is not None

    aloop(scenario(), 40)


def test_nothing_is_left_out_unless_the_person_agrees(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation, path = await grown(s, 6)
            plan = await planned(s.fitting, path)
            assert (plan.too_many, plan.fits, plan.begins_at) == (6, False, None)
            s.server.on(CHAT, chat_reply("Yes."), chat_reply("Yes."))
            answer = await s.send("Well?", conversation, path[-1].id)
            await s.stored(answer.id)
            assert len(sent(s)) == 13
            await s.settings.set(LEAVE_OUT, value=True)
            answer = await s.send("Well?", conversation, path[-1].id)
            await s.stored(answer.id)
            assert sent(s) == ["3", "3", "4", "4", "5", "5", "W"]
            plan = await planned(s.fitting, path)
            assert (plan.too_many, plan.fits, plan.begins_at) == (6, True, path[6].id)

    aloop(scenario(), 40)


def test_a_short_conversation_is_sent_without_being_counted(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation, path = await grown(s, 1, words="hello")
            await s.settings.set(LEAVE_OUT, value=True)
            s.server.on(CHAT, chat_reply("Yes."))
            await s.stored((await s.send("Well?", conversation, path[-1].id)).id)
            assert len(sent(s)) == 3
            assert s.counting._process.pid is None

    aloop(scenario())


def test_the_question_itself_is_never_left_out(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(LEAVE_OUT, value=True)
            _, path = await grown(s, 2)
            asked = (*path, question(TURN * 10))
            plan = await s.fitting.plan(asked, TARGET, NOTHING)
            assert (len(plan.messages), plan.too_many, plan.fits) == (1, 4, False)

    aloop(scenario(), 40)


def test_where_nobody_knows_the_context_nothing_is_said_to_be_too_much(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, path = await grown(s, 6)
            asked = (*path, question())
            plan = await s.fitting.plan(asked, Target(HOME, "unheard-of"), NOTHING)
            assert (plan.limit, plan.room, plan.too_many, plan.fits) == (None, None, 0, True)

    aloop(scenario(), 40)


def test_a_summary_goes_in_the_place_of_what_it_stands_for(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation, path = await grown(s, 4)
            await s.conversations.keep_summary(Summary(path[3].id, "They met."))
            s.server.on(CHAT, chat_reply("Yes."))
            await s.stored((await s.send("Well?", conversation, path[-1].id)).id)
            messages = s.server.requests[-1].json["messages"]
            assert isinstance(messages, list)
            assert [message["role"] for message in messages] == ["user", "assistant"] * 2 + ["user"]
            first = str(messages[0]["content"])
            assert first.startswith("[Summary of the earlier conversation]\nThey met.\n")
            assert TURN.strip() in first
            assert len(await s.conversations.path(conversation)) == 10
            plan = await planned(s.fitting, path)
            assert (plan.summarised, plan.summary) == (4, Summary(path[3].id, "They met."))
            await s.settings.set(LEAVE_OUT, value=True)
            asked = (*path, question(TURN * 5))
            plan = await s.fitting.plan(asked, TARGET, NOTHING)
            assert plan.begins_at == path[6].id
            assert plan.messages[0].text.startswith("[Summary")  # also where more is left out

    aloop(scenario(), 40)


def test_a_summary_of_another_branch_is_not_used() -> None:
    path = [Message(n, 1, None, Role.USER if n % 2 else Role.ASSISTANT) for n in range(1, 6)]
    assert plans.summarised_by(path, [Summary(9, "x")]) == (0, None)
    assert plans.summarised_by(path, [Summary(5, "x")]) == (0, None)  # the question itself
    both = [Summary(2, "old"), Summary(4, "new")]
    assert plans.summarised_by(path, both) == (4, both[1])


def test_a_summary_before_an_answer_is_a_message_of_its_own() -> None:
    answer = Message(4, 1, 3, Role.ASSISTANT, said("b"))
    told, rest = plans.introduced([answer], Summary(3, "They met."))
    assert (told.role, rest) == (Role.USER, answer)


@pytest.mark.parametrize(("room", "count"), [(None, 4), (1_000, 4), (100_000, 2), (300, 6)])
def test_the_newest_turns_are_not_summarised(room: int | None, count: int) -> None:
    roles = (Role.USER, Role.ASSISTANT)
    path = [Message(n + 1, 1, None, roles[n % 2]) for n in range(8)]
    assert plans.older(path, [100] * 8, room) == count
    assert plans.older(path[:2], [100] * 2, room) == 0


def test_what_is_surely_short_is_known_without_counting() -> None:
    bounds = Bounds(Takes(), 1_000, 0, NOTHING, is_agreed=True)
    assert plans.surely_fits([question("a" * 100)], [], bounds)
    assert not plans.surely_fits([question("a" * 130)], [], bounds)
    attached = Message(0, 0, None, Role.USER, (Part(PartType.FILE, blob="x"),))
    assert not plans.surely_fits([attached], [], bounds)


def test_what_is_told_comes_in_pieces() -> None:
    told = [question("word " * 100), question("字" * 90)]
    pieces = list(_pieces(told, 50))
    assert len(pieces) >= 4
    assert "".join(pieces) == f"User: {told[0].text}\n\nUser: {told[1].text}\n\n"


def is_running(spending: Spending, conversation_id: int) -> bool:
    work = spending.summarising.work(conversation_id)
    return work is not None and work.error is None


async def over(spending: Spending, conversation_id: int) -> None:
    """Wait until nothing is being made any more."""
    async with asyncio.timeout(20):
        while is_running(spending, conversation_id):  # noqa: ASYNC110 - the work itself tells
            await asyncio.sleep(0.01)


def test_older_turns_are_summarised_by_the_model_and_paid_for(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation, path = await grown(s, 6)
            s.server.on(CHAT, *[chat_reply("They ", "met.")] * 4)
            assert await s.spending.summarising.count(path, TARGET, NOTHING) == 10
            s.spending.summarising.start(path, TARGET, NOTHING)
            await over(s.spending, conversation)
            (made,) = await s.conversations.summaries(conversation)
            assert made == Summary(path[9].id, "They met.", "m-1")
            asked = [r.json["messages"][1]["content"] for r in s.server.requests if r.path == CHAT]
            assert len(asked) > 1
            assert str(asked[1]).startswith("[Summary of what was said before]\nThey met.")
            await s.spending.summarising.aclose()
            (used,) = await s.conversations.used_in(conversation)
            assert used.sum.answers == len(asked)
            assert [node.message for node in await s.conversations.path(conversation)] == path

    aloop(scenario(), 40)


def test_a_summary_can_be_stopped_and_can_fail(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation, path = await grown(s, 4)
            summarising = s.spending.summarising
            s.server.on(CHAT, begun("They", then=(Stall(),)))
            told: list[int] = []
            summarising.changed.connect(told.append)
            summarising.start(path, TARGET, NOTHING)
            async with asyncio.timeout(20):
                while CHAT not in {r.path for r in s.server.requests}:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.01)
            summarising.stop(conversation)
            assert summarising.work(conversation) is None
            assert set(told) == {conversation}
            s.server.on(CHAT, json_reply({"error": {"message": "no"}}, 401))
            summarising.start(path, TARGET, NOTHING)
            await over(s.spending, conversation)
            work = summarising.work(conversation)
            assert work is not None
            assert work.error is not None
            assert work.error.code is Code.KEY_REFUSED
            await s.settings.set(BUDGET_USD, 0.5)
            assert await s.conversations.summaries(conversation) == ()

    aloop(scenario(), 40)


def test_too_little_is_not_summarised(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation, path = await grown(s, 1, words="hello")
            assert await s.spending.summarising.count(path, TARGET, NOTHING) == 0
            s.spending.summarising.start(path, TARGET, NOTHING)
            await over(s.spending, conversation)
            work = s.spending.summarising.work(conversation)
            assert work is not None
            assert work.error is not None
            s.spending.summarising.stop(conversation)
            assert s.spending.summarising.work(conversation) is None

    aloop(scenario(), 40)
