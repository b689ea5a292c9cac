"""What went over the wire is kept beside its answer and goes with it."""

from desktop.core.types import Kind
from desktop.store.exchanges import Exchange
from desktop.store.records import Change, What
from tests.store.stores import asked, store, text

FIRST = Exchange(1.0, '{"a": 1}', "{}", b"x")
SECOND = Exchange(2.0, '{"b": 1}', "{}", b"y")


def test_exchanges_are_kept_in_order_and_announced(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, answer = await asked(conversations)
            heard: list[Change] = []
            conversations.changed.connect(heard.append)
            await conversations.keep_exchanges(answer.id, [FIRST])
            await conversations.keep_exchanges(answer.id, [SECOND])
            assert await conversations.exchanges(answer.id) == (FIRST, SECOND)
            assert heard == [Change(made.id, What.EXCHANGES, answer.id)] * 2
            assert await conversations.exchanges(answer.id + 1) == ()

    aloop(scenario())


def test_they_go_with_their_conversation(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made, _, answer = await asked(conversations)
            await conversations.keep_exchanges(answer.id, [FIRST])
            await conversations.delete_for_good(made.id)
            assert await conversations.exchanges(answer.id) == ()
            await conversations.keep_exchanges(answer.id, [FIRST])  # it came too late
            assert await conversations.exchanges(answer.id) == ()

    aloop(scenario())


def test_those_of_a_temporary_chat_stay_in_memory(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT, temporary=True)
            _, answer = await conversations.ask(made.id, None, text("Why?"), "m", "c")
            await conversations.keep_exchanges(answer.id, [FIRST])
            assert await conversations.exchanges(answer.id) == (FIRST,)
        async with store() as conversations:
            count = await conversations._db.read(
                lambda connection: connection.execute("SELECT count(*) FROM exchange").fetchone()
            )
            assert count == (0,)

    aloop(scenario())
