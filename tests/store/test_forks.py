"""Forks, outlines and branches: reading and copying a tree without changing it."""

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Kind, Part, PartType, Role, State, Usage
from desktop.store import forks
from desktop.store.conversations import Arrangement, Conversations
from desktop.store.records import TEMPORARY_FROM, Change, What
from tests.store.stores import asked, said, store, text, texts


async def two_versions(conversations: Conversations, *, temporary: bool = False) -> list[int]:
    """Make a question with two answers, the first with a second question below it; give all ids."""
    made = await conversations.create(Kind.CHAT, "Birds", temporary=temporary)
    question, first = await conversations.ask(made.id, None, text("Why?"), "m-1", "c")
    await conversations.finish(first.id, State.COMPLETE, said("Because.", Usage(3, 4)))
    more, under = await conversations.ask(made.id, first.id, text("And?"), "m-1", "c")
    await conversations.finish(under.id, State.FAILED, said("Then"), "server.error", "x")
    second = await conversations.answer_again(first.id, "m-2", "c")
    await conversations.finish(second.id, State.COMPLETE, said("Therefore."))
    return [made.id, question.id, first.id, more.id, under.id, second.id]


def test_a_fork_is_what_led_to_a_message_and_the_old_one_stays(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, *_, under, _ = ids = await two_versions(conversations)
            await conversations.arrange(made, Arrangement("Work", is_pinned=True))
            await conversations.set_parameters(made, Parameters(temperature=0.5))
            before = await conversations.path(made), await conversations.outline(made)
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            fork = await conversations.fork(under, "Birds (fork)")
            assert heard == [Change(fork.id, What.CREATED)]
            assert (fork.title, fork.folder, fork.is_pinned) == ("Birds (fork)", "Work", False)
            assert fork.parameters == Parameters(temperature=0.5)
            path = await conversations.path(fork.id)
            assert texts(path) == ["Why?", "Because.", "And?", "Then"]
            assert not {node.message.id for node in path} & set(ids)
            assert [node.count for node in path] == [1, 1, 1, 1]
            old = await conversations.message(under)
            assert path[-1].message.state is State.FAILED
            assert path[-1].message.error_detail == old.error_detail
            assert path[-1].message.created_at == old.created_at
            assert all(node.message.usage is None for node in path)  # it was spent once
            assert (await conversations.path(made), await conversations.outline(made)) == before
            question, answer = await conversations.ask(
                fork.id, path[-1].message.id, text("More"), "m", "c"
            )
            assert [n.message.id for n in await conversations.path(fork.id)][-2:] == [
                question.id, answer.id,
            ]  # fmt: skip

    aloop(scenario())


def test_a_fork_shares_the_files_and_they_outlive_the_old_one(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            blob = await conversations.blobs.put(b"png", "image/png")
            made = await conversations.create(Kind.CHAT)
            picture = Part(PartType.IMAGE, blob=blob.sha256, name="a.png", raw="{}")
            question, _ = await conversations.ask(made.id, None, [picture], "m", "c")
            fork = await conversations.fork(question.id, "Fork")
            await conversations.delete_for_good(made.id)
            assert await conversations.blobs.read(blob.sha256) == b"png"
            path = await conversations.path(fork.id)
            assert path[0].message.parts == (picture,)

    aloop(scenario())


def test_an_answer_that_still_streams_is_cut_in_the_fork_only(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)
            await conversations.checkpoint(answer.id, said("So far"))
            fork = await conversations.fork(answer.id, "Fork")
            copied = (await conversations.path(fork.id))[-1].message
            assert (copied.text, copied.state) == ("So far", State.STOPPED)
            assert (await conversations.message(answer.id)).state is State.STREAMING

    aloop(scenario())


def test_the_fork_of_a_temporary_chat_is_temporary(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            *_, under, _ = await two_versions(conversations, temporary=True)
            fork = await conversations.fork(under, "Fork")
            assert fork.is_temporary
            assert fork.id >= TEMPORARY_FROM
            assert len(await conversations.path(fork.id)) == 4

    aloop(scenario())


def test_a_half_fork_is_never_seen_and_gone_after_the_next_start(aloop) -> None:
    async def cut_off() -> None:
        async with store() as conversations:
            made, question, *_ = await two_versions(conversations)
            begin = ("Half", 0.0, 0.0, made)
            half = await conversations._db.write(lambda c: forks._begin(c, begin))
            await conversations._db.write(lambda c: forks._copy(c, half, None, (question,)))
            assert len(await conversations.list(Kind.CHAT)) == 1

    async def next_start() -> None:
        async with store() as conversations:
            await conversations.finish_deletions()
            count = "SELECT count(*) FROM conversation"
            assert await conversations._db.read(lambda c: c.execute(count).fetchone()) == (1,)

    aloop(cut_off())
    aloop(next_start())


def test_a_long_path_is_copied_whole(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT)
            last = None
            for number in range(160):
                _, answer = await conversations.ask(made.id, last, text(str(number)), "m", "c")
                await conversations.finish(answer.id, State.COMPLETE, said(f"a{number}"))
                last = answer.id
            assert last is not None
            fork = await conversations.fork(last, "Fork")
            path = await conversations.path(made.id)
            assert texts(await conversations.path(fork.id)) == texts(path)

    aloop(scenario(), timeout_s=20)


def test_nothing_is_forked_of_a_message_that_is_no_more(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            for call in (
                conversations.fork(99, "Fork"),
                conversations.branch(99),
                conversations.outline(99),
            ):
                with pytest.raises(AppError) as raised:
                    await call
                assert raised.value.code is Code.GONE

    aloop(scenario())


def test_a_branch_is_read_without_being_chosen(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, question, first, _, _, second = await two_versions(conversations)
            assert texts(await conversations.branch(first)) == ["Because.", "And?", "Then"]
            assert texts(await conversations.branch(second)) == ["Therefore."]
            whole = ["Why?", "Therefore."]
            assert texts(await conversations.branch(question)) == whole
            assert texts(await conversations.path(made)) == whole

    aloop(scenario())


def test_an_outline_has_every_message_lightly(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, question, first, more, under, second = await two_versions(conversations)
            await conversations.delete_message(more)
            long = await conversations.answer_again(second, "m-3", "c")
            await conversations.checkpoint(long.id, said("line\n\n" + "x" * 1_000))
            outline = await conversations.outline(made)
            assert (outline.conversation_id, outline.selected_root) == (made, question)
            found = {one.id: one for one in outline.sketches}
            assert list(found) == [question, first, more, under, second, long.id]
            assert found[more].is_deleted
            assert not found[under].is_deleted
            assert found[first].selected_child == more
            assert (found[first].role, found[first].words) == (Role.ASSISTANT, "Because.")
            assert found[under].state is State.FAILED
            assert found[long.id].words.startswith("line xxx")
            assert len(found[long.id].words) < 200

    aloop(scenario())


def test_what_stands_next_to_a_message_is_read_alone(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, question, first, more, under, second = await two_versions(conversations)
            around = await conversations.around(question, 10)
            assert texts(around.nodes) == ["Why?", "Therefore."]
            assert around.leaf_id == second
            assert (await conversations.around(first, 10)).nodes == ()  # on another branch
            await conversations.select(under)
            around = await conversations.around(more, 2)
            assert texts(around.nodes) == ["Because.", "And?"]
            assert around.leaf_id == under
            assert around.nodes == (await conversations.path(made))[1:3]

    aloop(scenario())
