"""Find anything, by keys and by the mouse: it lands on the message, wherever that is."""

import asyncio

from virtual_desktop import VirtualDesktop

from desktop.store.placing import Arrangement
from tests.app.person import sitting
from tests.app.test_versions_by_hand import FISH, ask, connected
from tests.bench.seed import fill
from tests.store.stores import database_file, store, text

LONG = 3_000
HIDDEN, NEEDLE = "黄鹂在柳树上唱歌。", "柳树"


async def _hide() -> None:
    """Store a long archived conversation, with one message in its middle that is like no other."""
    async with store() as conversations:
        pass  # so that there is a database
    conversation_id = fill(database_file(), LONG, "A year ago")
    async with store() as conversations:
        path = await conversations.path(conversation_id)
        middle = path[LONG // 2 - 1].message
        await conversations.keep_parts(middle.id, text(HIDDEN))
        await conversations.arrange(conversation_id, Arrangement(is_archived=True))


def test_two_chinese_characters_lead_to_a_message_in_an_archived_conversation(
    desk: VirtualDesktop,
) -> None:
    asyncio.run(_hide())
    with sitting(desk) as person:
        person.press("ctrl+p")
        person.hears("text", "Find anything")
        person.writes("text", "Find anything", NEEDLE)
        found = person.hears("list item", HIDDEN)
        assert "A year ago" in found["name"]
        person.press("Return")
        shown = person.hears("list item", text=HIDDEN)
        assert shown["description"] == f"{LONG // 2} of {LONG}"
        person.kill()


def test_what_was_just_said_is_found_and_opened_by_the_mouse(desk: VirtualDesktop) -> None:
    with connected(desk) as (person, _talker):
        ask(person, FISH, "Fish 1")
        person.press("ctrl+n")
        person.clicks("push button", "Find anything")
        person.type("fish")
        person.clicks("list item", "Fish 1 of m-1")
        person.hears("label", FISH)
        assert person.messages() == [f"You: {FISH}", "m-1: Fish 1 of m-1."]
        person.kill()


def test_a_command_is_found_by_its_name_and_run(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        person.press("ctrl+k")
        person.hears("text", "Commands")
        person.type("go to set")
        person.press("Return")
        person.hears("text", "Search settings")
        assert person.hears("page tab", "Settings")["is_selected"]
        person.kill()
