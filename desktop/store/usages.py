"""What answers took and cost: sums over a conversation, a day, a month. Rows outlive what they are of.

A cost is stored with its answer, by the prices of that day; nothing here knows prices.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from desktop.core.types import Spent
from desktop.store import growth
from desktop.store.records import Change, Records, What

if TYPE_CHECKING:
    from desktop.core.stream import Folded

_SUMS = """
    count(*), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
    coalesce(sum(cached_tokens), 0), coalesce(sum(reasoning_tokens), 0), coalesce(sum(cost_usd), 0),
    count(*) - count(cost_usd), coalesce(sum(is_counted), 0), coalesce(max(is_least), 0),
    coalesce(max(priced_as_of), '')
"""
_OF_CONVERSATION = "conversation_id = ?"
_BETWEEN = "created_at >= ? AND created_at < ?"
_ADD = """
    INSERT INTO usage (conversation_id, connection_id, model, input_tokens, output_tokens,
                       cached_tokens, reasoning_tokens, cost_usd, priced_as_of, is_least,
                       is_counted, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """What some answers took together; `unpriced` of them nobody knows a price for.

    `counted` is how many the server did not count, `as_of` the newest day of prices among them.
    """

    answers: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    usd: float = 0.0
    unpriced: int = 0
    counted: int = 0
    is_least: bool = False
    as_of: str = ""


_NAMES = tuple(field.name for field in fields(Sum))
_KINDS: dict[str, Callable[[list[Any]], Any]] = {"is_least": max, "as_of": max}


@dataclass(frozen=True, slots=True)
class ModelSum:
    """What the answers of one model of one connection took."""

    connection_id: str
    model: str
    sum: Sum


def total(sums: Sequence[Sum]) -> Sum:
    """Give all of them together."""
    known = sums or [Sum()]
    return Sum(
        **{name: _KINDS.get(name, sum)([getattr(one, name) for one in known]) for name in _NAMES}
    )


class Usages(Records):
    """Reading sums, and noting what became known after an answer's end.

    Temporary conversations count for as long as they are there. Times are seconds since 1970; days
    and months are those of this computer's clock.
    """

    async def used_in(self, conversation_id: int) -> tuple[ModelSum, ...]:
        """Give what a conversation took, by model, the dearest first."""
        job = functools.partial(_by_model, where=_OF_CONVERSATION, values=(conversation_id,))
        return await self._home(conversation_id).read(job)

    async def used_between(self, start: float, end: float) -> tuple[ModelSum, ...]:
        """Give what was used from `start` until before `end`, by model, the dearest first."""
        job = functools.partial(_by_model, where=_BETWEEN, values=(start, end))
        found = await self._db.read(job)
        if self._memory is None:
            return found
        by_model: dict[tuple[str, str], list[Sum]] = {}
        for one in (*found, *await self._memory.read(job)):
            by_model.setdefault((one.connection_id, one.model), []).append(one.sum)
        both = [ModelSum(*key, total(sums)) for key, sums in by_model.items()]
        return tuple(sorted(both, key=lambda one: -one.sum.usd))

    async def used_by_day(self, start: float, end: float) -> dict[str, Sum]:
        """Give what was used on each day from `start` until before `end`, by its ISO name."""
        job = functools.partial(_by_day, start=start, end=end)
        days: dict[str, list[Sum]] = {}
        for home in (self._db, self._memory):
            for day, one in await home.read(job) if home is not None else ():
                days.setdefault(day, []).append(one)
        return {day: total(sums) for day, sums in sorted(days.items())}

    async def spent_since(self, start: float) -> float:
        """Give what is known to have been spent since then, in US dollars."""
        homes = [home for home in (self._db, self._memory) if home is not None]
        return sum([await home.read(functools.partial(_spent, start=start)) for home in homes])

    async def first_used_at(self) -> float | None:
        """Give when the first answer was noted; None: none was."""
        return await self._db.read(
            lambda connection: connection.execute("SELECT min(created_at) FROM usage").fetchone()[0]
        )

    async def note_usage(self, message_id: int, folded: Folded) -> None:
        """Keep what an answer took that has ended already; of one that is no more nothing is."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change | None]:
            growth.note_usage(connection, message_id, folded, self._now())
            found = connection.execute(
                "SELECT conversation_id FROM message WHERE id = ?", (message_id,)
            ).fetchone()
            return None, Change(found[0], What.USAGE, message_id) if found else None

        await self._write(self._home(message_id), job)

    async def note_more(
        self, conversation_id: int, connection_id: str, model: str, folded: Folded
    ) -> None:
        """Keep what something took that is no message: a summary."""
        usage, spent = folded.usage, folded.spent or Spent()
        if usage is None:
            return
        values = (
            conversation_id, connection_id, model, usage.input_tokens, usage.output_tokens,
            usage.cached_tokens, usage.reasoning_tokens, spent.usd, spent.as_of, spent.is_least,
            spent.is_counted, self._now(),
        )  # fmt: skip

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            connection.execute(_ADD, values)
            return None, Change(conversation_id, What.USAGE)

        await self._write(self._home(conversation_id), job)


def _by_model(
    connection: sqlite3.Connection, where: str, values: tuple[float, ...]
) -> tuple[ModelSum, ...]:
    found = connection.execute(
        f"SELECT connection_id, model, {_SUMS} FROM usage WHERE {where}"  # noqa: S608 - constants
        " GROUP BY connection_id, model ORDER BY 8 DESC, 4 DESC, model",
        values,
    )
    return tuple(ModelSum(row[0], row[1], _sum(row[2:])) for row in found)


def _by_day(connection: sqlite3.Connection, start: float, end: float) -> list[tuple[str, Sum]]:
    found = connection.execute(
        f"SELECT date(created_at, 'unixepoch', 'localtime') AS day, {_SUMS}"  # noqa: S608 - as above
        f" FROM usage WHERE {_BETWEEN} GROUP BY day",
        (start, end),
    )
    return [(row[0], _sum(row[1:])) for row in found]


def _spent(connection: sqlite3.Connection, start: float) -> float:
    found = connection.execute(
        "SELECT coalesce(sum(cost_usd), 0) FROM usage WHERE created_at >= ?", (start,)
    )
    return float(found.fetchone()[0])


def _sum(row: tuple[Any, ...]) -> Sum:
    values = dict(zip(_NAMES, row, strict=True))
    return Sum(**{**values, "is_least": bool(values["is_least"])})
