"""The engine's keeper, with small children that misbehave and with the real engine."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import httpx
import pytest

from desktop.core.connection import Api, Endpoint
from desktop.core.errors import AppError, Code
from desktop.services.engine import Engine, Patience, Phase, Status, engine_command
from desktop.services.engine_child import environment

QUICK = Patience(delays_s=(0.01, 0.01), start_s=5.0)
GOOD = "key = input(); print('READY http://127.0.0.1:1', flush=True); sys.stdin.read()"
DIES = "input(); print('no luck', file=sys.stderr); sys.exit(7)"
SAYS_WHY = "input(); print('FAILED engine.missing uvicorn', flush=True); sys.exit(3)"
MUTE = "sys.stdin.read()"
DEAF = "input(); print('READY http://127.0.0.1:1', flush=True); time.sleep(60)"
LEAKS = "key = input(); print('my key is', key); sys.exit(1)"


def child(code: str) -> list[str]:
    return [sys.executable, "-c", f"import os, sys, time\n{code}"]


def once_bad(flag: Path, bad: str) -> list[str]:
    """Give a child that is bad the first time and good from then on."""
    return child(
        f"import pathlib\nflag = pathlib.Path({str(flag)!r})\n"
        f"if flag.exists():\n    {GOOD}\nflag.touch()\n{bad}"
    )


class Watched:
    """An engine and everything that it has said."""

    def __init__(self, command: list[str] | None = None, patience: Patience = QUICK) -> None:
        self.engine = Engine(command, patience=patience)
        self.seen: list[Status] = []
        self.engine.changed.connect(self.seen.append)

    @property
    def phases(self) -> list[Phase]:
        return [status.phase for status in self.seen]

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until what was said fulfils `done`."""
        spoken = asyncio.Event()
        disconnect = self.engine.changed.connect(lambda _: spoken.set())
        async with asyncio.timeout(10):
            while not done():
                await spoken.wait()
                spoken.clear()
        disconnect()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.engine.aclose()


@pytest.fixture(autouse=True)
def _no_garbage_of_qt() -> Iterator[None]:
    """Free a closed Qt loop here: the engine's thread would do it in the wrong thread, and crash."""
    yield
    gc.collect()


@pytest.fixture(params=["aloop", "qloop"])
def run(request: pytest.FixtureRequest):
    """Run a coroutine on plain asyncio and on Qt's loop."""
    return request.getfixturevalue(request.param)


def test_gives_address_and_key_once_it_is_ready(run) -> None:
    async def story() -> None:
        async with Watched(child(GOOD)) as watched:
            endpoint = await watched.engine.endpoint()
            assert endpoint.base_url == "http://127.0.0.1:1/v1"
            assert len(endpoint.key.reveal()) > 30
            assert endpoint.api is Api.RESPONSES
            assert await watched.engine.endpoint() == endpoint
        assert watched.phases == [Phase.STARTING, Phase.READY, Phase.STOPPED]

    run(story(), timeout_s=20)


def test_many_who_wait_get_the_same_process(run) -> None:
    async def story() -> None:
        async with Watched(child(GOOD)) as watched:
            found = await asyncio.gather(*(watched.engine.endpoint() for _ in range(5)))
            assert len({endpoint.key.reveal() for endpoint in found}) == 1

    run(story(), timeout_s=20)


def test_starts_again_after_a_crash(run, tmp_path: Path) -> None:
    async def story() -> None:
        async with Watched(once_bad(tmp_path / "flag", DIES)) as watched:
            await watched.engine.endpoint()
        assert watched.phases[:3] == [Phase.STARTING, Phase.STARTING, Phase.READY]
        assert watched.seen[1].code is Code.ENGINE_DIED
        assert "no luck" in watched.seen[1].detail

    run(story(), timeout_s=20)


