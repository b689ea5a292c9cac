"""All conversations: the one surface over their list, their trees, answers and drafts."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from desktop.core.parameters import Parameters
from desktop.core.types import Conversation, Draft, Kind
from desktop.store import backups, drafts, purge, rows, starting
from desktop.store.answers import Answers
from desktop.store.blobs import Blobs
from desktop.store.db import Database
from desktop.store.drafts import Drafts
from desktop.store.exchanges import Exchanges
from desktop.store.folders import Folders
from desktop.store.forks import Forks
from desktop.store.outline import Outlines
from desktop.store.placing import Arrangement, Placing
from desktop.store.porting import Porting
from desktop.store.records import Change, What
from desktop.store.starting import Starting
from desktop.store.summaries import Summaries
from desktop.store.tree import Messages
from desktop.store.usages import Usages

_SET_PARAMETERS = "UPDATE conversation SET parameters = ? WHERE id = ? AND is_purging = 0"

__all__ = ["Arrangement", "Conversations"]


class Conversations(
    Messages,
    Answers,
    Drafts,
    Placing,
    Folders,
    Forks,
    Outlines,
    Porting,
    Starting,
    Usages,
    Summaries,
    Exchanges,
):
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
        """Make an empty conversation; with `adopt_draft` it takes over what is on the empty page.

        That is its draft, and what it is to be asked with.

        A temporary one is in memory only and ends with the program.
        """
        draft = await self.draft(None, kind) if adopt_draft else Draft()
        home = await self._temporary_home() if temporary else self._db
        asked_with: Parameters | None = None
        if temporary:  # what it begins with is on the disk, it is not
            begin = self.start_parameters if adopt_draft else self.default_parameters
            asked_with = await begin(kind)
        now = self._now()

        def job(connection: sqlite3.Connection) -> tuple[Conversation, Change]:
            start = asked_with or (starting.read(connection, kind) if adopt_draft else Parameters())
            new_id = connection.execute(
                "INSERT INTO conversation (kind, title, is_temporary, created_at, updated_at,"
                " parameters) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (kind, title, temporary, now, now, start.to_json()),
            ).fetchone()[0]
            drafts.keep(connection, new_id, kind, (draft, now))
            if adopt_draft:
                drafts.clear(connection, None, kind)
                starting.clear(connection, kind)
            return rows.conversation(connection, new_id), Change(new_id, What.CREATED)

        created = await self._write(home, job)
        if temporary and draft != Draft():
            await self.keep_draft(None, Draft(), kind)
        if temporary and adopt_draft:
            await self.forget_start_parameters(kind)
        return created

    async def set_parameters(self, conversation_id: int, parameters: Parameters) -> None:
        """Ask for the answers of a conversation in another way from now on."""
        values = (parameters.to_json(), conversation_id)
        await self._update(_SET_PARAMETERS, [values], What.CHANGED)

    async def delete_for_good(self, conversation_id: int) -> tuple[Path, ...]:
        """Delete a conversation, its messages and the files that only it held; overwrite the space.

        Gives the backups that still hold it. If the program ends meanwhile, `finish_deletions` at
        the next start completes it.
        """
        home = self._home(conversation_id)

        def begin(connection: sqlite3.Connection) -> tuple[float, Change]:
            created_at = purge.mark(connection, conversation_id)
            return created_at, Change(conversation_id, What.PURGED)

        if home.folder is None:
            ours = functools.partial(purge.held_only_by, conversation_id=conversation_id)
            self.blobs.forget(await home.read(ours))
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

    async def _purge(self, home: Database, conversation_id: int) -> None:
        job = functools.partial(purge.step, conversation_id=conversation_id, folder=home.folder)
        while await home.write(job):
            pass
        while await home.write(purge.tidy):
            pass
        await home.empty_wal()
