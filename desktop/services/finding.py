"""Finds anything that was ever said: by words and filters, newest first, while it is typed.

The modules behind it are imported with the first use: the window opens without them.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.core.errors import AppError
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.store import search
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.records import Change, What

if TYPE_CHECKING:
    from desktop.services.hits import Filters, Hit, Hits
    from desktop.store.search.indexing import Indexer
    from desktop.store.search.sources import Findable

_log = logging.getLogger(__name__)

_PAUSE_S = 0.25  # after a change: an answer that begins has the disk for itself
_AIR_S = 0.004  # between two steps of a long way
_PATIENCE_S = 0.1  # what a search waits at most for what was said a moment ago
LIMIT = 50


class Finding:
    """The service. Keeps the index up to date behind what is stored; ends with `aclose`.

    `moved` tells that a search may give more now: the index of an older database has grown.
    """

    def __init__(
        self, db: Database, conversations: Conversations, findables: Sequence[Findable] = ()
    ) -> None:
        self._db, self._findables = db, findables
        self._index: Indexer | None = None
        self._is_due = True
        self._scope = TaskScope(self._on_error)
        self._stops = [conversations.changed.connect(self._on_change)]
        self.moved: Event[None] = Event()

    def follow(self, changed: Event[int]) -> None:
        """Keep up with another kind of record, which tells of its changes so."""
        self._stops.append(changed.connect(lambda _record_id: self._note()))

    async def aclose(self) -> None:
        """Stop where it is; the next start goes on."""
        for stop in self._stops:
            stop()
        await self._scope.aclose()

    async def begin(self) -> None:
        """Make the index where there is none yet. For the time after the start."""
        if self._db.read_only is None and await self._db.read(search.is_missing):
            self._wake()

    async def search(
        self,
        query: str,
        filters: Filters | None = None,
        limit: int = LIMIT,
        after: int | None = None,
        kinds: frozenset[str] = frozenset(),
    ) -> Hits:
        """Give the newest hits; a caller that is cancelled leaves no work behind.

        `kinds` are those of the records that are meant; none: all.

        Raises:
            AppError: what `Database.read` raises.
        """
        await self._catch_up_a_little()
        from desktop.services import hits  # noqa: PLC0415 - with the first use
        from desktop.store.search import finding  # noqa: PLC0415 - with the first use

        is_wanted = True
        look = functools.partial(
            finding.find,
            query=hits.wanted(query, filters or hits.Filters(), after),
            limit=limit + 1,
            is_wanted=lambda: is_wanted,
            findables=[one for one in self._all() if not kinds or one.kind in kinds],
        )
        try:
            found = await self._db.read(look)
        except asyncio.CancelledError:
            is_wanted = False
            raise
        share = await self._db.read(self._indexer().share) if self._is_due else 1.0
        if self._is_due:
            self._wake()
        told = hits.without_echoes([hits.hit_of(one, query) for one in found[:limit]])
        after = found[limit - 1].document_id if len(found) > limit else None
        return hits.Hits(told, share, after, is_growing=self._db.read_only is None)

    async def similar_questions(
        self, text: str, in_conversation: int | None = None
    ) -> tuple[Hit, ...]:
        """Give earlier questions that share most words with `text`, the most alike first.

        Those of `in_conversation` are left out: they are on show.
        """
        from desktop.services import hits  # noqa: PLC0415 - with the first use
        from desktop.store.search import finding  # noqa: PLC0415 - with the first use

        look = functools.partial(finding.similar, text=text, except_in=in_conversation)
        return tuple(hits.hit_of(one, "") for one in await self._db.read(look))

    async def models(self) -> tuple[str, ...]:
        """Give the names of all models that have ever answered."""
        from desktop.store.search import finding  # noqa: PLC0415 - with the first use

        return tuple(await self._db.read(finding.models))

    async def catch_up(self) -> None:
        """Bring the index up to date; what is stored meanwhile comes in, too."""
        while await self._step():
            self.moved.emit(None)
            await asyncio.sleep(_AIR_S)
        self.moved.emit(None)

    async def _step(self) -> bool:
        """Do a little; tell whether more is to be done, also for what is stored meanwhile."""
        self._is_due = False
        try:
            is_more = await self._db.write(self._indexer().step)
        except BaseException:
            self._is_due = True
            raise
        self._is_due = self._is_due or is_more
        return self._is_due

    def _indexer(self) -> Indexer:
        if self._index is None:
            from desktop.store.search.indexing import Indexer  # noqa: PLC0415 - with the first use

            self._index = Indexer(self._all())
        return self._index

    def _all(self) -> Sequence[Findable]:
        from desktop.store.search import sources  # noqa: PLC0415 - with the first use

        return self._findables or sources.FINDABLES

    async def _catch_up_a_little(self) -> None:
        """Let what was said a moment ago be found, without waiting for a whole old database."""
        if self._is_due and self._db.read_only is None:
            end = time.monotonic() + _PATIENCE_S
            try:
                while self._is_due and time.monotonic() < end:
                    await self._step()
            except AppError as error:
                self._on_error(error)

    def _on_change(self, change: Change) -> None:
        if change.what is not What.DRAFT:
            self._note()

    def _note(self) -> None:
        if self._db.read_only is None:
            self._is_due = True
            self._wake()

    def _wake(self) -> None:
        if self._db.read_only is None and not self._scope.is_running("index"):
            self._scope.start("index", self._follow())

    async def _follow(self) -> None:
        await asyncio.sleep(_PAUSE_S)
        await self.catch_up()

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, AppError):
            _log.info("the index is behind: %s", error.code)
        else:
            _log.error("the index is behind", exc_info=error)
