"""A way through a SOCKS5 proxy for sockets; HTTP has its own in httpx (RFC 1928, 1929)."""

from __future__ import annotations

import asyncio
import socket
from urllib.parse import urlsplit

from desktop.core.connection import Secret
from desktop.core.errors import AppError, Code

_PORT = 1080
_NO_LOGIN, _PASSWORD = 0, 2
_REPLIES = {
    1: "general failure",
    2: "not allowed",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "too slow",
}


async def connect(proxy: str, login: Secret, host: str, port: int) -> socket.socket:
    """Give a socket on which everything goes to `host`, whose name the proxy looks up.

    Args:
        proxy: `socks5://name:port`.
        login: `name:password`; empty: none.
        host: A name or an address.
        port: Its port.

    Raises:
        AppError: PROXY, it cannot be reached, refuses, or is none; BAD_URL, `host` is none.
    """
    parts = urlsplit(proxy)
    way = _Way(await _reach(parts.hostname or "", parts.port or _PORT))
    try:
        await way.greet(login.reveal())
        await way.ask_for(host, port)
    except OSError as error:
        way.close()
        raise AppError(Code.PROXY, error.strerror or "") from None
    except BaseException:
        way.close()
        raise
    return way.socket


async def _reach(host: str, port: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    reason = ""
    try:
        places = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AppError(Code.PROXY, getattr(error, "strerror", None) or "") from None
    for family, kind, protocol, _name, address in places:
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        try:
            await loop.sock_connect(made, address)
        except OSError as error:
            made.close()
            reason = error.strerror or ""
        except BaseException:
            made.close()
            raise
        else:
            return made
    raise AppError(Code.PROXY, reason)


class _Way:
    def __init__(self, made: socket.socket) -> None:
        self.socket = made
        self.close = made.close

    async def greet(self, login: str) -> None:
        name, _, password = (part.encode() for part in login.partition(":"))
        method = _PASSWORD if name else _NO_LOGIN
        await self._send(bytes([5, 1, method]))
        if await self._read(2) != bytes([5, method]):
            raise AppError(Code.PROXY, "it wants another login")
        if method == _PASSWORD:
            await self._send(bytes([1, *_counted(name), *_counted(password)]))
            if (await self._read(2))[1] != 0:
                raise AppError(Code.PROXY, "it refuses the login")

    async def ask_for(self, host: str, port: int) -> None:
        try:
            name = _counted(host.encode("idna"))
        except UnicodeError:
            raise AppError(Code.BAD_URL) from None
        await self._send(bytes([5, 1, 0, 3, *name, *port.to_bytes(2)]))
        _version, reply, _zero, kind = await self._read(4)
        if reply != 0:
            raise AppError(Code.PROXY, _REPLIES.get(reply, str(reply)))
        length = {1: 4, 4: 16}.get(kind) or (await self._read(1))[0]
        await self._read(length + 2)  # where it stands itself: nobody needs to know

    async def _send(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self.socket, data)

    async def _read(self, count: int) -> bytes:
        loop, data = asyncio.get_running_loop(), b""
        while len(data) < count:
            piece = await loop.sock_recv(self.socket, count - len(data))
            if not piece:
                raise AppError(Code.PROXY, "it hung up")
            data += piece
        return data


def _counted(part: bytes) -> bytes:
    if len(part) > 255:
        raise AppError(Code.PROXY, "a name too long for SOCKS")
    return bytes([len(part)]) + part
