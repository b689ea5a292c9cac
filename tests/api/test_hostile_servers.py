"""Servers that want to hurt: every one of them meets a limit, and none gets what is not its own.

`test_http`, `test_text` and `test_sse` have those that are merely bad.
"""

import asyncio
import gzip
import json
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

import pytest

from desktop.api.models.listing import list_models
from desktop.api.text.answer import stream_answer
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Api, Endpoint, Secret
from desktop.core.errors import AppError, Code
from desktop.core.stream import Finished, TextDelta, fold
from tests.api.asking import (
    CANARY,
    PATIENT,
    QUICK,
    TEXTS,
    WHOLE,
    ask,
    both,
    endpoint,
    good,
    question,
    route,
    unfinished,
)
from tests.fakes.byte_server import ByteServer, Reply, Stall, one_by_one
from tests.fakes.shapes import chat_chunks, json_reply, sse
from tests.support.loops import RunLoop

GZIP = (("content-encoding", "gzip"),)
MB = 1024 * 1024


@dataclass
class Talker:
    """A server that never comes to an end; `gone` is set when its client has had enough."""

    base_url: str = ""
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def left_after_s(self) -> float:
        """Wait until the client has gone; give how long that took."""
        begin = time.monotonic()
        async with asyncio.timeout(2):
            await self.gone.wait()
        return time.monotonic() - begin


@asynccontextmanager
async def talking(begin: bytes, again: bytes, pause_s: float = 0.0) -> AsyncIterator[Talker]:
    """Give a server that says `begin`, then `again` for ever."""
    talker = Talker()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # The client has had enough: what these tests are about.
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(begin)
                while not writer.is_closing():
                    writer.write(again)
                    await writer.drain()
                    await asyncio.sleep(pause_s)
        finally:
            talker.gone.set()
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        talker.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        yield talker
        await talker.left_after_s()


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


OK = b"HTTP/1.1 200 OK\r\n"
EVENTS = OK + b"content-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
UNTIL_CLOSE = OK + b"content-type: application/json\r\n\r\n"


async def failure(base_url: str, path: str = "/x") -> AppError:
    async with Http(QUICK) as http:
        with pytest.raises(AppError) as caught:
            await http.json(endpoint(base_url), Call(path))
    return caught.value


LORIS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"x"),
    "a header a time": (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a status": (b"", b"H"),
    "body": (UNTIL_CLOSE, b"["),
    "blanks": (UNTIL_CLOSE, b" "),
    "chunks": (EVENTS, chunk(b"1")),
}


@pytest.mark.parametrize(("begin", "again"), LORIS.values(), ids=LORIS.keys())
def test_a_byte_now_and_then_is_no_answer(aloop: RunLoop, begin: bytes, again: bytes) -> None:
    async def scenario() -> AppError:
        async with talking(begin, again, 0.02) as talker:
            return await failure(talker.base_url)

    assert aloop(scenario()).code in {Code.TIMEOUT, Code.CUT, Code.NOT_UNDERSTOOD}


def test_the_explanation_of_an_error_may_be_slow_but_not_for_ever(aloop: RunLoop) -> None:
    async def scenario() -> AppError:
        begin = b"HTTP/1.1 503 X\r\ncontent-type: text/plain\r\n\r\nbusy"
        async with talking(begin, b" ", 0.05) as talker:
            return await failure(talker.base_url)

    error = aloop(scenario())
    assert (error.code, error.detail) == (Code.OVERLOADED, "busy")


FLOODS = {
    "one endless header": (OK + b"x: ", b"y" * 65_536),
    "headers without end": (OK, b"x: y\r\n" * 5_000),
    "interim answers": (b"", b"HTTP/1.1 103 Early\r\nlink: x\r\n\r\n" * 2_000),
    "an endless body": (UNTIL_CLOSE, b"[" * 65_536),
    "endless chunks": (EVENTS, chunk(b" " * 65_536) * 4),
    "an endless chunk size": (EVENTS, b"0" * 65_536),
    "an endless trailer": (EVENTS + b"0\r\n", b"x: y\r\n" * 5_000),
}


