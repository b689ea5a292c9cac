"""Takes whole conversations out of the store, and stores those of an archive."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.store.records import Records

if TYPE_CHECKING:  # loaded with the first archive
    from desktop.store.arriving import Taken
    from desktop.store.portable import Json

_BATCH = 100  # messages a transaction: it stays below 20 ms, so that streamed text goes through


class Porting(Records):
    """Giving and taking whole conversations; temporary ones stay where they are."""

    async def portable_ids(self) -> tuple[int, ...]:
        """Give every conversation of every kind, also those in the bin, oldest first."""

        def job(connection: sqlite3.Connection) -> tuple[int, ...]:
            found = connection.execute(
                "SELECT id FROM conversation WHERE is_purging = 0 ORDER BY id"
            )
            return tuple(row[0] for row in found)

        return await self._db.read(job)

    async def knows(self, uid: str) -> bool:
        """Tell whether a conversation with this uid is here, also in the bin."""
        from desktop.store import arriving  # noqa: PLC0415 - with the first archive

        def job(connection: sqlite3.Connection) -> bool:
            return arriving.known(connection, uid) is not None

        return await self._db.read(job)

    async def dump(self, conversation_id: int) -> Json:
        """Give a conversation with every version, its draft and what is known of its answers.

        What streams at this moment is given as interrupted.

        Raises:
            AppError: GONE.
        """
        from desktop.store import portable  # noqa: PLC0415 - with the first archive

        job = functools.partial(portable.dump, conversation_id=conversation_id)
        return await self._home(conversation_id).read(job)

    async def take(self, record: Json) -> Taken:
        """Store what `portable.checked` gave; a conversation that is here already stays as it is.

        It appears once it is complete; should the program end before, nothing of it stays.
        """
        from desktop.store import arriving  # noqa: PLC0415 - with the first archive

        begun = await self._db.write(functools.partial(arriving.begin, record=record))
        if not begun.is_new:
            return begun
        ids: list[int] = []
        messages: Sequence[Json] = record["messages"]
        for start in range(0, len(messages), _BATCH):
            some = messages[start : start + _BATCH]
            ids += await self._db.write(
                functools.partial(
                    arriving.add, conversation_id=begun.conversation_id, some=some, ids=ids
                )
            )
        await self._write(
            self._db,
            functools.partial(arriving.complete, taken=begun, record=record, ids=ids),
        )
        return begun
