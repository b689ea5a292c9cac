"""Where the program keeps its things on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

HOME_VARIABLE = "ORIOLE_HOME"
"""Names a folder that holds everything: for tests, and for a copy carried on a stick."""

_APPLICATION = "oriole"


class Places(Protocol):
    """What we read of `platformdirs`."""

    @property
    def user_data_path(self) -> Path:
        """Where what cannot be made again belongs."""

    @property
    def user_config_path(self) -> Path:
        """Where settings belong."""

    @property
    def user_cache_path(self) -> Path:
        """Where what may be thrown away belongs."""

    @property
    def user_log_path(self) -> Path:
        """Where logs belong."""

    @property
    def user_runtime_path(self) -> Path:
        """Where what ends with the session belongs."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Five folders; none of them needs to exist, who writes into one makes it.

    `data` holds what cannot be made again, `config` the settings, `cache` what may be thrown away
    at any time, `log` the logs, `runtime` sockets and locks that end with the session.
    """

    data: Path
    config: Path
    cache: Path
    log: Path
    runtime: Path

    @classmethod
    def below(cls, home: Path) -> Paths:
        """Give the paths of a copy that keeps everything in one folder."""
        home = home.absolute()
        return cls(home / "data", home / "config", home / "cache", home / "log", home / "run")

    @classmethod
    def find(cls, home: Path | None = None) -> Paths:
        """Give the paths below `home`, else below $ORIOLE_HOME, else where the system wants them."""
        named = home or Path(os.environ.get(HOME_VARIABLE, ""))
        if named != Path():
            return cls.below(named)
        import platformdirs  # noqa: PLC0415 - 14 ms that tests and portable copies do not need

        return cls.from_system(platformdirs.PlatformDirs(_APPLICATION, appauthor=False))

    @classmethod
    def from_system(cls, places: Places) -> Paths:
        """Give the paths where a system wants them.

        Windows and macOS have one folder for data and settings, and Windows puts cache and logs
        into it as well: there both get a folder of their own inside, so that neither is in the
        other.
        """
        data, config = places.user_data_path, places.user_config_path
        if data == config:
            data, config = data / "Data", config / "Config"
        return cls(
            data,
            config,
            places.user_cache_path,
            places.user_log_path,
            places.user_runtime_path,
        )
