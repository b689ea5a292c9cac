"""Hearing over real sockets and requests: in order, with faults, and without a lost word."""

from __future__ import annotations

import asyncio
import io
import re
import wave
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from websockets.asyncio.server import ServerConnection

from desktop.core.connection import Connection
from desktop.core.errors import Code
from desktop.services.speech.choosing import Kind, Reason, Way
from desktop.services.speech.hearing.ear import Opener
from desktop.services.speech.hearing.live import by_socket
from desktop.services.speech.hearing.segments import by_segments
from desktop.services.speech.transcriber import Transcriber
from tests.fakes.byte_server import Reply, Stall
from tests.fakes.live_server import LiveServer, committed, completed, delta, event, failed
from tests.fakes.shapes import json_reply
from tests.services.speech.hearing_stage import RATE_HZ, Listening, listening, speech
from tests.services.stage import HOME, QUICK, Stage, stage
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

PATH = "/v1/audio/transcriptions"
COMMIT, APPEND = "input_audio_buffer.commit", "input_audio_buffer.append"
LIVE = "live"
TEXTS = ["Ever tried.", "Ever failed.", "No matter.", "Try again.", "Fail better."]
Script = Callable[[LiveServer, ServerConnection], Awaitable[None]]


def answering(texts: list[str], *, after: int = 99) -> Script:
    """Give a script that answers each turn, and goes away at turn `after`."""

    async def script(server: LiveServer, connection: ServerConnection) -> None:
        for at, text in enumerate(texts):
            while (await server.next(connection))["type"] != COMMIT:
                pass
            if at == after:
                connection.transport.abort()
                return
            item = f"item-{at}"
            await server.say(connection, committed(item, f"item-{at - 1}" if at else None))
            await server.say(connection, delta(item, text[:5]), completed(item, text))

    return script


@dataclass
class Room:
    """A socket, a plain server, and the ways to them."""

    stage: Stage
    live: LiveServer

    @property
    def socket(self) -> Opener:
        way = Way(Kind.REALTIME, LIVE, "en", Reason.CHOSEN, "gpt-live-transcribe")
        return lambda: by_socket(self.stage.servers, self.stage.client, way, RATE_HZ)

    @property
    def segments(self) -> Opener:
        way = Way(Kind.SEGMENTS, HOME, "en", Reason.CHOSEN, "gpt-transcribe")
        return lambda: by_segments(Transcriber(self.stage.servers, self.stage.client, way), RATE_HZ)

    def seconds_sent(self) -> float:
        """Give how much speech the socket got."""
        sent = (b64decode(item["audio"]) for item in self.live.heard if item["type"] == APPEND)
        return sum(map(len, sent)) / 2 / 24_000


@asynccontextmanager
async def room(script: Script) -> AsyncIterator[Room]:
    async with stage(QUICK) as one, LiveServer(script) as live:
        await one.connections.add(Connection(LIVE, "Live", live.base_url))
        yield Room(one, live)


async def said(one: Listening, *, patience_s: float = 5.0) -> None:
    """Say five sentences, with a moment between the pieces as in life."""
    for at in range(0, len(speech()), 16_000):
        one.feed(speech()[at : at + 16_000])
        await asyncio.sleep(0.005)
    await one.ear.finish(patience_s)


def heard(text: str) -> Reply:
    return json_reply({"text": text})


def refusal(status: int) -> Reply:
    return json_reply({"error": {"message": "no", "type": "server_error"}}, status)


