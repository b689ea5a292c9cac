"""What was typed and not sent."""

from desktop.core.types import Draft, Kind, Part, PartType
from tests.store.stores import asked, store


def test_drafts_are_kept_apart_and_survive_a_restart(aloop) -> None:
    picture = Part(PartType.IMAGE, blob="ab" * 32, name="bird.png", raw="{}")

    async def write() -> int:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT)
            await conversations.keep_draft(made.id, Draft("in it", (picture,)))
            await conversations.keep_draft(None, Draft("empty page"))
            await conversations.keep_draft(0, Draft("vision"), Kind.VISION)
            assert (await conversations.get(made.id)).has_draft
            return made.id

    async def read(conversation_id: int) -> list[Draft]:
        async with store() as conversations:
            return [
                await conversations.draft(conversation_id),
                await conversations.draft(0),
                await conversations.draft(None, Kind.VISION),
                await conversations.draft(None, Kind.THREAD),
            ]

    assert aloop(read(aloop(write()))) == [
        Draft("in it", (picture,)),
        Draft("empty page"),
        Draft("vision"),
        Draft(),
    ]


def test_the_last_one_counts_and_an_empty_one_removes(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT)
            for draft in (Draft("a"), Draft("ab"), Draft()):
                await conversations.keep_draft(made.id, draft)
                assert await conversations.draft(made.id) == draft
            assert not (await conversations.get(made.id)).has_draft
            left = await conversations._db.read(
                lambda c: c.execute("SELECT count(*) FROM draft").fetchone()[0]
            )
            assert left == 0

    aloop(scenario())


def test_asking_in_one_conversation_leaves_the_drafts_of_others(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            other = await conversations.create(Kind.CHAT)
            await conversations.keep_draft(other.id, Draft("other"))
            await conversations.keep_draft(None, Draft("none"))
            await asked(conversations)
            assert await conversations.draft(other.id) == Draft("other")
            assert await conversations.draft(None) == Draft("none")

    aloop(scenario())
