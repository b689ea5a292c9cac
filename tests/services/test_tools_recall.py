"""A model may look up what was said before, where the person lets it: bounded, and never in secret."""

from __future__ import annotations

import json

from desktop.core.parameters import Parameters
from desktop.core.stream import Folded
from desktop.core.types import Kind, Message, Part, PartType, State
from desktop.services.tools import recall
from desktop.services.tools.toolbox import MAX_RESULT, Toolbox
from tests.fakes.shapes import chat_reply
from tests.services.stage import Stage, said, stage
from tests.services.test_turns_tools import answered, call, calling, sent
from tests.support.loops import RunLoop

ON = Parameters(tools=("search_conversations",))


async def stored(s: Stage, question: str, answer: str, *, temporary: bool = False) -> Message:
    """Keep a conversation of one question and its answer; give the answer."""
    made = await s.conversations.create(Kind.CHAT, temporary=temporary)
    _, begun = await s.conversations.ask(made.id, None, said(question), "m-1", "home")
    await s.conversations.finish(begun.id, State.COMPLETE, Folded(said(answer)))
    return begun


async def looked_up(
    s: Stage, arguments: dict[str, object], conversation_id: int = 0, on: Parameters = ON
) -> dict[str, object]:
    toolbox = Toolbox([recall.make(s.finding, s.conversations)])
    asked = Part(
        PartType.TOOL_CALL, json.dumps(arguments), name="search_conversations", ref="call_1"
    )
    result = await toolbox.run(asked, on, conversation_id)
    assert len(result.text) <= MAX_RESULT
    found = json.loads(result.text)
    assert isinstance(found, dict)
    return found


def texts(found: dict[str, object]) -> list[str]:
    results = found["results"]
    assert isinstance(results, list)
    return [one["text"] for one in results if "text" in one]


def test_what_was_said_is_found_with_who_and_when(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await stored(s, "Which bird sings at night?", f"{'Well. ' * 300}The nightingale does.")
            found = await looked_up(s, {"query": "nightingale"})
            (one,) = found["results"]  # type: ignore[misc]
            assert one["said_by"] == "assistant"
            assert one["conversation"] == "Which bird sings at night?"
            assert one["date"][:2] == "20"
            assert one["text"].endswith("The nightingale does.")
            assert len(one["text"]) <= 1000

    aloop(play(), 20)


def test_temporary_and_binned_conversations_are_never_found(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await stored(s, "A secret oriole?", "Yes, a temporary oriole.", temporary=True)
            binned = await stored(s, "An oriole for the bin?", "A binned oriole.")
            await s.conversations.delete(binned.conversation_id)
            assert (await looked_up(s, {"query": "oriole"}))["results"] == []

    aloop(play(), 20)


def test_the_conversation_that_asks_is_left_out(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            here = await stored(s, "An oriole here?", "An oriole.")
            await stored(s, "Where?", "An oriole there.")
            found = await looked_up(s, {"query": "oriole"}, here.conversation_id)
            assert texts(found) == ["An oriole there."]

    aloop(play(), 20)


def test_results_are_as_many_as_asked_for_and_bounded(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            for number in range(14):
                await stored(s, f"Number {number}?", f"oriole {number} " + "word " * 2000)
            assert len(texts(await looked_up(s, {"query": "oriole", "limit": 2}))) == 2
            assert len(texts(await looked_up(s, {"query": "oriole"}))) == 5
            assert len(texts(await looked_up(s, {"query": "oriole", "limit": 10}))) == 10
            for wrong in ({"query": "oriole", "limit": 11}, {"query": ""}, {}, {"query": 3}):
                assert "error" in await looked_up(s, wrong)

    aloop(play(), 20)


def test_it_is_off_until_it_is_switched_on(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await stored(s, "An oriole?", "Yes.")
            assert "error" in await looked_up(s, {"query": "oriole"}, on=Parameters())
            await answered(s, Parameters(), chat_reply("Hi."))
            assert "tools" not in s.server.requests[-1].json

    aloop(play(), 20)


def test_a_model_finds_what_was_said_and_answers_with_it(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await stored(s, "What is my bird called?", "Your oriole is called Goldie.")
            asks = call("search_conversations", '{"query": "oriole"}', "call_1")
            done = await answered(s, ON, calling(asks), chat_reply("Goldie."))
            assert done.text == "Goldie."
            role, content = sent(s, 1)[-1]
            assert role == "tool"
            assert "Goldie" in str(content)

    aloop(play(), 20)
