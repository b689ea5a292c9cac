"""What is said can be found at once, old databases in the background, and nobody waits for either."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from desktop.core.errors import Code
from desktop.core.stream import Folded
from desktop.core.types import Conversation, Kind, Message, State
from desktop.services.finding import Finding
from desktop.services.hits import Filters, Has, Hit, Where, Who
from desktop.store.conversations import Arrangement, Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from tests.services.stage import said


@dataclass
class Library:
    database: Database
    conversations: Conversations
    finding: Finding

    async def ask(self, question: str, answer: str = "", model: str = "m-1") -> Message:
        """Ask in a new conversation; the answer ends at once where there is one."""
        conversation = await self.conversations.create(Kind.CHAT)
        asked, answering = await self.conversations.ask(
            conversation.id, None, said(question), model, "home"
        )
        if answer:
            folded = Folded(said(answer))
            await self.conversations.finish(answering.id, State.COMPLETE, folded)
        return asked

    async def found(self, query: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008
        hits = await self.finding.search(query, filters)
        return [hit.excerpt.text for hit in hits.hits if hit.kind == "message"]

    async def of(self, message: Message) -> Conversation:
        return await self.conversations.get(message.conversation_id)


@asynccontextmanager
async def library() -> AsyncIterator[Library]:
    database = await Database.open(Paths.find())
    conversations = Conversations(database)
    finding = Finding(database, conversations)
    try:
        yield Library(database, conversations, finding)
    finally:
        await finding.aclose()
        await conversations.aclose()
        await database.aclose()


def test_what_was_said_a_moment_ago_is_found_with_where_to_go(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            asked = await opened.ask("Which bird sings? 黄鹂", "The oriole")
            (hit,) = (await opened.finding.search("黄鹂")).hits  # the title says no more
            assert hit.kind == "message"
            assert hit.place == f"{asked.conversation_id}/{asked.id}?黄鹂"
            assert (hit.feature, hit.role) == ("chat", "user")
            assert hit.title == "Which bird sings? 黄鹂"
            (start, length) = hit.excerpt.marks[0]
            assert hit.excerpt.text[start : start + length] == "黄鹂"
            await opened.conversations.rename(asked.conversation_id, "Wrens")
            (title,) = (await opened.finding.search("wren")).hits
            assert (title.kind, title.place) == ("conversation", str(asked.conversation_id))
            assert await opened.found("oriole") == ["The oriole"]

    aloop(scenario())


def test_filters_narrow(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            await opened.ask("a bird", "my bird\n```\ncode\n```", "m-1")
            await opened.ask("two birds", "your bird", "m-2")
            assert await opened.found("bird", Filters(who=Who.ME)) == ["two birds", "a bird"]
            assert await opened.found("bird", Filters(model="m-2")) == ["your bird"]
            (code,) = await opened.found("bird", Filters(has=frozenset({Has.CODE})))
            assert code.startswith("my bird")
            assert await opened.found("", Filters(has=frozenset({Has.CODE}))) == [code]
            assert await opened.found("bird", Filters(until_s=5.0)) == []
            assert len(await opened.found("bird", Filters(since_s=5.0))) == 4
            assert await opened.finding.models() == ("m-1", "m-2")

    aloop(scenario())


def test_archive_and_bin_are_places(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            archived, binned = await opened.ask("old bird"), await opened.ask("dead bird")
            await opened.conversations.arrange(
                archived.conversation_id, Arrangement(is_archived=True)
            )
            await opened.conversations.delete(binned.conversation_id)
            assert await opened.found("bird") == ["old bird"]
            assert await opened.found("bird", Filters(where=Where.LIST)) == []
            assert await opened.found("bird", Filters(where=Where.ARCHIVE)) == ["old bird"]
            assert await opened.found("bird", Filters(where=Where.BIN)) == ["dead bird"]
            await opened.conversations.delete_for_good(binned.conversation_id)
            assert await opened.found("dead", Filters(where=Where.BIN)) == []

    aloop(scenario())


def test_more_than_fit_come_page_by_page(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            asked = [await opened.ask(f"bird {number}") for number in range(7)]
            pages: list[Hit] = []
            after = None
            for _ in range(10):
                hits = await opened.finding.search("bird", Filters(who=Who.ME), 3, after)
                pages += hits.hits
                after = hits.after
                if after is None:
                    break
            assert [hit.record_id for hit in pages] == [one.id for one in reversed(asked)]

    aloop(scenario())


def test_temporary_conversations_are_not_found(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            secret = await opened.conversations.create(Kind.CHAT, temporary=True)
            await opened.conversations.ask(secret.id, None, said("hidden bird"), "m", "home")
            assert await opened.found("bird") == []

    aloop(scenario())


def test_an_old_database_is_indexed_after_the_start(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            await opened.ask("bird")
        async with library() as opened:
            await opened.database.write(
                lambda connection: connection.execute("DELETE FROM search_document").fetchall()
            )
            await opened.database.write(
                lambda connection: connection.execute("DELETE FROM search_progress").fetchall()
            )
            moved = asyncio.Event()
            opened.finding.moved.connect(lambda _none: moved.set())
            await opened.finding.begin()
            async with asyncio.timeout(5):
                while not await opened.found("bird"):  # noqa: ASYNC110 - it says when it has moved
                    await asyncio.sleep(0.01)

    aloop(scenario())


def test_an_outdated_search_leaves_the_way_to_the_next(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            await opened.ask("bird")
            for _ in range(20):
                old = asyncio.ensure_future(opened.finding.search("bi"))  # noqa: TID251
                await asyncio.sleep(0)
                old.cancel()
                await asyncio.wait([old])
            assert await opened.found("bird") == ["bird"]

    aloop(scenario())


def test_the_same_question_was_asked_before(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            asked = await opened.ask("How do I reverse a list in Python?", "So.")
            await opened.finding.catch_up()
            (hit,) = await opened.finding.similar_questions("how to reverse a list in python")
            assert hit.record_id == asked.id
            assert hit.place == f"{asked.conversation_id}/{asked.id}"
            own = asked.conversation_id
            assert not await opened.finding.similar_questions("reverse a list in python", own)

    aloop(scenario())


def test_a_database_that_can_only_be_read_is_searched_as_far_as_it_is_indexed(aloop) -> None:
    async def scenario() -> None:
        async with library() as opened:
            await opened.ask("bird")
            await opened.finding.catch_up()
            await opened.ask("later bird")
            opened.database.read_only = Code.READ_ONLY
            hits = await opened.finding.search("bird")
            assert [hit.excerpt.text for hit in hits.hits] == ["bird"]
            assert hits.share < 1
            assert not hits.is_growing
            await opened.finding.begin()
            opened.database.read_only = None

    aloop(scenario())


def test_a_full_disk_stops_the_index_and_not_the_search(aloop) -> None:
    many = "later bird " + " ".join(f"w{number}x" for number in range(20_000))

    async def scenario() -> None:
        async with library() as opened:
            await opened.ask("bird")
            await opened.finding.catch_up()
            await opened.ask(many)
            await opened.database.write(_fill)
            assert await opened.found("bird") == ["bird"]
            await opened.database.write(_make_room)
            assert len(await opened.found("bird")) == 2

    aloop(scenario())


def _fill(connection: sqlite3.Connection) -> None:
    """Let the database not grow any more, as on a full disk."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")


def _make_room(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA max_page_count = 1000000")