@pytest.mark.parametrize(("begin", "again"), FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_is_refused_before_it_fills_the_memory(
    aloop: RunLoop, begin: bytes, again: bytes
) -> None:
    async def scenario() -> tuple[AppError | object, int]:
        async with talking(begin, again) as talker:
            tracemalloc.start()
            try:
                async with Http(QUICK) as http:
                    try:
                        result: AppError | object = await http.json(
                            endpoint(talker.base_url), Call("/x")
                        )
                    except AppError as error:
                        result = error
                return result, tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    result, peak = aloop(scenario(), 60)
    assert result is None or isinstance(result, AppError)
    assert peak < 200 * MB  # the limit of a body is 64 MB, and it is held twice while it is joined


@both
def test_an_endless_answer_stays_small_and_stops_at_once(aloop: RunLoop, api: Api) -> None:
    texts = ["x" * 100] * 50
    events = sse(*chat_chunks(texts, finish=None)) if api is Api.CHAT else sse(
        *({"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": text} for text in texts)
    )  # fmt: skip
    keeping = b": keep-alive\n\n" * 2_000

    async def scenario() -> tuple[int, int, float]:
        async with talking(EVENTS, chunk(events) + chunk(keeping)) as talker:
            tracemalloc.start()
            try:
                async with Http(PATIENT) as http:
                    stream = stream_answer(http, endpoint(talker.base_url, api), question())
                    async with aclosing(stream):
                        count = 0
                        async for event in stream:
                            count += isinstance(event, TextDelta)
                            if count == 20_000:
                                break
                    stopped_s = await talker.left_after_s()
                return count, tracemalloc.get_traced_memory()[1], stopped_s
            finally:
                tracemalloc.stop()

    count, peak, stopped_s = aloop(scenario(), 60)
    assert count == 20_000
    assert peak < 20 * MB  # 2 MB of text; the comments, ten times as much, are not kept
    assert stopped_s < 2


@both
def test_stop_is_at_once_while_a_huge_event_comes_in(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> float:
        begin, again = EVENTS + chunk(b"data: "), chunk(b"x" * 1000)
        async with talking(begin, again, 0.001) as talker, Http(PATIENT) as http:
            stream = stream_answer(http, endpoint(talker.base_url, api), question())
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(_drain(stream), 0.1)
            return await talker.left_after_s()

    assert aloop(scenario()) < 2


async def _drain(stream: AsyncIterator[object]) -> None:
    async for _event in stream:
        pass


def bomb(size: int) -> bytes:
    """Give `size` zeros as gzip, a thousandth of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    piece = b"0" * MB
    return b"".join(packer.compress(piece) for _ in range(size // MB)) + packer.flush()


def test_a_bomb_of_a_gigabyte_is_refused_with_little_memory(aloop: RunLoop) -> None:
    packed = bomb(128 * MB) * 8  # one gzip stream after the other is allowed

    async def scenario() -> tuple[AppError, int]:
        async with ByteServer() as server:
            server.on("/v1/x", Reply((b"", packed), headers=GZIP, framing="length"))
            tracemalloc.start()
            try:
                return await failure(server.base_url), tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    error, peak = aloop(scenario(), 60)
    assert error.code is Code.NOT_UNDERSTOOD
    assert peak < 200 * MB


@both
def test_a_bomb_in_a_stream_is_refused_too(aloop: RunLoop, api: Api) -> None:
    packed = gzip.compress(b"data: ", 0) + bomb(128 * MB)

    async def scenario() -> AppError:
        async with ByteServer() as server:
            server.on(route(api), Reply((packed,), headers=GZIP))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url, api))
            return caught.value

    assert aloop(scenario(), 60).code is Code.NOT_UNDERSTOOD


def test_a_bomb_as_the_explanation_of_an_error_is_read_to_its_beginning(aloop: RunLoop) -> None:
    packed = bomb(128 * MB)

    async def scenario() -> tuple[AppError, int]:
        async with ByteServer() as server:
            server.on("/v1/x", Reply((packed,), 500, headers=GZIP, framing="length"))
            tracemalloc.start()
            try:
                return await failure(server.base_url), tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    error, peak = aloop(scenario(), 30)
    assert error.code is Code.SERVER
    assert peak < 20 * MB


@pytest.mark.parametrize(
    "packing", ["gzip, gzip", "gzip,gzip,gzip", "br", "deflate", "zstd", "x" * 5_000]
)
def test_a_packing_within_a_packing_is_not_unpacked(aloop: RunLoop, packing: str) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            body = gzip.compress(gzip.compress(b"[]"))
            headers = (("content-encoding", packing),)
            server.on("/v1/x", Reply((body,), headers=headers, framing="length"))
            error = await failure(server.base_url)
            assert (error.code, len(error.detail) < 100) == (Code.NOT_UNDERSTOOD, True)

    aloop(scenario())


@both
def test_a_packed_answer_may_come_in_single_bytes(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on(route(api), Reply(one_by_one(gzip.compress(good(api))), headers=GZIP))
            folded = fold(await ask(endpoint(server.base_url, api)))
            assert (folded.parts[0].text, folded.finish_reason) == (WHOLE, "stop")

    aloop(scenario(), 20)


@both
def test_each_event_may_be_packed_on_its_own_and_is_told_at_once(aloop: RunLoop, api: Api) -> None:
    events = [event + b"\n\n" for event in unfinished(api).split(b"\n\n") if event]

    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            pieces = tuple(gzip.compress(event) for event in events)
            server.on(route(api), Reply((*pieces, Stall()), headers=GZIP))
            got = []
            stream = stream_answer(http, endpoint(server.base_url, api), question())
            async with aclosing(stream):
                async for event in stream:
                    got.append(event)
                    if fold(got).parts and fold(got).parts[0].text == WHOLE:
                        break  # though the server is silent, and its end never comes
            await server.saw_close()

    aloop(scenario())


def mixed_ends(body: bytes) -> bytes:
    """Give the same stream with each line end another one."""
    ends = (b"\n", b"\r", b"\r\n")  # never CR before LF: that would be one end
    lines = body.split(b"\n")
    return b"".join(line + ends[place % 3] for place, line in enumerate(lines))


@both
def test_line_ends_of_all_kinds_in_packed_single_bytes(aloop: RunLoop, api: Api) -> None:
    body = b"\xef\xbb\xbf" + mixed_ends(good(api))

    async def scenario() -> None:
        async with ByteServer() as server:
            server.on(route(api), Reply(one_by_one(gzip.compress(body)), headers=GZIP))
            assert fold(await ask(endpoint(server.base_url, api))).parts[0].text == WHOLE

    aloop(scenario(), 20)


OWN = (("X-Gateway", Secret("gateway-secret")), ("api-key", Secret("second-secret")))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("body", [None, {"input": "private words"}], ids=["get", "post"])
def test_a_redirect_takes_nothing_of_ours_to_another_server(
    aloop: RunLoop, status: int, body: dict[str, object] | None
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, ByteServer() as other, Http(QUICK) as http:
            port = other.origin.rpartition(":")[2]
            places = (f"{other.base_url}/x", f"//127.0.0.1:{port}/v1/x", f"http://user:pw@127.0.0.1:{port}/x", f"http://localhost:{port}/x")  # fmt: skip
            target = replace(
                endpoint(server.base_url), headers=OWN, organization="org-1", project="p-1"
            )
            for place in places:
                server.on(
                    "/v1/x", Reply((), status, headers=(("location", place),), framing="length")
                )
                with pytest.raises(AppError) as caught:
                    await http.json(target, Call("/x", body))
                assert caught.value.code is Code.BAD_URL
            assert other.requests == []

    aloop(scenario())


@both
def test_a_redirect_of_a_question_takes_no_word_to_another_server(aloop: RunLoop, api: Api) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, ByteServer() as other:
            place = f"{other.origin}{route(api)}"
            server.on(route(api), Reply((), 308, headers=(("location", place),), framing="length"))
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url, api), question("private words"))
            assert (caught.value.code, other.requests) == (Code.BAD_URL, [])

    aloop(scenario())


def raw(head: bytes, body: bytes) -> Reply:
    """Give an answer whose headers are lies."""
    return Reply((head + b"\r\n\r\n" + body,), framing="none")


SHORT, LONG = good(Api.CHAT)[:50], good(Api.CHAT)
LENGTHS = {
    "more than it says": (raw(OK + b"content-length: 50", LONG), Code.CUT),
    "less than it says": (raw(OK + b"content-length: 99999", SHORT), Code.CUT),
    "two lengths": (raw(OK + b"content-length: 5\r\ncontent-length: 6", LONG), Code.CUT),
    "no number": (raw(OK + b"content-length: many", LONG), Code.CUT),
    "below nothing": (raw(OK + b"content-length: -1", LONG), Code.CUT),
    "a broken chunk": (raw(OK + b"transfer-encoding: chunked", b"zz\r\nhello"), Code.CUT),
    "a chunk too long": (raw(OK + b"transfer-encoding: chunked", b"ffffffffffffffffffff\r\nx"), Code.CUT),
    "another coding": (raw(OK + b"transfer-encoding: gzip", LONG), Code.CUT),
    "an empty answer": (raw(OK + b"content-length: 0", b""), Code.CUT),
    "no content": (raw(b"HTTP/1.1 204 No Content", b""), Code.CUT),
    "another version": (raw(b"HTTP/9.9 200 OK", b""), Code.CUT),
    "a status that is none": (raw(b"HTTP/1.1 999 X", b""), Code.SERVER),
    "a switch nobody asked for": (raw(b"HTTP/1.1 101 X\r\nupgrade: h2c\r\nconnection: upgrade", b"x"), Code.CUT),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code"), LENGTHS.values(), ids=LENGTHS.keys())
def test_what_the_headers_say_and_do_not_keep_is_an_error(
    aloop: RunLoop, reply: Reply, code: Code
) -> None:
    async def scenario() -> AppError:
        async with ByteServer() as server:
            server.on(route(Api.CHAT), reply)
            with pytest.raises(AppError) as caught:
                await ask(endpoint(server.base_url), timeouts=QUICK)
            return caught.value

    error = aloop(scenario())
    assert error.code in {code, Code.NOT_UNDERSTOOD, Code.BAD_REQUEST}
    assert CANARY not in str(error)


def test_interim_answers_are_passed_over(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
            length = f"content-length: {len(LONG)}".encode()
            server.on(route(Api.CHAT), raw(early + OK + length, LONG))
            stream = stream_answer(http, endpoint(server.base_url), question())
            events = [event async for event in stream]
            assert events[-1] == Finished("stop")
            assert fold(events).parts[0].text == "".join(TEXTS)

    aloop(scenario())


def test_an_error_with_success_and_a_wrong_type_is_an_error(aloop: RunLoop) -> None:
    async def scenario() -> None:
        body = json.dumps(
            {"error": {"message": f"no {CANARY}", "code": "invalid_api_key"}}
        ).encode()
        async with ByteServer() as server, Http(QUICK) as http:
            for kind in ("text/html", "text/event-stream", "image/png", ""):
                server.on("/v1/models", Reply((body,), 200, kind, framing="length"))
                with pytest.raises(AppError) as caught:
                    await list_models(http, endpoint(server.base_url))
                assert (caught.value.code, caught.value.detail) == (Code.KEY_REFUSED, "no ***")

    aloop(scenario())


def test_a_page_with_a_megabyte_of_title_is_one_line(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            page = b"<html><title>" + b"502 Bad Gateway " * 70_000 + b"</title>"
            server.on("/v1/x", Reply((page,), 502, "text/html"))
            error = await failure(server.base_url)
            assert error.code is Code.SERVER
            assert len(error.detail) <= 600
            assert "\n" not in error.detail

    aloop(scenario())


def test_headers_of_the_largest_size_still_come_in(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            many = tuple((f"x-{number}", "y" * 100) for number in range(90))
            server.on("/v1/x", json_reply({"ok": True}), Reply((b"[]",), headers=many))
            target: Endpoint = endpoint(server.base_url)
            assert await http.json(target, Call("/x")) == {"ok": True}
            assert await http.json(target, Call("/x")) == []

    aloop(scenario())
