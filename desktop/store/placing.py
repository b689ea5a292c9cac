"""Where conversations stand: titles, folders, pins, the archive, the bin. One or many at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.types import Conversation
from desktop.store.records import TEMPORARY_FROM, Change, Records, What

_RENAME = "UPDATE conversation SET title = ? WHERE id = ? AND is_purging = 0"
_ARRANGE = """
    UPDATE conversation SET folder = ?, is_pinned = ?, is_archived = ?
    WHERE id = ? AND is_purging = 0
"""
_BIN = "UPDATE conversation SET deleted_at = ? WHERE id = ? AND is_purging = 0"
_PIECE = 500  # a write of under 20 ms

_Values: TypeAlias = tuple[*tuple[object, ...], int]
"""What a statement takes; the last is the conversation's id."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where a conversation stands in the list."""

    folder: str = ""
    is_pinned: bool = False
    is_archived: bool = False

    @classmethod
    def of(cls, conversation: Conversation) -> Arrangement:
        """Give where a conversation stands now."""
        return cls(conversation.folder, conversation.is_pinned, conversation.is_archived)


class Placing(Records):
    """Changes of the list.

    One conversation that is no more gives AppError GONE; of many, those that are left are changed,
    and one notice (EVERYTHING) tells of all.
    """

    async def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title; it keeps its place in the list."""
        await self._update(_RENAME, [(title, conversation_id)], What.CHANGED)

    async def arrange(self, conversation_id: int, arrangement: Arrangement) -> None:
        """Put a conversation into a folder, pin it, archive it."""
        await self.arrange_all({conversation_id: arrangement})

    async def arrange_all(self, arrangements: Mapping[int, Arrangement]) -> None:
        """Put each conversation where it is wanted."""
        values: list[_Values] = [
            (wanted.folder, wanted.is_pinned, wanted.is_archived, conversation_id)
            for conversation_id, wanted in arrangements.items()
        ]
        await self._update(_ARRANGE, values, What.CHANGED)

    async def delete(self, *conversation_ids: int) -> None:
        """Move conversations into the bin."""
        now = self._now()
        await self._update(_BIN, [(now, one) for one in conversation_ids], What.DELETED)

    async def restore(self, *conversation_ids: int) -> None:
        """Take conversations out of the bin, as they were."""
        await self._update(_BIN, [(None, one) for one in conversation_ids], What.RESTORED)

    async def _update(self, statement: str, values: Sequence[_Values], what: What) -> None:
        if len(values) == 1:
            only = values[0]
            change = Change(only[-1], what)
            await self._run(statement, [only], change, must_be=only[-1])
            return
        pieces = list(_pieces(values))
        for number, piece in enumerate(pieces, 1):
            is_last = number == len(pieces)
            await self._run(statement, piece, Change(0, What.EVERYTHING) if is_last else None)

    async def _run(
        self,
        statement: str,
        values: list[_Values],
        change: Change | None,
        must_be: int | None = None,
    ) -> None:
        def job(connection: sqlite3.Connection) -> tuple[None, Change | None]:
            changed = connection.executemany(statement, values).rowcount
            if must_be is not None and not changed:
                raise AppError(Code.GONE, f"conversation {must_be}")
            return None, change

        await self._write(self._home(values[0][-1]), job)


def _pieces(values: Sequence[_Values]) -> Iterator[list[_Values]]:
    """Give what one write each takes: conversations on the disk and in memory live apart."""
    kept = [one for one in values if one[-1] < TEMPORARY_FROM]
    temporary = [one for one in values if one[-1] >= TEMPORARY_FROM]
    for side in (kept, temporary):
        for start in range(0, len(side), _PIECE):
            yield side[start : start + _PIECE]
