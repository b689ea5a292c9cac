"""A socket to a server, as the rest of `desktop.api` wants it: AppErrors, no key for strangers.

The only module that imports websockets; it is imported with the first live dictation.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import HeadersLike
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    ProxyError,
)
from websockets.proxy import get_proxy
from websockets.uri import parse_uri

from desktop.api.reading.failures import Problem, RefusedError, describe_page, refusal
from desktop.api.wire import socks
from desktop.api.wire.address import may_follow
from desktop.core.connection import DIRECT, Endpoint, Secret, Timeouts
from desktop.core.errors import AppError, Code
from desktop.core.logs import redact
from desktop.core.override import override

# It logs every header that it sends, the key among them.
_log: Final = logging.getLogger("desktop.api.wire.websocket.wire")
_log.setLevel(logging.CRITICAL)

MAX_MESSAGE_BYTES = 16 * 1024 * 1024

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_CODES = {
    1008: Code.FORBIDDEN,
    1009: Code.TOO_LARGE,
    1011: Code.SERVER,
    1012: Code.OVERLOADED,  # it restarts
    1013: Code.OVERLOADED,
    3000: Code.KEY_REFUSED,
    3003: Code.FORBIDDEN,
    3008: Code.TIMEOUT,
}
"""What a server means by closing so (RFC 6455 and its registry); any other close is CUT."""
_OPENING: tuple[tuple[tuple[type[Exception], ...], Code], ...] = (
    ((InvalidURI,), Code.BAD_URL),
    ((InvalidProxy, ProxyError, ImportError), Code.PROXY),
    ((ssl.SSLError,), Code.TLS),
    ((socket.gaierror,), Code.NO_NAME),
    ((InvalidMessage, EOFError, ConnectionResetError), Code.CUT),
    ((OSError,), Code.NO_ROUTE),
    ((ValueError,), Code.BAD_URL),  # last: an untrusted certificate is one, too
)
_FAILURES: tuple[type[Exception], ...] = (
    InvalidHandshake,
    *(kind for kinds, _code in _OPENING for kind in kinds),
)


class Socket:
    """Messages to and from a server."""

    def __init__(self, connection: ClientConnection, endpoint: Endpoint, waits: Timeouts) -> None:
        self._connection, self._endpoint, self._waits = connection, endpoint, waits

    async def send(self, message: str) -> None:
        """Send one message.

        Raises:
            AppError: TIMEOUT when the server does not take it, else as `receive`.
        """
        try:
            async with asyncio.timeout(self._waits.write_s):
                await self._connection.send(message.encode("utf-8", "replace"), text=True)
        except TimeoutError:
            raise AppError(Code.TIMEOUT, f"{self._waits.write_s:g} s") from None
        except ConnectionClosed as closed:
            raise self._explain(closed) from None

    async def receive(self) -> str | bytes:
        """Give the next message, however long it takes: pings tell whether the server is there.

        Raises:
            AppError: CUT, TIMEOUT (no answer to a ping), NOT_UNDERSTOOD (rubbish, or a message
                over the limit), or what the server said when it closed.
        """
        try:
            return await self._connection.recv()
        except ConnectionClosed as closed:
            raise self._explain(closed) from None

    def _explain(self, closed: ConnectionClosed) -> AppError:
        if closed.sent is not None and not closed.rcvd_then_sent:  # it was we who gave up
            is_silent = closed.sent.code == 1011
            code = Code.TIMEOUT if is_silent else Code.NOT_UNDERSTOOD
            return AppError(code, redact(closed.sent.reason, self._endpoint.secrets))
        if closed.rcvd is None:
            return AppError(Code.CUT)
        detail = redact(f"{closed.rcvd.code} {closed.rcvd.reason}", self._endpoint.secrets)
        return AppError(_CODES.get(closed.rcvd.code, Code.CUT), detail.strip())


@asynccontextmanager
async def open_socket(
    endpoint: Endpoint,
    url: str,
    headers: dict[str, str],
    context: ssl.SSLContext,
    waits: Timeouts,
) -> AsyncIterator[Socket]:
    """Open a socket for the duration of the context.

    Leaving it by an exception, a cancellation among them, closes the connection at once.

    Raises:
        RefusedError: the server refused the handshake.
        AppError: BAD_URL, NO_NAME, NO_ROUTE, PROXY, TLS, TIMEOUT, CUT or NOT_UNDERSTOOD.
    """
    connection = await _connect(endpoint, url, headers, context, waits)
    try:
        yield Socket(connection, endpoint, waits)
        with suppress(TimeoutError):  # a server that takes no more bytes takes no goodbye either
            async with asyncio.timeout(2 * waits.close_s):
                await connection.close()
    finally:
        connection.transport.abort()
        await connection.wait_closed()


class _Connection(ClientConnection):
    """Says that TLS ended a handshake where it did: our own certificate is asked for after its end."""

    _lost_to: Exception | None = None

    @override
    async def handshake(
        self,
        additional_headers: HeadersLike | None = None,
        user_agent_header: str | None = None,
    ) -> None:
        try:
            await super().handshake(additional_headers, user_agent_header)
        except InvalidMessage:
            if isinstance(self._lost_to, ssl.SSLError):
                raise self._lost_to from None
            raise

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._lost_to = exc
        super().connection_lost(exc)


class _Connect(connect):
    """Follows a redirect only where the key may go: the library would take a person's own headers."""

    @override
    def process_redirect(self, exc: Exception) -> Exception | str:
        here = self.uri
        target = super().process_redirect(exc)
        if isinstance(target, str) and not may_follow(_as_http(here), _as_http(target)):
            return exc
        return target


