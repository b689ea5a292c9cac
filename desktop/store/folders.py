"""Folders of conversations. A conversation names its folder; each kind of conversation has its own."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from desktop.core.errors import AppError, Code
from desktop.core.types import Kind
from desktop.store.records import Change, Records, What

_ALL = "SELECT id, name, is_open FROM folder WHERE kind = ? ORDER BY name COLLATE NOCASE, id"
_MOVE = "UPDATE conversation SET folder = ? WHERE kind = ? AND folder = ?"
MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the list; `is_open`: what is in it is on show."""

    id: int
    name: str
    is_open: bool = True


class Folders(Records):
    """Making, naming and removing folders. Names are unique among a kind."""

    async def folders(self, kind: Kind) -> tuple[Folder, ...]:
        """Give the folders of a kind of conversation, by name."""

        def job(connection: sqlite3.Connection) -> tuple[Folder, ...]:
            found = connection.execute(_ALL, (kind,)).fetchall()
            return tuple(Folder(row[0], row[1], bool(row[2])) for row in found)

        return await self._db.read(job)

    async def create_folder(self, kind: Kind, name: str) -> Folder:
        """Make a folder; one of that name that is there already is given instead."""
        name = _cleaned(name)

        def job(connection: sqlite3.Connection) -> tuple[Folder, Change]:
            connection.execute(
                "INSERT INTO folder (kind, name, created_at) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, name) DO NOTHING",
                (kind, name, self._now()),
            )
            found = connection.execute(
                "SELECT id, name, is_open FROM folder WHERE kind = ? AND name = ?", (kind, name)
            ).fetchone()
            return Folder(found[0], found[1], bool(found[2])), _FOLDERS

        return await self._write(self._db, job)

    async def rename_folder(self, folder_id: int, name: str) -> None:
        """Give a folder another name; the name of another folder joins the two."""
        name = _cleaned(name)

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            kind, old = _folder(connection, folder_id)
            other = connection.execute(
                "SELECT id FROM folder WHERE kind = ? AND name = ? AND id <> ?",
                (kind, name, folder_id),
            ).fetchone()
            if other is None:
                connection.execute("UPDATE folder SET name = ? WHERE id = ?", (name, folder_id))
            else:
                connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))
            connection.execute(_MOVE, (name, kind, old))
            return None, _FOLDERS

        await self._write(self._db, job)

    async def delete_folder(self, folder_id: int) -> tuple[int, ...]:
        """Remove a folder; give the conversations that were in it, which stand in none now."""

        def job(connection: sqlite3.Connection) -> tuple[tuple[int, ...], Change]:
            kind, name = _folder(connection, folder_id)
            inside = connection.execute(
                "SELECT id FROM conversation WHERE kind = ? AND folder = ?", (kind, name)
            ).fetchall()
            connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))
            connection.execute(_MOVE, ("", kind, name))
            return tuple(row[0] for row in inside), _FOLDERS

        return await self._write(self._db, job)

    async def open_folder(self, folder_id: int, *, is_open: bool) -> None:
        """Remember whether what is in a folder is on show. Tells nobody: it is a thing of the view."""

        def job(connection: sqlite3.Connection) -> tuple[None, None]:
            connection.execute("UPDATE folder SET is_open = ? WHERE id = ?", (is_open, folder_id))
            return None, None

        await self._write(self._db, job)


_FOLDERS = Change(0, What.EVERYTHING)


def _folder(connection: sqlite3.Connection, folder_id: int) -> tuple[str, str]:
    found = connection.execute(
        "SELECT kind, name FROM folder WHERE id = ?", (folder_id,)
    ).fetchone()
    if found is None:
        raise AppError(Code.GONE, f"folder {folder_id}")
    return found[0], found[1]


def _cleaned(name: str) -> str:
    return " ".join(name.split())[:MAX_NAME].rstrip()
