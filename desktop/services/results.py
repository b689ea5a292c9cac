"""How the last test of each connection went; kept over the end, worth little enough to be lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from desktop.core.errors import AppError
from desktop.store.results import Result, ResultsFile

_log = logging.getLogger(__name__)


class Results:
    """Used on the loop's thread."""

    def __init__(self, file: Path) -> None:
        self._file = ResultsFile(file)
        self._known: dict[str, Result] = {}
        self._writing = asyncio.Lock()

    @property
    def all(self) -> Mapping[str, Result]:
        """Give the results by connection."""
        return MappingProxyType(self._known)

    async def load(self) -> None:
        """Read what earlier runs have found; without it nothing was ever tested."""
        try:
            self._known = await asyncio.to_thread(self._file.read)
        except AppError as error:
            _log.info("results of tests are not read: %s", error.code)

    async def keep(self, connection_id: str, result: Result) -> None:
        """Remember a result."""
        await self._change(connection_id, result)

    async def forget(self, connection_id: str) -> None:
        """Know of no test any more: the connection was removed, or is another one now."""
        if connection_id in self._known:
            await self._change(connection_id, None)

    async def _change(self, connection_id: str, result: Result | None) -> None:
        self._known = {name: kept for name, kept in self._known.items() if name != connection_id}
        if result is not None:
            self._known[connection_id] = result
        try:
            async with self._writing:
                await asyncio.to_thread(self._file.write, dict(self._known))
        except AppError as error:
            _log.info("the result of a test is not written down: %s", error.code)
