"""What goes wrong in a turn: said by its code, with the text so far, nothing else disturbed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from desktop.core.connection import BUILT_IN_ID, Api, Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.core.types import State
from desktop.services.engine import Engine, Patience
from desktop.services.turns import Phase, Target
from tests.fakes.byte_server import DROP, Abort, Pause, Piece, Reply, Stall
from tests.fakes.shapes import chat_chunks, chat_reply, json_reply, sse
from tests.services.stage import CHAT, QUICK, Stage, begun, said, stage

ERROR_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
SLOW_DOWN = {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}
NO_CREDIT = {"error": {"message": "No credit", "code": "insufficient_quota"}}
REFUSALS = {
    "401": (json_reply({"error": {"message": "Bad key"}}, 401), Code.KEY_REFUSED, "Bad key"),
    "403": (json_reply({"error": "not yours"}, 403), Code.FORBIDDEN, "not yours"),
    "404": (json_reply({"detail": "no such model"}, 404), Code.NOT_FOUND, "no such model"),
    "400": (json_reply({"error": {"message": "Odd"}}, 400), Code.BAD_REQUEST, "Odd"),
    "500 html": (Reply((ERROR_PAGE,), 500, "text/html"), Code.SERVER, "502 Bad Gateway"),
    "a page": (Reply((ERROR_PAGE,), 200, "text/html"), Code.NOT_UNDERSTOOD, "502 Bad Gateway"),
    "quota": (json_reply(NO_CREDIT, 429), Code.QUOTA, "No credit"),
    "too patient": (json_reply(SLOW_DOWN, 429, retry_after="3600"), Code.RATE_LIMITED, "Slow"),
    "dropped": (DROP, Code.CUT, ""),
}


@pytest.mark.parametrize(("reply", "code", "detail"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_ends_the_turn_with_its_code_and_what_was_said(
    aloop, reply: Reply, code: Code, detail: str
) -> None:
    async def scenario() -> None:
        async with stage() as s:
            end, stored = await s.answered(reply)
            assert end.error is not None
            assert end.error.code == stored.error_code == code
            assert detail in stored.error_detail
            assert "<html>" not in stored.error_detail
            assert (end.state, stored.state, stored.text) == (State.FAILED, State.FAILED, "")
            _, after = await s.answered(chat_reply("Fine."))
            assert (after.text, after.state) == ("Fine.", State.COMPLETE)

    aloop(scenario())


CUTS = {
    "clean end without an end": ((), "chunked"),
    "connection closed": ((), "close"),
    "connection reset": ((Abort(),), "chunked"),
}


@pytest.mark.parametrize(("then", "framing"), CUTS.values(), ids=CUTS.keys())
def test_a_cut_stream_is_an_error_and_keeps_what_had_come(aloop, then, framing) -> None:
    async def scenario() -> None:
        async with stage() as s:
            end, stored = await s.answered(begun("Half ", "an answer", then=then, framing=framing))
            assert (stored.state, stored.error_code) == (State.FAILED, Code.CUT)
            assert stored.text == s.watch.shown(stored.id) == "Half an answer"
            assert end.result.finish_reason == ""
            assert len(s.server.requests) == 1  # what is begun is never asked for twice

    aloop(scenario())


def test_no_route_says_so(aloop) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"

        async def scenario() -> None:
            async with stage() as s:
                await s.connections.add(Connection("off", "Off", url, api=Api.CHAT))
                assert await failed_at(s, "off") == Code.NO_ROUTE

        aloop(scenario())


async def failed_at(s: Stage, connection_id: str) -> str:
    """Ask another connection; give the error's code."""
    conversation = await s.conversation()
    target = Target(connection_id, "m-1")
    _, answer = await s.turns.send(conversation.id, None, said("Hi?"), target)
    end = await s.watch.end_of(answer.id)
    stored = await s.stored(answer.id)
    assert end.state is stored.state is State.FAILED
    return stored.error_code


