"""Sound files of the person: what they are, their waveform, and pieces that a server takes.

A process beside the window reads them; what is wrong with a file may crash it, the window loses
only that file. Pieces lie in a folder of this run's own until they are dropped.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from desktop.core.errors import AppError, Code
from desktop.media.sound.facts import Piece, PieceTarget, SoundInfo
from desktop.services.side_process import LostError, SideProcess, worker_command
from desktop.store import files
from desktop.store.locks import FileLock

_log = logging.getLogger(__name__)

PEAKS_PER_S = 20
"""Of a piece's waveform."""

_IDLE_S = 30.0
_PATIENCE_S = 130.0  # of one job; the worker ends itself a little sooner
_SLICE_S = 600  # of a waveform at a time: pieces come in between
_LOCK = ".lock"
_Said: TypeAlias = tuple[dict[str, Any], bytes]


class Sounds:
    """Reads one file at a time; used on the loop's thread.

    Args:
        folder: Where pieces may lie; other runs of the program use it, too.
        command: What to start instead of our own worker.
        idle_s: After so long without a job the process ends.
    """

    def __init__(
        self, folder: Path, command: Sequence[str] | None = None, *, idle_s: float = _IDLE_S
    ) -> None:
        self._side = SideProcess(command or worker_command("sound"), idle_s=idle_s)
        self._turn = asyncio.Lock()  # each has its whole time
        self._room = _Room(folder)
        self._made = 0

    @property
    def pid(self) -> int | None:
        """The number of the process; None: it does not run."""
        return self._side.pid

    async def inspect(self, path: Path) -> SoundInfo:
        """Give what a file is, and how long it really is, whatever its header says.

        Raises:
            AppError: NOT_A_SOUND, SOUND_NEEDS_FFMPEG, SOUND_TOO_LONG, FILE_DAMAGED, UNREADABLE;
                SOUND_UNREAD, the process did not survive it; NO_SOUND_READER.
        """
        said, _ = await self._ask({"job": "inspect", "path": _absolute(path)})
        return SoundInfo(said["duration_s"], said["rate_hz"], said["channels"], said["format"])

    async def piece(self, path: Path, start_s: float, target: PieceTarget) -> Piece:
        """Give the part from `start_s` on as a file, cut in a pause before it gets too large.

        The next one begins at `Piece.next_s`. Who has used the file drops it.

        Raises:
            AppError: as `inspect`; DISK_FULL or READ_ONLY, the piece cannot be written.
        """
        room = await asyncio.to_thread(self._room.enter)
        self._made += 1
        file = room / f"piece-{self._made}.flac"
        size = {"max_bytes": target.max_bytes, "max_s": target.max_s}
        asked = {"job": "piece", "path": _absolute(path), "start_s": start_s, "target": size}
        is_made = False
        try:
            said, peaks = await self._ask({**asked, "file": str(file), "per_s": PEAKS_PER_S})
            is_made = True
        finally:
            if not is_made:
                await asyncio.to_thread(_unlink, file)
        end_s = float(said["end_s"])
        forward_s = max(end_s - target.overlap_s, start_s + target.max_s / 10)
        next_s = min(end_s, forward_s)  # however much is repeated, it goes on
        return Piece(file, start_s, end_s, bool(said["is_last"]), peaks, next_s)

    async def drop(self, piece: Piece) -> None:
        """Delete the file of a piece that was used."""
        await asyncio.to_thread(_unlink, piece.file)

    async def peaks(self, path: Path, per_s: int = PEAKS_PER_S) -> bytes:
        """Give the waveform: for each part of a second its largest value, 255 for full scale.

        Made slice by slice, so that pieces that are asked for meanwhile do not wait.

        Raises:
            AppError: as `inspect`.
        """
        asked = {"job": "peaks", "path": _absolute(path), "per_s": per_s, "most_s": _SLICE_S}
        slices: list[bytes] = []
        while True:
            _, data = await self._ask({**asked, "start_s": len(slices) * _SLICE_S})
            slices.append(data)
            if len(data) < _SLICE_S * per_s:
                return b"".join(slices)

    async def aclose(self) -> None:
        """End the process and delete all pieces; who waits for one gets an error."""
        await self._side.aclose()
        await asyncio.to_thread(self._room.leave)

    async def _ask(self, asked: dict[str, Any]) -> _Said:
        async with self._turn:
            try:
                said, data = await self._side.ask(asked, patience_s=_PATIENCE_S)
            except LostError as error:
                code = Code.SOUND_UNREAD if error.is_startable else Code.NO_SOUND_READER
                raise AppError(code) from error
        if said["code"]:
            raise AppError(Code(said["code"]), said["detail"])
        return said, data


class _Room:
    """A folder of this run's own, made with the first piece; worker threads only.

    A lock says that its run lives, so what a killed one left behind can be told and deleted.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / os.urandom(8).hex()
        self._lock = FileLock(self._own.with_suffix(_LOCK))
        self._is_entered = False

    def enter(self) -> Path:
        """Give the folder.

        Raises:
            AppError: DISK_FULL or READ_ONLY.
        """
        if not self._is_entered:
            remove_left(self._folder)
            self._lock.take()
            files.make_folder(self._own)
            self._is_entered = True
        return self._own

    def leave(self) -> None:
        """Delete it with all that is in it."""
        if self._is_entered:
            self._is_entered = False
            shutil.rmtree(self._own, ignore_errors=True)
            self._lock.release()
            _unlink(self._lock.file)


def remove_left(folder: Path) -> None:
    """Delete the pieces of runs that ended without doing so; worker threads only."""
    try:
        locks = list(folder.glob(f"*{_LOCK}"))
    except OSError:
        return
    for file in locks:
        lock = FileLock(file)
        try:
            is_left = lock.take()
        except AppError as error:
            _log.info("pieces of sound are not tidied: %s", error.code)
            return
        if is_left:
            shutil.rmtree(file.with_suffix(""), ignore_errors=True)
            lock.release()
            _unlink(file)


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - no look at the disk


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        _log.info("a piece of sound is not deleted: %s", error.strerror)
