"""Requests as the store makes them: the path, the parameters, attachments, what was said so far."""

from dataclasses import replace

import pytest

from desktop.core.parameters import Function, Parameters
from desktop.core.requests import ChatRequest
from desktop.core.stream import Folded
from desktop.core.types import Message, Part, PartType, Role, State, Usage
from desktop.services.accepting import Acceptance
from desktop.services.catalogue import Catalogue
from desktop.services.preparing import Preparing
from desktop.services.turn import Turn
from desktop.store.paths import Paths
from tests.services.stage import HOME, TARGET, Stage, said, stage

EVERYTHING = Parameters(
    "Be brief.", 0.5, 0.9, 99, "low", "low", 7, "sum", '{"type": "object"}',
    web_search=True, tools=("calculator",), functions=(Function("f"),),
)  # fmt: skip


def preparing(s: Stage) -> Preparing:
    catalogue = Catalogue(s.servers, s.client, s.settings, Paths.find().config / "models.toml")
    return Preparing(
        s.conversations, Acceptance(s.servers, catalogue), s.attachments, s.fitting, s.finding
    )


async def asked(s: Stage, parameters: Parameters, parts: tuple[Part, ...] = said("Why?")) -> Turn:
    conversation = await s.conversation()
    await s.conversations.set_parameters(conversation.id, parameters)
    _, answer = await s.conversations.ask(conversation.id, None, parts, "m-1", HOME)
    return Turn(conversation.id, answer.id, TARGET)


def roles(request: ChatRequest) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in request.messages]


def test_asks_with_the_parameters_of_the_moment_of_the_question(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            turn = await asked(s, EVERYTHING)
            await s.conversations.set_parameters(turn.conversation_id, Parameters())
            request = await preparing(s).request(turn)
            assert request == replace(
                ChatRequest("m-1", request.messages),
                instructions="Be brief.", temperature=0.5, top_p=0.9, max_output_tokens=99,
                reasoning_effort="low", verbosity="low", seed=7, schema_name="sum",
                schema='{"type": "object"}', functions=request.functions, web_search=True,
                connection_id=HOME,
            )  # fmt: skip
            assert [function.name for function in request.functions] == ["calculator", "f"]
            assert roles(request) == [("user", "Why?")]

    aloop(scenario())


def test_the_path_of_the_answer_goes_and_no_other(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            turn = await asked(s, Parameters())
            ended = Folded(said("So."))
            await s.conversations.finish(turn.message_id, State.COMPLETE, ended)
            other = await s.conversations.answer_again(turn.message_id, "m-1", HOME)
            await s.conversations.finish(other.id, State.COMPLETE, Folded(said("Not so.")))
            conversation_id = turn.conversation_id
            _, last = await s.conversations.ask(conversation_id, turn.message_id, said("Why so?"), "m-1", HOME)  # fmt: skip
            request = await preparing(s).request(Turn(conversation_id, last.id, TARGET))
            assert roles(request) == [("user", "Why?"), ("assistant", "So."), ("user", "Why so?")]

    aloop(scenario())


CALL = Part(PartType.TOOL_CALL, "{}", name="f", ref="c1")
RESULT = Part(PartType.TOOL_RESULT, "7", name="f", ref="c1")


@pytest.mark.parametrize(
    ("parts", "follow"),
    [
        ((), []),
        ((Part(PartType.REASONING, "hm"),), []),
        ((Part(PartType.TEXT, ""),), []),
        (said("Half"), ["assistant", "user"]),
        ((*said("Half"), Part(PartType.CITATION, "x")), ["assistant", "user"]),
        ((CALL, RESULT), ["assistant"]),
        ((*said("Half"), CALL, RESULT), ["assistant"]),
        ((CALL, RESULT, *said("Half")), ["assistant", "user"]),
    ],
    ids=[
        "nothing",
        "thoughts",
        "empty",
        "text",
        "source",
        "result",
        "text, result",
        "result, text",
    ],
)
def test_an_answer_that_goes_on_is_sent_as_far_as_it_has_come(aloop, parts, follow) -> None:
    async def scenario() -> None:
        async with stage() as s:
            turn = await asked(s, Parameters())
            begun = Message(0, 0, None, Role.ASSISTANT, parts, usage=Usage(1, 1))
            turn.go_on_from(begun, is_same=False)
            request = await preparing(s).request(turn)
            assert [message.role for message in request.messages[1:]] == follow
            assert turn.result().usage is None

    aloop(scenario())


def test_attachments_go_along(aloop, tmp_path) -> None:
    async def scenario() -> None:
        async with stage() as s:
            file = tmp_path / "notes.txt"
            file.write_text("The bird is yellow.")
            part = await s.attachments.add_file(file)
            turn = await asked(s, Parameters(), (*said("Which colour?"), part))
            request = await preparing(s).request(turn)
            assert "The bird is yellow." in request.messages[0].text
            assert "notes.txt" in request.messages[0].text

    aloop(scenario())


@pytest.mark.parametrize("schema", ["", "{", "[]", '{"type": "objekt"}'])
def test_a_schema_that_is_half_typed_is_not_sent(aloop, schema: str) -> None:
    async def scenario() -> None:
        async with stage() as s:
            turn = await asked(s, Parameters(schema=schema))
            assert (await preparing(s).request(turn)).schema == ""

    aloop(scenario())
