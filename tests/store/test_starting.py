"""What new conversations are asked with."""

from desktop.core.parameters import Parameters
from desktop.core.types import Kind
from desktop.store.starting import Purpose
from tests.store.stores import store

BRIEF, WARM = Parameters("Be brief."), Parameters(temperature=1.5)


def test_a_new_conversation_takes_over_what_its_page_was_set_to(aloop) -> None:
    async def scenario() -> None:
        async with store() as s:
            await s.keep_start_parameters(BRIEF)
            made = await s.create(Kind.CHAT, adopt_draft=True)
            assert made.parameters == BRIEF
            assert await s.start_parameters() == Parameters()
            assert (await s.create(Kind.CHAT, adopt_draft=True)).parameters == Parameters()

    aloop(scenario())


def test_every_page_begins_with_the_defaults_and_may_differ_from_them(aloop) -> None:
    async def scenario() -> None:
        async with store() as s:
            await s.keep_start_parameters(WARM, Purpose.DEFAULT)
            assert await s.start_parameters() == await s.default_parameters() == WARM
            assert await s.start_parameters(Kind.VISION) == Parameters()
            await s.keep_start_parameters(Parameters())  # reset on this page only
            assert await s.start_parameters() == Parameters()
            assert (await s.create(Kind.CHAT, adopt_draft=True)).parameters == Parameters()
            assert await s.start_parameters() == WARM

    aloop(scenario())


def test_a_temporary_one_takes_them_over_and_leaves_none_behind(aloop) -> None:
    async def scenario() -> None:
        async with store() as s:
            await s.keep_start_parameters(BRIEF)
            made = await s.create(Kind.CHAT, temporary=True, adopt_draft=True)
            assert made.parameters == BRIEF
            assert await s.start_parameters() == Parameters()

    aloop(scenario())


def test_what_is_imported_or_made_otherwise_begins_plain(aloop) -> None:
    async def scenario() -> None:
        async with store() as s:
            await s.keep_start_parameters(BRIEF)
            assert (await s.create(Kind.CHAT)).parameters == Parameters()
            assert await s.start_parameters() == BRIEF

    aloop(scenario())
