"""What went over the wire is kept as long as the person wants, and never with files in it."""

import asyncio
import json

import pytest

from desktop.core.parameters import Parameters
from desktop.core.types import Message
from desktop.services.exchanges import KeptExchanges
from desktop.services.playing.shown import Doubt
from desktop.services.recording import unpacked
from desktop.store.exchanges import Exchange
from desktop.store.settings import EXCHANGE_DAYS, FOR_EVER
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import TARGET, Stage, stage
from tests.services.test_contents import ADDRESS, ENCODED, REFERENCE

NOW, DAY = 1_000_000_000.0, 86_400.0


async def exchanged(s: Stage, words: str = "Yes.") -> Message:
    """Ask; wait until what went over the wire is stored."""
    _, message = await s.answered(chat_reply(words))
    await s.turns._writes.join(5)
    return message


async def keep(s: Stage, message: Message, *ages: float, size: int = 0) -> None:
    await s.conversations.keep_exchanges(
        message.id,
        [Exchange(NOW - age * DAY, "{}", "{}", bytes(size)) for age in ages],
    )


async def ages(s: Stage, message: Message) -> list[float]:
    kept = await s.conversations.exchanges(message.id)
    return [(NOW - one.started_at) / DAY for one in kept]


async def tidied(s: Stage, **how: int) -> None:
    kept = KeptExchanges(s.conversations, s.settings, lambda: NOW, **how)
    kept.tidy_soon()
    await kept._scope.join(5)
    await kept.aclose()


@pytest.mark.parametrize(
    ("days", "left"),
    [(7, [6]), (30, [6, 29]), (90, [6, 29, 89]), (FOR_EVER, [6, 29, 89, 400]), (0, [])],
    ids=["7", "30", "90", "for ever", "never"],
)
def test_old_ones_are_deleted(aloop, days: int, left: list[float]) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(EXCHANGE_DAYS, 0)
            message = await exchanged(s)
            await s.settings.set(EXCHANGE_DAYS, days)
            await s.exchanges._scope.join(5)
            await keep(s, message, 6, 29, 89, 400)
            await tidied(s)
            assert await ages(s, message) == left

    aloop(scenario())


def test_thirty_days_are_usual_and_a_change_is_heeded_at_once(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            assert s.settings.get(EXCHANGE_DAYS) == 30
            message = await exchanged(s)
            assert len(await s.conversations.exchanges(message.id)) == 1
            await s.settings.set(EXCHANGE_DAYS, 0)
            async with asyncio.timeout(10):
                while await s.conversations.exchanges(message.id):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.01)
            assert await s.conversations.exchanges((await exchanged(s)).id) == ()

    aloop(scenario())


def test_the_oldest_go_where_all_together_are_too_much(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.settings.set(EXCHANGE_DAYS, 0)
            message = await exchanged(s)
            await s.settings.set(EXCHANGE_DAYS, FOR_EVER)
            await s.exchanges._scope.join(5)
            await keep(s, message, *range(120), size=1000)
            await tidied(s, most_bytes=50_000)
            assert await ages(s, message) == list(range(49))

    aloop(scenario())


def test_a_fork_shows_what_was_sent_for_the_original(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            message = await exchanged(s)
            fork = await s.conversations.fork(message.id, "Fork")
            again = await s.conversations.fork(
                (await s.conversations.path(fork.id))[-1].message.id, "Fork of it"
            )
            for one in (fork, again):
                copy = (await s.conversations.path(one.id))[-1].message
                (shown,) = await s.playground.rounds(copy.id)
                assert shown.request.doubt is Doubt.NONE
                assert shown.answer is not None
                assert "Yes." in shown.answer.text
            _, other = await s.conversations.ask(
                fork.id, None, message.parts, "m-1", TARGET.connection_id
            )
            (shown,) = await s.playground.rounds(other.id)
            assert shown.request.doubt is Doubt.NOT_RECORDED

    aloop(scenario())


def test_an_imported_answer_says_that_nothing_was_sent_for_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            made = await s.conversation()
            _, answer = await s.conversations.ask(made.id, None, (), "gpt-4", "")
            (shown,) = await s.playground.rounds(answer.id)
            assert (shown.request.doubt, shown.answer) == (Doubt.IMPORTED, None)

    aloop(scenario())


def test_no_file_is_stored_and_it_is_sent_again_whole(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            extra = json.dumps({"mask": {"image_url": ADDRESS}})
            made = await s.conversation()
            await s.conversations.set_parameters(made.id, Parameters(extra=extra))
            reply = json_reply({"error": {"message": f"no {ENCODED}"}}, 400)
            s.server.on("/v1/chat/completions", reply)
            answer = await s.send("Why?", made.id)
            await s.stored(answer.id)
            await s.turns._writes.join(5)
            (kept,) = await s.conversations.exchanges(answer.id)
            stored = kept.request + "".join(text for _, text in unpacked(kept.events))
            assert ENCODED[:64] not in stored
            assert stored.count(REFERENCE) == 2
            (shown,) = await s.playground.rounds(answer.id)
            assert shown.request.body["mask"] == {"image_url": REFERENCE}
            whole = await s.playground.whole_body(answer.id, 1)
            assert whole["mask"] == {"image_url": ADDRESS}
            text = json.dumps({**shown.request.body, "temperature": 0.5})
            edited = await s.playground.edited(answer.id, shown.request, text)
            s.server.on("/v1/chat/completions", chat_reply("Yes."))
            again = await s.playground.send(answer.id, edited)
            await s.stored(again.id)
            sent = s.server.requests[-1].json
            assert sent["mask"] == {"image_url": ADDRESS}
            assert sent["temperature"] == 0.5

    aloop(scenario())


def test_a_picture_in_an_answer_is_stored_once_as_itself(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            message = {
                "content": "Here.",
                "images": [{"type": "image_url", "image_url": {"url": ADDRESS}}],
            }
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            _, answer = await s.answered(json_reply({"id": "c", "choices": [choice]}))
            await s.turns._writes.join(5)
            (kept,) = await s.conversations.exchanges(answer.id)
            text = "".join(text for _, text in unpacked(kept.events))
            assert REFERENCE in text
            assert ENCODED[:64] not in text
            (shown,) = await s.playground.rounds(answer.id)
            assert shown.answer is not None
            assert REFERENCE in shown.answer.text

    aloop(scenario())
