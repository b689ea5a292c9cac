"""What a person can set. A new setting is one declaration here; its page draws itself from it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from desktop.core.connection import BUILT_IN_ID
from desktop.core.observe import Event
from desktop.store import tables
from desktop.store.tables import Table

_log = logging.getLogger(__name__)
V = TypeVar("V", bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """One setting: `key` is "section.name" in the file; the type is that of `default`.

    `choices` lists the only values, `low` and `high` bound a number; empty or None: free.
    """

    key: str
    default: V
    choices: tuple[V, ...] = ()
    low: float | None = None
    high: float | None = None

    def accepts(self, value: object) -> bool:
        """Tell whether `value` may be this setting's; a whole number where a fraction may be too."""
        if isinstance(self.default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(self.default):
            return False
        if self.choices:
            return any(value == choice for choice in self.choices)
        if not isinstance(value, (int, float)):
            return True
        is_high_enough = self.low is None or value >= self.low
        return is_high_enough and (self.high is None or value <= self.high)


AnySetting: TypeAlias = Setting[bool] | Setting[int] | Setting[float] | Setting[str]

THEME = Setting("appearance.theme", "system", choices=("system", "light", "dark"))
LANGUAGE = Setting("appearance.language", "system", choices=("system", "en", "zh_CN"))
ZOOM = Setting("appearance.zoom", 1.0, low=0.5, high=3.0)
ENTER_SENDS = Setting("chat.enter_sends", default=True)
CONNECTION = Setting("chat.connection", BUILT_IN_ID)
MODEL = Setting("chat.model", "")  # of that connection; empty: the connection's own
BANNER_CLOSED = Setting("chat.banner_closed", default=False)

DECLARED: tuple[AnySetting, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Setting)
)
"""All of the above, in their order."""


class Settings:
    """The values, read from `file` at once and written to it when one changes.

    A value that cannot be used counts as the default and is named in the log. What this version
    does not know stays in the file. `changed` gives the key. Used on the loop's thread.

    Raises:
        AppError: READ_ONLY, the file is there and cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writing = asyncio.Lock()
        self._table = tables.read(file)
        self.changed: Event[str] = Event()
        for setting in DECLARED:
            found = _look_up(self._table, setting.key)
            if found is not None and not setting.accepts(found):
                _log.warning("settings.bad_value: %s has its default instead", setting.key)

    def get(self, setting: Setting[V]) -> V:
        """Give a setting's value."""
        found: Any = _look_up(self._table, setting.key)
        # The conversion only makes a fraction of a whole number.
        return type(setting.default)(found) if setting.accepts(found) else setting.default

    async def set(self, setting: Setting[V], value: V) -> None:
        """Change a setting at once, tell it, and write it down.

        Raises:
            ValueError: not a value of this setting.
            AppError: DISK_FULL or READ_ONLY; the change then holds until the program ends.
        """
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        if self.get(setting) == value:
            return
        _put(self._table, setting.key, value)
        self.changed.emit(setting.key)
        async with self._writing:
            await asyncio.to_thread(self._write, setting.key)

    def _write(self, key: str) -> None:
        # Another process may have changed other settings: ours is put into what is there now.
        table = tables.read(self._file)
        _put(table, key, _look_up(self._table, key))
        tables.write(self._file, table)


def _look_up(table: Table, key: str) -> object:
    section, name = key.split(".")
    found = table.get(section)
    return found.get(name) if isinstance(found, dict) else None


def _put(table: Table, key: str, value: object) -> None:
    section, name = key.split(".")
    if not isinstance(table.get(section), dict):
        table[section] = {}
    table[section][name] = value
