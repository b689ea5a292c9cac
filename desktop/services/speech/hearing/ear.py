"""Listens to a recording while it is made: only speech goes out, and none of it is lost.

What was said stands on the tape until it is text. Where a hearing is lost, the next one begins with
what the lost one had not told; where it opens late, with what was said meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.media.capture.segmenter import Segmenter, SpeechBegan, SpeechEnded
from desktop.services.speech.hearing.heard import Final, Heard, Hearing, Lost
from desktop.services.speech.hearing.tape import Tape

_log = logging.getLogger(__name__)

Opener: TypeAlias = Callable[[], AbstractAsyncContextManager[Hearing]]

_AGAIN_S = 0.3  # before another one is opened: until an engine that died has noticed it
_AT_ONCE_S = 5.0  # of speech that is handed over late


@dataclass(slots=True)
class _Open:
    """An utterance that is not text yet; `end_s` None: it is being said."""

    start_s: float
    end_s: float | None = None


class Ear:
    """Hears a tape as it is written, with the first of `openers` that works, then with the next.

    `heard` gives the results in the order in which they were said, and `Lost` without a number when
    nothing hears any more. Used on the loop's thread.
    """

    def __init__(
        self, tape: Tape, make_segmenter: Callable[[], Segmenter], openers: Sequence[Opener]
    ) -> None:
        self.heard: Event[Heard] = Event()
        self._tape, self._openers = tape, tuple(openers)
        self._make_segmenter = make_segmenter
        self._segmenter, self._begun_s = make_segmenter(), 0.0
        self._open: dict[int, _Open] = {}
        self._count = 0
        self._is_complete = False  # nothing more will be said
        self._news = asyncio.Event()  # the tape is longer, or an utterance began or ended
        self._error = AppError(Code.TIMEOUT)
        self._scope = TaskScope(_report)

    @property
    def has_heard_speech(self) -> bool:
        """Tell whether anybody has spoken yet."""
        return self._count > 0

    @property
    def silent_s(self) -> float:
        """For how long nobody has spoken; 0 while somebody does."""
        return 0.0 if self._segmenter.is_speaking else self._segmenter.silent_s

    def start(self) -> None:
        """Begin to open the first hearing."""
        self._scope.start("hear", self._hear())

    def feed(self, pcm: bytes) -> None:
        """Take sound that was written on the tape just now."""
        self._note(self._segmenter.feed(pcm))

    def pause(self) -> None:
        """End what is being said; what follows is another utterance."""
        self._note(self._segmenter.finish())
        self._segmenter, self._begun_s = self._make_segmenter(), self._tape.duration_s

    async def finish(self, patience_s: float) -> None:
        """Wait until all that was said is text, or lost."""
        self._is_complete = True
        self._note(self._segmenter.finish())
        if self._open:
            await self._scope.join(patience_s)
        await self.aclose()
        for number in sorted(self._open):
            del self._open[number]
            self.heard.emit(Lost(self._error, number))

    async def aclose(self) -> None:
        """Stop at once."""
        await self._scope.aclose()

    # what is said
    def _note(self, events: Sequence[SpeechBegan | SpeechEnded]) -> None:
        for event in events:
            now = self._open.get(self._count - 1)
            if isinstance(event, SpeechBegan):
                self._begin(self._begun_s + event.at_s)
            elif now is not None and now.end_s is None:
                now.end_s = max(now.start_s, self._begun_s + event.end_s)
            else:  # nothing was noticed to begin: all there is may be speech
                self._begin(self._begun_s + event.start_s)
                self._open[self._count - 1].end_s = self._begun_s + event.end_s
        self._news.set()

    def _begin(self, start_s: float) -> None:
        self._open[self._count] = _Open(start_s)
        self._count += 1

    # who hears it
    async def _hear(self) -> None:
        lacking: Opener | None = None
        for opener in self._openers:
            if opener is lacking:
                continue
            try:
                async with opener() as hearing:
                    await self._use(hearing)
            except AppError as error:
                _log.info("speech is not heard this way: %s", error.code)
                self._error = error
                lacking = opener if error.code is Code.LACKS else None
                await asyncio.sleep(_AGAIN_S)
            else:
                return
        self.heard.emit(Lost(self._error))

    async def _use(self, hearing: Hearing) -> None:
        """Let it hear everything that is not text yet, to the end.

        Raises:
            AppError: it was lost.
        """
        lost: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        def lose(error: Exception) -> None:
            if not lost.done():
                lost.set_exception(error)

        def take(result: Heard) -> None:
            if isinstance(result, Lost) and result.number is None:
                lose(result.error)
            else:
                self._tell(result)

        disconnect, scope = hearing.heard.connect(take), TaskScope(lose)
        heard_out = scope.start("hand over", self._hand_over(hearing))
        try:
            await asyncio.wait((heard_out, lost), return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                lost.result()
        finally:
            disconnect()
            lost.cancel()
            await scope.aclose()

    async def _hand_over(self, hearing: Hearing) -> None:
        """Give it one utterance after another, as far as each was said, from the tape."""
        number, till_s = min(self._open, default=self._count), 0.0
        while not self._is_complete or number < self._count:
            if number >= self._count:
                await self._wait()
                continue
            said = self._open.get(number)
            if said is not None:
                start_s = max(said.start_s, till_s) if hearing.hears_at_once else said.start_s
                till_s = await self._hand_one(hearing, number, start_s, said)
            number += 1
        await hearing.finish()

    async def _hand_one(self, hearing: Hearing, number: int, start_s: float, said: _Open) -> float:
        """Hand over one utterance from `start_s` on; give up to where it was sent."""
        hearing.begin(number, start_s)
        sent_s = start_s
        while said.end_s is None or sent_s < said.end_s:
            till_s = self._tape.duration_s if said.end_s is None else said.end_s
            if till_s > sent_s:
                till_s = min(till_s, sent_s + _AT_ONCE_S)
                hearing.feed(await self._tape.read(sent_s, till_s))
                sent_s = till_s
            else:
                await self._wait()
        hearing.commit(max(said.end_s, start_s))
        return sent_s

    async def _wait(self) -> None:
        self._news.clear()
        await self._news.wait()

    def _tell(self, result: Heard) -> None:
        said = None if result.number is None else self._open.get(result.number)
        if isinstance(result, Final) and not result.is_whole:
            if said is not None and result.line is not None:
                said.start_s = max(said.start_s, result.line.end_s)
        elif isinstance(result, Final | Lost) and said is not None:
            self._open.pop(result.number or 0)
        self.heard.emit(result)


def _report(error: Exception) -> None:
    _log.error("what is said is not heard", exc_info=error)