def test_a_connection_that_was_removed_says_so(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            assert await failed_at(s, "forgotten") == Code.NOT_FOUND

    aloop(scenario())


def test_a_locked_keyring_ends_the_turn_before_anything_is_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.secrets.keep("home", Secret("sk-canary-42"))
            s.ring.fails = True
            end, _ = await s.answered(chat_reply("no"))
            assert end.error is not None
            assert end.error.code is Code.NO_KEYRING
            assert s.server.requests == []

    aloop(scenario())


SILENCES = {"before the first byte": (), "in mid-stream": ("Well, ",)}


@pytest.mark.parametrize("texts", SILENCES.values(), ids=SILENCES.keys())
def test_silence_ends_the_turn_and_keeps_the_text(aloop, texts: tuple[str, ...]) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            reply = begun(*texts, then=(Stall(),)) if texts else Reply((Stall(),))
            _, stored = await s.answered(reply)
            assert (stored.state, stored.error_code) == (State.FAILED, Code.TIMEOUT)
            assert stored.text == "".join(texts)
            await s.server.saw_close()

    aloop(scenario())


def test_malformed_and_unknown_events_do_not_stop_the_answer(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            first, *rest = (sse(chunk) for chunk in chat_chunks(["He", "llo"]))
            odd = (b"data: {broken\n\n", b"event: moon\ndata: [1]\n\n", sse({"choices": "?"}))
            _, stored = await s.answered(Reply((first, *odd, *rest, sse("[DONE]"))))
            assert (stored.text, stored.state) == ("Hello", State.COMPLETE)

    aloop(scenario())


def test_an_error_inside_the_stream_ends_it_and_keeps_the_text(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            failure = sse({"error": {"message": "GPU on fire", "type": "server_error"}})
            _, stored = await s.answered(begun("So ", then=(failure,)))
            assert (stored.text, stored.state) == ("So ", State.FAILED)
            assert "GPU on fire" in stored.error_detail

    aloop(scenario())


# patience
def test_a_busy_server_is_waited_for_and_asked_again(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            busy = json_reply(SLOW_DOWN, 429, retry_after_ms="30")
            _, stored = await s.answered(busy, busy, chat_reply("Now."))
            assert (stored.text, stored.state) == ("Now.", State.COMPLETE)
            again = [Phase.RETRYING, Phase.WAITING]
            assert s.watch.phases == [Phase.WAITING, *again, *again, Phase.STREAMING]
            assert len(s.server.requests) == 3

    aloop(scenario())


def test_a_server_that_stays_busy_is_given_up_after_three_more_tries(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, stored = await s.answered(json_reply({}, 503, retry_after_ms="5"))
            assert (stored.state, stored.error_code) == (State.FAILED, Code.OVERLOADED)
            assert len(s.server.requests) == 4

    aloop(scenario())


def test_the_countdown_can_be_stopped(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, json_reply(SLOW_DOWN, 429, retry_after="60"))
            answer = await s.send()
            await s.watch.until(lambda: Phase.RETRYING in s.watch.phases)
            (turn,) = s.turns.live(answer.conversation_id)
            assert turn.retry_at - turn.started_at > 30
            s.turns.stop(answer.id)
            assert (await s.watch.end_of(answer.id)).state is State.STOPPED
            assert (await s.stored(answer.id)).state is State.STOPPED
            assert len(s.server.requests) == 1

    aloop(scenario())


# the store
@dataclass
class Behind:
    """Pieces that are sent once the gate is open."""

    gate: asyncio.Event
    pieces: Iterable[Piece]

    def __iter__(self) -> Iterator[Piece]:
        while not self.gate.is_set():
            yield Pause(0.005)
        yield from self.pieces


async def pages(s: Stage, count: int | None = None) -> None:
    """Let the database grow to `count` pages; None: no further than now."""
    if count is None:
        count = await s.database.read(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
    limit = f"PRAGMA max_page_count = {count}"
    await s.database.write(lambda c: c.execute(limit).fetchone())


def test_an_end_that_the_disk_refuses_is_told_kept_and_stored_later(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            long = "word " * 40_000
            gate = asyncio.Event()
            late = Reply(Behind(gate, chat_reply(long).pieces))
            s.server.on(CHAT, begun("word ", then=(Stall(),)), late)
            held = await s.send()
            await s.watch.until(lambda: bool(s.watch.pieces))
            answer = await s.send()
            await pages(s)
            gate.set()
            await s.watch.until(lambda: any(end.trouble for end in s.watch.ended))
            first, second = (e for e in s.watch.ended if e.message_id == answer.id)
            assert (first.state, first.trouble, len(first.result.parts[0].text)) == (
                State.COMPLETE, None, len(long),
            )  # fmt: skip
            assert second.trouble is not None
            assert second.trouble.code is Code.DISK_FULL
            read = await s.conversations.message(answer.id)
            assert s.turns.current(read).text == long  # nothing that was shown is lost
            assert s.turns.live(held.conversation_id)  # the other answer goes on
            await pages(s, 100_000)
            s.turns.store_again()
            stored = await s.stored(answer.id)
            assert (stored.text, stored.state) == (long, State.COMPLETE)
            s.turns.stop(held.id)

    aloop(scenario(), 20)


def test_a_store_that_can_only_be_read_refuses_the_question(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.database.read_only = Code.READ_ONLY
            with pytest.raises(AppError) as raised:
                await s.turns.send(1, None, said("Hi?"), Target("home", "m-1"))
            assert raised.value.code is Code.READ_ONLY
            assert s.server.requests == []
            assert s.watch.log == []

    aloop(scenario())


# the built-in engine
def test_an_engine_killed_in_mid_answer_says_so_and_the_next_question_works(aloop) -> None:
    async def scenario() -> None:
        engine = Engine(patience=Patience(delays_s=(0.05, 0.05)))
        async with stage(engine=engine) as s:
            target = Target(BUILT_IN_ID, await s.servers.default_model(BUILT_IN_ID))
            conversation = await s.conversation()
            words = said("Write a long story about a bird that sings.")
            _, answer = await s.turns.send(conversation.id, None, words, target)
            await s.watch.until(lambda: len(s.watch.pieces) > 2)
            assert engine.pid is not None
            os.kill(engine.pid, signal.SIGKILL)
            await s.watch.end_of(answer.id)
            stored = await s.stored(answer.id)
            assert (stored.state, stored.error_code) == (State.FAILED, Code.ENGINE_DIED)
            assert stored.text == s.watch.shown(answer.id) != ""
            # At once: perhaps nobody has noticed yet that the engine is gone.
            words = said("What is the capital of France?")
            _, after = await s.turns.send(conversation.id, answer.id, words, target)
            await s.watch.end_of(after.id)
            stored = await s.stored(after.id)
            assert (stored.state, stored.error_code) == (State.COMPLETE, "")

    aloop(scenario(), 60)


def test_an_engine_that_dies_before_each_answer_is_given_up(aloop) -> None:
    async def scenario() -> None:
        code = "input(); print('READY http://127.0.0.1:9', flush=True); sys.stdin.read()"
        async with stage(engine=Engine([sys.executable, "-c", f"import sys; {code}"])) as s:
            conversation = await s.conversation()
            target = Target(BUILT_IN_ID, "any")
            _, answer = await s.turns.send(conversation.id, None, said("Hi?"), target)
            end = await s.watch.end_of(answer.id)
            assert end.error is not None
            assert end.error.code is Code.ENGINE_DIED
            assert s.watch.phases == [Phase.WAITING, Phase.WAITING]
            await s.stored(answer.id)

    aloop(scenario(), 30)