def test_live_words_come_and_become_final(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with room(answering(TEXTS)) as one, listening(tmp_path, [one.socket]) as ears:
            await said(ears)
            assert ears.texts == TEXTS
            assert ears.partials == [text[:5].strip() for text in TEXTS]
            assert ears.lost == []
            # The pauses stayed here.
            assert 7 < one.seconds_sent() < 15
            update = one.live.heard[0]["session"]["audio"]["input"]
            assert update["turn_detection"] is None
            assert update["transcription"]["languages"] == ["en"]

    aloop(scenario(), 15)


def test_a_guess_that_is_revised_replaces_the_one_before(aloop: RunLoop, tmp_path: Path) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        for guess in ("Ever died", "Ever tried."):
            await server.say(connection, delta("item-0", "") | {"transcript": guess})
        await answering(TEXTS)(server, connection)

    async def scenario() -> None:
        async with room(script) as one, listening(tmp_path, [one.socket]) as ears:
            await said(ears)
            assert ears.partials[:2] == ["Ever died", "Ever tried."]

    aloop(scenario(), 15)


def test_turns_that_come_out_of_order_are_told_in_order(aloop: RunLoop, tmp_path: Path) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        for at in range(5):
            while (await server.next(connection))["type"] != COMMIT:
                pass
            before = f"item-{at - 1}" if at else None
            await server.say(connection, committed(f"item-{at}", before))
        for at in (3, 1, 0, 4, 2):
            await server.say(connection, completed(f"item-{at}", TEXTS[at]))

    async def scenario() -> None:
        async with room(script) as one, listening(tmp_path, [one.socket]) as ears:
            await said(ears)
            assert ears.texts == TEXTS

    aloop(scenario(), 15)


def test_what_the_server_ends_by_itself_belongs_to_what_is_being_said(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        await server.next(connection)
        part = completed("own", "It goes on") | {"usage": {"type": "duration", "seconds": 0.5}}
        await server.say(connection, committed("own"), part)
        await answering(TEXTS)(server, connection)

    async def scenario() -> None:
        async with room(script) as one, listening(tmp_path, [one.socket]) as ears:
            await said(ears)
            assert ears.texts == ["It goes on", *TEXTS]
            assert ears.lost == []

    aloop(scenario(), 15)


def test_a_turn_that_fails_is_lost_alone(aloop: RunLoop, tmp_path: Path) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        for at in range(5):
            while (await server.next(connection))["type"] != COMMIT:
                pass
            item = f"item-{at}"
            result = failed(item, "unclear") if at == 1 else completed(item, TEXTS[at])
            await server.say(connection, committed(item), result)

    async def scenario() -> None:
        async with room(script) as one, listening(tmp_path, [one.socket]) as ears:
            await said(ears)
            assert ears.texts == [TEXTS[0], *TEXTS[2:]]
            assert [lost.number for lost in ears.lost] == [1]

    aloop(scenario(), 15)


def test_a_server_that_goes_away_is_called_again_once_and_then_asked_piece_by_piece(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        calls = 0

        async def script(server: LiveServer, connection: ServerConnection) -> None:
            nonlocal calls
            calls += 1
            rest = TEXTS[2:] if calls > 1 else TEXTS
            await answering(rest, after=2 if calls == 1 else 1)(server, connection)

        async with room(script) as one:
            one.stage.server.on(PATH, heard("Here."))
            socket = one.socket
            openers = [socket, socket, one.segments]
            async with listening(tmp_path, openers) as ears:
                await said(ears, patience_s=10)
                assert ears.texts == [*TEXTS[:3], "Here.", "Here."]
                assert ears.lost == []
            assert calls == 2

    aloop(scenario(), 20)


def test_a_server_without_a_socket_is_asked_piece_by_piece_at_once(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as one, LiveServer() as live:
            rooms = Room(one, live)
            await one.connections.add(replace(one.connections.list()[0], id=LIVE))
            one.server.on(PATH, heard("Here."))
            socket = rooms.socket
            openers = [socket, socket, rooms.segments]
            async with listening(tmp_path, openers) as ears:
                await said(ears)
                assert ears.texts == ["Here."] * 5
            assert sum("realtime" in request.path for request in one.server.requests) == 1

    aloop(scenario(), 15)


def test_each_piece_is_a_short_recording_of_its_own(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with room(answering([])) as one:
            one.stage.server.on(PATH, heard("Here."))
            async with listening(tmp_path, [one.segments]) as ears:
                await said(ears)
                assert ears.texts == ["Here."] * 5
            bodies = [r.body for r in one.stage.server.requests if r.path == PATH]
        lengths = []
        for body in bodies:
            found = re.search(rb"RIFF.{4}WAVE", body, re.DOTALL)
            assert found is not None
            with wave.open(io.BytesIO(body[found.start() :])) as sound:
                assert (sound.getframerate(), sound.getnchannels()) == (RATE_HZ, 1)
                lengths.append(sound.getnframes() / RATE_HZ)
        assert len(lengths) == 5
        assert all(1.0 <= length <= 3.5 for length in lengths)

    aloop(scenario(), 15)


def test_a_piece_that_fails_does_not_keep_the_others_from_it(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with room(answering([])) as one:
            replies = [heard(text) for text in TEXTS]
            replies[1] = refusal(500)
            replies[3] = Reply((Stall(),))
            one.stage.server.on(PATH, *replies)
            async with listening(tmp_path, [one.segments]) as ears:
                await said(ears)
                assert ears.numbers == [0, 1, 2, 3, 4]
                assert len(ears.texts) == 3
                codes = [lost.error.code for lost in ears.lost]
                assert sorted(codes) == sorted([Code.SERVER, Code.TIMEOUT])

    aloop(scenario(), 15)


def test_a_server_that_hangs_keeps_nobody_waiting_for_ever(aloop: RunLoop, tmp_path: Path) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        while (await server.next(connection))["type"] != COMMIT:
            pass
        await server.say(connection, event("ping"))

    async def scenario() -> None:
        async with room(script) as one, listening(tmp_path, [one.socket]) as ears:
            await said(ears, patience_s=0.2)
            assert ears.numbers == [0, 1, 2, 3, 4]
            assert {lost.error.code for lost in ears.lost} == {Code.TIMEOUT}

    aloop(scenario(), 15)


def test_aimock_hears_over_its_socket_and_over_requests(
    aloop: RunLoop, tmp_path: Path, aimock: Aimock
) -> None:
    async def scenario() -> None:
        async with stage() as one, LiveServer() as live:
            await one.connections.add(Connection(LIVE, "aimock", aimock.base_url))
            await one.connections.update(Connection(HOME, "aimock", aimock.base_url))
            rooms = Room(one, live)
            for opener in (rooms.socket, rooms.segments):
                async with listening(tmp_path, [opener]) as ears:
                    await said(ears)
                    assert ears.texts == ["It was the best of times, 那是最好的时代。"] * 5
                    assert ears.lost == []

    aloop(scenario(), 20)
