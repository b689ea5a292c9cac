"""The check before sending: what is flagged is kept, shown in words, and never sent on."""

from desktop.core.capabilities import Capability, Support
from desktop.core.errors import Code
from desktop.core.types import State
from desktop.store.settings import CHECK_BEFORE_SENDING
from tests.fakes.byte_server import Reply
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import CHAT, HOME, Stage, stage

MODERATIONS = "/v1/moderations"


def verdict(*categories: str) -> Reply:
    said = dict.fromkeys(categories, True) | {"spam": False}
    scores = {name: 0.9 if flagged else 0.0 for name, flagged in said.items()}
    result = {"flagged": bool(categories), "categories": said, "category_scores": scores}
    return json_reply({"id": "modr-1", "model": "omni", "results": [result]})


def paths(s: Stage) -> list[str]:
    return [request.path for request in s.server.requests]


def test_nothing_is_checked_unless_the_person_wants_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.answered(chat_reply("ok"))
            assert paths(s) == [CHAT]

    aloop(scenario())


def test_what_passes_is_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(CHECK_BEFORE_SENDING, True)
            s.server.on(MODERATIONS, verdict())
            _, stored = await s.answered(chat_reply("ok"), words="Hello?")
            assert stored.text == "ok"
            assert paths(s) == [MODERATIONS, CHAT]
            assert s.server.requests[0].json["input"] == ["Hello?"]
            facts = s.servers.capabilities(HOME)
            assert facts[Capability.MODERATIONS].support is Support.YES

    aloop(scenario())


def test_what_is_flagged_is_kept_and_explained_but_not_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(CHECK_BEFORE_SENDING, True)
            s.server.on(MODERATIONS, verdict("violence", "hate"))
            _, stored = await s.answered(chat_reply("ok"), words="bad")
            assert (stored.state, stored.error_code) == (State.FAILED, Code.FLAGGED)
            assert stored.error_detail == "violence, hate"
            assert paths(s) == [MODERATIONS]
            assert stored.parent_id is not None
            assert (await s.conversations.message(stored.parent_id)).text == "bad"

    aloop(scenario())


def test_a_server_without_a_check_is_asked_once_and_answers_all_the_same(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(CHECK_BEFORE_SENDING, True)
            for _ in range(2):
                _, stored = await s.answered(chat_reply("ok"))
                assert stored.text == "ok"
            assert paths(s) == [MODERATIONS, CHAT, CHAT]

    aloop(scenario())


def test_a_check_that_is_out_of_order_lets_nothing_through_unchecked(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(CHECK_BEFORE_SENDING, True)
            s.server.on(MODERATIONS, json_reply({"error": {"message": "down"}}, 500))
            _, stored = await s.answered(chat_reply("ok"))
            assert (stored.state, stored.error_code) == (State.FAILED, Code.SERVER)
            assert paths(s) == [MODERATIONS]

    aloop(scenario())
