"""Keeps an answer that streams to somewhere else: `oriole ask --save`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from desktop.core.errors import AppError
from desktop.core.stream import Fold, ImageMade, StreamEvent
from desktop.core.types import Kind, Part, PartType, State
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths

_log = logging.getLogger(__name__)

CHECKPOINT_S = 0.2


async def saved(
    events: AsyncGenerator[StreamEvent, None], question: str, model: str, connection_id: str
) -> AsyncGenerator[StreamEvent, None]:
    """Give `events` on, and keep question and answer as a new conversation.

    The question is stored before the first event is asked for; an open window sees the new
    conversation when it is next focused. What has arrived is kept when the stream fails or the
    caller goes away.

    Raises:
        AppError: the store cannot be written (nothing is asked then), or what `events` raises.
    """
    database = await Database.open(Paths.find())
    conversations = Conversations(database)
    try:
        conversation = await conversations.create(Kind.CHAT)
        part = Part(PartType.TEXT, question)
        _, answer = await conversations.ask(conversation.id, None, (part,), model, connection_id)
        keeper = _Keeper(conversations, answer.id)
        async with aclosing(keeper.keep(events)) as passing:
            async for event in passing:
                yield event
    finally:
        await conversations.aclose()
        await database.aclose()


class _Keeper:
    """Writes one answer while it passes."""

    def __init__(self, conversations: Conversations, message_id: int) -> None:
        self._conversations, self._message_id = conversations, message_id
        self._fold = Fold()
        self._written_at = time.monotonic()

    async def keep(
        self, events: AsyncGenerator[StreamEvent, None]
    ) -> AsyncGenerator[StreamEvent, None]:
        state, code, detail = State.STOPPED, "", ""
        try:
            async with aclosing(events):
                async for event in events:
                    self._fold.add(await self._kept(event))
                    yield event
                    await self._checkpoint()
            state = State.COMPLETE
        except AppError as error:
            state, code, detail = State.FAILED, error.code, error.detail
            raise
        finally:
            result = self._fold.result()
            await asyncio.shield(
                self._conversations.finish(self._message_id, state, result, code, detail)
            )

    async def _kept(self, event: StreamEvent) -> StreamEvent:
        if not isinstance(event, ImageMade):
            return event
        from desktop.services.attaching.made import keep  # noqa: PLC0415 - few answers bring one

        return await keep(event, self._conversations.blobs, temporary=False)

    async def _checkpoint(self) -> None:
        if time.monotonic() - self._written_at >= CHECKPOINT_S:
            self._written_at = time.monotonic()
            try:
                await self._conversations.checkpoint(self._message_id, self._fold.result())
            except AppError as error:  # the answer goes on; the end says whether it was kept
                _log.info("a checkpoint was not written: %s", error.code)
