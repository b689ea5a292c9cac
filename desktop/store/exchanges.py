"""What went over the wire for an answer: kept beside it, read by the playground."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop.store.records import Change, Records, What

_READ_AT_ONCE, _MOST_ROWS, _MOST_SIZE = 500, 50, 4 * 1024 * 1024
_SIZES = """
    SELECT id, started_at, length(request) + length(response) + coalesce(length(events), 0)
    FROM exchange WHERE id > ? ORDER BY id LIMIT ?
"""
_DELETE = "DELETE FROM exchange WHERE id = ?"
_ORIGINAL = """
    SELECT m.id FROM (SELECT DISTINCT message_id AS id FROM exchange) kept
    JOIN message m ON m.id = kept.id
    JOIN message copy ON copy.id = ? AND copy.connection_id != ''
    WHERE m.created_at = copy.created_at AND m.role = copy.role AND m.id < copy.id
      AND m.model IS copy.model AND m.connection_id IS copy.connection_id
    ORDER BY m.id LIMIT 1
"""
"""A fork's answer has the time of the one it is a copy of."""
_Size: TypeAlias = tuple[int, float, int]
"""The id of an exchange, when it began, and its bytes."""


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
        """Give what is kept of an answer, one for each round, or of that which it is a copy of.

        Nothing for what is too old or was imported.
        """

        def job(connection: sqlite3.Connection) -> tuple[Exchange, ...]:
            found = _read(connection, message_id)
            if found:
                return found
            original = connection.execute(_ORIGINAL, (message_id,)).fetchone()
            return _read(connection, original[0]) if original is not None else ()

        return await self._home(message_id).read(job)

    async def forget_exchanges(self, before: float, most_bytes: int) -> int:
        """Delete those that began before a time, and the oldest of what is more than `most_bytes`.

        In short jobs: others have their turn in between. Gives how many went.
        """
        known: list[tuple[int, float, int]] = []
        while True:
            last = known[-1][0] if known else 0
            found = await self._db.read(functools.partial(_sizes, after=last))
            known += found
            if len(found) < _READ_AT_ONCE:
                break
        old = _too_many(known, before, most_bytes)
        for some in _batches(old):
            await self._db.write(functools.partial(_delete, some=some))
        return len(old)


def _read(connection: sqlite3.Connection, message_id: int) -> tuple[Exchange, ...]:
    found = connection.execute(
        "SELECT started_at, request, response, events FROM exchange"
        " WHERE message_id = ? ORDER BY id",
        (message_id,),
    )
    return tuple(Exchange(row[0], row[1], row[2], row[3] or b"") for row in found)


def _sizes(connection: sqlite3.Connection, after: int) -> list[_Size]:
    return connection.execute(_SIZES, (after, _READ_AT_ONCE)).fetchall()


def _delete(connection: sqlite3.Connection, some: Sequence[_Size]) -> None:
    connection.executemany(_DELETE, [(exchange_id,) for exchange_id, _, _ in some])


def _too_many(known: Sequence[_Size], before: float, most_bytes: int) -> list[_Size]:
    """Give what goes, the oldest first."""
    old = [one for one in known if one[1] < before]
    room = most_bytes
    for one in sorted((one for one in known if one[1] >= before), key=lambda o: o[1], reverse=True):
        room -= one[2]
        if room < 0:
            old.append(one)
    return sorted(old)


def _batches(old: Sequence[_Size]) -> Iterator[list[_Size]]:
    """Cut into what is deleted in a moment: pages are overwritten."""
    batch: list[_Size] = []
    for one in old:
        if batch and (len(batch) == _MOST_ROWS or sum(o[2] for o in batch) + one[2] > _MOST_SIZE):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch
