"""Live transcription over real sockets, with servers that do well, badly, and not at all."""

import asyncio
import json
import logging
import ssl
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection

from desktop.api.audio.live import LiveTranscription, open_live
from desktop.api.audio.live_events import (
    Committed,
    Completed,
    Delta,
    Failed,
    LiveEvent,
    SessionReady,
    Unknown,
)
from desktop.api.audio.realtime import LiveSettings
from desktop.api.reading.failures import RefusedError
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Endpoint, Secret, Timeouts, Transport, Trust
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, PATIENT, endpoint
from tests.fakes.byte_server import DROP, Abort, ByteServer, Reply, Stall
from tests.fakes.live_server import (
    Event,
    LiveServer,
    committed,
    completed,
    delta,
    error,
    event,
    failed,
)
from tests.fakes.shapes import json_reply
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

SETTINGS = LiveSettings("gpt-live-transcribe", languages=("en", "zh"))
SPEECH = bytes(range(256)) * 10
EAGER = Timeouts(connect_s=0.5, write_s=0.3, first_byte_s=0.3, between_s=0.3, close_s=0.1)

Script = Callable[[LiveServer, ServerConnection], Awaitable[None]]


def saying(*events: Event) -> Script:
    """Give a script that says this, whatever it hears."""

    async def script(server: LiveServer, connection: ServerConnection) -> None:
        await server.say(connection, *events)

    return script


@asynccontextmanager
async def talking(
    script: Script | None = None, *, timeouts: Timeouts = PATIENT, greets: bool = True
) -> AsyncIterator[tuple[LiveServer, LiveTranscription]]:
    """Give a server and an open session with it."""
    async with (
        LiveServer(script, greets=greets) as server,
        Http(timeouts) as http,
        open_live(http, endpoint(server.base_url), SETTINGS) as live,
    ):
        yield server, live


async def take(live: LiveTranscription, count: int) -> list[LiveEvent]:
    """Give the next events after the session is ready."""
    assert await anext(live) == SessionReady(24_000)
    return [await anext(live) for _ in range(count)]


async def failure(
    target: Endpoint, *, timeouts: Timeouts = EAGER, http: Http | None = None
) -> AppError:
    """Give the error of a session that does not come about."""
    with pytest.raises(AppError) as caught:
        async with http or Http(timeouts) as client, open_live(client, target, SETTINGS):
            pytest.fail("it opened")
    return caught.value


def test_speech_goes_out_and_text_comes_in(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        while (await server.next(connection))["type"] != "input_audio_buffer.commit":
            pass
        await server.say(connection, committed("i1"), delta("i1", "Hel"), delta("i1", "lo"))
        await server.say(connection, completed("i1", "Hello"))

    async def scenario() -> None:
        async with LiveServer(script) as server, Http(PATIENT) as http:
            target = replace(endpoint(server.base_url), organization="org-1", project="p-1")
            async with open_live(http, target, SETTINGS) as live:
                await live.send(SPEECH[:1000])
                await live.send(SPEECH[1000:])
                await live.commit()
                usage = {"type": "duration", "seconds": 2}
                assert await take(live, 4) == [
                    Committed("i1"),
                    Delta("i1", "Hel"),
                    Delta("i1", "lo"),
                    Completed("i1", "Hello", usage, ("en",)),
                ]
            await server.saw_close()
            assert http.lessons.support(target, Capability.REALTIME) is Support.YES
        ((path, headers),) = server.handshakes
        assert path == "/v1/realtime?intent=transcription&model=gpt-live-transcribe"
        assert headers["authorization"] == f"Bearer {CANARY}"
        assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "p-1")
        assert headers["user-agent"].startswith("oriole/")
        assert not {"accept", "accept-encoding", "openai-beta"} & set(headers)
        update, *sent, commit = server.heard
        assert update["session"]["audio"]["input"]["transcription"]["languages"] == ["en", "zh"]
        assert b"".join(b64decode(item["audio"]) for item in sent) == SPEECH
        assert commit == {"type": "input_audio_buffer.commit"}

    aloop(scenario())


