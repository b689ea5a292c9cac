"""The API client as the services use it: loaded and opened on first use, closed at the end.

httpx and its certificates cost 75 ms of CPU that no first paint has to wait for.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from desktop.core.connection import Endpoint, Timeouts
from desktop.core.exchange import Recorder
from desktop.core.observe import Event
from desktop.core.requests import ChatRequest

if TYPE_CHECKING:
    from desktop.api.lessons import Lessons
    from desktop.api.models.listing import Model
    from desktop.api.reading.limits import RateLimits
    from desktop.api.wire.http import Http
    from desktop.core.stream import StreamEvent

_CLOSE_S = 1.0


class Client:
    """One HTTP client for all servers. After `aclose` whoever still calls it is cancelled.

    `opened` gives what servers teach as soon as there is a place for it.
    """

    def __init__(self, timeouts: Timeouts | None = None) -> None:
        self._timeouts = timeouts
        self._stack = AsyncExitStack()
        self._http: Http | None = None
        self._opening = asyncio.Lock()
        self._callers: set[asyncio.Task[object]] = set()
        self._is_closed = False
        self.opened: Event[Lessons] = Event()

    async def warm(self) -> None:
        """Load and open the client, so that the first question need not wait for it."""
        with self._calling():
            await self._open()

    async def answer(
        self, endpoint: Endpoint, request: ChatRequest, recorder: Recorder | None = None
    ) -> AsyncGenerator[StreamEvent, None]:
        """Stream one answer; see `desktop.api.text.answer.stream_answer`."""
        with self._calling():
            http = await self._open()
            from desktop.api.text.answer import stream_answer  # noqa: PLC0415 - see the docstring

            # Closed here and now: a connection must not wait for the garbage collector.
            async with aclosing(stream_answer(http, endpoint, request, recorder)) as events:
                async for event in events:
                    yield event

    async def models(self, endpoint: Endpoint) -> tuple[Model, ...]:
        """Give what a server offers; see `desktop.api.models.listing.list_models`."""
        with self._calling():
            http = await self._open()
            from desktop.api.models.listing import list_models  # noqa: PLC0415 - see the docstring

            return await list_models(http, endpoint)

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Http]:
        """Lend the HTTP client for the functions of `desktop.api`, which are imported where used."""
        with self._calling():
            yield await self._open()

    def limits(self, identity: str) -> RateLimits | None:
        """Give what a server last said of how much may be asked; None: nothing yet."""
        return self._http.limits.get(identity) if self._http is not None else None

    async def aclose(self) -> None:
        """Cancel who still waits for a server, then close every connection."""
        self._is_closed = True
        waiting = self._callers - {asyncio.current_task()}
        for caller in waiting:
            caller.cancel()
        if waiting:
            await asyncio.wait(waiting, timeout=_CLOSE_S)
        self._http = None
        await self._stack.aclose()
        await asyncio.sleep(0)  # sockets that were cancelled close in the next round of the loop

    async def _open(self) -> Http:
        async with self._opening:
            if self._http is None:
                await asyncio.to_thread(importlib.import_module, "desktop.api.text.answer")
                from desktop.api.wire.http import Http  # noqa: PLC0415 - see the docstring

                http = await self._stack.enter_async_context(Http(self._timeouts))
                self._http = http
                self.opened.emit(http.lessons)
            return self._http

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """Remember the task that calls for as long as it does."""
        caller = asyncio.current_task()
        if caller is None or self._is_closed:
            raise asyncio.CancelledError
        self._callers.add(caller)
        try:
            yield
        finally:
            self._callers.discard(caller)
