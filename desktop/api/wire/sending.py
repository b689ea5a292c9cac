"""Requests on their way and what comes back, on httpx.

The only module that imports it (dormant upstream; its successor has the same shape, so that a move
stays one file).
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import ModuleType
from urllib.parse import urlsplit

from desktop import __version__
from desktop.api.reading.fields import dump
from desktop.api.wire.address import join, may_follow
from desktop.api.wire.call import Call, Form
from desktop.api.wire.headers import headers_for
from desktop.api.wire.inflate import inflate
from desktop.api.wire.multipart import Multipart
from desktop.api.wire.watching import Watch
from desktop.core.connection import DIRECT, Endpoint, Timeouts, Transport
from desktop.core.errors import AppError, Code
from desktop.core.exchange import Sent
from desktop.core.logs import redact

# httpx imports its command line, and with it click, rich and pygments, where these are installed:
# 89 ms of CPU instead of 53. With an empty module in that place it goes on as where they are absent.
_command_line = sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
import httpx  # noqa: E402

if not hasattr(_command_line, "main"):
    del sys.modules["httpx._main"]

# They log every address and header that they see, and these may hold a password or a key.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)
_log = logging.getLogger(__name__)

_MAX_REDIRECTS = 3
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_LOST = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
_CODES: tuple[tuple[tuple[type[Exception], ...], Code], ...] = (
    ((httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError), Code.BAD_URL),
    ((httpx.ProxyError,), Code.PROXY),
    ((httpx.ConnectTimeout, httpx.ConnectError), Code.NO_ROUTE),
    ((httpx.TimeoutException,), Code.TIMEOUT),
    ((httpx.DecodingError,), Code.NOT_UNDERSTOOD),
    # httpx lets it through when it comes after the handshake: a certificate of ours is asked for.
    ((ssl.SSLError,), Code.TLS),
)


Client = httpx.AsyncClient
Response = httpx.Response


def make_client(transport: Transport, context: ssl.SSLContext, waits: Timeouts) -> Client:
    """Give a client of its own for one transport.

    Raises:
        AppError: PROXY, its address is none.
    """
    proxy = None
    if transport.proxy not in {"", DIRECT}:
        name, _, password = transport.proxy_login.reveal().partition(":")
        try:
            _ = urlsplit(transport.proxy).port  # raises where there is no such port
            proxy = httpx.Proxy(transport.proxy, auth=(name, password) if name else None)
        except (ValueError, httpx.InvalidURL):
            raise AppError(Code.PROXY, "not an http, https or socks5 address") from None
    return httpx.AsyncClient(
        verify=context,
        proxy=proxy,
        trust_env=not transport.proxy,
        # No API needs them, and the host of a picture would know by them who comes again.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        timeout=httpx.Timeout(waits.first_byte_s, connect=waits.connect_s),
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
        # The environment's proxy is for servers elsewhere, never for the built-in engine.
        mounts=None if transport.proxy else {f"all://{host}": None for host in _LOOPBACK},
    )


class Sending:
    """One request on its way: redirects, and once more after a kept connection that was closed."""

    def __init__(self, client: Client, endpoint: Endpoint, call: Call, waits: Timeouts) -> None:
        self._client, self._endpoint, self._call = client, endpoint, call
        self.waits = waits
        self._form: Multipart | None = None
        self._json = (
            dump(call.body).encode("utf-8", "replace") if isinstance(call.body, dict) else None
        )
        self._id = os.urandom(16).hex()
        self._is_new = False  # the connection of the newest attempt

    async def send(self) -> httpx.Response:
        """Give the answer as soon as its headers are there.

        Raises:
            AppError: everything that can go wrong on the way.
        """
        if isinstance(self._call.body, Form):
            # It asks for the sizes of files, which may lie on a network that is slow to answer.
            self._form = await asyncio.to_thread(Multipart, self._call.body)
        try:
            response = await self._send()
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as error:
            raise _explain(error, self._endpoint) from None
        # Whoever reads the body limits its silences; this limit was for the headers.
        response.request.extensions["timeout"]["read"] = None
        return response

    async def _send(self) -> httpx.Response:
        url = httpx.URL(self._url())
        for _hop in range(_MAX_REDIRECTS):
            response = await self._attempt(url)
            if not response.has_redirect_location:
                return response
            await response.aclose()
            target = response.url.join(response.headers["location"])
            status = response.status_code
            if status == 303 or not may_follow(str(response.url), str(target)):
                raise AppError(Code.BAD_URL, f"HTTP {status} -> {target.host}", status=status)
            url = target
        raise AppError(Code.BAD_URL, f"more than {_MAX_REDIRECTS} redirects")

    def note(self, response: httpx.Response) -> None:
        """Leave a trace in the log that a report to the server's makers can be made of."""
        _log.debug(
            "%s %s: %d, request %s, id %s",
            self._call.verb,
            self._call.path,
            response.status_code,
            self._id,
            redact(response.headers.get("x-request-id", "-"), self._endpoint.secrets),
        )

    def _url(self) -> str:
        try:
            url = httpx.URL(join(self._endpoint.base_url, self._call.path))
            return str(url.copy_merge_params(list(self._call.query)) if self._call.query else url)
        except (httpx.InvalidURL, ValueError):
            raise AppError(Code.BAD_URL) from None

    def _request(self, url: httpx.URL) -> httpx.Request:
        """Make the request anew: a form's bytes can be sent only once."""
        headers = headers_for(self._endpoint, self._call, __version__, self._id)
        content: bytes | AsyncIterator[bytes] | None = self._json
        if self._json is not None:
            headers["content-type"] = "application/json"
        elif self._form is not None:
            headers["content-type"] = self._form.content_type
            headers["content-length"] = str(self._form.length)
            content = self._form.send(self._call.on_sent)
        waits = self.waits
        return self._client.build_request(
            self._call.verb,
            url,
            headers=headers,
            content=content,
            timeout=httpx.Timeout(
                connect=waits.connect_s,
                read=waits.first_byte_s,
                write=waits.write_s,
                pool=waits.pool_s,
            ),
        )

    async def _attempt(self, url: httpx.URL) -> httpx.Response:
        """Send; once more when a kept connection turns out to be closed by the server."""
        try:
            return await self._once(url)
        except _LOST:
            if self._is_new:
                raise
        return await self._once(url)

    def _record(self, request: httpx.Request) -> None:
        recorder, body = self._call.recorder, self._call.body
        if recorder is None or not isinstance(body, dict):
            return
        secrets = self._endpoint.secrets
        headers = tuple((name, redact(value, secrets)) for name, value in request.headers.items())
        recorder.sent(Sent(request.method, redact(str(request.url), secrets), headers, body))

    async def _once(self, url: httpx.URL) -> httpx.Response:
        request = self._request(url)
        self._record(request)
        limit = asyncio.timeout(None)
        watch = request.extensions["trace"] = Watch(limit, self.waits)
        try:
            async with limit:
                return await self._client.send(request, stream=True)
        except TimeoutError:
            raise AppError(watch.code, "no whole answer in time") from None
        finally:
            self._is_new = watch.is_new


