"""Reads a text aloud, sentence by sentence; there is one reader in the program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from desktop.core.errors import AppError, Code
from desktop.core.language import UNKNOWN, detect
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.services.aloud.ahead import Ahead
from desktop.services.aloud.making import Making
from desktop.services.aloud.reading import Output, Phase, ReaderState
from desktop.services.aloud.sentences import Sentence, pause_after, sentence_at, sentences
from desktop.services.aloud.voice import Voice
from desktop.services.aloud.voices import Voices

_log = logging.getLogger(__name__)
_READ, _MAKE, _FOLLOW, _PAUSE = "read", "make", "follow", "pause"
_PART_S, _TICK_S = 0.1, 0.05
_STILL_S = 3.0


@dataclass(slots=True)
class _Job:
    key: str
    text: str
    language: str
    place: int
    voice_id: str
    sentences: tuple[Sentence, ...] = ()
    at: int = 0
    voice: Voice | None = None


class Reader:
    """Used on the loop's thread. Event: `changed` with the state, also for every next sentence."""

    def __init__(
        self,
        voices: Voices,
        making: Making,
        open_output: Callable[[int], Output],
        speed: Callable[[], float],
    ) -> None:
        self._voices, self._making = voices, making
        self._open_output, self._speed = open_output, speed
        self._scope = TaskScope(self._on_error)
        self._job: _Job | None = None
        self._ahead: Ahead | None = None
        self._output: Output | None = None
        self._begins: list[tuple[float, int]] = []  # when which sentence is heard
        self._may_run = asyncio.Event()
        self.state = ReaderState()
        self.changed: Event[ReaderState] = Event()

    def read(
        self,
        text: str,
        *,
        key: str = "",
        language: str = "",
        at: int = 0,
        voice_id: str = "",
    ) -> None:
        """Read a Markdown text instead of what is being read.

        Args:
            text: What to read.
            key: The caller's name for it, given back in the state.
            language: BCP 47; "" is found out.
            at: The place in the text where to begin.
            voice_id: Who reads, and the person knows what that costs; "" is chosen by the language.
        """
        self._silence()
        self._job = _Job(key, text, language, at, voice_id)
        self._tell(ReaderState(Phase.PREPARING, key))
        self._scope.start(_READ, self._prepare(self._job))

    def agree(self) -> None:
        """Go on with a server's voice from now on; only while that is asked."""
        job = self._job
        if self.state.phase is Phase.ASKING and job is not None and job.voice is not None:
            self._scope.start(_READ, self._agreed(job, job.voice))

    def stop(self) -> None:
        """Be silent at once, and forget the text."""
        if self.state.is_on:
            self._silence()
            self._job = None
            self._tell(ReaderState())

    def pause(self) -> None:
        """Be silent and remember where."""
        job, output = self._job, self._output
        if self.state.phase is not Phase.READING or job is None:
            return
        self._may_run.clear()
        self._tell(replace(self.state, phase=Phase.PAUSED))
        if output is not None:
            self._scope.start(_PAUSE, asyncio.to_thread(output.pause))
        elif job.voice is not None and job.voice.plays_itself:
            job.at = self.state.number
            self._scope.cancel(_READ)

    def resume(self) -> None:
        """Go on after `pause`."""
        job, output = self._job, self._output
        if self.state.phase is not Phase.PAUSED or job is None:
            return
        self._may_run.set()
        self._tell(replace(self.state, phase=Phase.READING))
        if output is not None:
            self._scope.start(_PAUSE, asyncio.to_thread(output.resume))
        else:
            self._begin(job)

    def skip(self, by: int) -> None:
        """Go on with the next (1) or previous (-1) sentence; after the last one it ends."""
        job = self._job
        if (
            job is None
            or not job.sentences
            or self.state.phase not in {Phase.READING, Phase.PAUSED}
        ):
            return
        number = max(0, self.state.number + by)
        if number >= len(job.sentences):
            self.stop()
            return
        job.at = number
        self._silence()
        self._begin(job)

    def take_speed(self) -> None:
        """Take in that the speed was changed: the next sentences have it."""
        job = self._job
        if job is None or self.state.phase not in {Phase.READING, Phase.PAUSED}:
            return
        if self.state.phase is Phase.READING:
            self.skip(0)
        elif self._ahead is not None:
            self._ahead.speed = self._speed()

    async def aclose(self) -> None:
        """Be silent for good."""
        self._silence()
        await self._scope.join(_STILL_S)
        await self._scope.aclose()

    # preparing
    async def _prepare(self, job: _Job) -> None:
        language = job.language or await asyncio.to_thread(detect, job.text)
        job.language = "en" if language in {"", UNKNOWN} else language
        job.sentences = await asyncio.to_thread(sentences, job.text, job.language)
        job.at = sentence_at(job.sentences, job.place)
        if not job.sentences:
            self._end()
            return
        named = await self._voices.named(job.voice_id) if job.voice_id else None
        job.voice = named or await self._voices.for_language(job.language)
        if self._voices.needs_consent(job.voice) and named is None:
            self._tell(replace(self.state, phase=Phase.ASKING, voice=job.voice))
        else:
            self._begin(job)

    async def _agreed(self, job: _Job, voice: Voice) -> None:
        await self._voices.agree(voice)
        self._begin(job)

    def _begin(self, job: _Job) -> None:
        """Read from a sentence on."""
        voice = job.voice
        if voice is None:
            return
        self._may_run.set()
        state = ReaderState(Phase.READING, job.key, None, job.at, len(job.sentences), voice)
        self._tell(replace(state, sentence=job.sentences[job.at]))
        if voice.plays_itself:
            self._scope.start(_READ, self._say(job, voice))
            return
        ahead = self._ahead = Ahead(self._making, voice, self._speed(), job.sentences, job.at)
        self._scope.start(_MAKE, ahead.run())
        self._scope.start(_READ, self._play(job, ahead))

    # reading
    async def _say(self, job: _Job, voice: Voice) -> None:
        """Let a voice that plays itself read."""
        for number in range(job.at, len(job.sentences)):
            self._show(job, number)
            await self._making.speak(voice, job.sentences[number].text, self._speed())
        self._end()

    async def _play(self, job: _Job, ahead: Ahead) -> None:
        """Play sentence after sentence; the sound of the next one follows without a gap."""
        trouble: AppError | None = None
        try:
            await self._play_all(job, ahead)
        except AppError as error:
            trouble = error  # what is made already is still heard
        if self._output is not None:
            await self._drained(self._output)
        if trouble is not None:
            self._fail(trouble)
        else:
            self._end()

    async def _play_all(self, job: _Job, ahead: Ahead) -> None:
        written_s = 0.0
        for number in range(job.at, len(job.sentences)):
            rate_hz = 0
            sound = ahead.sound(number)
            async with aclosing(sound):
                async for chunk in sound:
                    output = await self._opened(job, chunk.rate_hz)
                    if not rate_hz:
                        self._begins.append((written_s, number))
                    rate_hz = chunk.rate_hz
                    written_s += await self._write(output, chunk.pcm, rate_hz)
            if self._output is not None and rate_hz and number + 1 < len(job.sentences):
                quiet = pause_after(job.sentences[number], rate_hz, self._speed())
                written_s += await self._write(self._output, quiet, rate_hz)

    async def _drained(self, output: Output) -> None:
        """Wait until the rest was heard, or the device has stood still for too long."""
        still_s, heard_s = 0.0, -1.0
        while not output.is_done and still_s < _STILL_S:
            await self._may_run.wait()
            await asyncio.sleep(_TICK_S)
            still_s = still_s + _TICK_S if output.position_s == heard_s else 0.0
            heard_s = output.position_s

    async def _opened(self, job: _Job, rate_hz: int) -> Output:
        """Give the loudspeaker, opened with the first sound."""
        if self._output is None:
            output = self._open_output(rate_hz)
            await asyncio.to_thread(output.start)
            self._output = output
            self._scope.start(_FOLLOW, self._follow(job, output))
        return self._output

    async def _write(self, output: Output, pcm: bytes, rate_hz: int) -> float:
        """Play sound in small parts, so that nothing has to be waited for at the end."""
        step = 2 * round(_PART_S * rate_hz)
        for at in range(0, len(pcm), step):
            await self._may_run.wait()
            await asyncio.to_thread(output.write, pcm[at : at + step])
        return len(pcm) / 2 / rate_hz

    async def _follow(self, job: _Job, output: Output) -> None:
        """Tell which sentence is heard."""
        while True:
            await self._may_run.wait()
            heard = [number for at, number in self._begins if at <= output.position_s]
            if heard and heard[-1] != self.state.number:
                self._show(job, heard[-1])
            await asyncio.sleep(_TICK_S)

    def _show(self, job: _Job, number: int) -> None:
        self._tell(replace(self.state, number=number, sentence=job.sentences[number]))

    # ending
    def _silence(self) -> None:
        """Stop the sound and whatever makes it."""
        for key in (_READ, _MAKE, _FOLLOW):
            self._scope.cancel(key)
        output, self._output, self._ahead = self._output, None, None
        self._begins = []
        if output is not None:
            # A key of its own: no later call may keep it from being stopped.
            self._scope.start(f"stop {id(output)}", asyncio.to_thread(output.stop))

    def _end(self) -> None:
        self._silence()
        self._job = None
        self._tell(ReaderState())

    def _fail(self, error: AppError) -> None:
        self._silence()
        state, self._job = self.state, None
        self._tell(replace(state, phase=Phase.FAILED, sentence=None, error=error))

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self._fail(error)
        else:
            _log.error("reading aloud failed", exc_info=error)
            self._fail(AppError(Code.UNEXPECTED, type(error).__name__))

    def _tell(self, state: ReaderState) -> None:
        self.state = state
        self.changed.emit(state)
