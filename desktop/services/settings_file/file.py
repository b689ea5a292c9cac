"""The settings as a file for another computer: written, read again, and what it would change.

Secrets are never in it: they are in the keyring and nothing here asks for them. What is read was
perhaps made by somebody else, so it decides nothing: it is bounded, each value is checked by its
declaration, a connection becomes a new one of its own (never one that has a key here), and the
person sees the plan first. Free of Qt.
"""

from __future__ import annotations

import asyncio
import stat
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.core.connection import Connection
from desktop.core.errors import AppError, Code
from desktop.services.servers import Servers
from desktop.services.settings_file import imported
from desktop.services.settings_file.imported import Note, What, shown
from desktop.store import files
from desktop.store.settings import AnySetting, Settings, Value
from desktop.store.tables import Table

MAX_BYTES = 64 * 1024
"""A hundred connections take 30 KiB."""
_MAX_LINE = 2_000
"""tomllib takes 41 s for one key of 50,000 parts; for so many lines as fit, half a second."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that the file has with another value."""

    setting: AnySetting
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking over a file would do here."""

    changes: tuple[Change, ...] = ()
    connections: tuple[Connection, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell that nothing would be any different."""
        return not (self.changes or self.connections)


def export(
    settings: Settings, declared: Iterable[AnySetting], connections: Iterable[Connection]
) -> bytes:
    """Give the file: every declared setting with its value, every connection without its secrets."""
    import tomli_w  # noqa: PLC0415 - for the one moment when somebody exports

    table: Table = {"oriole": {"format": _FORMAT, "version": __version__}, "settings": {}}
    for setting in declared:
        section, _, name = setting.key.partition(".")
        table["settings"].setdefault(section, {})[name] = settings.value(setting)
    table["connections"] = [
        {
            name: value if isinstance(value, float) else str(value)
            for name, value in asdict(connection).items()
            if name in imported.FIELDS
        }
        for connection in connections
        if not connection.is_built_in
    ]
    return tomli_w.dumps(table).encode()


async def write(file: Path, content: bytes) -> None:
    """Write an export where the person wants it, whole or not at all.

    Raises:
        AppError: DISK_FULL or READ_ONLY.
    """
    await asyncio.to_thread(files.write_atomically, file, content)


async def load(file: Path) -> Table:
    """Give what an export holds, read and parsed in a worker thread.

    Raises:
        AppError: UNREADABLE, or UNSUITABLE for what is no export of this program.
    """
    return await asyncio.to_thread(lambda: parse(_read(file)))


def parse(content: bytes) -> Table:
    """Give what an export says, in bounded time.

    Raises:
        AppError: UNSUITABLE, not an export of this program.
    """
    if len(content) > MAX_BYTES or any(len(line) > _MAX_LINE for line in content.splitlines()):
        raise AppError(Code.UNSUITABLE, "too large")
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (
        ValueError,
        RecursionError,
    ) as error:  # not TOML, not UTF-8, a number of a mile, a tower
        raise AppError(Code.UNSUITABLE, "not TOML") from error
    head = table.get("oriole")
    if not isinstance(head, dict) or type(head.get("format")) is not int:
        raise AppError(Code.UNSUITABLE, "not an export of this program")
    return table


def plan(
    table: Table,
    settings: Settings,
    declared: Iterable[AnySetting],
    connections: Sequence[Connection],
) -> Plan:
    """Give what taking over an export would do; nothing is done yet."""
    known = {setting.key: setting for setting in declared}
    changes: list[Change] = []
    notes = [Note(What.UNKNOWN, shown(name)) for name in table if name not in _SECTIONS]
    for key, value in _flat(table.get("settings")):
        setting = known.get(key)
        if setting is None:
            notes.append(Note(What.UNKNOWN, shown(key)))
        elif not setting.accepts(value):
            notes.append(Note(What.BAD_VALUE, shown(key)))
        elif settings.value(setting) != value:
            changes.append(Change(setting, settings.value(setting), value))
    found = imported.connections(table.get("connections"), connections, notes)
    return Plan(tuple(changes), tuple(found), tuple(dict.fromkeys(notes)))


async def apply(wanted: Plan, settings: Settings, servers: Servers) -> None:
    """Do what the plan says.

    Raises:
        AppError: DISK_FULL or READ_ONLY; then no connection stays added.
    """
    added: list[Connection] = []
    try:
        for connection in wanted.connections:
            await servers.save(connection, {})
            added.append(connection)
        await settings.change({change.setting: change.after for change in wanted.changes})
    except AppError:
        for connection in added:
            await servers.remove(connection.id)
        raise


async def undo(done: Plan, settings: Settings, servers: Servers) -> None:
    """Take back what `apply` did.

    Raises:
        AppError: DISK_FULL or READ_ONLY.
    """
    for connection in done.connections:
        await servers.remove(connection.id)
    await settings.change({change.setting: change.before for change in done.changes})


_SECTIONS = {"oriole", "settings", "connections"}


def _read(file: Path) -> bytes:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise AppError(Code.UNSUITABLE, "not a file")  # a pipe would keep us waiting
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise AppError(Code.UNREADABLE, error.strerror or "") from error


def _flat(found: object) -> Iterable[tuple[str, Any]]:
    """Give "section.name" and the value of everything below; what is no table counts as one."""
    for section, entries in (found if isinstance(found, dict) else {}).items():
        if isinstance(entries, dict):
            yield from ((f"{section}.{name}", value) for name, value in entries.items())
        else:
            yield section, entries
