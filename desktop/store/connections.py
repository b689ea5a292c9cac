"""The servers that a person has set up. No secret is ever in this file."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from desktop.core.connection import Api, Connection, Trust
from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.store import tables
from desktop.store.tables import Table

_log = logging.getLogger(__name__)

_APIS = {str(api): api for api in Api}
_TRUSTS = {str(trust): trust for trust in Trust}
_TEXTS = (
    "model", "preset", "organization", "project", "proxy", "ca_file", "certificate_file",
    "certificate_key_file",
)  # fmt: skip


class Connections:
    """The saved connections, in their order; the built-in engine is not among them.

    `changed` gives the id of what was saved or removed. What a newer version wrote beside
    the fields of this one is kept. Used on the loop's thread.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writing = asyncio.Lock()
        self._saved = _parse(tables.read(self._file))
        self.changed: Event[str] = Event()

    def list(self) -> tuple[Connection, ...]:
        """Give all connections, oldest first."""
        return tuple(self._saved.values())

    def get(self, connection_id: str) -> Connection | None:
        """Give one connection, or None if it was removed."""
        return self._saved.get(connection_id)

    async def add(self, connection: Connection) -> Connection:
        """Save a new connection; give it as saved, with its address in its plain form.

        Raises:
            ValueError: the id is taken, empty, or the built-in engine's.
            AppError: BAD_URL; DISK_FULL or READ_ONLY. Nothing is changed then.
        """
        if not connection.id or connection.is_built_in or connection.id in self._saved:
            raise ValueError(f"{connection.id!r} is not a new id")
        return await self._save(connection)

    async def update(self, connection: Connection) -> Connection:
        """Replace the connection of the same id; errors like `add`, and GONE."""
        if connection.id not in self._saved:
            raise AppError(Code.GONE, f"connection {connection.id}")
        return await self._save(connection)

    async def remove(self, connection_id: str) -> None:
        """Forget a connection; an unknown id is fine. `Secrets.forget` is for its secrets.

        Raises:
            AppError: DISK_FULL or READ_ONLY, nothing is changed then.
        """
        async with self._writing:
            await asyncio.to_thread(self._write, connection_id, None)
            self._saved.pop(connection_id, None)
        self.changed.emit(connection_id)

    async def _save(self, connection: Connection) -> Connection:
        saved = replace(connection, base_url=checked_url(connection.base_url))
        async with self._writing:
            await asyncio.to_thread(self._write, saved.id, saved)
            self._saved[saved.id] = saved
        self.changed.emit(saved.id)
        return saved

    def _write(self, connection_id: str, connection: Connection | None) -> None:
        table = tables.read(self._file)
        entries = table.get("connections")
        if not isinstance(entries, dict):
            entries = table["connections"] = {}
        if connection is None:
            entries.pop(connection_id, None)
        else:
            old = entries.get(connection_id)
            entries[connection_id] = (old if isinstance(old, dict) else {}) | {
                name: str(value) if isinstance(value, StrEnum) else value
                for name, value in asdict(connection).items()
                if name != "id"
            }
        tables.write(self._file, table)


def checked_url(url: str) -> str:
    """Give the address of a server in its plain form: no spaces around it, no slash at its end.

    Raises:
        AppError: BAD_URL: not http(s), no host, a bad port, a user or password, a query.
    """
    plain = url.strip().rstrip("/")
    try:
        parts = urlsplit(plain)
        is_good = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and not (parts.query or parts.fragment)
            and plain.isprintable()
            and " " not in plain
        )
        _ = parts.port
    except ValueError as error:
        # The address itself may hold a password: it is not repeated.
        raise AppError(Code.BAD_URL, "not an address") from error
    if not is_good:
        raise AppError(Code.BAD_URL, "not an http or https address without user, query and spaces")
    return plain


def _parse(table: Table) -> dict[str, Connection]:
    entries = table.get("connections")
    saved: dict[str, Connection] = {}
    for connection_id, entry in (entries if isinstance(entries, dict) else {}).items():
        try:
            saved[connection_id] = _connection(connection_id, entry)
        except (AppError, KeyError, TypeError, AttributeError):
            _log.warning("connections.bad_entry: %s is left out", connection_id)
    return saved


def _connection(connection_id: str, entry: Table) -> Connection:
    """Give a connection from its entry; what is missing or of another type has its default."""
    texts = {name: value for name in _TEXTS if isinstance(value := entry.get(name), str)}
    patience_s = entry.get("patience_s", 0.0)
    return Connection(
        id=connection_id,
        name=str(entry["name"]),
        base_url=checked_url(entry["base_url"]),
        api=_APIS.get(entry.get("api", ""), Api.AUTO),
        # Whoever writes another word here does not switch the check of certificates off.
        trust=_TRUSTS.get(entry.get("trust", ""), Trust.SYSTEM),
        patience_s=float(patience_s) if type(patience_s) in {int, float} else 0.0,
        **texts,
    )
