"""Asks the server of a turn: first whether the text may be sent, then, with patience, for the answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.core.requests import ChatRequest
from desktop.core.types import Message, Role
from desktop.services import retries
from desktop.services.client import Client
from desktop.services.moderation import Moderation
from desktop.services.servers import Servers
from desktop.services.turn import Phase, Turn

if TYPE_CHECKING:  # what a stream brings is loaded with the first question
    from desktop.core.stream import StreamEvent


class Asking:
    """Streams the answer of a turn from whoever it is addressed to."""

    def __init__(self, servers: Servers, client: Client, moderation: Moderation) -> None:
        self._servers, self._client, self._moderation = servers, client, moderation

    async def answer(
        self,
        turn: Turn,
        request: ChatRequest,
        on_phase: Callable[[Turn, Phase], None],
        *,
        is_first: bool = True,
    ) -> AsyncGenerator[StreamEvent, None]:
        """Yield the events; wait and ask again while the server only asks for patience.

        Only the first round of an answer is checked: the later ones add nothing of the person's.

        Raises:
            AppError: FLAGGED, nothing was sent; or why the answer did not come, or not to its end.
        """
        if is_first:
            await self._moderation.check(turn.target.connection_id, _question(request))
        recording = turn.record()
        for attempt in range(retries.MAX_RETRIES + 1):
            is_begun = False
            try:
                endpoint = await self._servers.endpoint(turn.target.connection_id)
                recording.secrets = endpoint.secrets
                answer = self._client.answer(endpoint, request, recording)
                async with aclosing(answer) as events:
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


def _question(request: ChatRequest) -> Message:
    """Give what the person said last."""
    asked = (message for message in reversed(request.messages) if message.role is Role.USER)
    return next(asked, request.messages[-1])


def _explained(turn: Turn, error: AppError) -> AppError:
    """Name the cause: a built-in engine that is cut off has died."""
    is_built_in = turn.target.connection_id == BUILT_IN_ID
    if is_built_in and error.code in retries.LOST:
        return AppError(Code.ENGINE_DIED, error.detail)
    return error
