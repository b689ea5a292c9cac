"""Has documents read by a process of its own: started with the first, ended after a quiet minute.

What is wrong with a document may crash it, fill its memory or hold it up for ever; the window only
loses that document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

from desktop.core.errors import AppError, Code
from desktop.media.extract import LIMITS, Extract, Limits
from desktop.media.kinds import Sort
from desktop.services.side_process import LostError, SideProcess, worker_command

_IDLE_S = 60.0
_MAX_BYTES_A_CHARACTER = 4


class Reader:
    """Reads one document at a time; used on the loop's thread."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        limits: Limits = LIMITS,
        idle_s: float = _IDLE_S,
    ) -> None:
        self._side = SideProcess(command or worker_command("documents"), idle_s=idle_s)
        self._limits = limits
        self._turn = asyncio.Lock()  # each has its whole time

    @property
    def pid(self) -> int | None:
        """The number of the process; None: it does not run."""
        return self._side.pid

    async def read(self, content: bytes, sort: Sort) -> Extract:
        """Give what a document says; a caller who is cancelled ends the work on it.

        Raises:
            AppError: NO_READER, FILE_COMPLEX where the process did not survive it, or what
                `media.documents.extract` raises.
        """
        asked = {"sort": str(sort), "limits": asdict(self._limits)}
        most = self._limits.characters * _MAX_BYTES_A_CHARACTER
        async with self._turn:
            try:
                said, text = await self._side.ask(
                    asked, content, patience_s=self._limits.patience_s, most=most
                )
            except LostError as error:
                raise AppError(
                    Code.FILE_COMPLEX if error.is_startable else Code.NO_READER
                ) from error
        if said["code"]:
            raise AppError(Code(said["code"]), said["detail"])
        return Extract(text.decode("utf-8"), said["pages"], said["is_cut"])

    async def aclose(self) -> None:
        """End the process; who waits for it gets an error."""
        await self._side.aclose()