def test_a_long_recording_goes_out_in_pieces_that_servers_take(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        while (await server.next(connection))["type"] != "input_audio_buffer.commit":
            pass
        await server.say(connection, committed("i1"))

    async def scenario() -> None:
        async with talking(script) as (server, live):
            await live.send(b"\x01\x02" * 2_000_000)
            await live.commit()
            await take(live, 1)
            pieces = [b64decode(item["audio"]) for item in server.heard[1:-1]]
        assert b"".join(pieces) == b"\x01\x02" * 2_000_000
        assert max(map(len, pieces)) <= 7 * 1024 * 1024  # LocalAI: 10 MB of JSON
        assert all(len(piece) % 2 == 0 for piece in pieces)

    aloop(scenario())


REFUSALS = {
    "wrong key": (json_reply({"error": {"message": f"no {CANARY}"}}, 401), Code.KEY_REFUSED, "no ***"),
    "forbidden": (json_reply({"error": "not for you"}, 403), Code.FORBIDDEN, "not for you"),
    "gateway": (
        Reply((b"<html><title>502 Bad Gateway</title>",), 502, "text/html", framing="length"),
        Code.SERVER,
        "502 Bad Gateway",
    ),
    "busy": (json_reply({"error": "later"}, 429), Code.RATE_LIMITED, "later"),
    "nothing": (DROP, Code.CUT, None),
    "reset": (Reply((Abort(),), framing="none"), Code.CUT, None),
    "no http": (Reply((f"SSH-2.0 {CANARY}\r\n\r\n".encode(),), framing="none"), Code.CUT, None),
    "silence": (Reply((Stall(),), framing="none"), Code.TIMEOUT, None),
    "endless headers": (
        Reply((b"HTTP/1.1 401 X\r\n", *[b"x-pad: " + b"x" * 1000 + b"\r\n"] * 3000), framing="none"),
        Code.CUT,
        None,
    ),
    "endless body": (Reply((b"x" * 65_536,) * 64, 500, framing="close"), Code.CUT, None),
    "another protocol": (
        Reply((b"HTTP/1.1 101 X\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",), framing="none"),
        Code.NOT_UNDERSTOOD,
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code", "detail"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refused_handshake_says_why(
    aloop: RunLoop, reply: Reply, code: Code, detail: str | None
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(EAGER) as http:
            server.on("/v1/realtime", reply)
            target = endpoint(server.base_url)
            refused = await failure(target, http=http)
            assert refused.code is code
            assert detail is None or refused.detail == detail
            assert CANARY not in repr(refused) + str(refused)
            assert http.lessons.support(target, Capability.REALTIME) is Support.UNKNOWN

    aloop(scenario())


LACKING = {
    "404": json_reply({"detail": "Not Found"}, 404),
    "405": json_reply({}, 405),
    "501": Reply((), 501, framing="length"),
    "a page for everything": Reply((b"<html><title>App</title>",), 200, "text/html", (), "length"),
    "starlette": Reply((), 403, framing="length"),
}


@pytest.mark.parametrize("reply", LACKING.values(), ids=LACKING.keys())
def test_a_server_without_such_a_socket_lacks_it_and_that_is_remembered(
    aloop: RunLoop, reply: Reply
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(EAGER) as http:
            server.on("/v1/realtime", reply)
            target = endpoint(server.base_url)
            refused = await failure(target, http=http)
            assert (refused.code, refused.detail) == (Code.LACKS, "realtime")
            assert http.lessons.support(target, Capability.REALTIME) is Support.NO

    aloop(scenario())


def redirect(target: str) -> Reply:
    return Reply((), 307, "text/plain", (("location", target),), "length")


def test_a_redirect_takes_neither_key_nor_headers_to_another_server(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, ByteServer() as other:
            own = (("x-gateway", Secret("gateway-secret")), ("api-key", Secret("second-secret")))
            target = replace(endpoint(server.base_url), headers=own, organization="org-1")
            for scheme in ("http", "ws"):
                place = other.base_url.replace("http", scheme, 1)
                server.on("/v1/realtime", redirect(f"{place}/realtime"))
                assert (await failure(target)).code is Code.BAD_URL
            assert other.requests == []

    aloop(scenario())


def test_a_redirect_on_the_same_server_is_followed(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/realtime", redirect("/v2/realtime"))
            server.on("/v2/realtime", json_reply({"error": "no"}, 401))
            assert (await failure(endpoint(server.base_url))).code is Code.KEY_REFUSED
            assert server.requests[1].headers["authorization"] == f"Bearer {CANARY}"

    aloop(scenario())


def test_an_unreachable_server_is_no_route(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            gone = endpoint(server.base_url)
        assert (await failure(gone)).code is Code.NO_ROUTE
        assert (await failure(endpoint("http://nowhere.invalid/v1"))).code is Code.NO_NAME
        assert (await failure(endpoint("ftp://x/v1"))).code is Code.BAD_URL

    aloop(scenario())


CERTIFICATE = Path(__file__).resolve().parents[2] / "fakes" / "untrusted.pem"


def test_a_certificate_that_nobody_trusts_gets_no_key(aloop: RunLoop) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)

    async def scenario() -> None:
        async with LiveServer(tls=context) as server, Http(PATIENT) as http:
            assert (await failure(endpoint(server.base_url))).code is Code.TLS
            assert server.handshakes == []
            trusting = replace(endpoint(server.base_url), transport=Transport(trust=Trust.NOBODY))
            async with open_live(http, trusting, SETTINGS) as live:
                await take(live, 0)

    aloop(scenario())


def test_a_server_that_says_nothing_is_a_timeout(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with LiveServer(greets=False) as server:
            assert (await failure(endpoint(server.base_url))).code is Code.TIMEOUT
            await server.saw_close()

    aloop(scenario())


def test_an_error_as_the_first_word_is_raised_without_the_key(aloop: RunLoop) -> None:
    async def scenario() -> None:
        said = error(f"The Beta API and {CANARY} are gone", "beta_api_shape_disabled")
        async with LiveServer(saying(said), greets=False) as server:
            refused = await failure(endpoint(server.base_url))
            assert (refused.code, refused.detail) == (
                Code.BAD_REQUEST,
                "The Beta API and *** are gone",
            )

    aloop(scenario())


async def broken(script: Script, *, timeouts: Timeouts = EAGER) -> tuple[list[LiveEvent], AppError]:
    """Give what was heard before the failure, and the failure."""
    got: list[LiveEvent] = []
    async with talking(script, timeouts=timeouts) as (_server, live):
        try:
            while True:
                got.append(await anext(live))
        except AppError as error:
            return got[1:], error


def test_a_server_that_vanishes_in_mid_word_is_a_cut(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        await server.say(connection, delta("i1", "Hel"))
        connection.transport.abort()

    got, cut = aloop(broken(script))
    assert (got, cut.code) == ([Delta("i1", "Hel")], Code.CUT)


CLOSES = {
    1000: Code.CUT,
    1001: Code.CUT,
    1008: Code.FORBIDDEN,
    1009: Code.TOO_LARGE,
    1011: Code.SERVER,
    1013: Code.OVERLOADED,
    3000: Code.KEY_REFUSED,
    4000: Code.CUT,
}


@pytest.mark.parametrize(("number", "code"), CLOSES.items())
def test_what_a_server_means_by_closing(aloop: RunLoop, number: int, code: Code) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        await server.say(connection, delta("i1", "Hel"))
        await connection.close(number, f"because {CANARY}")

    got, closed = aloop(broken(script))
    assert (got, closed.code) == ([Delta("i1", "Hel")], code)
    assert closed.detail == f"{number} because ***"


def test_a_server_that_no_longer_answers_pings_is_a_timeout(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await connection.wait_closed()

    got, silent = aloop(broken(script))
    assert (got, silent.code) == ([], Code.TIMEOUT)


def test_a_server_that_does_not_take_the_speech_is_a_timeout(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await connection.wait_closed()

    async def scenario() -> None:
        patient = replace(EAGER, between_s=60)
        async with talking(script, timeouts=patient) as (_server, live):
            await take(live, 0)
            with pytest.raises(AppError) as caught:
                await live.send(bytes(20_000_000))
        assert caught.value.code is Code.TIMEOUT

    aloop(scenario())


def test_rubbish_in_frames_is_told_a_few_times_and_does_not_end_the_session(
    aloop: RunLoop,
) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        for rubbish in ("{", "[1]", "7", "[" * 100_000, b"\x00\xff", "{}", *["x"] * 100):
            await connection.send(rubbish)
        await server.say(connection, event("conversation.item.moved"), delta("i1", "Hi"))

    async def scenario() -> None:
        async with talking(script) as (_server, live):
            got = await take(live, 22)
        names = [item.name for item in got if isinstance(item, Unknown)]
        assert names == ["malformed"] * 4 + ["binary"] + ["malformed"] * 15 + [
            "conversation.item.moved"
        ]
        assert got[-1] == Delta("i1", "Hi")

    aloop(scenario())


async def no_frames(server: LiveServer, connection: ServerConnection) -> None:
    connection.transport.write(b"HTTP/1.1 500 Oops\r\n" * 40)


async def no_text(server: LiveServer, connection: ServerConnection) -> None:
    await connection.send(b"\xff\xfe", text=True)


async def huge(server: LiveServer, connection: ServerConnection) -> None:
    await connection.send("x" * (17 * 1024 * 1024))


@pytest.mark.parametrize("script", [no_frames, no_text, huge])
def test_what_is_no_message_is_not_understood(aloop: RunLoop, script: Script) -> None:
    _got, rubbish = aloop(broken(script, timeouts=replace(EAGER, between_s=20)))
    assert rubbish.code is Code.NOT_UNDERSTOOD


def test_an_error_is_raised_without_the_key_and_the_session_goes_on(aloop: RunLoop) -> None:
    async def scenario() -> None:
        events = (
            error(f"bad {CANARY}", "rate_limit_exceeded"),
            error("buffer too small", "input_audio_buffer_commit_empty"),
            failed("i1", f"no {CANARY}"),
            delta("i2", "Hi"),
        )
        async with talking(saying(*events)) as (_server, live):
            assert await anext(live) == SessionReady()
            with pytest.raises(RefusedError) as caught:
                await anext(live)
            assert (caught.value.code, caught.value.detail) == (Code.RATE_LIMITED, "bad ***")
            empty, turn, last = [await anext(live) for _ in range(3)]
        assert isinstance(empty, Failed)
        assert empty.item_id == ""
        assert isinstance(turn, Failed)
        assert (turn.item_id, turn.error.detail) == ("i1", "no ***")
        assert last == Delta("i2", "Hi")

    aloop(scenario())


async def listen(http: Http, target: Endpoint) -> None:
    async with open_live(http, target, SETTINGS) as live:
        async for _event in live:
            pass


def test_cancelling_closes_the_connection_at_once(aloop: RunLoop) -> None:
    async def deaf(server: LiveServer, connection: ServerConnection) -> None:
        await connection.wait_closed()

    async def scenario() -> None:
        async with LiveServer(deaf) as server, Http(PATIENT) as http:
            target = endpoint(server.base_url)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(listen(http, target), 0.1)
            assert await server.saw_close() - time.monotonic() < 1.0

    aloop(scenario())


def test_leaving_does_not_wait_for_a_server_that_does_not_say_goodbye(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await connection.wait_closed()

    async def scenario() -> float:
        async with talking(script) as (_server, live):
            await take(live, 0)
            begin = time.monotonic()
            return time.monotonic() - begin

    assert aloop(scenario()) < 1.5


def test_vllm_is_spoken_to_in_its_own_words(aloop: RunLoop) -> None:
    async def script(server: LiveServer, connection: ServerConnection) -> None:
        await server.say(connection, {"type": "session.created", "id": "sess-1", "created": 1})
        for _turn in range(2):
            while not (await server.next(connection)).get("final"):
                pass
            await server.say(connection, {"type": "transcription.delta", "delta": "Hel"})
            usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
            done = {"type": "transcription.done", "text": "Hello", "usage": usage}
            await server.say(connection, done)
        await server.say(connection, {"type": "error", "error": "boom", "code": "processing_error"})

    async def scenario() -> None:
        async with talking(script, greets=False) as (server, live):
            assert await anext(live) == SessionReady(16_000)
            names = []
            for _turn in range(2):
                await live.send(SPEECH)
                await live.send(SPEECH)
                await live.commit()
                await live.commit()  # nothing new: not sent
                piece, done = await anext(live), await anext(live)
                assert isinstance(piece, Delta)
                assert isinstance(done, Completed)
                assert (piece.text, done.text, piece.item_id) == ("Hel", "Hello", done.item_id)
                names.append(done.item_id)
            with pytest.raises(RefusedError) as caught:
                await anext(live)
            assert caught.value.detail == "boom"
        assert len(set(names)) == 2
        update, *turns = server.heard
        assert update == {"type": "session.update", "model": SETTINGS.model}
        kinds = [(item["type"].rpartition(".")[2], item.get("final")) for item in turns]
        said = [("append", None), ("commit", None), ("append", None), ("commit", True)]
        assert kinds == said * 2

    aloop(scenario())


def test_works_on_the_loop_of_the_window(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking(saying(delta("i1", "Hi"))) as (_server, live):
            await live.send(SPEECH)
            assert await take(live, 1) == [Delta("i1", "Hi")]
            assert (await failure(endpoint("http://127.0.0.1:1/v1"))).code is Code.NO_ROUTE

    qloop(scenario())


def test_no_log_shows_the_key(aloop: RunLoop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def scenario() -> None:
        async with LiveServer(saying(delta("i1", "Hi"))) as server, Http(PATIENT) as http:
            logging.getLogger("websockets.server").setLevel(logging.INFO)
            async with open_live(http, endpoint(server.base_url), SETTINGS) as live:
                await take(live, 1)

    aloop(scenario())
    assert CANARY not in caplog.text


def test_the_library_is_imported_with_the_first_dictation_only() -> None:
    program = "import sys, desktop.api.audio.live; assert 'websockets' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


def test_aimock_transcribes_what_it_hears(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with Http(PATIENT) as http:
            settings = LiveSettings("gpt-live-transcribe", languages=("en",))
            async with open_live(http, endpoint(aimock.base_url), settings) as live:
                await live.send(SPEECH)
                await live.commit()
                got = [await anext(live)]
                while not isinstance(got[-1], Completed):
                    got.append(await anext(live))
        ready, turn, *pieces, done = got
        assert ready == SessionReady()
        assert isinstance(turn, Committed)
        assert isinstance(done, Completed)
        assert done.text == "It was the best of times, 那是最好的时代。"
        assert "".join(piece.text for piece in pieces if isinstance(piece, Delta)) == done.text
        assert {done.item_id, *(getattr(piece, "item_id", "") for piece in pieces)} == {
            turn.item_id
        }
        assert done.usage == {"type": "duration", "seconds": 0}
        (entry,) = aimock.journal()
        assert (entry["method"], entry["path"]) == ("WS", "/v1/realtime")
        assert json.dumps(entry).count("gpt-live-transcribe") >= 1

    aloop(scenario(), 20)


def test_aimock_refuses_a_model_that_cannot_transcribe(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        settings, target = LiveSettings("gpt-x"), endpoint(aimock.base_url)
        async with Http(PATIENT) as http, open_live(http, target, settings) as live:
            with pytest.raises(RefusedError) as caught:
                await anext(live)
        assert "gpt-x" in caught.value.detail

    aloop(scenario(), 20)
