"""The greeting of a SOCKS5 proxy, byte by byte, with proxies that get it wrong."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.api.wire import socks
from desktop.core.connection import NO_SECRET, Secret
from desktop.core.errors import AppError, Code
from tests.support.loops import RunLoop

LOGIN = Secret("name:pass:word")


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Give the address of a proxy that answers each message with the next of `answers`, and what it heard."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            heard.append(await reader.read(1_000))
            for byte in answer:
                writer.write(bytes([byte]))
                await asyncio.sleep(0)
        writer.write_eof()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


async def way(login: Secret, *answers: bytes, host: str = "host.example") -> list[bytes]:
    """Give what a proxy hears on the way to a host."""
    async with answering(*answers) as (address, heard):
        made: socket.socket = await socks.connect(address, login, host, 443)
        made.close()
        return heard


DONE = b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
ASKED = b"\x05\x01\x00\x03\x0chost.example\x01\xbb"


def test_asks_without_a_login(aloop: RunLoop) -> None:
    assert aloop(way(NO_SECRET, b"\x05\x00", DONE)) == [b"\x05\x01\x00", ASKED]


def test_gives_its_login(aloop: RunLoop) -> None:
    heard = aloop(way(LOGIN, b"\x05\x02", b"\x01\x00", DONE))
    assert heard == [b"\x05\x01\x02", b"\x01\x04name\x09pass:word", ASKED]


PLACES = {
    "a name": b"\x05\x00\x00\x03\x03abc\x00\x50",
    "ipv6": b"\x05\x00\x00\x04" + bytes(18),
    "no name": b"\x05\x00\x00\x03\x00\x00\x50",
}


@pytest.mark.parametrize("done", PLACES.values(), ids=PLACES.keys())
def test_wherever_the_proxy_says_it_stands(aloop: RunLoop, done: bytes) -> None:
    assert len(aloop(way(NO_SECRET, b"\x05\x00", done))) == 2


def test_the_proxy_looks_up_names_of_all_scripts(aloop: RunLoop) -> None:
    heard = aloop(way(NO_SECRET, b"\x05\x00", DONE, host="bücher.example"))
    assert b"xn--bcher-kva.example" in heard[1]


WRONG = {
    "hangs up": (NO_SECRET, (b"",)),
    "hangs up in the middle": (NO_SECRET, (b"\x05",)),
    "no socks": (NO_SECRET, (b"HTTP/1.1 400 Bad\r\n\r\n",)),
    "another version": (NO_SECRET, (b"\x04\x00",)),
    "wants a login": (NO_SECRET, (b"\x05\xff",)),
    "wants another one": (LOGIN, (b"\x05\x01",)),
    "refuses the login": (LOGIN, (b"\x05\x02", b"\x01\x01")),
    "not allowed": (NO_SECRET, (b"\x05\x00", b"\x05\x02\x00\x01" + bytes(6))),
    "an unknown reply": (NO_SECRET, (b"\x05\x00", b"\x05\x63\x00\x01" + bytes(6))),
    "a name too long": (Secret("n" * 300 + ":p"), (b"\x05\x02",)),
}


@pytest.mark.parametrize(("login", "answers"), WRONG.values(), ids=WRONG.keys())
def test_a_proxy_that_does_not_help_is_named_so(
    aloop: RunLoop, login: Secret, answers: tuple[bytes, ...]
) -> None:
    with pytest.raises(AppError) as caught:
        aloop(way(login, *answers))
    assert caught.value.code is Code.PROXY
    assert "pass:word" not in str(caught.value)


def test_a_host_that_has_no_name_is_refused(aloop: RunLoop) -> None:
    with pytest.raises(AppError) as caught:
        aloop(way(NO_SECRET, b"\x05\x00", host="a" * 70 + ".example"))
    assert caught.value.code is Code.BAD_URL


def test_giving_up_closes_the_way(aloop: RunLoop) -> None:
    async def scenario() -> None:
        gone = asyncio.Event()

        async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(3)
            await reader.read()
            gone.set()
            writer.close()

        async with await asyncio.start_server(deaf, "127.0.0.1", 0) as server:
            address = f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(socks.connect(address, NO_SECRET, "h", 1), 0.05)
            await asyncio.wait_for(gone.wait(), 2)

    aloop(scenario())