async def body_of(response: httpx.Response, endpoint: Endpoint) -> AsyncIterator[bytes]:
    """Yield the body, unpacked.

    Raises:
        AppError: CUT, or NOT_UNDERSTOOD for a packing that we did not ask for.
    """
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"", "identity", "gzip"}:
        # Not only unasked for: gzip in gzip in gzip grows a thousandfold each time.
        raise AppError(Code.NOT_UNDERSTOOD, f"content-encoding {packing[:40]}")
    chunks = response.aiter_raw()
    try:
        async for chunk in inflate(chunks) if packing == "gzip" else chunks:
            yield chunk
    except (httpx.HTTPError, ssl.SSLError) as error:
        raise _explain(error, endpoint) from None


def _explain(error: Exception, endpoint: Endpoint) -> AppError:
    """Give the AppError for what httpx met on the way."""
    detail = redact(str(error) or type(error).__name__, endpoint.secrets)
    code = next((code for kinds, code in _CODES if isinstance(error, kinds)), Code.CUT)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        if isinstance(error, httpx.ConnectError) and _has_cause(error, ssl.SSLError):
            code = Code.TLS
        elif endpoint.transport.proxy not in {"", DIRECT}:
            code = Code.PROXY
        elif _has_cause(error, socket.gaierror):
            code = Code.NO_NAME
    return AppError(code, detail)


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
