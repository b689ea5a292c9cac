"""One HTTP client for everything: timeouts, one retry, redirects, proxies, and errors as AppError.

The only module that imports httpx (dormant upstream; its successor has the same shape, so that a
move stays one file).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import ModuleType, TracebackType
from typing import Self, cast

from desktop import __version__
from desktop.api.address import join, may_follow
from desktop.api.failures import Problem, RefusedError, describe_page, redact, refusal
from desktop.api.fields import Json, dump
from desktop.api.lessons import Lessons
from desktop.api.patience import SilenceLimit, Timeouts
from desktop.core.connection import Endpoint, Secret
from desktop.core.errors import AppError, Code

__all__ = ["Answer", "Http", "Timeouts"]

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

MAX_BODY_BYTES = 64 * 1024 * 1024
_MAX_ERROR_BYTES = 64 * 1024
_MAX_REDIRECTS = 3
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_LOST = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
_CODES: tuple[tuple[tuple[type[Exception], ...], Code], ...] = (
    ((httpx.InvalidURL, httpx.UnsupportedProtocol), Code.BAD_URL),
    ((httpx.ConnectTimeout, httpx.ConnectError, httpx.ProxyError), Code.NO_ROUTE),
    ((httpx.TimeoutException,), Code.TIMEOUT),
    ((httpx.DecodingError,), Code.NOT_UNDERSTOOD),
)


class Answer:
    """The body of a successful answer, read as it comes: `async for chunk in answer`.

    The iteration raises AppError: TIMEOUT after silence, CUT when the connection breaks.
    """

    def __init__(self, response: httpx.Response, timeouts: Timeouts, key: Secret) -> None:
        self.status = response.status_code
        self._timeouts = timeouts
        self._silence = SilenceLimit(timeouts.first_byte_s)
        self._key = key
        self._chunks = response.aiter_bytes()
        self._close = response.aclose
        self._is_at_start = True
        self._is_at_end = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            chunk = await self._silence.wait(anext(self._chunks))
        except StopAsyncIteration:
            self._is_at_end = True
            raise
        except TimeoutError:
            raise AppError(Code.TIMEOUT, f"{self._silence.limit_s:g} s") from None
        except httpx.HTTPError as error:
            raise _explain(error, self._key) from None
        if self._is_at_start:
            self._is_at_start = False
            self._silence.limit_s = self._timeouts.between_s
        return chunk

    def expect_end(self, *, has_ended: bool) -> None:
        """Wait less from now on: all is said; `has_ended`: the protocol's end has come too."""
        self._silence.limit_s = self._timeouts.close_s if has_ended else self._timeouts.tail_s

    async def aclose(self) -> None:
        """Close the connection, or give it back when the body was read to its end."""
        self._silence.stop()
        await self._close()
        if not self._is_at_end:
            # httpx leaves a chain of seven suspended generators behind; each is closed in a task of
            # its own, two turns of the loop after the one around it. Wait, so that none outlives us.
            del self._chunks
            for _turn in range(16):
                await asyncio.sleep(0)

    async def read(self, max_bytes: int = MAX_BODY_BYTES) -> bytes:
        """Give the whole body; NOT_UNDERSTOOD when it is larger than `max_bytes`."""
        pieces = bytearray()
        async for chunk in self:
            pieces += chunk
            if len(pieces) > max_bytes:
                raise AppError(Code.NOT_UNDERSTOOD, f"an answer over {max_bytes} bytes")
        return bytes(pieces)


