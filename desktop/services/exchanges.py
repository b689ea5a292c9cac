"""Decides what is kept of what went over the wire: for how long, and how much of all."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.store.conversations import Conversations
from desktop.store.settings import EXCHANGE_DAYS, FOR_EVER, Settings

if TYPE_CHECKING:  # loaded with the first question
    from desktop.services.turn import Turn

_log = logging.getLogger(__name__)
_STORED_S = 3.0  # an answer that is not stored by then may be later
_DAY_S = 24 * 3600.0
MOST_BYTES = 256 * 1024 * 1024
"""Of all exchanges together, compressed; beyond it the oldest go."""
_LOOK_BYTES = 16 * 1024 * 1024
"""So much may be added before the bound is looked at again."""


class KeptExchanges:
    """Used on the loop's thread."""

    def __init__(
        self,
        conversations: Conversations,
        settings: Settings,
        now: Callable[[], float] = time.time,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._conversations, self._settings = conversations, settings
        self._now, self._most_bytes = now, most_bytes
        self._added = 0
        self._scope = TaskScope(_report)
        self._stop = settings.changed.connect(self._on_setting)

    async def keep(self, turn: Turn, stored: asyncio.Task[object]) -> None:
        """Store what was recorded of an answer once it is stored itself; failing is only logged."""
        await asyncio.wait([stored], timeout=_STORED_S)
        if not self._settings.get(EXCHANGE_DAYS):
            return
        made = [await recording.kept() for recording in turn.recordings]
        kept = [one for one in made if one is not None]
        try:
            await self._conversations.keep_exchanges(turn.message_id, kept)
        except AppError as error:
            _log.info("what went over the wire is not kept: %s", error.code)
        self._added += sum(len(one.events) for one in kept)
        if self._added > _LOOK_BYTES:
            self.tidy_soon()

    def tidy_soon(self) -> None:
        """Delete in the background what is too old, and the oldest of what is too much."""
        self._added = 0
        self._scope.start("tidy", self._tidy())

    async def aclose(self) -> None:
        """Give up tidying; the next start goes on with it."""
        self._stop()
        await self._scope.aclose()

    async def _tidy(self) -> None:
        days = self._settings.get(EXCHANGE_DAYS)
        before = 0.0 if days == FOR_EVER else self._now() - days * _DAY_S
        try:
            await self._conversations.forget_exchanges(before, self._most_bytes)
        except AppError as error:  # a database that can only be read, a full disk: another time
            _log.info("old exchanges are not deleted: %s", error.code)

    def _on_setting(self, key: str) -> None:
        if key == EXCHANGE_DAYS.key:
            self.tidy_soon()


def _report(error: Exception) -> None:
    _log.error("old exchanges are not deleted", exc_info=error)
