"""Files that are either the old ones or the new ones, never halves, and nobody else's to read."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from desktop.store import faults

PRIVATE = 0o600
"""The mode of every file that we make; folders get 0700."""


def make_folder(folder: Path) -> None:
    """Make `folder` and its parents where they lack, private to this user.

    Raises:
        AppError: DISK_FULL or READ_ONLY.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise faults.from_system(error) from error


def write_atomically(file: Path, content: bytes) -> None:
    """Replace `file` by `content`; after a crash or a power cut it holds the old or the new.

    Waits for the disk: call it in a worker thread. If it fails, the old file is untouched.

    Raises:
        AppError: DISK_FULL or READ_ONLY.
    """
    make_folder(file.parent)
    try:
        temporary = write_beside(file, content)
        try:
            temporary.replace(file)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(file.parent)
    except OSError as error:
        raise faults.from_system(error) from error


def write_beside(file: Path, content: bytes) -> Path:
    """Write `content`, safely on the disk, into a new file beside `file`; give its path.

    Raises:
        OSError: nothing is left behind.
    """
    # mkstemp makes its files 0600.
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut; Windows does that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
