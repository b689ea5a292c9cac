"""Plays a sound file: a process beside the window decodes it a little ahead, at any speed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.media.sound.facts import RATE_HZ
from desktop.services.side_process import Head, LostError, SideProcess, worker_command
from desktop.services.speech.play_parts import Parts, softer

if TYPE_CHECKING:
    from desktop.media.playing import Output

PEAKS_PER_S = 20
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)

_TICK_S = 0.05
_IDLE_S = 30.0
_PATIENCE_S = 30.0
_FIRST_S, _PART_S = 1.0, 5.0  # of the source: the first one shall come soon
_AHEAD_S = 0.6  # in the device's ring: longer than the window is ever busy
_PEAKS_S = 60
_MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What the player does.

    Attributes:
        is_playing: Whether sound comes, or is about to.
        position_s: What is heard now, in seconds of the recording.
        duration_s: How long the recording is; 0 while nothing is open.
        error: Why it does not play.
    """

    is_playing: bool = False
    position_s: float = 0.0
    duration_s: float = 0.0
    error: AppError | None = None


class Player:
    """One file at a time; used on the loop's thread.

    `changed` tells of every new state, at most 20 times a second while it plays and never while it
    does not. `ended` is told with the end of the file.
    """

    def __init__(self) -> None:
        self.changed: Event[PlayerState] = Event()
        self.ended: Event[None] = Event()
        self._side: SideProcess | None = None
        self._path: Path | None = None
        self._duration_s = 0.0
        self._at_s = 0.0  # where it is while it does not play; else where the output began
        self._speed, self._volume = 1.0, 1.0
        self._output: Output | None = None
        self._error: AppError | None = None
        self._is_wanted = False
        self._scope = TaskScope(self._on_error)

    @property
    def state(self) -> PlayerState:
        """What it does now."""
        return PlayerState(self._is_wanted, self.position_s, self._duration_s, self._error)

    @property
    def position_s(self) -> float:
        """What is heard now, in seconds of the recording, what the device holds back left out."""
        if self._output is None:
            return self._at_s
        at_s = self._at_s + self._output.position_s * self._speed
        return min(at_s, self._duration_s) if self._duration_s else at_s

    @property
    def speed(self) -> float:
        """How fast it plays: 0.5 to 2."""
        return self._speed

    @property
    def volume(self) -> float:
        """How loud it plays: 0 to 1."""
        return self._volume

    async def open(self, path: Path) -> None:
        """Take a file in hand, at its beginning.

        Raises:
            AppError: UNREADABLE, it is not there; what `Sounds.inspect` raises.
        """
        self.close()
        said, _ = await self._ask({"job": "inspect", "path": _absolute(path)})
        self._path, self._duration_s = path, float(said["duration_s"])
        self._tell()

    async def peaks(self) -> AsyncIterator[bytes]:
        """Yield the waveform of the open file, a minute at a time, so that playing need not wait.

        `PEAKS_PER_S` bytes a second, 255 for full scale.

        Raises:
            AppError: as `open`.
        """
        if self._path is None:
            return
        asked = {
            "job": "peaks",
            "path": _absolute(self._path),
            "per_s": PEAKS_PER_S,
            "most_s": _PEAKS_S,
        }
        start_s = 0
        while True:
            _, data = await self._ask({**asked, "start_s": start_s})
            yield data
            start_s += _PEAKS_S
            if len(data) < _PEAKS_S * PEAKS_PER_S:
                return

    def close(self) -> None:
        """Let the file go; silent at once."""
        self._halt()
        self._path, self._duration_s, self._at_s, self._error = None, 0.0, 0.0, None
        self._tell()

    def play(self) -> None:
        """Play from where it is; from the beginning where it has ended."""
        if self._path is None or self._is_wanted:
            return
        if self._at_s >= self._duration_s:
            self._at_s = 0.0
        self._begin()

    def pause(self) -> None:
        """Be silent at once and stay there."""
        self._halt()
        self._tell()

    def seek(self, at_s: float) -> None:
        """Go to a place; what plays goes on there."""
        was_playing = self._is_wanted
        self._halt()
        self._at_s = max(0.0, min(at_s, self._duration_s))
        if was_playing and self._at_s < self._duration_s:
            self._begin()
        else:
            self._tell()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower at the same pitch."""
        if speed != self._speed:
            at_s = self.position_s
            was_playing = self._is_wanted
            self._halt()
            self._speed, self._at_s = min(2.0, max(0.5, speed)), at_s
            if was_playing:
                self._begin()

    def set_volume(self, volume: float) -> None:
        """Play louder or softer; heard after what the device already has, 0.6 s."""
        self._volume = min(1.0, max(0.0, volume))

    def end(self) -> None:
        """Be silent for good and end the process beside the window."""
        output, self._output, self._is_wanted = self._output, None, False
        self._scope.close()
        if output is not None:
            output.stop()
        if self._side is not None:
            self._side.close()

    def _begin(self) -> None:
        assert self._path is not None
        self._is_wanted, self._error = True, None
        self._scope.start("play", self._run(self._path))
        self._tell()

    def _halt(self) -> None:
        self._at_s = self.position_s
        output, self._output = self._output, None
        self._is_wanted = False
        self._scope.cancel("play")
        if output is not None:
            self._scope.start(f"stop {id(output)}", asyncio.to_thread(output.stop))

    async def _run(self, path: Path) -> None:
        """Decode ahead and hand on to the device until the file has ended."""
        from desktop.media.playing import Output  # noqa: PLC0415 - the first sound loads it

        parts = Parts(_absolute(path), self._at_s, self._speed)
        await asyncio.shield(self._decoding(parts, _FIRST_S))
        output = Output(RATE_HZ)
        is_begun = False
        asking = asyncio.to_thread(output.start)
        try:
            await asking
            is_begun = True
        finally:
            if not is_begun:
                self._scope.start(f"stop {id(output)}", asyncio.to_thread(output.stop))
        self._output = output
        await self._pump(output, parts)
        self._at_s, self._output, self._is_wanted = self._duration_s, None, False
        await asyncio.to_thread(output.stop)
        self._tell()
        self.ended.emit(None)

    async def _pump(self, output: Output, parts: Parts) -> None:
        decoding: asyncio.Task[object] | None = None
        while parts.held or not (parts.is_last and output.is_done):
            if output.is_lost:
                raise AppError(Code.NO_SPEAKER)
            if decoding is not None and decoding.done():
                decoding.result()
                decoding = None
            if decoding is None and parts.is_low:
                decoding = self._decoding(parts, _PART_S)
            while parts.held and output.waiting_s < _AHEAD_S:
                output.write(softer(parts.slice(), self._volume))
            self._tell()
            await asyncio.sleep(_TICK_S)

    def _decoding(self, parts: Parts, most_s: float) -> asyncio.Task[object]:
        """Begin to decode; it is not cancelled with who waits: that would end the process."""
        return self._scope.start(f"decode {id(parts)}", self._decode(parts, most_s))

    async def _decode(self, parts: Parts, most_s: float) -> None:
        parts.take(*await self._ask(parts.next(most_s)))

    async def _ask(self, asked: Head) -> tuple[Head, bytes]:
        if self._side is None:
            self._side = SideProcess(worker_command("sound"), idle_s=_IDLE_S)
        try:
            said, data = await self._side.ask(asked, patience_s=_PATIENCE_S, most=_MOST_BYTES)
        except LostError as error:
            code = Code.SOUND_UNREAD if error.is_startable else Code.NO_SOUND_READER
            raise AppError(code) from error
        if said["code"]:
            raise AppError(Code(said["code"]), said["detail"])
        return said, data

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            error = AppError(Code.UNEXPECTED, str(error))
        self._halt()
        self._error = error
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.state)


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - no look at the disk
