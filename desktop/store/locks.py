"""Locks between processes: they end with their holder, even when it is killed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.core.errors import AppError, Code
from desktop.store import faults, files

_STEP_S = 0.02

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """A file that one process at a time may hold.

    As a context manager it waits up to `limit_s` seconds (worker threads only). The system frees
    it when its holder dies, so unlike a number in a file it cannot lie about who is alive.
    """

    def __init__(self, file: Path, limit_s: float = 30.0) -> None:
        self.file = file
        self._limit_s = limit_s
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock if nobody holds it; tell whether it is ours now. Does not wait.

        Raises:
            AppError: READ_ONLY or DISK_FULL, the file cannot be made.
        """
        files.make_folder(self.file.parent)
        try:
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, files.PRIVATE)
        except OSError as error:
            raise faults.from_system(error) from error
        try:
            _take(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back; safe to call twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        end = time.monotonic() + self._limit_s
        while not self.take():
            if time.monotonic() >= end:
                raise AppError(Code.BUSY, f"held by another process: {self.file.name}")
            time.sleep(_STEP_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
