"""Asks the server of a turn: first whether the text may be sent, then, with patience, for the answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.core.requests import ChatRequest
from desktop.core.stream import StreamEvent
from desktop.services import retries
from desktop.services.client import Client
from desktop.services.moderation import Moderation
from desktop.services.servers import Servers
from desktop.services.turn import Phase, Turn


class Asking:
    """Streams the answer of a turn from whoever it is addressed to."""

    def __init__(self, servers: Servers, client: Client, moderation: Moderation) -> None:
        self._servers, self._client, self._moderation = servers, client, moderation

    async def answer(
        self, turn: Turn, request: ChatRequest, on_phase: Callable[[Turn, Phase], None]
    ) -> AsyncGenerator[StreamEvent, None]:
        """Yield the events; wait and ask again while the server only asks for patience.

        Raises:
            AppError: FLAGGED, nothing was sent; or why the answer did not come, or not to its end.
        """
        await self._moderation.check(turn.target.connection_id, request.messages[-1])
        for attempt in range(retries.MAX_RETRIES + 1):
            is_begun = False
            try:
                endpoint = await self._servers.endpoint(turn.target.connection_id)
                async with aclosing(self._client.answer(endpoint, request)) as events:
                    async for event in events:
                        is_begun = True
                        yield event
            except AppError as error:
                is_built_in = turn.target.connection_id == BUILT_IN_ID
                wait_s = retries.delay_s(error, attempt, is_built_in=is_built_in)
                if is_begun or wait_s is None:
                    raise _explained(turn, error) from error
                turn.retry_at = time.monotonic() + wait_s
                if error.code not in retries.LOST:
                    on_phase(turn, Phase.RETRYING)
                await asyncio.sleep(wait_s)
                on_phase(turn, Phase.WAITING)
            else:
                return


def _explained(turn: Turn, error: AppError) -> AppError:
    """Name the cause: a built-in engine that is cut off has died."""
    is_built_in = turn.target.connection_id == BUILT_IN_ID
    if is_built_in and error.code in retries.LOST:
        return AppError(Code.ENGINE_DIED, error.detail)
    return error
