"""The program's one HTTP client: timeouts, retries on lost connections, errors as AppError."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from types import TracebackType
from typing import Self

from desktop.api.lessons import Lessons
from desktop.api.reading.failures import Problem, RefusedError, describe_page, error_in, refusal
from desktop.api.reading.fields import load
from desktop.api.reading.limits import RateLimits, read_limits
from desktop.api.wire.call import Call
from desktop.api.wire.patience import SilenceLimit
from desktop.api.wire.sending import Client, Response, Sending, body_of, make_client
from desktop.api.wire.trust import context_for
from desktop.core.connection import Endpoint, Timeouts, Transport
from desktop.core.errors import AppError, Code
from desktop.core.exchange import Recorder
from desktop.core.logs import redact

__all__ = ["Answer", "Http", "Timeouts"]

_log = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024 * 1024
_MAX_ERROR_BYTES = 64 * 1024
_LARGE_BYTES = 256 * 1024  # takes over 5 ms to read: not on the loop
_MIN_BYTES_PER_S = 1024
_MAX_CLIENTS = 8


class Answer:
    """The body of a successful answer, read as it comes: `async for chunk in answer`.

    The iteration raises AppError: TIMEOUT after silence, CUT when the connection breaks,
    NOT_UNDERSTOOD for a packing that we did not ask for.
    """

    def __init__(
        self,
        response: Response,
        endpoint: Endpoint,
        waits: Timeouts,
        recorder: Recorder | None = None,
    ) -> None:
        self._recorder = recorder
        self.status = response.status_code
        self.media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.request_id = redact(response.headers.get("x-request-id", ""), endpoint.secrets)
        self._waits = waits
        self._silence = SilenceLimit(waits.first_byte_s)
        self._chunks = body_of(response, endpoint)
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
        if self._is_at_start:
            self._is_at_start = False
            self._silence.limit_s = self._waits.between_s
        if self._recorder is not None:
            self._recorder.received(chunk)
        return chunk

    def allow_silence(self, limit_s: float) -> None:
        """Let silences after the first byte last so long: a model may think before it speaks."""
        self._waits = replace(self._waits, between_s=limit_s)
        if not self._is_at_start:
            self._silence.limit_s = limit_s

    def expect_end(self, *, has_ended: bool) -> None:
        """Wait less from now on: all is said; `has_ended`: the protocol's end has come too."""
        self._silence.limit_s = self._waits.close_s if has_ended else self._waits.tail_s

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
        """Give the whole body; NOT_UNDERSTOOD when it is larger than `max_bytes`.

        Blanks while the server thinks are signs of life, but not for ever: TIMEOUT, too.
        """
        pieces = bytearray()
        patience_s = 2 * self._waits.first_byte_s + self._waits.between_s
        begin = time.monotonic()
        async for chunk in self:
            pieces += chunk
            if time.monotonic() - begin > patience_s + len(pieces) / _MIN_BYTES_PER_S:
                raise AppError(Code.TIMEOUT, f"{len(pieces)} bytes in {patience_s:g} s")
            if len(pieces) > max_bytes:
                raise AppError(Code.NOT_UNDERSTOOD, f"an answer over {max_bytes} bytes")
        return bytes(pieces)


