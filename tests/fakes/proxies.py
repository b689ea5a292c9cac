"""Proxies for one test: HTTP (plain and CONNECT) and SOCKS5, with or without a login.

They remember who asked for what. `answer` is what an HTTP proxy says instead of doing its work.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

_READ = 65_536


@dataclass
class Proxy(ABC):
    """What both kinds share: a listening socket and tunnels. `asked` has each target as host:port."""

    login: str = ""
    asked: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    scheme: str = "http"

    def __post_init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._handlers: set[asyncio.Task[object]] = set()

    @property
    def address(self) -> str:
        """Give the address without the login."""
        assert self._server is not None
        return f"{self.scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._run, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        if self._handlers:
            await asyncio.wait(self._handlers, timeout=2.0)

    async def _run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        self._writers.add(writer)
        try:
            # Either side went away: that is how tunnels end.
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            writer.close()
            self._writers.discard(writer)
            self._handlers.discard(task)

    @abstractmethod
    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak the proxy's protocol with one client, to the end."""

    async def _open(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.asked.append(f"{host}:{port}")
        reader, writer = await asyncio.open_connection(host, port)
        self._writers.add(writer)
        return reader, writer

    async def _tunnel(
        self,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(_pump(client[0], server[1]))
            both.create_task(_pump(server[0], client[1]))


@dataclass
class HttpProxy(Proxy):
    """Forwards plain requests and opens tunnels; 407 for the wrong login."""

    answer: bytes = b""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        method, target, _version = first.split(" ")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
        given = headers.get("proxy-authorization", "").removeprefix("Basic ")
        self.logins.append(base64.b64decode(given).decode())
        if self.answer or self.logins[-1] != self.login:
            writer.write(self.answer or b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n")
            await writer.drain()
            return
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
            server = await self._open(host, int(port))
            writer.write(b"HTTP/1.1 200 Established\r\n\r\n")
        else:
            parts = urlsplit(target)
            server = await self._open(parts.hostname or "", parts.port or 80)
            kept = [one for one in lines if not one.lower().startswith("proxy-")]
            path = parts._replace(scheme="", netloc="").geturl()
            server[1].write("\r\n".join([f"{method} {path} HTTP/1.1", *kept, "", ""]).encode())
        await self._tunnel((reader, writer), server)


@dataclass
class SocksProxy(Proxy):
    """SOCKS5, CONNECT only. `reply` other than 0 refuses each target."""

    reply: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.scheme = "socks5"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _version, count = await reader.readexactly(2)
        offered = await reader.readexactly(count)
        wanted = 2 if self.login else 0
        if wanted not in offered:
            writer.write(b"\x05\xff")
            return
        writer.write(bytes([5, wanted]))
        if wanted == 2 and not await self._let_in(reader, writer):
            return
        _version, _connect, _zero, kind = await reader.readexactly(4)
        if kind == 1:
            host = str(ipaddress.IPv4Address(await reader.readexactly(4)))
        elif kind == 4:
            host = str(ipaddress.IPv6Address(await reader.readexactly(16)))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2))
        if self.reply:
            self.asked.append(f"{host}:{port}")
        else:
            server = await self._open(host, port)
        writer.write(bytes([5, self.reply, 0, 1, 0, 0, 0, 0, 0, 0]))
        if not self.reply:
            await self._tunnel((reader, writer), server)

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(1)
        name = await reader.readexactly((await reader.readexactly(1))[0])
        password = await reader.readexactly((await reader.readexactly(1))[0])
        self.logins.append(f"{name.decode()}:{password.decode()}")
        is_right = self.logins[-1] == self.login
        writer.write(b"\x01\x00" if is_right else b"\x01\x01")
        return is_right


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(_READ):
            writer.write(data)
            await writer.drain()
    writer.close()