def test_gives_up_after_quick_deaths_until_asked_again(run) -> None:
    async def story() -> None:
        async with Watched(child(DIES)) as watched:
            for _ in range(2):
                with pytest.raises(AppError) as caught:
                    await watched.engine.endpoint()
                assert caught.value.code is Code.ENGINE_DIED
                assert "Exit status 7" in caught.value.detail
                assert watched.engine.status.phase is Phase.FAILED

    run(story(), timeout_s=20)


def test_a_reason_that_the_child_gives_is_passed_on_without_another_try(run) -> None:
    async def story() -> None:
        async with Watched(child(SAYS_WHY)) as watched:
            with pytest.raises(AppError) as caught:
                await watched.engine.endpoint()
            assert caught.value.code is Code.ENGINE_MISSING
            assert caught.value.detail == "uvicorn"
        assert watched.phases == [Phase.STARTING, Phase.FAILED, Phase.STOPPED]

    run(story(), timeout_s=20)


def test_a_program_that_is_not_there_is_missing(run, tmp_path: Path) -> None:
    async def story() -> None:
        async with Watched([str(tmp_path / "nothing")]) as watched:
            with pytest.raises(AppError) as caught:
                await watched.engine.endpoint()
            assert caught.value.code is Code.ENGINE_MISSING

    run(story(), timeout_s=20)


def test_a_child_that_stays_mute_is_started_again(run, tmp_path: Path) -> None:
    async def story() -> None:
        patience = Patience(delays_s=(0.01,), start_s=0.5)
        async with Watched(once_bad(tmp_path / "flag", MUTE), patience) as watched:
            await watched.engine.endpoint()

    run(story(), timeout_s=20)


def test_who_waits_too_long_is_told(run) -> None:
    async def story() -> None:
        async with Watched(child(MUTE)) as watched:
            with pytest.raises(AppError) as caught:
                await watched.engine.endpoint(timeout_s=0.05)
            assert caught.value.code is Code.ENGINE_DIED

    run(story(), timeout_s=20)


def test_who_waits_while_it_is_stopped_is_told(run) -> None:
    async def story() -> None:
        async with Watched(child(MUTE)) as watched:
            waiting = asyncio.gather(watched.engine.endpoint(), return_exceptions=True)
            await watched.until(lambda: bool(watched.seen))
            await watched.engine.aclose()
            (error,) = await waiting
            assert isinstance(error, AppError)

    run(story(), timeout_s=20)


def test_a_child_that_does_not_listen_is_killed_at_the_end(run) -> None:
    async def story() -> None:
        watched = Watched(child(DEAF))
        await watched.engine.endpoint()
        await watched.engine.aclose()
        assert watched.phases[-1] is Phase.STOPPED

    run(story(), timeout_s=20)


def test_may_be_started_again_after_it_was_stopped(run) -> None:
    async def story() -> None:
        async with Watched(child(GOOD)) as watched:
            first = await watched.engine.endpoint()
            await watched.engine.aclose()
            second = await watched.engine.endpoint()
            assert first.key.reveal() != second.key.reveal()

    run(story(), timeout_s=20)


def test_stopped_at_once_after_the_start_it_stays_stopped(run) -> None:
    async def story() -> None:
        watched = Watched(child(GOOD))
        await watched.engine.start()
        await watched.engine.aclose()
        await asyncio.sleep(0.05)
        assert watched.phases == [Phase.STARTING, Phase.STOPPED]

    run(story(), timeout_s=20)


def test_the_key_is_blotted_out_of_what_the_child_says(aloop) -> None:
    async def story() -> None:
        async with Watched(child(LEAKS), Patience(delays_s=())) as watched:
            with pytest.raises(AppError) as caught:
                await watched.engine.endpoint()
            assert "my key is ***" in caught.value.detail

    aloop(story(), timeout_s=20)


LISTS = (
    "key = input(); line = input(); print('LISTED 1'); print('READY http://127.0.0.1:1', flush=True)\n"
    "for line in sys.stdin: print('LOADING', line.strip()); print('LOADED', line.strip(), flush=True)"
)
DIES_LOADING = "input(); print('LOADING big', flush=True); sys.exit(9)"