async def _connect(
    endpoint: Endpoint,
    url: str,
    headers: dict[str, str],
    context: ssl.SSLContext,
    waits: Timeouts,
) -> ClientConnection:
    try:
        async with asyncio.timeout(waits.connect_s):
            proxy = _proxy(endpoint, url)
            more: dict[str, Any] = {"proxy": proxy}
            if proxy is not None and proxy.startswith("https:"):
                more["proxy_ssl"] = context
            elif proxy is not None and proxy.startswith("socks"):
                more = {"proxy": None, "sock": await _through_socks(endpoint, proxy, url)}
            return await _Connect(
                url,
                additional_headers=headers,
                user_agent_header=None,  # ours is among the headers
                compression=None,  # base64 of noise: much CPU for nothing, and a bomb less
                ssl=context if url.startswith("wss:") else None,
                open_timeout=None,
                ping_interval=waits.between_s / 3,
                ping_timeout=waits.between_s / 3,
                close_timeout=waits.close_s,
                max_size=MAX_MESSAGE_BYTES,
                logger=_log,
                create_connection=_Connection,
                **more,
            )
    except TimeoutError:
        raise AppError(Code.TIMEOUT, f"{waits.connect_s:g} s") from None
    except _FAILURES as error:
        raise _explain(error, endpoint) from None


def _proxy(endpoint: Endpoint, url: str) -> str | None:
    way = endpoint.transport
    if way.proxy == DIRECT:
        return None
    if not way.proxy:
        # The environment's proxy is for servers elsewhere, never for the built-in engine.
        return None if urlsplit(url).hostname in _LOOPBACK else get_proxy(parse_uri(url))
    try:
        parts = urlsplit(way.proxy)
        _ = parts.port  # raises where there is no such port
    except ValueError:
        raise AppError(Code.PROXY, "not an http, https or socks5 address") from None
    name, _, password = way.proxy_login.reveal().partition(":")
    if not name:
        return way.proxy
    login = f"{quote(name, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc}"))


async def _through_socks(endpoint: Endpoint, proxy: str, url: str) -> socket.socket:
    parts, target = urlsplit(proxy), urlsplit(url)
    login = endpoint.transport.proxy_login
    if not endpoint.transport.proxy:  # the environment's has its login inside
        login = Secret(f"{unquote(parts.username or '')}:{unquote(parts.password or '')}")
    port = target.port or (443 if target.scheme == "wss" else 80)
    return await socks.connect(proxy, login, target.hostname or "", port)


def _as_http(url: str) -> str:
    return f"http{url.removeprefix('ws')}"


def _explain(error: Exception, endpoint: Endpoint) -> AppError:
    """Give the AppError for a socket that did not open."""
    if isinstance(error, InvalidStatus):
        return _refusal(error, endpoint)
    has_proxy = endpoint.transport.proxy not in {"", DIRECT}
    code = next((code for kinds, code in _OPENING if isinstance(error, kinds)), Code.NOT_UNDERSTOOD)
    if code in {Code.NO_NAME, Code.NO_ROUTE, Code.BAD_URL} and has_proxy:
        code = Code.PROXY
    if isinstance(error, InvalidProxyStatus):
        return AppError(code, f"HTTP {error.response.status_code}")
    if isinstance(error, InvalidProxy | InvalidURI):
        return AppError(code)  # the address may hold a password
    return AppError(code, redact(str(error), endpoint.secrets))


def _refusal(error: InvalidStatus, endpoint: Endpoint) -> AppError:
    answer = error.response
    status, body = answer.status_code, bytes(answer.body or b"")
    headers = {name.lower(): value for name, value in answer.headers.raw_items()}
    if 300 <= status < 400:
        target = urlsplit(headers.get("location", "")).hostname or ""
        detail = redact(f"HTTP {status} -> {target}", endpoint.secrets)
        return AppError(Code.BAD_URL, detail, status=status)
    if status < 300:  # a page for everybody, whatever the path
        page = Problem(describe_page(body.decode("utf-8", "replace")))
        refused = RefusedError(Code.NOT_UNDERSTOOD, page, status=status, lacks_route=True)
    else:
        refused = refusal(status, headers, body)
        # Servers on Starlette answer so where they have no such socket; a real 403 says why.
        refused.lacks_route = refused.lacks_route or (status == 403 and not body.strip())
    return refused.without(endpoint.secrets)
