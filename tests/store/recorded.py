"""What the tests of recordings share: an open store, and lines in few words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from desktop.core.transcript import Line, Word
from desktop.store.db import Database
from desktop.store.leftovers import FOLDER
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings

WAV = b"RIFF\x30\0\0\0WAVEfmt " + bytes(24) + b"data\x04\0\0\0" + b"\1\0\2\0"


@asynccontextmanager
async def recordings(name: str = "", now=None) -> AsyncIterator[Recordings]:
    """Give the recordings of the test's own home, or of another computer of that name."""
    here = Paths.find()
    paths = replace(here, data=here.data / name)
    database = await Database.open(paths)
    more = () if now is None else (now,)
    opened = Recordings(database, paths.data / FOLDER, *more)
    try:
        yield opened
    finally:
        await opened.aclose()
        await database.aclose()


def said(text: str, start_s: float, end_s: float | None = None, speaker: str = "") -> Line:
    """Give a line whose words share its time."""
    end = start_s + 1.0 if end_s is None else end_s
    parts = text.split()
    step = (end - start_s) / max(1, len(parts))
    words = tuple(
        Word(part, start_s + at * step, start_s + (at + 1) * step) for at, part in enumerate(parts)
    )
    return Line(text, start_s, end, speaker, words)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]
