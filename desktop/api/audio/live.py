"""Live transcription: a socket that takes speech and tells what was said, while it is said."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Self

from desktop import __version__
from desktop.api.audio.live_events import LiveEvent, Unknown, without_secrets
from desktop.api.audio.realtime import PATH, RUBBISH, LiveSettings, Session, build_url
from desktop.api.reading.failures import RefusedError
from desktop.api.wire.call import Call
from desktop.api.wire.headers import headers_for
from desktop.api.wire.http import Http
from desktop.api.wire.trust import context_for
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

if TYPE_CHECKING:
    from desktop.api.wire.websocket import Socket

_MAX_RUBBISH = 20  # a server that sends only rubbish must not fill what is heard with it
_HTTP_ONLY = ("accept", "accept-encoding")


class LiveTranscription:
    """An open session: `send` speech, `commit` turns, and `async for event in live` meanwhile.

    One task may send while another iterates. The iteration never ends by itself: whoever has heard
    enough leaves the context. A RefusedError that it raises is what the server said; the session may
    be iterated on, and raises again (CUT) where it has ended.
    """

    def __init__(self, socket: Socket, endpoint: Endpoint, settings: LiveSettings) -> None:
        self._socket, self._endpoint = socket, endpoint
        self._session = Session(settings)
        self._waiting: deque[LiveEvent] = deque()
        self._rubbish = 0

    async def send(self, pcm: bytes) -> None:
        """Send speech: 16-bit little-endian mono at `SessionReady.rate_hz`, 20 to 100 ms at once.

        Raises:
            AppError: CUT, TIMEOUT, or what the server said when it closed.
        """
        await self._say(self._session.hear(pcm))

    async def commit(self) -> None:
        """End a turn: what was sent so far is transcribed; errors as `send`."""
        await self._say(self._session.commit())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> LiveEvent:
        """Give the next event.

        Raises:
            RefusedError: the server said that something is wrong; no secret occurs in it.
            AppError: CUT, TIMEOUT, NOT_UNDERSTOOD, or what the server said when it closed.
        """
        while not self._waiting:
            self._take(await self._socket.receive())
        return self._waiting.popleft()

    async def greet(self, patience_s: float) -> None:
        """Wait for the server's first word and answer it with the settings; `open_live` does."""
        try:
            async with asyncio.timeout(patience_s):
                first = await self._socket.receive()
        except TimeoutError:
            raise AppError(Code.TIMEOUT, f"{patience_s:g} s") from None
        try:
            answers, told = self._session.greet(first)
        except RefusedError as refused:
            raise refused.without(self._endpoint.secrets) from None
        self._waiting.extend(told)
        await self._say(answers)

    async def _say(self, messages: Iterable[str]) -> None:
        for message in messages:
            await self._socket.send(message)

    def _take(self, message: str | bytes) -> None:
        try:
            event = self._session.read(message)
        except RefusedError as refused:
            raise refused.without(self._endpoint.secrets) from None
        if isinstance(event, Unknown) and event.name in RUBBISH:
            self._rubbish += 1
            if self._rubbish > _MAX_RUBBISH:
                return
        if event is not None:
            self._waiting.append(without_secrets(event, self._endpoint))


@asynccontextmanager
async def open_live(
    http: Http, endpoint: Endpoint, settings: LiveSettings
) -> AsyncIterator[LiveTranscription]:
    """Open a live transcription; cancelling or leaving the context closes the connection at once.

    Raises:
        AppError: LACKS where the server has no such socket, which is remembered; else BAD_URL,
            NO_NAME, NO_ROUTE, PROXY, TLS, CERTIFICATE, TIMEOUT, CUT, NOT_UNDERSTOOD, KEY_REFUSED.
        RefusedError: the server refused the handshake or the session for another reason.
    """
    from desktop.api.wire.websocket import open_socket  # noqa: PLC0415 - 25 ms, for who dictates

    url = build_url(endpoint, settings, http.lessons.dialect(endpoint, settings.model))
    headers = headers_for(endpoint, Call(PATH), __version__, os.urandom(16).hex())
    for name in _HTTP_ONLY:
        headers.pop(name, None)
    context = await asyncio.to_thread(context_for, endpoint.transport)
    async with AsyncExitStack() as stack:
        try:
            socket = await stack.enter_async_context(
                open_socket(endpoint, url, headers, context, http.timeouts)
            )
            live = LiveTranscription(socket, endpoint, settings)
            await live.greet(endpoint.patience_s or http.timeouts.first_byte_s)
        except RefusedError as refused:
            if not refused.lacks_route:
                raise
            http.lessons.learn(endpoint, Capability.REALTIME, works=False)
            lacking = Capability.REALTIME.value
            raise AppError(Code.LACKS, lacking, status=refused.status) from None
        http.lessons.learn(endpoint, Capability.REALTIME, works=True)
        yield live
