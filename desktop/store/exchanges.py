"""What went over the wire for an answer: kept beside it, read by the playground."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.store.records import Change, Records, What


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its answer: `request` and `response` as JSON, `events` compressed."""

    started_at: float
    request: str
    response: str
    events: bytes = field(repr=False)


class Exchanges(Records):
    """Keeping and reading exchanges; they go with their message."""

    async def keep_exchanges(self, message_id: int, exchanges: Sequence[Exchange]) -> None:
        """Keep these behind what is kept of an answer; of a message that is no more nothing is."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change | None]:
            found = connection.execute(
                "SELECT conversation_id FROM message WHERE id = ?", (message_id,)
            ).fetchone()
            if found is None:
                return None, None
            connection.executemany(
                "INSERT INTO exchange (message_id, started_at, request, response, events)"
                " VALUES (?, ?, ?, ?, ?)",
                [(message_id, e.started_at, e.request, e.response, e.events) for e in exchanges],
            )
            return None, Change(found[0], What.EXCHANGES, message_id)

        await self._write(self._home(message_id), job)

    async def exchanges(self, message_id: int) -> tuple[Exchange, ...]:
        """Give what is kept of an answer, one for each round; nothing for older answers."""

        def job(connection: sqlite3.Connection) -> tuple[Exchange, ...]:
            found = connection.execute(
                "SELECT started_at, request, response, events FROM exchange"
                " WHERE message_id = ? ORDER BY id",
                (message_id,),
            )
            return tuple(Exchange(row[0], row[1], row[2], row[3] or b"") for row in found)

        return await self._home(message_id).read(job)
