"""How the last test of each connection went, on disk. Nothing in it is secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.store import tables


@dataclass(frozen=True, slots=True)
class Result:
    """`code` of the failure, empty: it works; the day; how many models were listed."""

    code: str
    day: date
    models: int = 0


class ResultsFile:
    """A TOML file; worker threads only. What cannot be understood counts as never tested."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> dict[str, Result]:
        """Give the results by connection.

        Raises:
            AppError: READ_ONLY, the file cannot be opened.
        """
        found = {name: _result(entry) for name, entry in tables.read(self._file).items()}
        return {name: result for name, result in found.items() if result is not None}

    def write(self, results: Mapping[str, Result]) -> None:
        """Replace all results.

        Raises:
            AppError: DISK_FULL or READ_ONLY.
        """
        tables.write(
            self._file,
            {
                name: {"code": result.code, "day": result.day, "models": result.models}
                for name, result in results.items()
            },
        )


def _result(entry: object) -> Result | None:
    if not isinstance(entry, dict):
        return None
    code, day, models = entry.get("code"), entry.get("day"), entry.get("models")
    # A time of day is a date, too, but cannot be compared with one.
    if not (isinstance(code, str) and type(day) is date and type(models) is int):
        return None
    return Result(code, day, models)
