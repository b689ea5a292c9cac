"""Answers that call functions: rounds, results, what waits for the person, what is cut."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from desktop.core.connection import Api, Connection
from desktop.core.errors import AppError, Code
from desktop.core.parameters import Function, Parameters
from desktop.core.types import Kind, Message, Part, PartType, State, Usage
from desktop.services.rounds import LIMIT, MAX_ROUNDS
from desktop.services.turns import Phase, Target
from tests.fakes.byte_server import Pause, Reply, Stall
from tests.fakes.shapes import chat_chunks, chat_reply, sse
from tests.services.stage import CHAT, HOME, PROGRAMS, TARGET, Stage, begun, said, stage
from tests.support.aimock import Aimock

CALCULATOR = Parameters(tools=("calculator",))
WEATHER = Function(
    "get_weather",
    "Tell the weather.",
    '{"type": "object", "properties": {"city": {"type": "string"}}}',
)


def call(name: str, arguments: str, call_id: str, index: int = 0) -> dict[str, object]:
    function = {"name": name, "arguments": arguments}
    return {"index": index, "id": call_id, "type": "function", "function": function}


def calling(*calls: dict[str, object], words: str = "", thought: str = "") -> Reply:
    """Give an answer that calls functions."""
    base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}
    deltas: list[dict[str, object]] = []
    if thought:
        deltas.append({"reasoning_content": thought})
    if words:
        deltas.append({"content": words})
    deltas += [{"tool_calls": [one]} for one in calls]
    chunks = [{**base, "choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    *_, end, usage = chat_chunks([], "tool_calls")
    return Reply((sse(*chunks, end, usage, "[DONE]"),))


def sum_of(expression: str, call_id: str = "call_1") -> Reply:
    return calling(call("calculator", json.dumps({"expression": expression}), call_id))


async def asked(s: Stage, parameters: Parameters, *replies: Reply) -> Message:
    """Ask in a new conversation with these parameters; give the answer that has begun."""
    s.server.on(CHAT, *replies)
    conversation = await s.conversation()
    await s.conversations.set_parameters(conversation.id, parameters)
    return await s.send("How much?", conversation.id)


async def answered(s: Stage, parameters: Parameters, *replies: Reply) -> Message:
    answer = await asked(s, parameters, *replies)
    await s.watch.end_of(answer.id)
    return await s.stored(answer.id)


def shape(message: Message) -> list[tuple[str, str]]:
    return [(part.type.value, part.text) for part in message.parts]


def sent(s: Stage, number: int) -> list[tuple[str, object]]:
    """Give role and content of the messages of one request."""
    messages = s.server.requests[number].json["messages"]
    assert isinstance(messages, list)
    return [(message["role"], message["content"]) for message in messages]


def test_an_own_tool_runs_at_once_and_the_answer_goes_on(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            seen: list[list[str]] = []
            s.turns.changed_parts.connect(
                lambda turn: seen.append([part.type.value for part in turn.result().parts])
            )
            done = await answered(
                s, CALCULATOR,
                calling(call("calculator", '{"expression": "6*7"}', "call_1"), words="Let me see. "),
                chat_reply("It is 42."),
            )  # fmt: skip
            assert shape(done) == [
                ("text", "Let me see. "), ("tool_call", '{"expression": "6*7"}'),
                ("tool_result", "42"), ("text", "It is 42."),
            ]  # fmt: skip
            assert (done.state, done.finish_reason) == (State.COMPLETE, "stop")
            assert done.usage == Usage(6, 10)  # both rounds
            assert seen == [["text", "tool_call"], ["text", "tool_call", "tool_result"]]
            assert s.watch.phases[-3:] == [Phase.CALLING, Phase.WAITING, Phase.STREAMING]
            assert sent(s, 1)[1:] == [("assistant", "Let me see. "), ("tool", "42")]
            tools = s.server.requests[0].json["tools"]
            assert isinstance(tools, list)
            assert [tool["function"]["name"] for tool in tools] == ["calculator"]

    aloop(scenario())


def test_several_calls_of_several_rounds_keep_apart_though_the_server_counts_anew(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            two = calling(
                call("calculator", '{"expression": "1+1"}', "a", 0),
                call("calculator", '{"expression": "2+2"}', "b", 1),
            )
            done = await answered(s, CALCULATOR, two, sum_of("3+3", "a"), chat_reply("8 and 6."))
            results = [part.text for part in done.parts if part.type is PartType.TOOL_RESULT]
            assert results == ["2", "4", "6"]
            assert [role for role, _ in sent(s, 2)] == [
                "user", "assistant", "tool", "tool", "assistant", "tool",
            ]  # fmt: skip

    aloop(scenario())


@pytest.mark.parametrize(
    ("parameters", "reply"),
    [
        (Parameters(), sum_of("6*7")),
        (CALCULATOR, calling(call("rm", "{}", "call_1"))),
        (CALCULATOR, sum_of("__import__('os')")),
        (CALCULATOR, calling(call("calculator", '{"expression": 7}', "call_1"))),
        (CALCULATOR, calling(call("calculator", "not json", "call_1"))),
    ],
    ids=["not switched on", "unknown", "refused", "other type", "no json"],
)
def test_what_may_not_or_cannot_run_is_told_to_the_model(aloop, parameters, reply) -> None:
    async def scenario() -> None:
        async with stage() as s:
            done = await answered(s, parameters, reply, chat_reply("I see."))
            (result,) = [part for part in done.parts if part.type is PartType.TOOL_RESULT]
            assert json.loads(result.text).keys() == {"error"}
            assert done.text == "I see."

    aloop(scenario())


def test_a_model_that_calls_for_ever_is_ended_and_can_be_continued(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            done = await answered(s, CALCULATOR, sum_of("1+1"))
            assert len(s.server.requests) == MAX_ROUNDS
            assert (done.state, done.finish_reason) == (State.COMPLETE, LIMIT)
            assert done.parts[-1].type is PartType.TOOL_RESULT
            s.server.on(CHAT, chat_reply("Two."))
            more = await s.turns.resume(done.id, TARGET)
            await s.watch.end_of(more.id)
            assert (await s.stored(more.id)).text == "Two."
            assert sent(s, -1)[-1] == ("tool", "2")  # not "continue": it had not begun to speak

    aloop(scenario())


def test_a_function_of_the_person_waits_for_its_result_and_goes_on_in_the_same_message(
    aloop,
) -> None:
    async def scenario() -> None:
        async with stage() as s:
            reply = calling(
                call("get_weather", '{"city": "Paris"}', "call_p", 0),
                call("calculator", '{"expression": "6*7"}', "call_c", 1),
                call("get_weather", '{"city": "Rome"}', "call_r", 2),
            )
            parameters = replace(CALCULATOR, functions=(WEATHER,))
            waiting = await answered(s, parameters, reply)
            assert (waiting.state, waiting.finish_reason) == (State.COMPLETE, "tool_calls")
            assert [part.text for part in waiting.parts][-1] == "42"
            s.server.on(CHAT, chat_reply("Warm."))
            still = await s.turns.give_result(waiting.id, "call_r", "31C", TARGET)
            assert still.state is State.COMPLETE
            assert len(s.server.requests) == 1
            assert s.turns.live(waiting.conversation_id) == ()
            begun = await s.turns.give_result(waiting.id, "call_p", "18C", TARGET)
            assert (begun.id, begun.state) == (waiting.id, State.STREAMING)
            s.watch.log.clear()
            await s.watch.end_of(begun.id)
            done = await s.stored(begun.id)
            assert (done.text, done.finish_reason, done.usage) == ("Warm.", "stop", Usage(6, 10))
            contents = [content for role, content in sent(s, 1) if role == "tool"]
            assert contents == ["42", "31C", "18C"]

    aloop(scenario())


@pytest.mark.parametrize("call_id", ["call_p", "nothing"])
def test_a_result_that_nothing_waits_for_is_refused(aloop, call_id: str) -> None:
    async def scenario() -> None:
        async with stage() as s:
            done = await answered(s, Parameters(), chat_reply("Hello."))
            with pytest.raises(AppError) as caught:
                await s.turns.give_result(done.id, call_id, "x", TARGET)
            assert caught.value.code is Code.GONE

    aloop(scenario())


def test_a_result_for_an_answer_that_was_talked_on_makes_another_version(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            reply = calling(call("get_weather", "{}", "call_p"))
            waiting = await answered(s, Parameters(functions=(WEATHER,)), reply, chat_reply("Hm."))
            later = await s.send("Never mind.", waiting.conversation_id, waiting.id)
            await s.watch.end_of(later.id)
            version = await s.turns.give_result(waiting.id, "call_p", "18C", TARGET)
            await s.watch.end_of(version.id)
            assert version.id != waiting.id
            assert version.parent_id == waiting.parent_id
            assert (await s.conversations.message(waiting.id)).parts == waiting.parts
            assert [kind for kind, _ in shape(await s.stored(version.id))] == [
                "tool_call", "tool_result", "text",
            ]  # fmt: skip

    aloop(scenario())


def test_stopping_between_two_rounds_keeps_what_there_is(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            answer = await asked(s, CALCULATOR, sum_of("6*7"), Reply((Stall(),)))
            await s.watch.until(lambda: s.watch.phases[-2:] == [Phase.CALLING, Phase.WAITING])
            s.turns.stop(answer.id)
            end = await s.watch.end_of(answer.id)
            stored = await s.stored(answer.id)
            assert end.state is stored.state is State.STOPPED
            assert [kind for kind, _ in shape(stored)] == ["tool_call", "tool_result"]

    aloop(scenario())


def test_a_program_that_was_killed_between_two_rounds_goes_on_with_the_results(aloop) -> None:
    command = [sys.executable, str(PROGRAMS / "call_until_killed.py")]
    child = subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout as output:
        assert output.readline() == "kept\n"
        child.kill()
        child.wait(timeout=10)

    async def scenario() -> None:
        async with stage() as s:
            assert await s.conversations.interrupt_leftovers() == 1
            (conversation,) = await s.conversations.list(Kind.CHAT)
            left = (await s.conversations.path(conversation.id))[-1].message
            assert left.state is State.INTERRUPTED
            assert [kind for kind, _ in shape(left)] == ["tool_call", "tool_result"]
            s.server.on(CHAT, chat_reply("It is 42."))
            more = await s.turns.resume(left.id, TARGET)
            await s.watch.end_of(more.id)
            assert [kind for kind, _ in shape(await s.stored(more.id))] == [
                "tool_call", "tool_result", "text",
            ]  # fmt: skip
            assert sent(s, 0)[-1] == ("tool", "42")

    aloop(scenario())


@pytest.mark.parametrize(
    ("cut", "kinds"),
    [
        ('{"expression": "6*7"}', ["tool_call", "tool_result", "text"]),
        ('{"expression": "6', ["text"]),
    ],
    ids=["whole call", "half a call"],
)
def test_an_answer_that_was_cut_in_a_call_goes_on_from_there(aloop, cut: str, kinds) -> None:
    async def scenario() -> None:
        async with stage() as s:
            chunk = {"choices": [{"index": 0, "delta": {"tool_calls": [call("calculator", cut, "c1")]}}]}  # fmt: skip
            answer = await asked(s, CALCULATOR, begun(then=(sse(chunk), Stall())))
            await s.watch.until(
                lambda: bool(s.turns.live(answer.conversation_id)[0].result().parts)
            )
            s.turns.stop(answer.id)
            await s.watch.end_of(answer.id)
            await s.stored(answer.id)
            s.server.on(CHAT, chat_reply("It is 42."))
            more = await s.turns.resume(answer.id, TARGET)
            await s.watch.end_of(more.id)
            assert [kind for kind, _ in shape(await s.stored(more.id))] == kinds

    aloop(scenario())


def test_a_call_that_the_length_limit_has_cut_does_not_run(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            chunk = {"choices": [{"index": 0, "delta": {"tool_calls": [call("calculator", "{}", "c")]}}]}  # fmt: skip
            *_, end, usage = chat_chunks([], "length")
            done = await answered(s, CALCULATOR, Reply((sse(chunk, end, usage, "[DONE]"),)))
            assert (done.finish_reason, len(s.server.requests)) == ("length", 1)
            assert [part.type for part in done.parts] == [PartType.TOOL_CALL]

    aloop(scenario())


def test_continuing_a_cut_answer_joins_its_text(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            *chunks, end, usage = chat_chunks(["One, t"], "length")
            done = await answered(s, Parameters(), Reply((sse(*chunks, end, usage, "[DONE]"),)))
            s.server.on(CHAT, chat_reply("wo."))
            more = await s.turns.resume(done.id, TARGET)
            await s.watch.end_of(more.id)
            assert shape(await s.stored(more.id)) == [("text", "One, two.")]
            assert (await s.stored(more.id)).usage == Usage(
                3, 5
            )  # the first version has paid its own

    aloop(scenario())


def test_the_time_of_thinking_is_measured_and_stored(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            thought = {"choices": [{"index": 0, "delta": {"reasoning_content": "hm"}}]}
            *chunks, end, usage = chat_chunks(["42"])
            reply = Reply((sse(thought), Pause(0.04), sse(*chunks, end, usage, "[DONE]")))
            done = await answered(s, Parameters(), reply)
            assert done.reasoned_s is not None
            assert 0.03 < done.reasoned_s < 10
            assert (await answered(s, Parameters(), chat_reply("42"))).reasoned_s is None

    aloop(scenario())


@pytest.mark.parametrize("api", [Api.CHAT, Api.RESPONSES])
def test_the_rounds_work_with_a_server_that_nobody_here_wrote(
    aloop, aimock: Aimock, api: Api
) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.connections.add(Connection("mock", "Mock", aimock.base_url, "m-1", api))
            conversation = await s.conversation()
            await s.conversations.set_parameters(conversation.id, Parameters(functions=(WEATHER,)))
            target = Target("mock", "m-1")
            _, answer = await s.turns.send(conversation.id, None, said("weather in Paris"), target)
            await s.watch.end_of(answer.id)
            waiting = await s.stored(answer.id)
            assert [part.name for part in waiting.parts] == ["get_weather", "get_weather"]
            await s.turns.give_result(answer.id, "call_w1", "18C", target)
            s.watch.log.clear()
            await s.turns.give_result(answer.id, "call_w2", "31C", target)
            await s.watch.end_of(answer.id)
            done = await s.stored(answer.id)
            assert done.text == "It is 18C in Paris."
            assert done.state is State.COMPLETE

    aloop(scenario(), 20)


def test_parts_of_a_question_do_not_count_as_calls(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Hi."))
            conversation = await s.conversation()
            parts = (Part(PartType.TEXT, "Hi"), Part(PartType.UNKNOWN, raw="{}", name="x"))
            _, answer = await s.turns.send(conversation.id, None, parts, Target(HOME, "m-1"))
            await s.watch.end_of(answer.id)
            assert (await s.stored(answer.id)).text == "Hi."

    aloop(scenario())
