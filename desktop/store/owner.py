"""Who is writing which unfinished answer: a lock that ends with its process."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from desktop.store.locks import FileLock

_SUFFIX = ".lock"


class Owner:
    """This process, as the owner of the answers that it streams; worker threads only.

    Taken by the first answer, freed by the system when the process ends, however it ends.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder / "running"
        self._lock: FileLock | None = None
        self._guard = threading.Lock()
        self.name = os.urandom(16).hex()

    def claim(self) -> str:
        """Hold our lock from now on and give our name; without a folder the name alone.

        Raises:
            AppError: READ_ONLY or DISK_FULL.
        """
        with self._guard:
            if self._folder is not None and self._lock is None:
                lock = FileLock(self._folder / f"{self.name}{_SUFFIX}")
                lock.take()
                self._lock = lock
        return self.name

    def is_alive(self, name: str) -> bool:
        """Tell whether the process of that name still runs; forget it if not."""
        if name == self.name:
            return True
        if self._folder is None or not name:
            return False
        lock = FileLock(self._folder / f"{name}{_SUFFIX}")
        if not lock.file.exists():
            return False
        if not lock.take():
            return True
        lock.file.unlink(missing_ok=True)
        lock.release()
        return False

    def release(self) -> None:
        """Free our lock and remove its file; safe to call twice."""
        with self._guard:
            if self._lock is not None:
                self._lock.file.unlink(missing_ok=True)
                self._lock.release()
                self._lock = None
