"""What a person can set. A new setting is one declaration here; its page draws itself from it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar, cast

from desktop.core.connection import BUILT_IN_ID
from desktop.core.observe import Event
from desktop.store import tables
from desktop.store.tables import Table

_log = logging.getLogger(__name__)
V = TypeVar("V", bool, int, float, str)
Value: TypeAlias = bool | int | float | str
_MAX_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """One setting: `key` is "section.name" in the file; the type is that of `default`.

    `choices` lists the only values, `low` and `high` bound a number, `check` refuses what else
    cannot be used; empty or None: free. A text is one line of at most 1,000 characters.
    """

    key: str
    default: V
    choices: tuple[V, ...] = ()
    low: float | None = None
    high: float | None = None
    check: Callable[[V], bool] | None = None

    def accepts(self, value: object) -> bool:
        """Tell whether `value` may be this setting's; a whole number where a fraction may be too."""
        if isinstance(self.default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(self.default):
            return False
        if self.choices:
            return any(value == choice for choice in self.choices)
        if isinstance(value, str):
            is_within = len(value) <= _MAX_TEXT and value.isprintable()
        else:
            is_within = self._is_within(value)
        return is_within and (self.check is None or self.check(value))

    def _is_within(self, number: float) -> bool:
        is_high_enough = self.low is None or number >= self.low
        return is_high_enough and (self.high is None or number <= self.high)


AnySetting: TypeAlias = Setting[bool] | Setting[int] | Setting[float] | Setting[str]

THEME = Setting("appearance.theme", "system", choices=("system", "light", "dark"))
LANGUAGE = Setting("appearance.language", "system", choices=("system", "en", "zh_CN"))
ZOOM = Setting("appearance.zoom", 1.0, low=0.5, high=3.0)
ACCENT = Setting(
    "appearance.accent", "amber", choices=("amber", "blue", "teal", "green", "violet", "rose")
)
MORE_CONTRAST = Setting("appearance.more_contrast", default=False)
LESS_MOTION = Setting("appearance.less_motion", default=False)
FONT = Setting("appearance.font", "")  # a family; empty: the system's
READING_FONT = Setting("appearance.reading_font", "")  # empty: that of the interface
CODE_FONT = Setting("appearance.code_font", "")  # empty: the system's for code
ENTER_SENDS = Setting("chat.enter_sends", default=True)
PASTE_LIMIT = Setting("chat.paste_limit", 20_000, choices=(5_000, 20_000, 100_000, 0))  # 0: none
CHECK_BEFORE_SENDING = Setting("chat.check_before_sending", default=False)
CONNECTION = Setting("chat.connection", BUILT_IN_ID)
MODEL = Setting("chat.model", "")  # of that connection; empty: the connection's own
BIN_DAYS = Setting("chat.bin_days", 30, choices=(0, 7, 30, 90))  # 0: it is never emptied
FOR_EVER = -1
EXCHANGE_DAYS = Setting("chat.exchange_days", 30, choices=(0, 7, 30, 90, FOR_EVER))  # 0: not at all
BANNER_CLOSED = Setting("chat.banner_closed", default=False)
PICTURE_HOSTS = Setting("chat.picture_hosts", "")  # apart by blanks: shown without asking
LEAVE_OUT = Setting("chat.leave_out", default=False)  # the oldest messages, when they do not fit
BUDGET_USD = Setting("usage.budget_usd", 0.0, low=0.0, high=1_000_000.0)  # a month; 0: none
ENGINE_IDLE_MINUTES = Setting("engine.idle_minutes", 10, choices=(1, 5, 10, 30, 60, 0))  # 0: never
MICROPHONE = Setting("speech.microphone", "")  # an id of this computer; empty: the system's
SPEECH_LANGUAGE = Setting(
    "speech.language",
    "",  # recognised by itself
    choices=(
        "", "en", "zh", "yue", "es", "hi", "ar", "pt", "ru", "ja", "ko", "de", "fr", "it", "nl",
        "pl", "tr", "uk", "vi", "id", "th", "sv", "cs",
    ),
)  # fmt: skip
SILENCE_S = Setting("speech.silence_s", 5, choices=(0, 1, 2, 3, 5))  # 0: only the person stops
SPOKEN_PUNCTUATION = Setting("speech.spoken_punctuation", default=True)
DICTATION_DAYS = Setting("speech.dictation_days", 0, choices=(0, 7, 30, -1))  # -1: for ever
TRANSCRIPTION_CONNECTION = Setting("speech.connection", "")  # empty: whoever can
TRANSCRIPTION_MODEL = Setting("speech.model", "")  # of that connection; empty: the first that can
ALOUD_VOICES = Setting("speech.aloud_voices", "")  # "en=<voice>&zh=<voice>"; see services.aloud
ALOUD_SPEED = Setting("speech.aloud_speed", 1.0, low=0.5, high=2.0)
ALOUD_ALLOWED = Setting("speech.aloud_allowed", "")  # connections that may read, apart by blanks

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

    def value(self, setting: AnySetting) -> Value:
        """Give a setting's value where its type is not known beforehand."""
        found: Value = self.get(cast("Any", setting))
        return found

    def is_changed(self, setting: AnySetting) -> bool:
        """Tell whether a setting has another value than its default."""
        found = _look_up(self._table, setting.key)
        return setting.accepts(found) and found != setting.default

    async def set(self, setting: Setting[V], value: V) -> None:
        """Change a setting at once, tell it, and write it down.

        Raises:
            ValueError: not a value of this setting.
            AppError: DISK_FULL or READ_ONLY; the change then holds until the program ends.
        """
        if self.get(setting) != value:
            await self.change({setting: value})

    async def change(self, values: Mapping[AnySetting, Value | None]) -> None:
        """Change several settings at once, then tell each; None gives one its default again.

        Raises:
            ValueError: something is not a value of its setting; nothing is changed then.
            AppError: as `set`.
        """
        for setting, value in values.items():
            if value is not None and not setting.accepts(value):
                raise ValueError(f"{setting.key} cannot be {value!r}")
        keys = [setting.key for setting in values]
        for setting, value in values.items():
            _put(self._table, setting.key, value)
        for key in keys:
            self.changed.emit(key)
        async with self._writing:
            await asyncio.to_thread(self._write, keys)

    def _write(self, keys: Collection[str]) -> None:
        # Another process may have changed other settings: ours are put into what is there now.
        table = tables.read(self._file)
        for key in keys:
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
    if value is None:
        table[section].pop(name, None)
    else:
        table[section][name] = value
