"""Nothing that is said is lost: hearings fail, open late, answer in any order, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.transcript import Line
from desktop.services.speech.hearing.ear import Opener
from desktop.services.speech.hearing.heard import Final, Heard, Hearing, Lost
from tests.services.speech.hearing_stage import listening, speech
from tests.support.loops import RunLoop

SECOND = 32_000
FIVE = [0, 1, 2, 3, 4]


class Scripted:
    """A hearing that tells how much sound it got; `fails_at` is where it is lost."""

    def __init__(self, *, fails_at: int = 99, hears_at_once: bool = False) -> None:
        self.heard: Event[Heard] = Event()
        self.hears_at_once = hears_at_once
        self.got: dict[int, int] = {}
        self.began: dict[int, float] = {}
        self.committed: list[int] = []
        self._fails_at, self._now = fails_at, 0

    def begin(self, number: int, start_s: float) -> None:
        self._now = number
        self.began[number], self.got[number] = start_s, 0

    def feed(self, pcm: bytes) -> None:
        self.got[self._now] += len(pcm)

    def commit(self, end_s: float) -> None:
        if self._now >= self._fails_at:
            self.heard.emit(Lost(AppError(Code.CUT)))
            return
        self.committed.append(self._now)
        line = Line(f"said {self._now}", self.began[self._now], end_s)
        self.heard.emit(Final(self._now, line))

    async def finish(self) -> None:
        return

    async def aclose(self) -> None:
        return


def opening(hearing: Hearing, *, after: Callable[[], bool] | None = None) -> Opener:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Hearing]:
        while after is not None and not after():  # noqa: ASYNC110 - a test tells it so
            await asyncio.sleep(0.001)
        yield hearing

    return opened


def refusing(code: Code, tried: list[Code]) -> Opener:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Hearing]:
        tried.append(code)
        if tried:
            raise AppError(code)
        yield Scripted()

    return opened


def test_silence_is_heard_by_nobody(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        hearing = Scripted()
        async with listening(tmp_path, [opening(hearing)]) as one:
            one.feed(bytes(5 * SECOND))
            await asyncio.sleep(0.01)
            assert one.ear.silent_s > 4.5
            assert not one.ear.has_heard_speech
            one.feed(speech())
            one.feed(bytes(5 * SECOND))
            await one.ear.finish(5)
        assert one.numbers == FIVE
        assert sum(hearing.got.values()) < len(speech())
        assert hearing.began[0] > 4.5

    aloop(scenario())


def test_what_was_said_before_a_hearing_is_open_is_heard_from_its_beginning(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        is_open = False
        hearing = Scripted()
        async with listening(tmp_path, [opening(hearing, after=lambda: is_open)]) as one:
            one.feed(speech()[: 5 * SECOND])
            assert not hearing.got
            is_open = True
            await asyncio.sleep(0.02)
            one.feed(speech()[5 * SECOND :])
            await one.ear.finish(5)
        assert one.texts == [f"said {number}" for number in FIVE]
        assert all(hearing.got[number] >= SECOND for number in FIVE)

    aloop(scenario())


def test_the_next_hearing_begins_with_what_the_lost_one_has_not_told(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        first, second, third = Scripted(fails_at=1), Scripted(fails_at=3), Scripted()
        async with listening(tmp_path, [opening(h) for h in (first, second, third)]) as one:
            one.feed(speech())
            await one.ear.finish(5)
        assert (first.committed, second.committed, third.committed) == ([0], [1, 2], [3, 4])
        assert one.numbers == FIVE
        assert one.lost == []

    aloop(scenario())


def test_a_way_that_a_server_lacks_is_not_tried_twice(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        tried: list[Code] = []
        lacking, failing = refusing(Code.LACKS, tried), refusing(Code.CUT, tried)
        openers = [lacking, lacking, failing, failing, opening(Scripted())]
        async with listening(tmp_path, openers) as one:
            one.feed(speech())
            await one.ear.finish(5)
        assert tried == [Code.LACKS, Code.CUT, Code.CUT]
        assert one.numbers == FIVE

    aloop(scenario())


def test_when_nobody_hears_it_is_said_at_once_and_each_utterance_is_lost_at_the_end(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with listening(tmp_path, [refusing(Code.NO_ROUTE, [])]) as one:
            one.feed(speech()[: 5 * SECOND])
            async with asyncio.timeout(2):
                while not one.lost:  # noqa: ASYNC110 - an ear only emits
                    await asyncio.sleep(0.01)
            assert one.lost[0].number is None
            one.feed(speech()[5 * SECOND :])
            await one.ear.finish(5)
        assert one.numbers == [None, *FIVE]
        assert {lost.error.code for lost in one.lost} == {Code.NO_ROUTE}

    aloop(scenario())


def test_what_was_heard_at_once_is_not_heard_again(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        hearing = Scripted(hears_at_once=True)
        async with listening(tmp_path, [opening(hearing)], max_s=2.0) as one:
            for at in range(0, len(speech()), SECOND):
                one.feed(speech()[at : at + SECOND])
                await asyncio.sleep(0.005)
            await one.ear.finish(5)
        whole = sum(hearing.got.values())
        assert len(speech()) * 0.4 < whole <= len(speech())
        assert one.numbers == list(range(len(one.numbers)))

    aloop(scenario())


def test_an_utterance_ends_where_a_pause_was_made(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        hearing = Scripted()
        async with listening(tmp_path, [opening(hearing)]) as one:
            one.feed(speech()[: 4 * SECOND])  # in the midst of a sentence
            one.ear.pause()
            one.feed(speech()[4 * SECOND :])
            await one.ear.finish(5)
        assert len(one.numbers) == 6
        ends = [found.line.end_s for found in one.heard if isinstance(found, Final) and found.line]
        assert any(abs(end_s - 4.0) < 0.05 for end_s in ends)

    aloop(scenario())
