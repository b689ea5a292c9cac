"""What documents say is kept within limits, the least used goes first."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.media.extract import Extract
from desktop.services.attaching.texts import Texts
from desktop.store.blobs import Blobs
from tests.store.stores import opened
from tests.support.loops import RunLoop


def test_the_least_used_texts_go_when_there_is_no_room(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened() as database:
            blobs = Blobs(database)
            hashes = [(await blobs.put(bytes([number]), "text/html")).sha256 for number in range(4)]
            texts = Texts(tmp_path, blobs, max_bytes=1900)
            folder = tmp_path / "texts-1"
            for age, sha256 in enumerate(hashes):
                extract = Extract(os.urandom(500).hex(), age)
                await texts.keep(sha256, extract, is_temporary=False)
                os.utime(folder / sha256, (1000 + age, 1000 + age))
            again = Texts(tmp_path, blobs, max_bytes=1900)
            oldest = await again.get(hashes[0])  # used: now the youngest
            assert oldest is not None
            assert oldest.pages == 0
            (folder / ("0" * 64)).write_bytes(b"its file is gone")
            await again.tidy()
            left = {file.name for file in folder.iterdir()}
            assert hashes[0] in left
            assert hashes[1] not in left
            assert "0" * 64 not in left
            assert sum(file.stat().st_size for file in folder.iterdir()) <= 1900

    aloop(play())


def test_memory_holds_the_last_used_only(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with opened() as database:
            texts = Texts(tmp_path, Blobs(database))
            for name in ("a", "b", "c"):
                long = Extract(name * 1_800_000)
                await texts.keep(name, long, is_temporary=True)
            assert await texts.get("a") is None
            assert await texts.get("c") is not None
            await texts.keep("d", Extract("d" * 9_000_000), is_temporary=True)
            assert await texts.get("d") is not None  # the newest always

    aloop(play())
