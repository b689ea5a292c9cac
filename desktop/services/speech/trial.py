"""A trial of the microphone: for some seconds it listens, measures, and keeps what it heard in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.media.capture.levels import SILENCE, Level
from desktop.media.capture.microphone import Heard

RATE_HZ = 16_000
LONGEST_S = 10.0
_POLL_S = 0.033
_LOUD_SHARE = 0.2  # speech has pauses: a fifth of the time is surely speech
_UNHEARD_DB, _QUIET_DB, _LOUD_DB = -60.0, -40.0, -9.0
_CLIPPED_POLLS = 3  # one is a knock on the table


class Step(StrEnum):
    """How far a trial has come."""

    IDLE = "idle"
    OPENING = "opening"
    LISTENING = "listening"
    DONE = "done"
    FAILED = "failed"


class Verdict(StrEnum):
    """What the levels say."""

    NOTHING = "nothing"  # nobody spoke, or it is muted
    QUIET = "quiet"
    GOOD = "good"
    LOUD = "loud"


@dataclass(frozen=True, slots=True)
class TrialState:
    """How a trial stands.

    Attributes:
        step: How far it has come.
        level: How loud it is now.
        left_s: How long it still listens.
        device: What was really opened.
        code: Why it failed, or what is wrong while it goes on.
        verdict: What came of it; None before its end.
        pcm: What was heard: 16 bits, one channel, `RATE_HZ`; empty before its end.
    """

    step: Step = Step.IDLE
    level: Level = SILENCE
    left_s: float = LONGEST_S
    device: str = ""
    code: Code | None = None
    verdict: Verdict | None = None
    pcm: bytes = b""


class Source(Protocol):
    """What is listened to: a `Microphone`."""

    name: str

    def start(self) -> None:
        """Open it; blocks."""

    def poll(self) -> Heard:
        """Give what came."""

    def stop(self) -> Heard:
        """Give what came last; blocks."""


class Speaker(Protocol):
    """What it is played on: an `Output`."""

    @property
    def is_done(self) -> bool:
        """Tell whether all was heard."""

    @property
    def is_lost(self) -> bool:
        """Tell whether the device went away."""

    def start(self) -> None:
        """Open it; blocks."""

    def write(self, pcm: bytes) -> None:
        """Append sound; blocks until there was room for it."""

    def stop(self) -> None:
        """Be silent; blocks."""


class Trial:
    """One trial at a time. Nothing is written to the disk.

    Events: `changed` with the state, 30 times a second while it listens.
    """

    def __init__(self, open_source: Callable[[str], Source]) -> None:
        self._open_source = open_source
        self._is_wanted = False
        self.changed: Event[TrialState] = Event()
        self.state = TrialState()

    @property
    def is_running(self) -> bool:
        """Tell whether the microphone is open, or opens."""
        return self.state.step in {Step.OPENING, Step.LISTENING}

    async def run(self, device: str) -> None:
        """Listen for `LONGEST_S`, or until `end`; what goes wrong is told by the state."""
        self._is_wanted = True
        self._show(TrialState(Step.OPENING))
        source = self._open_source(device)
        levels: list[Level] = []
        parts: list[bytes] = []
        loop = asyncio.get_running_loop()
        # One thread: whatever happens, what was opened is open before it is closed.
        thread, failure = ThreadPoolExecutor(1), None
        try:
            await loop.run_in_executor(thread, source.start)
            self._show(replace(self.state, step=Step.LISTENING, device=source.name))
            await self._listen(source, levels, parts)
        except AppError as error:
            failure = error.code
        finally:
            closing = loop.run_in_executor(thread, source.stop)
            thread.shutdown(wait=False)
            last = await closing
        if failure is not None:
            self._show(TrialState(Step.FAILED, code=failure))
            return
        parts.append(last.pcm)
        self._show(
            replace(
                self.state,
                step=Step.DONE,
                level=SILENCE,
                verdict=verdict(levels),
                pcm=b"".join(parts),
            )
        )

    def end(self) -> None:
        """Have heard enough."""
        self._is_wanted = False

    async def _listen(self, source: Source, levels: list[Level], parts: list[bytes]) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while self._is_wanted and loop.time() - began < LONGEST_S:
            heard = source.poll()
            if heard.pcm:
                parts.append(heard.pcm)
                levels.append(heard.level)
            left_s = max(0.0, LONGEST_S - (loop.time() - began))
            self._show(replace(self.state, level=heard.level, left_s=left_s, code=heard.trouble))
            if heard.trouble is Code.MICROPHONE_LOST:
                raise AppError(heard.trouble)
            await asyncio.sleep(_POLL_S)

    def _show(self, state: TrialState) -> None:
        self.state = state
        self.changed.emit(state)


def verdict(levels: list[Level]) -> Verdict:
    """Say of the levels of some seconds whether speech in them is well understood."""
    if not levels:
        return Verdict.NOTHING
    loudest = sorted((level.rms_db for level in levels), reverse=True)
    loudest = loudest[: max(1, round(len(loudest) * _LOUD_SHARE))]
    loud_db = sum(loudest) / len(loudest)
    if loud_db < _UNHEARD_DB:
        return Verdict.NOTHING
    if loud_db < _QUIET_DB:
        return Verdict.QUIET
    is_clipped = sum(level.is_clipped for level in levels) >= _CLIPPED_POLLS
    return Verdict.LOUD if is_clipped or loud_db > _LOUD_DB else Verdict.GOOD


async def play(speaker: Speaker, pcm: bytes) -> None:
    """Play what was heard, to its end; silent at once when it is cancelled.

    Raises:
        AppError: NO_SPEAKER, NO_PORTAUDIO.
    """
    try:
        await asyncio.to_thread(speaker.start)
        await asyncio.to_thread(speaker.write, pcm)
        async with asyncio.timeout(2 * LONGEST_S):
            while not speaker.is_done:
                if speaker.is_lost:
                    raise AppError(Code.NO_SPEAKER)
                await asyncio.sleep(_POLL_S)
    finally:
        await asyncio.to_thread(speaker.stop)
