"""How long sounds are kept, and what is put in order when recordings are used for the first time.

A dictation's sound goes as soon as its text has arrived, or later, as the person wants it; a note
keeps its sound until it is deleted; a file of the person's own is never touched.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.store.recordings import Recordings
from desktop.store.settings import DICTATION_DAYS, Settings

_log = logging.getLogger(__name__)
_FOR_EVER = -1
_WORK = "expire"
_SETTLE_S = 0.5  # what is still read of a sound when its text arrives may be read to its end


def _recover(file: Path) -> float:
    """Give the length of a sound that was cut off, its header mended; worker threads only."""
    from desktop.media.capture.wavfile import WavFile  # noqa: PLC0415 - few sounds are ever cut off

    return WavFile.recover(file)


class Keeping:
    """Watches the recordings from `begin` on; ends with `aclose`."""

    def __init__(
        self,
        recordings: Recordings,
        settings: Settings,
        recover: Callable[[Path], float] = _recover,
    ) -> None:
        self._recordings, self._settings, self._recover = recordings, settings, recover
        self._scope = TaskScope(_report)
        self._stops: tuple[Callable[[], None], ...] = ()

    async def begin(self) -> None:
        """Put in order what earlier runs have left; from then on follow what is stored.

        Raises:
            AppError: what the database raises.
        """
        if not self._stops:
            self._stops = (
                self._recordings.changed.connect(self._on_changed),
                self._settings.changed.connect(self._on_setting),
            )
        mended = await self._recordings.mend_sounds()
        if mended.adopted or mended.emptied:
            _log.info(
                "recordings: %d sounds had no row, %d rows no sound", mended.adopted, mended.emptied
            )
        await self._recover_cut_off()
        await self.expire()

    async def expire(self) -> int:
        """Delete the sounds of dictations that were kept long enough; give how many."""
        days = self._settings.get(DICTATION_DAYS)
        if days == _FOR_EVER:
            return 0
        count = 0
        for recording_id in await self._recordings.expired(days):
            try:
                count += await self._recordings.drop_sound(recording_id)
            except AppError as error:  # another program plays it: the next time
                _log.info("the sound of a dictation stays for now: %s", error.code)
        return count

    async def aclose(self) -> None:
        """Stop watching."""
        for stop in self._stops:
            stop()
        await self._scope.aclose()

    async def _recover_cut_off(self) -> None:
        for found in await self._recordings.cut_off():
            try:
                duration_s = await asyncio.to_thread(self._recover, found.sound)
            except (AppError, OSError, ValueError) as error:
                _log.info("the end of a recording is not mended: %s", error)
                continue
            if duration_s != found.duration_s:
                await self._recordings.update(found.id, duration_s=duration_s)

    def _on_changed(self, _recording_id: int) -> None:
        if self._settings.get(DICTATION_DAYS) == 0:
            self._scope.start(_WORK, self._expire_soon())

    def _on_setting(self, key: str) -> None:
        if key == DICTATION_DAYS.key:
            self._scope.start(_WORK, self._expire_soon())

    async def _expire_soon(self) -> None:
        await asyncio.sleep(_SETTLE_S)
        await self.expire()


def _report(error: Exception) -> None:
    if isinstance(error, AppError):
        _log.info("sounds are kept for now: %s", error.code)
    else:
        _log.error("sounds are kept for now", exc_info=error)
