"""Lends what recordings need, each part made with its first use: a start without speech pays nothing."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.services.finding import Finding
from desktop.store import leftovers
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.records import Change, What
from desktop.store.settings import DICTATION_DAYS, Settings

if TYPE_CHECKING:
    from desktop.services.speech.keeping import Keeping
    from desktop.store.recordings import Recordings

_log = logging.getLogger(__name__)


class Speech:
    """The service. Sounds of ours lie in a folder of `data`, the data folder."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        conversations: Conversations,
        finding: Finding,
        data: Path,
    ) -> None:
        self._database, self._settings, self._finding = database, settings, finding
        self._conversations, self._folder = conversations, data / leftovers.FOLDER
        self._recordings: Recordings | None = None
        self._keeping: Keeping | None = None
        self._scope = TaskScope(_report)

    @property
    def recordings(self) -> Recordings:
        """The one store of recordings; with its first use what earlier runs have left is tidied."""
        if self._recordings is None:
            from desktop.store.recordings import Recordings  # noqa: PLC0415 - with the first use

            self._recordings = Recordings(self._database, self._folder)
            self._finding.follow(self._recordings.changed)
            self._stop = self._conversations.changed.connect(self._on_change)
            if self._database.read_only is None:
                self._scope.start("begin", self.keeping.begin())
        return self._recordings

    @property
    def keeping(self) -> Keeping:
        """How long sounds are kept."""
        if self._keeping is None:
            from desktop.services.speech.keeping import Keeping  # noqa: PLC0415 - with the first use

            self._keeping = Keeping(self.recordings, self._settings)
        return self._keeping

    async def repair(self) -> None:
        """Mark what the last run did not finish, and finish its deletions. For the start.

        Raises:
            AppError: what the database raises.
        """
        await leftovers.interrupt(self._database)
        if await leftovers.are_half_deleted(self._database):
            await self.recordings.finish_deletions()

    async def tidy(self) -> None:
        """Delete sounds that were kept long enough. For the time after the start."""
        is_kept = self._settings.get(DICTATION_DAYS) < 0
        if not is_kept and await leftovers.are_dictations(self._database):
            await self.keeping.expire()

    async def are_thrown(self) -> bool:
        """Tell whether any recording is in the bin."""
        return await leftovers.are_thrown(self._database)

    async def aclose(self) -> None:
        """End what runs; what is recorded then is found as interrupted at the next start."""
        await self._scope.aclose()
        if self._keeping is not None:
            await self._keeping.aclose()
        if self._recordings is not None:
            self._stop()
            await self._recordings.aclose()

    def _on_change(self, change: Change) -> None:
        if change.what is What.EVERYTHING and self._recordings is not None:
            self._recordings.changed.emit(0)  # another process may have written these, too


def _report(error: Exception) -> None:
    if isinstance(error, AppError):
        _log.info("recordings are not tidied: %s", error.code)
    else:
        _log.error("recordings are not tidied", exc_info=error)
