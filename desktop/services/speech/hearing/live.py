"""Hears with a realtime transcription socket: a server's, or the built-in engine's own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.api.audio.live_events import (
    Committed,
    Completed,
    Delta,
    Failed,
    LiveEvent,
    Order,
    SessionReady,
)
from desktop.api.audio.realtime import LiveSettings
from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.core.transcript import Line
from desktop.media.capture.resample import Resampler
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.services.speech.choosing import Way
from desktop.services.speech.hearing.heard import Final, Heard, Lost, Partial
from desktop.services.speech.hearing.tape import BYTES_PER_SAMPLE

if TYPE_CHECKING:
    from desktop.api.audio.live import LiveTranscription

_log = logging.getLogger(__name__)
_READY_S = 2.0
"""How long to wait for the server's word about its settings; not all send one."""


_LATE_S = 0.3


@dataclass(slots=True)
class _Turn:
    """An utterance on its way.

    Attributes:
        number: Which one.
        start_s: Where that of it begins that is not text yet.
        fed_s: Up to where it was sent.
        is_committed: We said that it has ended.
        is_closed: The server has said so, too.
        items: The server's names for its parts that are not text yet.
        text: What the current part may be.
    """

    number: int
    start_s: float
    fed_s: float
    is_committed: bool = False
    is_closed: bool = False
    items: list[str] = field(default_factory=list)
    text: str = ""