class Http:
    """The program's connection to all servers; use as `async with Http() as http`.

    `lessons` holds what servers taught us: which text API they have, what they refuse.
    """

    def __init__(self, timeouts: Timeouts | None = None) -> None:
        self.timeouts = timeouts or Timeouts()
        self.lessons = Lessons()
        self._client: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        # Reading the certificates takes 23 ms of CPU: not on the loop.
        context = await asyncio.to_thread(httpx.create_ssl_context)
        waits = self.timeouts
        self._client = httpx.AsyncClient(
            verify=context,
            timeout=httpx.Timeout(
                connect=waits.connect_s,
                read=waits.first_byte_s,
                write=waits.write_s,
                pool=waits.pool_s,
            ),
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
            # The environment's proxy is for servers elsewhere, never for the built-in engine.
            mounts={f"all://{host}": None for host in _LOOPBACK},
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    @asynccontextmanager
    async def open(
        self, endpoint: Endpoint, path: str, body: Json | None = None
    ) -> AsyncIterator[Answer]:
        """Send one request (POST with a body, else GET) and give its successful answer.

        Leaving the context before the answer's end closes the connection at once.

        Raises:
            RefusedError: the server answered with another status than success.
            AppError: BAD_URL, NO_ROUTE, TLS, TIMEOUT, CUT or KEY_REFUSED (a key that cannot be sent).
        """
        request = self._request(endpoint, path, body)
        try:
            response = await self._send(request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _explain(error, endpoint.key) from None
        answer = Answer(response, self.timeouts, endpoint.key)
        try:
            _log.debug(
                "%s %s: %d, request %s, id %s",
                request.method,
                path,
                response.status_code,
                request.headers["x-client-request-id"],
                redact(response.headers.get("x-request-id", "-"), endpoint.key),
            )
            if not response.is_success:
                raise (await _refuse(response, answer)).without(endpoint.key)
            yield answer
        finally:
            await answer.aclose()

    async def json(self, endpoint: Endpoint, path: str, body: Json | None = None) -> object:
        """Give the JSON that the server answers; NOT_UNDERSTOOD when it is none.

        Raises:
            RefusedError: as `open`.
            AppError: as `open`.
        """
        async with self.open(endpoint, path, body) as answer:
            content = await answer.read()
        try:
            return cast("object", json.loads(content))
        except ValueError:
            page = Problem(describe_page(content[:_MAX_ERROR_BYTES].decode("utf-8", "replace")))
            raise RefusedError(Code.NOT_UNDERSTOOD, page).without(endpoint.key) from None

    def _request(self, endpoint: Endpoint, path: str, body: Json | None) -> httpx.Request:
        headers = {
            "accept": "text/event-stream, application/json",
            "user-agent": f"oriole/{__version__}",
            "x-client-request-id": os.urandom(16).hex(),
        }
        if key := endpoint.key.reveal().strip():
            if not (key.isascii() and key.isprintable()):
                raise AppError(Code.KEY_REFUSED, "not sent: no HTTP header can carry this key")
            headers["authorization"] = f"Bearer {key}"
        content = None
        if body is not None:
            headers["content-type"] = "application/json"
            content = dump(body).encode("utf-8", "replace")
        assert self._client is not None, "used outside of its context"
        try:
            return self._client.build_request(
                "GET" if body is None else "POST",
                join(endpoint.base_url, path),
                headers=headers,
                content=content,
            )
        except (httpx.InvalidURL, ValueError):
            raise AppError(Code.BAD_URL) from None

    async def _send(self, request: httpx.Request) -> httpx.Response:
        assert self._client is not None
        for _hop in range(_MAX_REDIRECTS):
            response = await self._attempt(request)
            if not response.has_redirect_location:
                return response
            await response.aclose()
            target = response.url.join(response.headers["location"])
            status = response.status_code
            if status == 303 or not may_follow(str(response.url), str(target)):
                raise AppError(Code.BAD_URL, f"HTTP {status} -> {target.host}", status=status)
            headers = {k: v for k, v in request.headers.items() if k != "host"}
            request = self._client.build_request(
                request.method, target, headers=headers, content=request.content
            )
        raise AppError(Code.BAD_URL, f"more than {_MAX_REDIRECTS} redirects")

    async def _attempt(self, request: httpx.Request) -> httpx.Response:
        """Send; once more when a kept connection turns out to be closed by the server."""
        assert self._client is not None
        is_new = False

        async def watch(event: str, _info: Mapping[str, object]) -> None:
            nonlocal is_new
            is_new = is_new or event == "connection.connect_tcp.complete"

        request.extensions["trace"] = watch
        try:
            return await self._client.send(request, stream=True)
        except _LOST:
            if is_new:
                raise
        return await self._client.send(request, stream=True)


async def _refuse(response: httpx.Response, answer: Answer) -> RefusedError:
    body = bytearray()
    try:
        async for chunk in answer:
            body += chunk
            if len(body) >= _MAX_ERROR_BYTES:
                break
    except AppError as error:
        _log.debug("the body of an error broke off: %s", error)
    return refusal(response.status_code, response.headers, bytes(body[:_MAX_ERROR_BYTES]))


def _explain(error: Exception, key: Secret) -> AppError:
    """Give the AppError for what httpx met on the way."""
    detail = redact(str(error) or type(error).__name__, key)
    code = next((code for kinds, code in _CODES if isinstance(error, kinds)), Code.CUT)
    if isinstance(error, httpx.ConnectError) and _has_tls_cause(error):
        code = Code.TLS
    return AppError(code, detail)


def _has_tls_cause(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
