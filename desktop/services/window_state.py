"""How the window is left, kept while it is open: a killed program comes back as it was."""

from __future__ import annotations

import asyncio
import logging

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.store.state import State, StateFile

_log = logging.getLogger(__name__)
_SETTLE_S = 0.2  # moving a window changes its state with every pixel


class WindowState:
    """The last known state; every change is written a moment later."""

    def __init__(self, file: StateFile) -> None:
        self._file = file
        self.state = file.load()
        self._kept = self.state
        self._scope = TaskScope(_report)

    def change(self, state: State) -> None:
        """Take the new state and write it soon."""
        self.state = state
        if state != self._kept and not self._scope.is_running("keep"):
            self._scope.start("keep", self._keep())

    async def aclose(self) -> None:
        """Write what is not written yet."""
        await self._scope.aclose()
        await self._write()

    async def _keep(self) -> None:
        while self._kept != self.state:
            await asyncio.sleep(_SETTLE_S)
            await self._write()

    async def _write(self) -> None:
        state = self.state
        if state != self._kept:
            self._kept = state
            try:
                await self._file.keep(state)
            except AppError as error:
                _log.info("the window's state was not kept: %s", error.code)


def _report(error: Exception) -> None:
    _log.error("the window's state could not be kept", exc_info=error)
