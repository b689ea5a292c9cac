"""The API client as the services use it: loaded and opened on first use, closed at the end.

httpx and its certificates cost 75 ms of CPU that no first paint has to wait for.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING

from desktop.core.connection import Endpoint
from desktop.core.requests import ChatRequest
from desktop.core.stream import StreamEvent

if TYPE_CHECKING:
    from desktop.api.http import Http, Timeouts
    from desktop.api.models import Model

_CLOSE_S = 1.0


class Client:
    """One HTTP client for all servers."""

    def __init__(self, timeouts: Timeouts | None = None) -> None:
        self._timeouts = timeouts
        self._stack = AsyncExitStack()
        self._http: Http | None = None
        self._opening = asyncio.Lock()
        self._callers: set[asyncio.Task[object]] = set()

    async def warm(self) -> None:
        """Load and open the client, so that the first question need not wait for it."""
        async with self._opening:
            if self._http is None:
                await asyncio.to_thread(importlib.import_module, "desktop.api.text")
                from desktop.api.http import Http  # noqa: PLC0415 - see the module's docstring

                self._http = await self._stack.enter_async_context(Http(self._timeouts))

    async def answer(
        self, endpoint: Endpoint, request: ChatRequest
    ) -> AsyncGenerator[StreamEvent, None]:
        """Stream one answer; see `desktop.api.text.stream_answer`."""
        await self.warm()
        from desktop.api.text import stream_answer  # noqa: PLC0415

        assert self._http is not None
        # Closed here and now: a connection must not wait for the garbage collector.
        async with aclosing(stream_answer(self._http, endpoint, request)) as events:
            async for event in events:
                yield event

    async def models(self, endpoint: Endpoint) -> tuple[Model, ...]:
        """Give what a server offers; see `desktop.api.models.list_models`."""
        await self.warm()
        from desktop.api.models import list_models  # noqa: PLC0415

        assert self._http is not None
        caller = asyncio.current_task()
        assert caller is not None
        self._callers.add(caller)
        try:
            return await list_models(self._http, endpoint)
        finally:
            self._callers.discard(caller)

    async def aclose(self) -> None:
        """Close every connection; who still waits for a server's models is cancelled first."""
        waiting = tuple(self._callers)
        for caller in waiting:
            caller.cancel()
        if waiting:
            await asyncio.wait(waiting, timeout=_CLOSE_S)
        self._http = None
        await self._stack.aclose()
