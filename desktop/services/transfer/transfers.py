"""The one export or import that runs; it goes on while the person looks at something else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.services.transfer import archive
from desktop.services.transfer.importing import Importer
from desktop.services.transfer.kinds import Outcome, Portable, Progress
from desktop.store.blobs import Blobs
from desktop.store.conversations import Conversations

_log = logging.getLogger(__name__)
_WORK = "transfer"
_CLOSE_S = 3.0


class Direction(StrEnum):
    """Which way."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is running, or has run last: then with its `outcome`, its `error`, or cancelled.

    `progress` has a total of 0 where nobody knows how much there is.
    """

    direction: Direction
    file: Path
    progress: Progress = field(default=Progress(0, 0))
    is_running: bool = True
    outcome: Outcome | None = None
    error: AppError | None = None


class Transfers:
    """Starts, watches and ends it. `changed` tells of every step; `current` is the state then."""

    def __init__(self, conversations: Conversations, kinds: Sequence[Portable]) -> None:
        self._blobs: Blobs = conversations.blobs
        self._kinds = tuple(kinds)
        self._importer = Importer(self._kinds, conversations, conversations.blobs)
        self._scope = TaskScope(_report)
        self.changed: Event[Transfer] = Event()
        self.current: Transfer | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether one is under way; a second one does not begin before its end."""
        return self._scope.is_running(_WORK)

    def export(self, file: Path) -> None:
        """Begin to write everything to `file`; does nothing while another one runs."""
        self._begin(Direction.OUT, file, archive.write(file, self._kinds, self._blobs, self._step))

    def take(self, file: Path) -> None:
        """Begin to import `file`; does nothing while another one runs."""
        self._begin(Direction.IN, file, self._importer.take(file, self._step))

    def cancel(self) -> None:
        """End what runs: an export leaves nothing behind, an import what it has taken so far."""
        self._scope.cancel(_WORK)

    async def aclose(self) -> None:
        """End what runs, for the end of the program."""
        await self._scope.aclose(_CLOSE_S)

    def _begin(
        self, direction: Direction, file: Path, work: Coroutine[object, object, Outcome]
    ) -> None:
        if self.is_running:
            work.close()
            return
        self.current = Transfer(direction, file)
        self.changed.emit(self.current)
        begun = self.current
        task = self._scope.start(_WORK, self._run(begun, work))
        task.add_done_callback(lambda _done: self._end_unbegun(begun, work))

    async def _run(self, begun: Transfer, work: Coroutine[object, object, Outcome]) -> None:
        outcome: Outcome | None = None
        error: AppError | None = None
        try:
            outcome = await work
        except AppError as failed:
            error = failed
        except asyncio.CancelledError:
            self._end(begun, None, None)
            raise
        except Exception as failed:
            self._end(begun, None, AppError(Code.UNEXPECTED, type(failed).__name__))
            raise
        self._end(begun, outcome, error)

    def _end_unbegun(self, begun: Transfer, work: Coroutine[object, object, Outcome]) -> None:
        """End what was cancelled before its first step: no line of `_run` has run then."""
        work.close()
        if self.current is not None and self.current.is_running:
            self._end(begun, None, None)

    def _step(self, progress: Progress) -> None:
        if self.current is not None:
            begun = self.current
            self.current = Transfer(begun.direction, begun.file, progress)
            self.changed.emit(self.current)

    def _end(self, begun: Transfer, outcome: Outcome | None, error: AppError | None) -> None:
        progress = self.current.progress if self.current is not None else begun.progress
        self.current = Transfer(
            begun.direction, begun.file, progress, is_running=False, outcome=outcome, error=error
        )
        self.changed.emit(self.current)


def _report(error: Exception) -> None:
    _log.error("a transfer failed unexpectedly", exc_info=error)