class Http:
    """The program's connections to all servers; use as `async with Http() as http`.

    `lessons` holds what servers taught us: what they can do, what they refuse. `limits` has, by
    `Endpoint.identity`, how much each server said may still be asked.
    """

    def __init__(self, timeouts: Timeouts | None = None) -> None:
        self.timeouts = timeouts or Timeouts()
        self.lessons = Lessons()
        self.limits: dict[str, RateLimits] = {}
        self._clients: dict[Transport, Client] = {}
        self._in_use: dict[Client, int] = {}
        self._making = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._client(Transport())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        clients = tuple(self._clients.values())
        self._clients.clear()
        for client in clients:
            await client.aclose()

    @asynccontextmanager
    async def open(self, endpoint: Endpoint, call: Call) -> AsyncIterator[Answer]:
        """Send one request and give its successful answer.

        Leaving the context before the answer's end closes the connection at once.

        Raises:
            RefusedError: the server answered with another status than success.
            AppError: BAD_URL, NO_NAME, NO_ROUTE, PROXY, TLS, CERTIFICATE, TIMEOUT, CUT, UNREADABLE
                (a file of the form) or KEY_REFUSED (a key that cannot be sent).
        """
        client = await self._client(endpoint.transport)
        self._in_use[client] = self._in_use.get(client, 0) + 1
        try:
            async with self._answered(client, endpoint, call) as answer:
                yield answer
        finally:
            self._in_use[client] -= 1

    async def json(self, endpoint: Endpoint, call: Call) -> object:
        """Give the JSON that the server answers (None for an empty body); NOT_UNDERSTOOD otherwise.

        Raises:
            RefusedError: as `open`, and an error that came with a success (LM Studio).
            AppError: as `open`.
        """
        async with self.open(endpoint, call) as answer:
            content = await answer.read()
        if not content.strip():
            return None
        try:
            is_large = len(content) > _LARGE_BYTES
            value = await asyncio.to_thread(load, content) if is_large else load(content)
        except ValueError:
            page = Problem(describe_page(content[:_MAX_ERROR_BYTES].decode("utf-8", "replace")))
            raise RefusedError(Code.NOT_UNDERSTOOD, page).without(endpoint.secrets) from None
        if (refused := error_in(value)) is not None:
            raise refused.without(endpoint.secrets)
        return value

    @asynccontextmanager
    async def _answered(
        self, client: Client, endpoint: Endpoint, call: Call
    ) -> AsyncIterator[Answer]:
        sending = Sending(client, endpoint, call, self._waits(endpoint, call))
        response = await sending.send()
        answer = Answer(response, endpoint, sending.waits, call.recorder)
        try:
            sending.note(response)
            if call.recorder is not None:
                headers = response.headers.items()
                told = tuple((name, redact(value, endpoint.secrets)) for name, value in headers)
                call.recorder.answered(response.status_code, told)
            if (limits := read_limits(response.headers)) is not None:
                self.limits[endpoint.identity] = limits
            if not response.is_success:
                raise (await _refuse(response, answer, sending.waits)).without(endpoint.secrets)
            yield answer
        finally:
            await answer.aclose()

    def _waits(self, endpoint: Endpoint, call: Call) -> Timeouts:
        first_byte_s = self.timeouts.thinking_s if call.thinks else self.timeouts.first_byte_s
        return replace(self.timeouts, first_byte_s=endpoint.patience_s or first_byte_s)

    async def _client(self, transport: Transport) -> Client:
        """Give the client of a transport, making it on first use.

        Raises:
            AppError: CERTIFICATE or PROXY, the transport cannot be used as it is set up.
        """
        async with self._making:
            client = self._clients.pop(transport, None)
            if client is None:
                context = await asyncio.to_thread(context_for, transport)
                client = make_client(transport, context, self.timeouts)
            self._clients[transport] = client  # the newest use is last
            for other, idle in tuple(self._clients.items()):
                if len(self._clients) > _MAX_CLIENTS and not self._in_use.get(idle):
                    del self._clients[other]
                    self._in_use.pop(idle, None)
                    await idle.aclose()
            return client


async def _refuse(response: Response, answer: Answer, waits: Timeouts) -> RefusedError:
    body = bytearray()
    try:
        # The status says the most: for its explanation nobody waits long.
        async with asyncio.timeout(waits.connect_s):
            async for chunk in answer:
                body += chunk
                if len(body) >= _MAX_ERROR_BYTES:
                    break
    except (AppError, TimeoutError) as error:
        _log.debug("the body of an error broke off: %s", error)
    return refusal(response.status_code, response.headers, bytes(body[:_MAX_ERROR_BYTES]))
