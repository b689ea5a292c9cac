"""What a server can do: said by its preset, corrected by the server, kept over a restart."""

from dataclasses import replace

from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Api
from desktop.store.settings import CHECK_BEFORE_SENDING
from tests.fakes.shapes import chat_reply
from tests.services.stage import CHAT, HOME, RESPONSES, stage


def test_every_capability_has_an_answer_though_it_be_unknown(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            facts = s.servers.capabilities(HOME)
            assert set(facts) == set(Capability)
            assert {fact.support for fact in facts.values()} == {Support.UNKNOWN}

    aloop(scenario())


def test_a_preset_speaks_until_the_server_does(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            said = replace(s.servers.get(HOME), preset="ollama", api=Api.AUTO)
            await s.servers.save(said, {})
            before = s.servers.capabilities(HOME)[Capability.RESPONSES]
            assert (before.support, before.learnt_on) == (Support.YES, "")
            await s.answered(chat_reply("ok"))  # there is no such path on this server
            after = s.servers.capabilities(HOME)[Capability.RESPONSES]
            assert after.support is Support.NO
            assert after.learnt_on
            assert [r.path for r in s.server.requests] == [RESPONSES, CHAT]

    aloop(scenario())


def test_a_connection_that_was_removed_leaves_no_knowledge(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.answered(chat_reply("ok"))
            gone = s.servers.get(HOME)
            await s.servers.remove(HOME)
            assert s.capabilities.facts(gone)[Capability.CHAT].support is Support.UNKNOWN

    aloop(scenario())


def test_what_was_learnt_is_known_after_a_restart(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            auto = replace(s.servers.get(HOME), model="m-2")
            await s.servers.save(auto, {})
            await s.settings.set(CHECK_BEFORE_SENDING, True)
            await s.answered(chat_reply("ok"))
            home = s.servers.get(HOME)
            await s.capabilities.aclose()
            s.capabilities._known.clear()
            await s.capabilities.load()
            fact = s.capabilities.facts(home)[Capability.MODERATIONS]
            assert fact.support is Support.NO
            assert fact.learnt_on

    aloop(scenario())


def test_another_address_is_another_server(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.answered(chat_reply("ok"))
            assert s.servers.capabilities(HOME)[Capability.CHAT].support is Support.YES
            moved = replace(s.servers.get(HOME), base_url="http://127.0.0.1:9/v1")
            await s.servers.save(moved, {})
            assert s.servers.capabilities(HOME)[Capability.CHAT].support is Support.UNKNOWN

    aloop(scenario())
