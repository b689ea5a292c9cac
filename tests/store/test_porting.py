"""A conversation that goes out as JSON comes back as it was, on another computer too."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.stream import Folded
from desktop.core.types import Draft, Kind, Part, PartType, State, Usage
from desktop.store import portable
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.records import Change, What
from tests.store.stores import said, store, text, texts

WORDS = st.text(max_size=20).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t))
PARTS = st.lists(
    st.builds(Part, st.sampled_from(PartType), WORDS, st.just(""), WORDS, WORDS, WORDS), max_size=3
).map(tuple)
TOKENS = st.none() | st.integers(0, 10**6)


@st.composite
def growths(draw):
    """Give what happens to a conversation: questions, answers, versions, choices, deletions."""
    kinds = st.sampled_from(["ask", "edit", "again", "select", "delete"])
    steps = st.tuples(kinds, st.integers(0, 50), PARTS, st.builds(Usage, TOKENS, TOKENS))
    return draw(st.lists(steps, min_size=1, max_size=12))


async def grow(conversations: Conversations, steps) -> int:
    made = await conversations.create(Kind.CHAT)
    parameters = Parameters(temperature=0.5, tools=("clock",))
    await conversations.set_parameters(made.id, parameters)
    questions: list[int] = []
    answers: list[int] = []
    for kind, at, parts, usage in steps:
        answer = None
        try:
            if kind == "ask" or not questions:
                above = answers[at % len(answers)] if answers else None
                question, answer = await conversations.ask(made.id, above, parts, "m", "c")
                questions.append(question.id)
            elif kind == "edit":
                edited = questions[at % len(questions)]
                question, answer = await conversations.edit(edited, parts, "m", "c")
                questions.append(question.id)
            elif kind == "again":
                answer = await conversations.answer_again(answers[at % len(answers)], "m", "c")
            elif kind == "select":
                await conversations.select(answers[at % len(answers)])
            else:
                await conversations.delete_message(answers[at % len(answers)])
        except AppError as error:
            assert error.code is Code.GONE  # noqa: PT017 - below something that was deleted
        if answer is not None:
            answers.append(answer.id)
            folded = Folded(parts, usage=usage, finish_reason="stop")
            await conversations.finish(answer.id, State.COMPLETE, folded)
    return made.id


@given(growths(), WORDS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_goes_out_comes_back_the_same(steps, draft: str) -> None:
    async def scenario() -> None:
        here, there = Database.in_memory(), Database.in_memory()
        try:
            one, other = Conversations(here), Conversations(there)
            made = await grow(one, steps)
            await one.rename(made, "Birds 黄鹂")
            await one.keep_draft(made, Draft(draft))
            given = json.loads(portable.to_text(await one.dump(made)))
            await other.create(Kind.CHAT)  # so that the ids differ
            taken = await other.take(portable.checked(given))
            assert taken.is_new
            assert await other.dump(taken.conversation_id) == given
            before = texts(await one.path(made))
            assert texts(await other.path(taken.conversation_id)) == before
        finally:
            await here.aclose()
            await there.aclose()

    asyncio.run(scenario())


def test_the_same_conversation_comes_only_once(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await grow(conversations, [("ask", 0, text("Why?"), Usage())])
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            record = await conversations.dump(made)
            taken = await conversations.take(portable.checked(record))
            assert (taken.conversation_id, taken.is_new) == (made, False)
            assert heard == []

    aloop(scenario())


def test_a_taken_conversation_is_announced_when_it_is_whole(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await grow(conversations, [("ask", 0, text("Why?"), Usage())] * 250)
            record = await conversations.dump(made)
            record["uid"] = "another"
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            taken = await conversations.take(portable.checked(record))
            assert heard == [Change(taken.conversation_id, What.CREATED)]
            assert len(await conversations.list(Kind.CHAT)) == 2

    aloop(scenario())


def test_one_that_was_cut_off_is_gone_at_the_next_start(aloop) -> None:
    async def cut() -> None:
        async with store() as conversations:
            made = await grow(conversations, [("ask", 0, text("Why?"), Usage())])
            record = await conversations.dump(made)
            record["uid"] = "another"
            broken = [*record["messages"], {**record["messages"][0], "parts": [{"type": "text"}]}]
            record["messages"] = broken * 100
            await conversations._db.write(
                lambda c: c.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON message WHEN (SELECT count(*) FROM"
                    " message) > 150 BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
            )
            with pytest.raises(AppError):
                await conversations.take(portable.checked(record))
            await conversations._db.write(lambda c: c.execute("DROP TRIGGER full"))

    async def again() -> tuple[int, int]:
        async with store() as conversations:
            await conversations.finish_deletions()
            count = await conversations._db.read(
                lambda c: c.execute("SELECT count(*) FROM message").fetchone()[0]
            )
            return len(await conversations.portable_ids()), count

    aloop(cut())
    assert aloop(again()) == (1, 2)


def test_what_streams_is_given_as_interrupted(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT)
            _, answer = await conversations.ask(made.id, None, text("Why?"), "m", "c")
            await conversations.checkpoint(answer.id, said("Because"))
            await conversations.checkpoint(answer.id, said("Because of"))
            found = (await conversations.dump(made.id))["messages"][1]
            assert (found["state"], found["parts"][0]["text"]) == ("interrupted", "Because of")
            await conversations.finish(answer.id, State.COMPLETE, said("Because of it"))

    aloop(scenario())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
NAMES = st.sampled_from(
    ["format", "version", "uid", "kind", "messages", "parts", "parent", "selected", "role", "state",
     "draft", "usage", "summary", "exchanges", "created_at", "blobs", "type", "events"]
)  # fmt: skip


@given(st.dictionaries(NAMES, JSON), st.lists(st.dictionaries(NAMES, JSON), max_size=3))
def test_whatever_a_stranger_sends_is_checked_or_refused(head, messages) -> None:
    found = {**head, "format": portable.FORMAT, "version": portable.VERSION, "kind": "chat"}
    found["messages"] = [{"role": "user", "state": "complete", **m} for m in messages]
    try:
        record = portable.checked(found)
    except AppError as error:
        assert error.code in {Code.UNREADABLE, Code.TOO_LARGE}  # noqa: PT017
        return
    for number, message in enumerate(record["messages"], 1):
        assert message["parent"] is None or 1 <= message["parent"] < number
    portable.to_text({**record, "messages": []})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "other"}, Code.UNREADABLE),
        ({"version": 2}, Code.NEWER),
        ({"kind": "party"}, Code.UNREADABLE),
        ({"messages": [{"role": "king", "state": "complete"}]}, Code.UNREADABLE),
    ],
    ids=["format", "version", "kind", "role"],
)
def test_what_cannot_be_one_of_ours_is_refused(change, code: Code) -> None:
    plain = {"format": portable.FORMAT, "version": portable.VERSION, "kind": "chat"}
    with pytest.raises(AppError) as caught:
        portable.checked({**plain, **change})
    assert caught.value.code is code
