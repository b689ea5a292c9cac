"""Conversations in an archive: a JSON file each, with all versions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from desktop.api.reading.fields import load
from desktop.core import parameters
from desktop.core.errors import AppError, Code
from desktop.services.tools import recall
from desktop.services.transfer.kinds import Fate, Fetch, Record
from desktop.store import portable
from desktop.store.conversations import Conversations

_SENDING = {recall.FUNCTION.name}


class ConversationKind:
    """A `Portable`."""

    folder, is_counted = "conversations", True

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def count(self) -> int:
        """Give how many conversations there are, of every kind, those in the bin among them."""
        return len(await self._conversations.portable_ids())

    async def records(self) -> AsyncIterator[Record]:
        """Yield them, oldest first; one that is deleted for good meanwhile is left out."""
        for number, conversation_id in enumerate(await self._conversations.portable_ids(), 1):
            try:
                found = await self._conversations.dump(conversation_id)
            except AppError as error:
                if error.code is Code.GONE:
                    continue
                raise
            content = await asyncio.to_thread(
                lambda record: portable.to_text(record).encode(), found
            )
            yield Record(f"{number:06d}.json", content, tuple(found["blobs"]))

    async def take(self, content: bytes, fetch: Fetch) -> Fate:
        """Store a conversation with the blobs that it refers to."""
        record = await asyncio.to_thread(lambda: admitted(parsed(content)))
        if await self._conversations.knows(record["uid"]):
            return Fate.KNOWN
        for sha256, media_type in record["blobs"].items():
            await fetch(sha256, media_type)
        taken = await self._conversations.take(record)
        return Fate.NEW if taken.is_new else Fate.KNOWN


def admitted(found: portable.Json) -> portable.Json:
    """Give a conversation of an archive, checked, without what it must not bring along.

    An archive may come from a stranger: it switches no tool on that sends out what was said
    elsewhere, and puts no field into requests that nobody here has seen (a server of tools).

    Raises:
        AppError: as `portable.checked`.
    """
    record = portable.checked(found)
    asked = parameters.from_json(record["parameters"])
    tools = tuple(name for name in asked.tools if name not in _SENDING)
    record["parameters"] = replace(asked, tools=tools, extra="").to_json()
    return record


def parsed(content: bytes) -> portable.Json:
    """Give the JSON object in a file.

    Raises:
        AppError: UNREADABLE.
    """
    try:
        found = load(content)
    except ValueError as error:
        raise AppError(Code.UNREADABLE, str(error)) from error
    if not isinstance(found, dict):
        raise AppError(Code.UNREADABLE, "no JSON object")
    return found