def test_what_was_offered_before_the_start_is_told_after_the_key(run) -> None:
    async def story() -> None:
        async with Watched(child(LISTS)) as watched:
            await watched.engine.offer({"models": []})
            assert not watched.engine.is_informed
            await watched.engine.endpoint()
            assert watched.engine.is_informed

    run(story(), timeout_s=20)


def test_what_comes_into_memory_is_known_until_the_end(run) -> None:
    async def story() -> None:
        async with Watched(child(LISTS)) as watched:
            engine = watched.engine
            changes: list[None] = []
            engine.models_changed.connect(changes.append)
            await engine.offer({"a": 1})
            await engine.endpoint()
            assert engine.loaded == frozenset()
            await engine.offer({"b": 2})
            async with asyncio.timeout(10):
                while not engine.loaded:  # noqa: ASYNC110 - two events make it so
                    await asyncio.sleep(0.005)
            assert engine.loaded == {'{"b": 2}'}
            assert engine.loading == ""
            assert changes
            await engine.aclose()
            assert engine.loaded == frozenset()

    run(story(), timeout_s=20)


def test_a_death_while_a_model_was_loaded_names_the_model(aloop) -> None:
    async def story() -> None:
        async with Watched(child(DIES_LOADING), Patience(delays_s=())) as watched:
            with pytest.raises(AppError) as caught:
                await watched.engine.endpoint()
            assert caught.value.code is Code.ENGINE_DIED
            assert "While big was loaded." in caught.value.detail

    aloop(story(), timeout_s=20)


def test_a_child_that_does_not_read_holds_nobody_up(run) -> None:
    """More than a pipe holds is offered to a child that never reads it."""

    async def story() -> None:
        deaf = "os.read(0, 10); print('READY http://127.0.0.1:1', flush=True); time.sleep(60)"
        watched = Watched(child(deaf))
        await watched.engine.endpoint()
        offering = asyncio.gather(watched.engine.offer({"models": "x" * 1_000_000}))
        await asyncio.sleep(0.05)
        await watched.engine.aclose()
        await offering
        assert watched.phases[-1] is Phase.STOPPED

    run(story(), timeout_s=20)


def test_the_child_gets_no_foreign_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    monkeypatch.setenv("PYTHONPATH", "canary")
    assert "canary" not in environment().values()
    assert environment()["OMP_WAIT_POLICY"] == "passive"
    assert environment()["GOMP_SPINCOUNT"] == "0"


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert engine_command() == [sys.executable, "--engine"]


def test_the_real_engine_killed_in_mid_answer_comes_back(run) -> None:
    async def story() -> None:
        async with Watched() as watched:
            first = await watched.engine.endpoint()
            with pytest.raises(httpx.RemoteProtocolError):
                await read_until_killed(first, watched.engine.pid)
            await watched.until(lambda: watched.phases.count(Phase.STARTING) > 1)
            second = await watched.engine.endpoint()
            assert second.key.reveal() != first.key.reveal()
            async with httpx.AsyncClient() as client:
                models = await client.get(
                    f"{second.base_url}/models",
                    headers={"Authorization": f"Bearer {second.key.reveal()}"},
                )
            assert models.json()["data"]
        assert Status(Phase.STARTING, Code.ENGINE_DIED, "Exit status -9.") in [
            Status(status.phase, status.code, status.detail.partition("\n")[0])
            for status in watched.seen
        ]

    run(story(), timeout_s=60)


async def read_until_killed(endpoint: Endpoint, pid: int | None) -> None:
    assert pid is not None
    headers = {"Authorization": f"Bearer {endpoint.key.reveal()}"}
    body = {"input": "Tell me a long story.", "stream": True}
    async with (
        httpx.AsyncClient(headers=headers, timeout=30) as client,
        client.stream("POST", f"{endpoint.base_url}/responses", json=body) as response,
    ):
        seen = 0
        async for line in response.aiter_lines():
            seen += line.startswith("data: ")
            if seen == 10:
                os.kill(pid, signal.SIGKILL)
