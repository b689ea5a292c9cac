"""The library of prompts on the disk. A deleted one stays in its row, so that it can come back."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Callable, Sequence

from desktop.core.errors import AppError, Code
from desktop.core.prompts import Prompt
from desktop.store.db import Database

_LIST = """
    SELECT id, name, text FROM prompt WHERE deleted_at IS NULL
    ORDER BY used_at DESC, name COLLATE NOCASE, id
"""
_ADD = """
    INSERT INTO prompt (name, text, created_at, updated_at) VALUES (?, ?, ?, ?) RETURNING id
"""
_CHANGE = """
    UPDATE prompt SET name = ?, text = ?, updated_at = ? WHERE id = ? AND deleted_at IS NULL
"""
_USED = "UPDATE prompt SET used_at = ? WHERE id = ?"
_DELETED = "UPDATE prompt SET deleted_at = ? WHERE id = ?"


class PromptTable:
    """Reading and writing prompts. Every method may raise what `Database.read` and `write` raise."""

    def __init__(self, db: Database, now: Callable[[], float] = time.time) -> None:
        self._db, self._now = db, now

    async def all(self) -> tuple[Prompt, ...]:
        """Give all prompts, the one used last first, those never used by their names."""
        return await self._db.read(_read)

    async def add(self, name: str, text: str) -> Prompt:
        """Keep a new prompt."""
        now = self._now()

        def job(connection: sqlite3.Connection) -> Prompt:
            found = connection.execute(_ADD, (name, text, now, now)).fetchone()
            return Prompt(found[0], name, text)

        return await self._db.write(job)

    async def begin_with(self, starters: Sequence[tuple[str, str]]) -> None:
        """Fill a library that never held anything with names and texts; else do nothing."""
        await self._db.write(functools.partial(_begin, starters=starters, now=self._now()))

    async def change(self, prompt_id: int, name: str, text: str) -> None:
        """Give a prompt another name and text.

        Raises:
            AppError: GONE.
        """
        await self._update(_CHANGE, (name, text, self._now(), prompt_id))

    async def mark_used(self, prompt_id: int) -> None:
        """Let a prompt stand first from now on.

        Raises:
            AppError: GONE.
        """
        await self._update(_USED, (self._now(), prompt_id))

    async def delete(self, prompt_id: int) -> None:
        """Take a prompt out of the library.

        Raises:
            AppError: GONE.
        """
        await self._update(_DELETED, (self._now(), prompt_id))

    async def restore(self, prompt_id: int) -> None:
        """Bring a deleted prompt back as it was.

        Raises:
            AppError: GONE.
        """
        await self._update(_DELETED, (None, prompt_id))

    async def _update(self, statement: str, values: tuple[object, ...]) -> None:
        def job(connection: sqlite3.Connection) -> None:
            if not connection.execute(statement, values).rowcount:
                raise AppError(Code.GONE, f"prompt {values[-1]}")

        await self._db.write(job)


def _read(connection: sqlite3.Connection) -> tuple[Prompt, ...]:
    return tuple(Prompt(*row) for row in connection.execute(_LIST))


def _begin(connection: sqlite3.Connection, starters: Sequence[tuple[str, str]], now: float) -> None:
    if connection.execute("SELECT 1 FROM prompt LIMIT 1").fetchone() is None:
        rows = [(name, text, now, now) for name, text in starters]
        connection.executemany(
            "INSERT INTO prompt (name, text, created_at, updated_at) VALUES (?, ?, ?, ?)", rows
        )
