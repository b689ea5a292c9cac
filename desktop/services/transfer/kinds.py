"""What an archive is made of: each kind of record joins with one `Portable`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from desktop.core.errors import Code

FORMAT, VERSION = "oriole.archive", 1
MANIFEST, CHECKSUMS, BLOBS = "manifest.json", "checksums.sha256", "blobs"


class Fate(StrEnum):
    """What became of a record that was read."""

    NEW = "new"
    KNOWN = "known"  # it is here already, and stays as it is
    FAILED = "failed"  # it cannot be used; the others can


@dataclass(frozen=True, slots=True)
class Record:
    """One record in an archive: its file name there, its content, and the blobs it refers to.

    `files` are large files of its own, by their names in the archive; they are copied in pieces.
    """

    name: str
    content: bytes
    blobs: tuple[str, ...] = ()
    files: tuple[tuple[str, Path], ...] = ()


class Portable(Protocol):
    """A kind of record that goes into archives and comes out of them again.

    `folder` is where its records lie in the archive; it never changes. `is_counted`: a person is
    told how many there were; what comes along in one file is not worth a number.
    """

    folder: str
    is_counted: bool

    async def count(self) -> int:
        """Give how many records there are, for the progress."""

    def records(self) -> AsyncIterator[Record]:
        """Yield every record, one after another."""

    async def take(self, content: bytes, fetch: Fetch) -> Fate:
        """Store one record of an archive; `fetch` gives what it refers to.

        Raises:
            AppError: the record cannot be used, or the disk is full.
        """


class Fetch(Protocol):
    """Gives what a record refers to; what the archive lacks, or holds damaged, is a gap."""

    async def __call__(self, sha256: str, media_type: str) -> None:
        """Store the blob with a hash and a media type."""

    def file(self, name: str, folder: Path) -> AbstractAsyncContextManager[Path | None]:
        """Lend a checked copy of a file, in `folder`; whoever moves it away keeps it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come: `done` of `total` records."""

    done: int
    total: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not be taken, or a blob that could not be given, and why."""

    name: str
    code: Code


@dataclass(slots=True)
class Outcome:
    """What an import or export has done."""

    new: int = 0
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    blobs: int = 0
    size: int = 0

    def note(self, fate: Fate) -> None:
        """Count one record."""
        if fate is Fate.NEW:
            self.new += 1
        elif fate is Fate.KNOWN:
            self.known += 1
