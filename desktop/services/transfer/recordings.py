"""Recordings in an archive: a JSON file each with what was said, and beside it the sound of ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.services.transfer.conversations import parsed
from desktop.services.transfer.kinds import Fate, Fetch, Record
from desktop.store import recording_archive
from desktop.store.recordings import Recordings

_SOUNDS = "sounds"
_RIFF_BYTES = 12


class RecordingRecords:
    """A `Portable`. `with_sound` false leaves the sounds out, which are most of an archive."""

    folder, is_counted = "recordings", True

    def __init__(self, recordings: Recordings, *, with_sound: bool = True) -> None:
        self._recordings = recordings
        self.with_sound = with_sound

    async def count(self) -> int:
        """Give how many recordings there are, those in the bin among them."""
        return len(await self._recordings.portable_ids())

    async def records(self) -> AsyncIterator[Record]:
        """Yield them, oldest first; one that is deleted for good meanwhile is left out."""
        for number, recording_id in enumerate(await self._recordings.portable_ids(), 1):
            try:
                record, sound = await self._recordings.dump(recording_id)
            except AppError as error:
                if error.code is Code.GONE:
                    continue
                raise
            files: tuple[tuple[str, Path], ...] = ()
            if sound is not None and self.with_sound:
                files = ((_member(record["uid"]), sound),)
                record["has_sound"] = True
            text = await asyncio.to_thread(recording_archive.to_text, record)
            yield Record(f"{number:06d}.json", text.encode(), files=files)

    async def take(self, content: bytes, fetch: Fetch) -> Fate:
        """Store a recording with its sound, if it has one."""
        found = await asyncio.to_thread(parsed, content)
        record = await asyncio.to_thread(recording_archive.checked, found)
        if await self._recordings.knows(record["uid"]):
            return Fate.KNOWN
        if found.get("has_sound") is not True:
            is_new = await self._recordings.take(record)
        else:
            async with fetch.file(_member(record["uid"]), self._recordings.folder) as sound:
                is_wav = sound is not None and await asyncio.to_thread(_is_wav, sound)
                is_new = await self._recordings.take(record, sound if is_wav else None)
        return Fate.NEW if is_new else Fate.KNOWN


def _member(uid: str) -> str:
    return f"{_SOUNDS}/{uid}.wav"


def _is_wav(file: Path) -> bool:
    with file.open("rb") as stream:
        head = stream.read(_RIFF_BYTES)
    return head[:4] == b"RIFF" and head[8:] == b"WAVE"
