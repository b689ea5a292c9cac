"""The bin: whatever was deleted and can be brought back, of every kind of record.

A kind joins with one `Bin.add`. What is in the bin longer than the person wants is deleted for good
at the start of the program, one thing after the other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import AppError, Code
from desktop.core.types import Conversation, Kind
from desktop.store.conversations import Conversations

if TYPE_CHECKING:  # loaded with the first recording
    from desktop.services.speech.lending import Speech

DAY_S = 24 * 3600.0
CONVERSATION, RECORDING = "conversation", "recording"


@dataclass(frozen=True, slots=True)
class Thrown:
    """A thing in the bin; `conversation` if it is one."""

    kind: str
    id: int
    title: str
    deleted_at: float
    conversation: Conversation | None = None


class Restorable(Protocol):
    """A kind of record that goes through the bin. Ids are unique within the kind."""

    @property
    def kind(self) -> str:
        """The name of the kind, as in `Thrown.kind`."""
        ...

    async def thrown(self) -> Sequence[Thrown]:
        """Give what of this kind is in the bin."""
        ...

    async def restore(self, *record_ids: int) -> None:
        """Bring records back as they were."""
        ...

    async def erase(self, record_id: int) -> tuple[Path, ...]:
        """Delete one for good; give the backups that still hold it."""
        ...


class Bin:
    """All kinds together."""

    def __init__(self, *kinds: Restorable, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._kinds: dict[str, Restorable] = {}
        for kind in kinds:
            self.add(kind)

    def add(self, kind: Restorable) -> None:
        """Let a kind of record join."""
        self._kinds[kind.kind] = kind

    async def list(self) -> tuple[Thrown, ...]:
        """Give everything in the bin, last deleted first."""
        found = [one for kind in self._kinds.values() for one in await kind.thrown()]
        return tuple(sorted(found, key=lambda one: (one.deleted_at, one.id), reverse=True))

    async def restore(self, things: Sequence[Thrown]) -> None:
        """Bring things back as they were."""
        for name, kind in self._kinds.items():
            ids = [one.id for one in things if one.kind == name]
            if ids:
                await kind.restore(*ids)

    async def erase(self, things: Sequence[Thrown]) -> tuple[Path, ...]:
        """Delete things for good; give the backups that still hold some of them."""
        backups: dict[Path, None] = {}
        for one in things:
            try:
                backups |= dict.fromkeys(await self._kinds[one.kind].erase(one.id))
            except AppError as error:
                if error.code is not Code.GONE:
                    raise
            await asyncio.sleep(0)
        return tuple(backups)

    async def empty_older(self, days: int) -> int:
        """Delete for good what was deleted longer ago; give how many. 0 days: nothing, ever."""
        if days <= 0:
            return 0
        before = self._now() - days * DAY_S
        old = [one for one in await self.list() if one.deleted_at < before]
        await self.erase(old)
        return len(old)

    def days_left(self, thrown: Thrown, days: int) -> int:
        """Give how many days a thing still has; the last one counts as one."""
        left = thrown.deleted_at + days * DAY_S - self._now()
        return max(1, -int(-left // DAY_S))


class ConversationsInBin:
    """Conversations as a kind in the bin."""

    kind = CONVERSATION

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def thrown(self) -> tuple[Thrown, ...]:
        """Give the conversations of every tab that are in the bin."""
        found = [one for kind in Kind for one in await self._conversations.list(kind, deleted=True)]
        return tuple(
            Thrown(CONVERSATION, one.id, one.title, one.deleted_at or 0.0, one) for one in found
        )

    async def restore(self, *record_ids: int) -> None:
        """Bring conversations back."""
        await self._conversations.restore(*record_ids)

    async def erase(self, record_id: int) -> tuple[Path, ...]:
        """Delete a conversation for good."""
        return await self._conversations.delete_for_good(record_id)


class RecordingsInBin:
    """Recordings as a kind in the bin; who has none there does not load what keeps them."""

    kind = RECORDING

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    async def thrown(self) -> tuple[Thrown, ...]:
        """Give the recordings that are in the bin."""
        if not await self._speech.are_thrown():
            return ()
        found = await self._speech.recordings.thrown()
        return tuple(Thrown(RECORDING, one.id, one.title, when) for one, when in found)

    async def restore(self, *record_ids: int) -> None:
        """Bring recordings back."""
        await self._speech.recordings.restore(*record_ids)

    async def erase(self, record_id: int) -> tuple[Path, ...]:
        """Delete a recording for good, with its sound if that is ours."""
        return await self._speech.recordings.purge(record_id)
