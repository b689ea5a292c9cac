"""All conversations: the one surface over their list, their trees, answers and drafts."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Conversation, Draft, Kind
from desktop.store import backups, drafts, purge, rows
from desktop.store.answers import Answers
from desktop.store.blobs import Blobs
from desktop.store.db import Database
from desktop.store.drafts import Drafts
from desktop.store.records import Change, What
from desktop.store.tree import Messages

_RENAME = "UPDATE conversation SET title = ? WHERE id = ? AND is_purging = 0"
_ARRANGE = """
    UPDATE conversation SET folder = ?, is_pinned = ?, is_archived = ?
    WHERE id = ? AND is_purging = 0
"""
_SET_PARAMETERS = "UPDATE conversation SET parameters = ? WHERE id = ? AND is_purging = 0"
_BIN = "UPDATE conversation SET deleted_at = ? WHERE id = ? AND is_purging = 0"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where a conversation stands in the list."""

    folder: str = ""
    is_pinned: bool = False
    is_archived: bool = False


class Conversations(Messages, Answers, Drafts):
    """The store's truth about conversations; `changed` tells of every change once it is stored.

    Used on the loop's thread. Every method may raise what `Database.read` and `write` raise, and
    AppError GONE for an id that is no more; after an error nothing has changed. A method whose
    caller is cancelled still completes.
    """

    def __init__(self, db: Database, now: Callable[[], float] = time.time) -> None:
        super().__init__(db, now)
        self.blobs = Blobs(db, now)

    async def list(self, kind: Kind, *, deleted: bool = False) -> tuple[Conversation, ...]:
        """Give the conversations of one kind, or those of it in the bin, last used first."""
        job = functools.partial(rows.conversations, kind=kind, deleted=deleted)
        found = await self._db.read(job)
        if self._memory is not None:
            found += await self._memory.read(job)
        return tuple(sorted(found, key=lambda one: (one.updated_at, one.id), reverse=True))

    async def get(self, conversation_id: int) -> Conversation:
        """Give one conversation, also out of the bin."""
        job = functools.partial(rows.conversation, conversation_id=conversation_id)
        return await self._home(conversation_id).read(job)

    async def create(
        self, kind: Kind, title: str = "", *, temporary: bool = False, adopt_draft: bool = False
    ) -> Conversation:
        """Make an empty conversation; with `adopt_draft` it takes over the draft of the empty page.

        A temporary one is in memory only and ends with the program.
        """
        draft = await self.draft(None, kind) if adopt_draft else Draft()
        home = await self._temporary_home() if temporary else self._db
        now = self._now()

        def job(connection: sqlite3.Connection) -> tuple[Conversation, Change]:
            new_id = connection.execute(
                "INSERT INTO conversation (kind, title, is_temporary, created_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                (kind, title, temporary, now, now),
            ).fetchone()[0]
            drafts.keep(connection, new_id, kind, (draft, now))
            if adopt_draft:
                drafts.clear(connection, None, kind)
            return rows.conversation(connection, new_id), Change(new_id, What.CREATED)

        created = await self._write(home, job)
        if temporary and draft != Draft():
            await self.keep_draft(None, Draft(), kind)
        return created

    async def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title; it keeps its place in the list."""
        await self._update(_RENAME, (title, conversation_id), What.CHANGED)

    async def arrange(self, conversation_id: int, arrangement: Arrangement) -> None:
        """Put a conversation into a folder, pin it, archive it."""
        place = (arrangement.folder, arrangement.is_pinned, arrangement.is_archived)
        await self._update(_ARRANGE, (*place, conversation_id), What.CHANGED)

    async def set_parameters(self, conversation_id: int, parameters: Parameters) -> None:
        """Ask for the answers of a conversation in another way from now on."""
        values = (parameters.to_json(), conversation_id)
        await self._update(_SET_PARAMETERS, values, What.CHANGED)

    async def delete(self, conversation_id: int) -> None:
        """Move a conversation into the bin."""
        await self._update(_BIN, (self._now(), conversation_id), What.DELETED)

    async def restore(self, conversation_id: int) -> None:
        """Take a conversation out of the bin, as it was."""
        await self._update(_BIN, (None, conversation_id), What.RESTORED)

    async def delete_for_good(self, conversation_id: int) -> tuple[Path, ...]:
        """Delete a conversation, its messages and the files that only it held; overwrite the space.

        Gives the backups that still hold it. If the program ends meanwhile, `finish_deletions` at
        the next start completes it.
        """
        home = self._home(conversation_id)

        def begin(connection: sqlite3.Connection) -> tuple[float, Change]:
            created_at = purge.mark(connection, conversation_id)
            return created_at, Change(conversation_id, What.PURGED)

        created_at = await self._write(home, begin)
        await self._purge(home, conversation_id)
        if home.folder is None:
            return ()
        return tuple(
            file
            for file in backups.kept(home.folder / backups.FOLDER)
            if file.stat().st_mtime >= created_at
        )

    async def finish_deletions(self) -> None:
        """Complete the deletions that the end of the program cut off. For the start."""
        for conversation_id in await self._db.read(purge.unfinished):
            await self._purge(self._db, conversation_id)

    async def poll_foreign(self) -> bool:
        """Look whether another process wrote, and announce it; the window asks when it is focused."""
        changed = await self._db.poll_foreign()
        if changed:
            self.changed.emit(Change(0, What.EVERYTHING))
        return changed

    async def _update(
        self, statement: str, values: tuple[*tuple[object, ...], int], what: What
    ) -> None:
        conversation_id = values[-1]

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            if not connection.execute(statement, values).rowcount:
                raise AppError(Code.GONE, f"conversation {conversation_id}")
            return None, Change(conversation_id, what)

        await self._write(self._home(conversation_id), job)

    async def _purge(self, home: Database, conversation_id: int) -> None:
        job = functools.partial(purge.step, conversation_id=conversation_id, folder=home.folder)
        while await home.write(job):
            pass
        await home.empty_wal()
