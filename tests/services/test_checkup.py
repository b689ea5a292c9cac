"""The test of a connection says step by step what works, what does not, and asks nothing it need not."""

import socket
from dataclasses import replace

import pytest

from desktop.core.capabilities import Capability, Support
from desktop.core.connection import NO_SECRET, Api, Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.services.checkup import Finding, Outcome, Step
from desktop.store.secrets import SecretKind
from tests.fakes.byte_server import Pause, Reply, Stall
from tests.fakes.shapes import chat_chunks, chat_reply, json_reply, sse
from tests.services.stage import CHAT, HOME, MODELS, QUICK, RESPONSES, Stage, stage

PASSED, FAILED, SKIPPED = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED
LISTED = json_reply({"object": "list", "data": [{"id": "m-1"}, {"id": "m-2"}]})
CANARY = "sk-canary-7f3a9b/+Q=="
KEY = {SecretKind.KEY: Secret(CANARY)}


def unsaved(base_url: str, model: str = "") -> Connection:
    return Connection("", "New", base_url, model, Api.CHAT)


async def findings_of(s: Stage, connection: Connection, key: Secret | None = None) -> list[Finding]:
    secrets = KEY if key is None else {SecretKind.KEY: key}
    return [finding async for finding in s.servers.check_up(connection, secrets)]


def outcomes(findings: list[Finding]) -> dict[Step, Outcome]:
    assert [finding.step for finding in findings] == list(Step)
    return {finding.step: finding.outcome for finding in findings}


def test_a_good_server_passes_everything_that_applies_to_it(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            s.server.on(MODELS, LISTED)
            s.server.on(CHAT, chat_reply("OK"))
            before = s.servers.all()
            findings = await findings_of(s, unsaved(s.server.base_url))
            assert outcomes(findings) == {**dict.fromkeys(Step, PASSED), Step.TLS: SKIPPED}
            models, answer = findings[4], findings[5]
            assert [model.id for model in models.models] == ["m-1", "m-2"]
            assert (answer.model, answer.answer) == ("m-1", "OK")
            assert answer.seconds > 0
            asked = s.server.requests[1]
            assert asked.json["model"] == "m-1"
            assert asked.headers["authorization"] == f"Bearer {CANARY}"
            assert s.servers.all() == before
            assert s.ring.kept == {}
            assert CANARY not in repr(findings)

    aloop(scenario())


def test_a_server_without_a_key_has_no_key_to_refuse(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            s.server.on(MODELS, LISTED)
            s.server.on(CHAT, chat_reply("OK"))
            findings = await findings_of(s, unsaved(s.server.base_url, "m-2"), NO_SECRET)
            assert outcomes(findings)[Step.KEY] is SKIPPED
            assert findings[-1].model == "m-2"

    aloop(scenario())


FAULTS = {
    "401": (json_reply({"error": {"message": "no"}}, 401), Step.KEY, Code.KEY_REFUSED),
    "403": (json_reply({}, 403), Step.KEY, Code.FORBIDDEN),
    "a page": (Reply((b"<html>hi</html>",), 200, "text/html"), Step.MODELS, Code.NOT_UNDERSTOOD),
    "500": (json_reply({}, 500), Step.MODELS, Code.SERVER),
    "silence": (Reply((Stall(),)), Step.MODELS, Code.TIMEOUT),
}


@pytest.mark.parametrize(("reply", "step", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_the_first_fault_is_named_and_nothing_after_it_is_claimed(
    aloop, reply: Reply, step: Step, code: Code
) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            s.server.on(MODELS, reply)
            findings = await findings_of(s, unsaved(s.server.base_url))
            failed = next(finding for finding in findings if finding.outcome is FAILED)
            assert failed.error is not None
            assert (failed.step, failed.error.code) == (step, code)
            after = list(Step)[list(Step).index(step) + 1 :]
            assert all(outcomes(findings)[later] is SKIPPED for later in after)
            assert len(s.server.requests) == 1

    aloop(scenario())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


UNREACHABLE = {
    "a bad address": ("me:pw@h", Step.NAME, Code.BAD_URL),
    "no such name": ("http://nowhere.invalid/v1", Step.NAME, Code.NO_NAME),
    "nobody listens": (f"http://127.0.0.1:{free_port()}/v1", Step.WAY, Code.NO_ROUTE),
}


@pytest.mark.parametrize(("url", "step", "code"), UNREACHABLE.values(), ids=UNREACHABLE.keys())
def test_what_is_not_reached_is_told_apart(aloop, url: str, step: Step, code: Code) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            findings = await findings_of(s, unsaved(url))
            failed = findings[-1] if len(findings) == 1 else next(
                finding for finding in findings if finding.outcome is FAILED
            )  # fmt: skip
            assert isinstance(failed.error, AppError)
            assert (failed.step, failed.error.code) == (step, code)

    aloop(scenario())


def test_a_server_without_a_list_is_asked_for_the_named_model_all_the_same(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            s.server.on(CHAT, chat_reply("OK"))
            found = outcomes(await findings_of(s, unsaved(s.server.base_url, "m-1")))
            assert (found[Step.MODELS], found[Step.ANSWER]) == (FAILED, PASSED)

    aloop(scenario())


def test_a_model_that_does_not_answer_fails_at_the_last_step(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            s.server.on(MODELS, LISTED)
            s.server.on(CHAT, json_reply({"error": {"message": "not loaded"}}, 500))
            last = (await findings_of(s, unsaved(s.server.base_url)))[-1]
            assert last.outcome is FAILED
            assert last.error is not None
            assert last.error.detail == "not loaded"

    aloop(scenario())


def test_a_model_that_talks_on_is_not_paid_for_to_the_end(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            s.server.on(MODELS, LISTED)
            words = tuple(sse(chunk) for chunk in chat_chunks(["word " * 20] * 9, finish=None))
            s.server.on(CHAT, Reply((*words, Pause(0.01), Stall())))
            last = (await findings_of(s, unsaved(s.server.base_url)))[-1]
            assert last.outcome is PASSED
            await s.server.saw_close()

    aloop(scenario())


def test_a_test_forgets_what_was_learnt_and_learns_it_anew(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            auto = replace(s.servers.get(HOME), api=Api.AUTO)
            await s.servers.save(auto, {})
            s.server.on(MODELS, LISTED)
            s.server.on(CHAT, chat_reply("OK"))
            assert outcomes(await findings_of(s, auto))[Step.ANSWER] is PASSED
            facts = s.servers.capabilities(HOME)
            assert facts[Capability.RESPONSES].support is Support.NO
            assert facts[Capability.CHAT].support is Support.YES
            assert facts[Capability.CHAT].learnt_on
            # The server was updated: it has Responses now.
            s.server.on(RESPONSES, json_reply({"status": "completed", "output": []}))
            await findings_of(s, auto)
            assert s.servers.capabilities(HOME)[Capability.RESPONSES].support is Support.YES

    aloop(scenario())
