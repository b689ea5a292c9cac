"""What a new conversation is asked with before its first message is there, and by default."""

from __future__ import annotations

import functools
import sqlite3
from enum import StrEnum

from desktop.core import parameters as reading
from desktop.core.parameters import Parameters
from desktop.core.types import Kind
from desktop.store.records import Records

_KEEP = """
    INSERT INTO start (kind, purpose, parameters) VALUES (?, ?, ?)
    ON CONFLICT (kind, purpose) DO UPDATE SET parameters = excluded.parameters
"""


class Purpose(StrEnum):
    """What parameters are for that belong to no conversation."""

    PAGE = "page"  # the empty page: its next conversation takes them over, as it does its draft
    DEFAULT = "default"  # every empty page begins with these


class Starting(Records):
    """Reading and keeping what new conversations begin with."""

    async def start_parameters(self, kind: Kind = Kind.CHAT) -> Parameters:
        """Give what the next new conversation is asked with."""
        return await self._db.read(functools.partial(read, kind=kind))

    async def default_parameters(self, kind: Kind = Kind.CHAT) -> Parameters:
        """Give what every new conversation begins with."""
        job = functools.partial(_read, kind=kind, purpose=Purpose.DEFAULT)
        return await self._db.read(job) or Parameters()

    async def keep_start_parameters(
        self, parameters: Parameters, purpose: Purpose = Purpose.PAGE, kind: Kind = Kind.CHAT
    ) -> None:
        """Ask the next new conversation, or all of them, with `parameters`."""

        def job(connection: sqlite3.Connection) -> tuple[None, None]:
            connection.execute(_KEEP, (kind, purpose, parameters.to_json()))
            return None, None

        await self._write(self._db, job)

    async def forget_start_parameters(self, kind: Kind = Kind.CHAT) -> None:
        """Let the next new conversation begin with the defaults."""

        def job(connection: sqlite3.Connection) -> tuple[None, None]:
            clear(connection, kind)
            return None, None

        await self._write(self._db, job)


def read(connection: sqlite3.Connection, kind: Kind) -> Parameters:
    """Give what the next new conversation is asked with: the page's own, else the defaults."""
    found = _read(connection, kind, Purpose.PAGE)
    if found is None:
        found = _read(connection, kind, Purpose.DEFAULT)
    return found or Parameters()


def clear(connection: sqlite3.Connection, kind: Kind) -> None:
    """Let the empty page begin with the defaults again."""
    connection.execute("DELETE FROM start WHERE kind = ? AND purpose = ?", (kind, Purpose.PAGE))


def _read(connection: sqlite3.Connection, kind: Kind, purpose: Purpose) -> Parameters | None:
    found = connection.execute(
        "SELECT parameters FROM start WHERE kind = ? AND purpose = ?", (kind, purpose)
    ).fetchone()
    return None if found is None else reading.from_json(found[0])
