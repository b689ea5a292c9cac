"""Files under the hash of their content."""

import asyncio
import hashlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Kind, Part, PartType
from desktop.store.blobs import Blob, Blobs, file_of
from tests.store.stores import data, opened, store

DAY_S = 24 * 3600.0


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT sha256, reference_count FROM blob").fetchall())


def test_bytes_and_files_come_back_as_they_were(aloop, tmp_path: Path) -> None:
    source = tmp_path / "bird.bin"
    source.write_bytes(os.urandom(3_000_000))

    async def scenario() -> None:
        async with opened() as db:
            blobs = Blobs(db)
            one = await blobs.put(b"bird", "text/plain")
            two = await blobs.put(source, "application/octet-stream")
            assert one == Blob(hashlib.sha256(b"bird").hexdigest(), 4, "text/plain")
            assert await blobs.read(one.sha256) == b"bird"
            assert await blobs.read(two.sha256) == source.read_bytes()
            assert await blobs.stat(two.sha256) == two
            assert stat.S_IMODE(file_of(data(), one.sha256).stat().st_mode) == 0o600

    aloop(scenario())


def test_the_same_content_is_kept_once_even_when_put_at_once(aloop) -> None:
    async def scenario() -> None:
        async with opened() as db:
            blobs = Blobs(db)
            found = await asyncio.gather(*(blobs.put(b"same", "image/png") for _ in range(5)))
            assert len(set(found)) == 1
            assert await db.read(counts) == {found[0].sha256: 0}

    aloop(scenario())
    files = [file for file in (data() / "blobs").rglob("*") if file.is_file()]
    assert len(files) == 1


def test_who_holds_a_blob_is_counted(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            blob = await conversations.blobs.put(b"x", "image/png")
            part = Part(PartType.IMAGE, blob=blob.sha256)
            made = await conversations.create(Kind.CHAT)

            async def count() -> int:
                return (await conversations._db.read(counts))[blob.sha256]

            await conversations.keep_draft(made.id, Draft("", (part, part)))
            assert await count() == 2
            question, _ = await conversations.ask(made.id, None, [part], "m", "c")
            assert await count() == 1  # the draft is gone, the message holds it
            await conversations.edit(question.id, [part, part], "m", "c")
            assert await count() == 3

    aloop(scenario())


def test_a_part_that_came_before_its_blob_counts_too(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            sha256 = hashlib.sha256(b"late").hexdigest()
            made = await conversations.create(Kind.CHAT)
            await conversations.ask(made.id, None, [Part(PartType.IMAGE, blob=sha256)], "m", "c")
            with pytest.raises(AppError) as raised:
                await conversations.blobs.stat(sha256)
            assert raised.value.code is Code.GONE
            await conversations.blobs.put(b"late", "image/png")
            assert await conversations._db.read(counts) == {sha256: 1}

    aloop(scenario())


def test_content_that_changed_on_the_disk_is_noticed(aloop) -> None:
    async def scenario() -> None:
        async with opened() as db:
            blobs = Blobs(db)
            blob = await blobs.put(b"good", "image/png")
            file_of(data(), blob.sha256).write_bytes(b"evil")
            with pytest.raises(AppError) as raised:
                await blobs.read(blob.sha256)
            assert raised.value.code is Code.DAMAGED

    aloop(scenario())


def test_a_file_that_cannot_be_read_leaves_no_half(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened() as db:
            with pytest.raises(AppError):
                await Blobs(db).put(tmp_path / "absent", "image/png")

    aloop(scenario())
    assert [file for file in (data() / "blobs").rglob("*") if file.is_file()] == []


def test_the_sweep_takes_what_nobody_has_held_for_a_day(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            blobs = conversations.blobs
            held = await blobs.put(b"held", "image/png")
            await blobs.put(b"loose", "image/png")
            await conversations.keep_draft(
                None, Draft("", (Part(PartType.IMAGE, blob=held.sha256),))
            )
            orphan = file_of(data(), "ab" * 32)
            orphan.parent.mkdir(parents=True, exist_ok=True)
            orphan.write_bytes(b"no row")
            half = data() / "blobs" / "incoming" / "x.part"
            half.write_bytes(b"half")
            assert await blobs.sweep() == 0
            for file in (data() / "blobs").rglob("*"):
                os.utime(file, (0, 0))
            later = Blobs(conversations._db, now=lambda: held_until + 2 * DAY_S)
            held_until = data().stat().st_mtime
            assert await later.sweep() == 2
            assert await blobs.read(held.sha256) == b"held"
            assert not orphan.exists()
            assert not half.exists()

    aloop(scenario())


def test_a_temporary_blob_never_touches_the_disk(aloop, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"passing")

    async def scenario() -> None:
        async with opened() as db:
            blobs = Blobs(db)
            blob = await blobs.put(source, "image/png", temporary=True)
            assert await blobs.read(blob.sha256) == b"passing"
            assert await blobs.stat(blob.sha256) == Blob(blob.sha256, 7, "image/png")
            assert await db.read(counts) == {}

    aloop(scenario())
    assert not (data() / "blobs").exists()
