"""Against the real LiteLLM proxy, which balances two servers of a team; one of them dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, aclosing
from pathlib import Path

import pytest

from desktop.api.models.listing import list_models
from desktop.api.text.answer import stream_answer
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Api, Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.stream import StreamEvent, TextDelta, fold
from tests.api.asking import PATIENT, ask, both, endpoint, question
from tests.support.child import free_port
from tests.support.litellm import MODEL, Gateway, gateway
from tests.support.llmock import Llmock, llmock_server
from tests.support.loops import RunLoop

NAMES = ("one", "two")
REST = " of the team answers with a sentence of several words"
STALL: dict[str, object] = {
    "type": "stream_fault", "kind": "stall", "after_chunks": 6, "stall_seconds": 15,
}  # fmt: skip
LIMIT_S = 20.0


class Team:
    """Two servers behind one gateway; each says its own name."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self._folder = stack, folder
        self._ports = {name: free_port() for name in NAMES}
        self.servers: dict[str, Llmock] = {}
        for name in NAMES:
            self.start(name)
        self.open()

    def open(self) -> None:
        urls = [server.base_url for server in self.servers.values()]
        self.gateway: Gateway = self._stack.enter_context(gateway(self._folder, urls))

    def start(self, name: str) -> None:
        server = self._stack.enter_context(llmock_server(self._ports[name]))
        self.servers[name] = server
        self.say(name)

    def say(self, name: str, *faults: dict[str, object]) -> None:
        """Let a server tell its name from now on, after `faults`."""
        server = self.servers[name]
        server.reset()
        server.play({"type": "reply", "text": name + REST, "times": None}, *faults)

    def endpoint(self, api: Api = Api.CHAT, key: str = "") -> Endpoint:
        return endpoint(self.gateway.base_url, api, key or self.gateway.key)

    def who(self, aloop: RunLoop, api: Api = Api.CHAT) -> str:
        """Ask a question; give the name of the server that answered it."""
        folded = fold(aloop(ask(self.endpoint(api), question("Who?", MODEL)), LIMIT_S))
        name, _, rest = folded.parts[0].text.partition(" ")
        assert f" {rest}" == REST
        return name

    def both_answer(self, aloop: RunLoop) -> None:
        """Wait until the gateway gives work to both."""
        end = time.monotonic() + LIMIT_S
        seen: set[str] = set()
        while seen != set(NAMES):
            assert time.monotonic() < end, f"only {seen} answered"
            seen.add(self.who(aloop))


@pytest.fixture(scope="module")
def _team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with ExitStack() as stack:
        yield Team(stack, tmp_path_factory.mktemp("litellm"))


@pytest.fixture
def team(_team: Team) -> Team:
    """The gateway and both servers run, whatever the test before has killed."""
    if _team.gateway.process.poll() is not None:
        _team.open()
    for name, server in _team.servers.items():
        if server.process.poll() is not None:
            _team.start(name)
        _team.say(name)
    return _team


def test_the_gateway_lists_one_model_for_both_servers(aloop: RunLoop, team: Team) -> None:
    async def scenario() -> list[str]:
        async with Http(PATIENT) as http:
            return [model.id for model in await list_models(http, team.endpoint())]

    assert aloop(scenario(), LIMIT_S) == [MODEL]


@pytest.mark.parametrize("key", ["", "sk-of-somebody-else"], ids=["none", "wrong"])
def test_without_the_right_key_the_gateway_refuses(aloop: RunLoop, team: Team, key: str) -> None:
    async def scenario() -> AppError:
        async with Http(PATIENT) as http:
            with pytest.raises(AppError) as caught:
                await list_models(http, endpoint(team.gateway.base_url, key=key))
            return caught.value

    error = aloop(scenario(), LIMIT_S)
    assert error.code is Code.KEY_REFUSED, error
    assert "of-somebody-else" not in str(error)


@both
def test_both_servers_get_questions(aloop: RunLoop, team: Team, api: Api) -> None:
    assert {team.who(aloop, api) for _ in range(12)} == set(NAMES)


def test_what_the_gateway_can_do_is_learnt(aloop: RunLoop, team: Team) -> None:
    target = team.endpoint(Api.AUTO)

    async def scenario() -> Support:
        async with Http(PATIENT) as http:
            async for _event in stream_answer(http, target, question("Who?", MODEL)):
                pass
            return http.lessons.support(target, Capability.RESPONSES)

    assert aloop(scenario(), LIMIT_S) is Support.YES


@both
def test_a_server_that_died_is_not_missed_and_used_again_when_it_is_back(
    aloop: RunLoop, team: Team, api: Api
) -> None:
    team.both_answer(aloop)
    team.servers["one"].kill()
    assert [team.who(aloop, api) for _ in range(6)] == ["two"] * 6
    team.start("one")
    team.both_answer(aloop)


@both
def test_a_server_that_dies_in_mid_answer_costs_only_the_rest_of_that_answer(
    aloop: RunLoop, team: Team, api: Api
) -> None:
    team.both_answer(aloop)
    for name in NAMES:
        team.say(name, STALL)
    got: list[StreamEvent] = []

    def kill_who_speaks(first: str) -> None:
        team.servers[first.split(maxsplit=1)[0]].kill()

    with pytest.raises(AppError) as caught:
        aloop(hear(team.endpoint(api), got, kill_who_speaks), LIMIT_S)
    # The gateway lives, so it can say in the stream what happened: no CUT, but no end either.
    assert caught.value.code is Code.SERVER, caught.value
    text = fold(got).parts[0].text
    dead = text.split()[0]
    assert (dead + REST).startswith(text)
    (alive,) = set(NAMES) - {dead}
    team.say(alive)
    assert [team.who(aloop, api) for _ in range(4)] == [alive] * 4


def test_a_gateway_that_dies_in_mid_answer_cuts_it(aloop: RunLoop, team: Team) -> None:
    for name in NAMES:
        team.say(name, STALL)
    got: list[StreamEvent] = []
    with pytest.raises(AppError) as caught:
        aloop(hear(team.endpoint(), got, lambda _first: team.gateway.process.kill()), LIMIT_S)
    assert caught.value.code is Code.CUT, caught.value
    assert fold(got).parts[0].text.split()[0] in NAMES


async def hear(
    target: Endpoint, got: list[StreamEvent], on_first_text: Callable[[str], None]
) -> None:
    """Ask and listen; `on_first_text` is called in the middle of the answer."""
    has_begun = False
    async with (
        Http(PATIENT) as http,
        aclosing(stream_answer(http, target, question("Who?", MODEL))) as events,
    ):
        async for event in events:
            got.append(event)
            if isinstance(event, TextDelta) and not has_begun:
                has_begun = True
                on_first_text(event.text)
