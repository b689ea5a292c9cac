"""Which parameters a model takes, and why not: told by tables, servers and refusals."""

import pytest

from desktop.core.capabilities import Capability, Fact, Support
from desktop.core.connection import BUILT_IN_ID, Api, Connection
from desktop.core.models import Facts
from desktop.core.parameters import Function, Parameters
from desktop.services.accepting import TOOLS, Acceptance, Why, refusals
from desktop.services.catalogue import Catalogue
from desktop.services.turn import Target
from desktop.store.paths import Paths
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import CHAT, HOME, TARGET, Stage, stage

NO_TOOLS = {Capability.TOOLS: Fact(Support.NO)}


def acceptance(s: Stage) -> Acceptance:
    file = Paths.find().config / "models.toml"
    return Acceptance(s.servers, Catalogue(s.servers, s.client, s.settings, file))


def found(facts=None, capabilities=None, refused=(), api=Api.CHAT, connection=HOME):
    learnt = frozenset(refused), api
    return dict(refusals(Target(connection, "m-1"), facts, capabilities or {}, learnt))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"facts": Facts()}, {}),
        ({"facts": Facts(reasoning=False)}, {"reasoning_effort": Why.MODEL}),
        ({"facts": Facts(tools=False)}, {TOOLS: Why.MODEL}),
        ({"capabilities": NO_TOOLS}, {TOOLS: Why.SERVER}),
        ({"capabilities": NO_TOOLS, "facts": Facts(tools=True)}, {}),
        ({"capabilities": {Capability.WEB_SEARCH: Fact(Support.NO)}}, {"web_search": Why.SERVER}),
        ({"refused": ["temperature"]}, {"temperature": Why.LEARNT}),
        ({"refused": ["max_tokens"]}, {}),
        ({"refused": ["max_tokens", "max_completion_tokens"]}, {"max_output_tokens": Why.LEARNT}),
        ({"refused": ["response_format"]}, {"schema": Why.LEARNT}),
        ({"refused": ["text"]}, {"schema": Why.LEARNT, "verbosity": Why.LEARNT}),
        ({"api": Api.RESPONSES}, {"seed": Why.API}),
        (
            {"connection": BUILT_IN_ID, "capabilities": NO_TOOLS},
            dict.fromkeys(("reasoning_effort", "verbosity", "web_search", TOOLS), Why.BUILT_IN),
        ),
    ],
)
def test_says_what_is_not_taken_and_why(given, expected) -> None:
    assert found(**given) == expected


def test_what_a_server_refuses_is_known_from_then_on(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            refusal = {"error": {"message": "Unknown parameter: 'seed'.", "param": "seed", "code": "unknown_parameter"}}  # fmt: skip
            s.server.on(CHAT, json_reply(refusal, 400), chat_reply("Hi."))
            conversation = await s.conversation()
            await s.conversations.set_parameters(conversation.id, Parameters(seed=7, top_p=0.5))
            answer = await s.send("Hi", conversation.id)
            await s.watch.end_of(answer.id)
            assert (await s.stored(answer.id)).text == "Hi."
            first, second = (request.json for request in s.server.requests)
            assert (first["seed"], second.get("seed"), second["top_p"]) == (7, None, 0.5)
            assert await acceptance(s).refusals(TARGET) == {"seed": Why.LEARNT}

    aloop(scenario())


def test_only_what_is_taken_is_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            local = Connection("ollama", "Ollama", s.server.base_url, "m-1", preset="ollama")
            await s.connections.add(local)
            wanted = Parameters("Be brief.", 0.5, web_search=True, seed=1)
            fitting = await acceptance(s).fitting(wanted, Target("ollama", "m-1"))
            assert fitting == Parameters("Be brief.", 0.5)  # no search; asked by Responses: no seed
            target = Target(BUILT_IN_ID, "smollm2-135m-instruct")
            tools = Parameters(tools=("calculator",), functions=(Function("f"),), top_p=0.9)
            assert await acceptance(s).fitting(tools, target) == Parameters(top_p=0.9)

    aloop(scenario())


def test_no_table_is_read_where_nothing_is_at_stake(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            catalogue = Catalogue(s.servers, s.client, s.settings, Paths.find().config / "m.toml")
            plain = Parameters("Be brief.", connection_id=HOME, model="m-1")
            assert await Acceptance(s.servers, catalogue).fitting(plain, TARGET) is plain
            assert catalogue.now is None

    aloop(scenario())
