"""The list of conversations: making, naming, arranging, the bin, and what is temporary."""

import asyncio
import threading

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Kind, State
from desktop.store.conversations import Arrangement, Conversations
from desktop.store.paths import Paths
from desktop.store.records import TEMPORARY_FROM, Change, What
from tests.store.stores import asked, data, said, store, text, texts


async def titles(conversations: Conversations, *, deleted: bool = False) -> list[str]:
    return [c.title for c in await conversations.list(Kind.CHAT, deleted=deleted)]


def test_the_last_used_comes_first_and_kinds_are_apart(aloop) -> None:
    async def scenario() -> list[list[str]]:
        async with store() as conversations:
            first = await conversations.create(Kind.CHAT, "first")
            await conversations.create(Kind.CHAT, "second")
            await conversations.create(Kind.THREAD, "thread")
            before = await titles(conversations)
            await conversations.ask(first.id, None, text("?"), "m", "c")
            return [before, await titles(conversations)]

    assert aloop(scenario()) == [["second", "first"], ["first", "second"]]


def test_renaming_and_arranging_keep_the_place_in_the_list(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            first = await conversations.create(Kind.CHAT, "first")
            await conversations.create(Kind.CHAT, "second")
            await conversations.rename(first.id, "renamed")
            await conversations.arrange(first.id, Arrangement("Work", is_pinned=True))
            assert await titles(conversations) == ["second", "renamed"]
            found = await conversations.get(first.id)
            assert (found.folder, found.is_pinned, found.is_archived) == ("Work", True, False)
            assert found.updated_at == first.updated_at

    aloop(scenario())


def test_the_bin_and_back_is_the_same_conversation(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, answer = await asked(conversations)
            await conversations.finish(answer.id, State.COMPLETE, said("So."))
            before = await conversations.get(made.id), await conversations.path(made.id)
            await conversations.delete(made.id)
            assert await titles(conversations) == []
            assert await titles(conversations, deleted=True) == ["Why?"]
            assert (await conversations.get(made.id)).deleted_at is not None
            await conversations.restore(made.id)
            assert await titles(conversations, deleted=True) == []
            assert (await conversations.get(made.id), await conversations.path(made.id)) == before

    aloop(scenario())


def test_every_change_is_announced_after_it_is_stored(aloop) -> None:
    async def scenario() -> list[Change]:
        async with store() as conversations:
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            made, _, answer = await asked(conversations)
            await conversations.checkpoint(answer.id, said("S"))
            await conversations.finish(answer.id, State.COMPLETE, said("So."))
            await conversations.rename(made.id, "x")
            await conversations.keep_draft(made.id, Draft("y"))
            await conversations.delete(made.id)
            await conversations.restore(made.id)
            await conversations.delete_for_good(made.id)
            with pytest.raises(AppError):
                await conversations.rename(made.id, "z")
            return [(change.what, change.conversation_id == made.id) for change in heard]

    assert aloop(scenario()) == [
        (what, True)
        for what in (
            What.CREATED,
            What.MESSAGES,
            What.MESSAGES,
            What.CHANGED,
            What.DRAFT,
            What.DELETED,
            What.RESTORED,
            What.PURGED,
        )
    ]


def test_a_change_is_announced_even_if_its_caller_was_cancelled(aloop) -> None:
    async def scenario() -> tuple[list[What], list[str]]:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT, "old")
            heard: list[What] = []
            conversations.changed.connect(lambda change: heard.append(change.what))
            go = threading.Event()
            before = conversations._db.start_write(lambda _: go.wait(timeout=5))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await conversations.rename(made.id, "new")
            assert not heard
            go.set()
            await before
            await conversations.get(made.id)
            await conversations._db.write(lambda _: None)
            return heard, await titles(conversations)

    assert aloop(scenario()) == ([What.CHANGED], ["new"])


@pytest.mark.parametrize("wrong_id", [77, TEMPORARY_FROM + 1], ids=["never", "earlier run"])
def test_what_is_no_more_is_gone(aloop, wrong_id: int) -> None:
    async def scenario() -> set[Code]:
        async with store() as conversations:
            calls = [
                conversations.get(wrong_id),
                conversations.rename(wrong_id, "x"),
                conversations.delete(wrong_id),
                conversations.restore(wrong_id),
                conversations.delete_for_good(wrong_id),
                conversations.path(wrong_id),
                conversations.message(wrong_id),
                conversations.ancestors(wrong_id),
                conversations.siblings(wrong_id),
                conversations.select(wrong_id),
                conversations.delete_message(wrong_id),
                conversations.keep_draft(wrong_id, Draft("x")),
                conversations.ask(wrong_id, None, text("?"), "m", "c"),
                conversations.answer_again(wrong_id, "m", "c"),
                conversations.edit(wrong_id, text("?"), "m", "c"),
                conversations.checkpoint(wrong_id, said("x")),
                conversations.finish(wrong_id, State.COMPLETE, said("x")),
            ]
            found = await asyncio.gather(*calls, return_exceptions=True)
            return {error.code for error in found if isinstance(error, AppError)} | {
                Code.UNEXPECTED for error in found if not isinstance(error, AppError)
            }

    assert aloop(scenario()) == {Code.GONE}


def test_a_temporary_conversation_is_whole_but_never_on_the_disk(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            kept = await conversations.create(Kind.CHAT, "kept")
            made = await conversations.create(Kind.CHAT, temporary=True)
            assert made.is_temporary
            question, answer = await conversations.ask(
                made.id, None, text("passing-thought"), "m", "c"
            )
            await conversations.checkpoint(answer.id, said("passing"))
            await conversations.finish(answer.id, State.COMPLETE, said("passing-answer"))
            await conversations.answer_again(question.id, "m", "c")
            await conversations.select(answer.id)
            await conversations.keep_draft(made.id, Draft("passing-draft"))
            assert await titles(conversations) == ["passing-thought", "kept"]
            assert texts(await conversations.path(made.id))[1] == "passing-answer"
            assert min(made.id, question.id, answer.id) >= TEMPORARY_FROM > kept.id
            await conversations.delete_for_good(made.id)
            assert await titles(conversations) == ["kept"]

    aloop(scenario())
    content = b"".join(file.read_bytes() for file in data().rglob("*") if file.is_file())
    assert b"kept" in content
    assert b"passing" not in content


def test_the_draft_of_the_empty_page_moves_into_the_new_conversation(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            for temporary in (False, True):
                await conversations.keep_draft(None, Draft("typed"))
                made = await conversations.create(Kind.CHAT, temporary=temporary, adopt_draft=True)
                assert made.has_draft
                assert await conversations.draft(made.id) == Draft("typed")
                assert await conversations.draft(None) == Draft()

    aloop(scenario())


def test_a_foreign_change_is_announced_when_asked(aloop) -> None:
    async def scenario() -> list[Change]:
        async with store() as ours, store(Paths.find()) as theirs:
            heard: list[Change] = []
            ours.changed.connect(heard.append)
            assert not await ours.poll_foreign()
            await theirs.create(Kind.CHAT, "from elsewhere")
            assert await ours.poll_foreign()
            assert await titles(ours) == ["from elsewhere"]
            return heard

    assert aloop(scenario()) == [Change(0, What.EVERYTHING)]
