"""TOML files that a person may open, kept whole by programs that do not know all of them."""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path
from typing import Any, TypeAlias

from desktop.store import faults, files

_log = logging.getLogger(__name__)

Table: TypeAlias = dict[str, Any]
"""A TOML table; its values are checked where they are read."""


def read(file: Path) -> Table:
    """Give what `file` holds; nothing where there is none.

    A file that is not TOML is put aside as `<name>.bad`, with a warning in the log, so that the
    next write does not destroy what somebody may want to repair.

    Raises:
        AppError: READ_ONLY, the file cannot be opened.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        aside = file.with_name(f"{file.name}.bad")
        _log.warning("%s cannot be read; it is kept as %s", file.name, aside.name)
        _put_aside(file, aside)
        return {}
    except OSError as error:
        raise faults.from_system(error) from error


def write(file: Path, table: Table) -> None:
    """Replace `file`, atomically, 0600; worker threads only.

    Raises:
        AppError: DISK_FULL or READ_ONLY; the old file stays.
    """
    import tomli_w  # noqa: PLC0415 - the first paint needs to read only

    files.write_atomically(file, tomli_w.dumps(table).encode())


def _put_aside(file: Path, aside: Path) -> None:
    try:
        file.replace(aside)
    except OSError as error:
        _log.info("not put aside: %s", error.strerror)