class LiveHearing:
    """A `Hearing` over an open session.

    A server answers each commit with an item, in their order; what it commits by itself, because an
    utterance is long, is a part of the one that is being said then.
    """

    hears_at_once = True

    def __init__(self, live: LiveTranscription, rate_hz: int) -> None:
        self.heard: Event[Heard] = Event()
        self._live, self._rate_hz = live, rate_hz
        self._server_rate_hz = rate_hz
        self._ready = asyncio.Event()
        self._said: asyncio.Queue[bytes | None] = asyncio.Queue()  # None: commit
        self._turns: list[_Turn] = []  # that have no result yet, oldest first
        self._last: _Turn | None = None  # that had one
        self._order = Order()
        self._quiet = asyncio.Event()  # nothing is on its way
        self._quiet.set()
        self._scope = TaskScope(self._lose)
        self._is_lost = False
        self._has_parts = False  # it commits by itself, too
        self._is_announced = False  # the server tells what it commits

    def start(self) -> None:
        """Begin to send and to listen."""
        self._scope.start("send", self._send())
        self._scope.start("receive", self._receive())

    def begin(self, number: int, start_s: float) -> None:
        """See `Hearing`."""
        self._turns.append(_Turn(number, start_s, start_s))
        self._quiet.clear()

    def feed(self, pcm: bytes) -> None:
        """See `Hearing`."""
        if self._turns and pcm:
            self._turns[-1].fed_s += len(pcm) / (self._rate_hz * BYTES_PER_SAMPLE)
            self._said.put_nowait(pcm)

    def commit(self, end_s: float) -> None:
        """See `Hearing`."""
        if self._turns and not self._turns[-1].is_committed:
            self._turns[-1].fed_s = end_s
            self._turns[-1].is_committed = True
            self._said.put_nowait(None)

    async def finish(self) -> None:
        """See `Hearing`; who calls it sets a limit."""
        await self._quiet.wait()
        if self._has_parts:  # it may have done so just before our last commit came
            await asyncio.sleep(_LATE_S)

    async def aclose(self) -> None:
        """See `Hearing`."""
        await self._scope.aclose()

    # out
    async def _send(self) -> None:
        try:
            async with asyncio.timeout(_READY_S):
                await self._ready.wait()
        except TimeoutError:
            _log.debug("the server does not say what it took of the settings")
        resampler: Resampler | None = None
        while True:
            pcm = await self._said.get()
            if self._server_rate_hz == self._rate_hz:
                await (self._live.commit() if pcm is None else self._live.send(pcm))
                continue
            if resampler is None:
                resampler = Resampler(self._rate_hz, self._server_rate_hz)
            if pcm is not None:
                await self._live.send(resampler.feed(pcm))
                continue
            rest, resampler = resampler.finish(), None
            if rest:
                await self._live.send(rest)
            await self._live.commit()

    # in
    async def _receive(self) -> None:
        async for event in self._live:
            self._take(event)

    def _take(self, event: LiveEvent) -> None:
        match event:
            case SessionReady(rate_hz):
                self._server_rate_hz = rate_hz
                self._ready.set()
            case Committed(item_id):
                self._is_announced = True
                turn = self._turn_of(item_id)
                if turn is not None:
                    self._has_parts = self._has_parts or not turn.is_committed
                    turn.is_closed = turn.is_committed
                self._order.add(event)
            case Delta(item_id):
                self._preview(event, self._turn_of(item_id))
            case Completed() | Failed():
                if event.item_id:
                    self._turn_of(event.item_id)
                for done in self._order.add(event):
                    self._end(done)
            case _:
                return

    def _preview(self, delta: Delta, turn: _Turn | None) -> None:
        if turn is not None:
            turn.text += delta.text
            self.heard.emit(Partial(turn.number, (delta.transcript or turn.text).strip()))

    def _turn_of(self, item_id: str) -> _Turn | None:
        """Give the turn that an item belongs to: a new one is of the oldest that is not closed."""
        named = self._named(item_id)
        if named is not None:
            return named
        turn = next((turn for turn in self._turns if not turn.is_closed), self._last)
        if turn is not None:
            turn.items.append(item_id)
        return turn

    def _named(self, item_id: str) -> _Turn | None:
        known = self._turns if self._last is None else [*self._turns, self._last]
        return next((turn for turn in known if item_id in turn.items), None)

    def _end(self, done: Completed | Failed) -> None:
        turn = self._ended_turn(done.item_id)
        if turn is None:
            return
        if done.item_id:
            turn.items.remove(done.item_id)
            turn.is_closed = turn.is_closed or (turn.is_committed and not self._is_announced)
        turn.text = ""
        is_whole = turn.is_closed and not turn.items
        if isinstance(done, Failed) and done.item_id:
            self.heard.emit(Lost(done.error, turn.number))
        else:
            text = " ".join(done.text.split()) if isinstance(done, Completed) else ""
            end_s = turn.fed_s if is_whole else _end_of(done, turn)
            line = Line(text, turn.start_s, end_s) if text else None
            turn.start_s = end_s
            self.heard.emit(Final(turn.number, line, is_whole))
        if is_whole and turn in self._turns:
            self._turns.remove(turn)
            self._last = turn
        if not self._turns:
            self._quiet.set()

    def _ended_turn(self, item_id: str) -> _Turn | None:
        if item_id:
            return self._named(item_id)
        # It held too little to be anything.
        turn = next(
            (turn for turn in self._turns if turn.is_committed and not turn.is_closed), None
        )
        if turn is not None:
            turn.is_closed = True
        return turn

    def _lose(self, error: Exception) -> None:
        if self._is_lost:
            return
        self._is_lost = True
        if not isinstance(error, AppError):
            _log.error("a live transcription failed", exc_info=error)
            error = AppError(Code.UNEXPECTED, type(error).__name__)
        self._quiet.set()
        self.heard.emit(Lost(error))


def _end_of(done: Completed | Failed, turn: _Turn) -> float:
    """Give where a part ends that the server has ended by itself: it may count its seconds."""
    usage = done.usage if isinstance(done, Completed) else None
    seconds = (usage or {}).get("seconds")
    if isinstance(seconds, int | float) and seconds > 0:
        return min(turn.fed_s, turn.start_s + seconds)
    return turn.fed_s


@asynccontextmanager
async def by_socket(
    servers: Servers, client: Client, way: Way, rate_hz: int
) -> AsyncIterator[LiveHearing]:
    """Give a hearing over a new session, which ends with the context; the way's model is known.

    Raises:
        AppError: LACKS where there is no such socket; or why else it does not open.
    """
    endpoint = await servers.endpoint(way.connection_id)
    languages = (way.language,) if way.language else ()
    async with client.use() as http:
        from desktop.api.audio.live import open_live  # noqa: PLC0415 - the client is loaded by now

        settings = LiveSettings(way.model, languages)
        async with open_live(http, endpoint, settings) as live:
            hearing = LiveHearing(live, rate_hz)
            hearing.start()
            try:
                yield hearing
            finally:
                await hearing.aclose()
