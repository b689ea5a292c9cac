"""Dictation: the one recording that is made at a time, from the key to the text.

The microphone opens with `start` and closes with `stop`, on a worker thread; in between it is asked
30 times a second, and never otherwise. The sound is on the disk before anybody hears it, a line is
in the store before it is shown.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.recording import Recording, RecordingKind
from desktop.core.tasks import TaskScope
from desktop.media.capture.levels import SILENCE
from desktop.media.capture.microphone import Microphone
from desktop.media.capture.segmenter import Segmenter, SegmenterSettings
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.services.speech import choosing
from desktop.services.speech.choosing import Kind, Showing, Way, Wishes
from desktop.services.speech.hearing.ear import Ear, Opener
from desktop.services.speech.hearing.heard import Hearing
from desktop.services.speech.hearing.live import by_socket
from desktop.services.speech.hearing.segments import by_segments
from desktop.services.speech.hearing.tape import Tape
from desktop.services.speech.saying import DictationState, Phase, Said
from desktop.services.speech.spoken_words import Writing
from desktop.services.speech.take import Take
from desktop.services.speech.transcriber import Transcriber
from desktop.store.recordings import Recordings

_log = logging.getLogger(__name__)

RATE_HZ = 16_000
POLL_S = 0.033
PATIENCE_S = 60.0
"""For the last words; what has not come by then is kept and can be sent again."""
_UNHEARD_STOP_S = 15.0  # before anybody has spoken at all, silence ends nothing sooner
_LIVE = SegmenterSettings(
    max_s=60.0
)  # a socket tells its words anyway, and needs pauses for sentences
_STALLED_S = 5.0  # a sound server that hangs for so long does not come back


class Dictation:
    """One dictation at a time. Used on the loop's thread; nothing that goes wrong is raised.

    Events: `changed` with the state, 30 times a second while it listens; `said` with text.
    """

    def __init__(
        self,
        recordings: Recordings,
        servers: Servers,
        client: Client,
        catalogue: Catalogue,
        wishes: Callable[[], Wishes],
    ) -> None:
        self._recordings, self._wishes = recordings, wishes
        self._servers, self._client, self._catalogue = servers, client, catalogue
        self.changed: Event[DictationState] = Event()
        self.said: Event[Said] = Event()
        self.state = DictationState()
        self._take: Take | None = None
        self._device = ""
        self._stops_by_itself_s = 0.0
        self._turn = asyncio.Lock()  # what a person asks for is done in its order
        self._scope = TaskScope(self._fail)

    @property
    def is_active(self) -> bool:
        """Tell whether a recording is being made, or its last words are awaited."""
        return self.state.phase not in {Phase.IDLE, Phase.FAILED}

    async def start(
        self,
        kind: RecordingKind,
        *,
        language: str = "",
        device: str = "",
        push_to_talk: bool = False,
    ) -> None:
        """Open the microphone and listen; another dictation is ended first, as by `stop`.

        Args:
            kind: NOTE or DICTATION.
            language: ISO 639-1; "" as the person has set it.
            device: The `Input.id` of a microphone; "" as the person has set it.
            push_to_talk: Silence does not end it.
        """
        async with self._turn:
            await self._stop()
            wishes = self._wishes()
            wishes = replace(wishes, device=device or wishes.device)
            self._show(DictationState(Phase.OPENING))
            try:
                way = choosing.way(self._servers, language or wishes.language, wishes)
                self._show(replace(self.state, way=way, shows=way.shows))
                take = await self._begin(kind, way, wishes)
            except AppError as error:
                self._show(DictationState(Phase.FAILED, error.code))
                return
            self._take, self._device = take, wishes.device
            self._stops_by_itself_s = 0.0 if push_to_talk else wishes.stop_after_s
            self._listen()

    async def pause(self) -> None:
        """Give the microphone back for a while."""
        async with self._turn:
            if self._take is None or self.state.phase is not Phase.LISTENING:
                return
            self._scope.cancel("listen")
            try:
                await self._take.pause()
            except AppError as error:
                self._show(replace(self.state, trouble=error.code))
            self._show(replace(self.state, phase=Phase.PAUSED, level=SILENCE, silence=0.0))

    async def resume(self) -> None:
        """Open the microphone again; it stays paused, with a trouble, where that fails."""
        async with self._turn:
            if self._take is None or self.state.phase is not Phase.PAUSED:
                return
            microphone = Microphone(self._device, RATE_HZ)
            try:
                await asyncio.to_thread(microphone.start)
            except AppError as error:
                self._show(replace(self.state, trouble=error.code))
                return
            self._take.resume(microphone)
            self._listen()

    async def use(self, device: str) -> None:
        """Go on with another microphone; what was said so far stays."""
        self._device = device
        await self.pause()
        await self.resume()

    async def stop(self) -> Recording | None:
        """Close the microphone and wait for the last words; give the recording as it is kept."""
        async with self._turn:
            return await self._stop()

    async def cancel(self) -> None:
        """Close the microphone and put the recording into the bin, also while it finishes."""
        self._scope.cancel("hear out")
        async with self._turn:
            take, self._take = self._take, None
            if take is None:
                return
            self._scope.cancel("listen")
            await take.close()
            await take.interrupt()
            await self._recordings.delete(take.recording.id)
            self._show(DictationState())

    async def aclose(self) -> None:
        """End of the program: the sound is complete, its text goes on another time."""
        self._scope.cancel("hear out")
        async with self._turn:
            take, self._take = self._take, None
            await self._scope.aclose()
            if take is not None:
                await take.close()
                await take.interrupt()

    # one take
    async def _begin(self, kind: RecordingKind, way: Way, wishes: Wishes) -> Take:
        microphone = Microphone(wishes.device, RATE_HZ)
        opening = self._scope.start("open", asyncio.to_thread(microphone.start))
        recording: Recording | None = None
        tape: Tape | None = None
        try:
            recording = await self._recordings.add(
                kind, language=way.language, connection_id=way.connection_id
            )
            tape = await Tape.open(recording.sound, RATE_HZ)
            await asyncio.shield(opening)
        except BaseException:
            await asyncio.wait([opening])
            await asyncio.to_thread(microphone.stop)
            if tape is not None:
                tape.close()
                await tape.complete()
            if recording is not None:
                await self._recordings.purge(recording.id)
            raise
        writing = Writing(way.language, has_spoken_marks=wishes.has_spoken_marks)
        take = Take(recording, microphone, tape, writing, self._recordings, self.said.emit)
        settings = SegmenterSettings() if way.kind is Kind.SEGMENTS else _LIVE
        take.listen(Ear(tape, lambda: Segmenter(RATE_HZ, settings), self._openers(way)))
        return take

    def _openers(self, way: Way) -> tuple[Opener, ...]:
        @asynccontextmanager
        async def socket() -> AsyncIterator[Hearing]:
            model = await choosing.live_model(way, self._servers, self._catalogue)
            heard_by = replace(way, model=model)
            async with by_socket(self._servers, self._client, heard_by, RATE_HZ) as hearing:
                yield hearing

        @asynccontextmanager
        async def segments() -> AsyncIterator[Hearing]:
            model = await choosing.file_model(way, self._servers, self._catalogue)
            if way.kind is not Kind.SEGMENTS:
                self._show(replace(self.state, shows=Showing.AFTER_SENTENCES))
            transcriber = Transcriber(self._servers, self._client, replace(way, model=model))
            async with by_segments(transcriber, RATE_HZ) as hearing:
                yield hearing

        return (segments,) if way.kind is Kind.SEGMENTS else (socket, socket, segments)

    def _listen(self) -> None:
        self._show(replace(self.state, phase=Phase.LISTENING, trouble=None))
        self._scope.start("listen", self._poll())

    async def _poll(self) -> None:
        take, stalled_s = self._take, 0.0
        while take is not None:
            try:
                take.poll()
            except AppError as error:
                take.broken = error
                break
            self._draw(take)
            trouble = self.state.trouble
            stalled_s = stalled_s + POLL_S if trouble is Code.MICROPHONE_STALLED else 0.0
            if trouble is Code.MICROPHONE_LOST or stalled_s >= _STALLED_S:
                take.broken = AppError(Code.MICROPHONE_LOST)
                break
            if self.state.silence >= 1:
                break
            await asyncio.sleep(POLL_S)
        self._scope.start("end", self._end())

    async def _end(self) -> None:
        await self.stop()

    def _silence(self, take: Take) -> float:
        limit_s = self._stops_by_itself_s
        if not limit_s:
            return 0.0
        if not take.has_heard_speech:
            limit_s = max(limit_s, _UNHEARD_STOP_S)
        return min(1.0, take.silent_s / limit_s)

    async def _stop(self) -> Recording | None:
        take = self._take
        if take is None:
            return None
        self._scope.cancel("listen")
        self._show(replace(self.state, phase=Phase.FINISHING, level=SILENCE, silence=0.0))
        await take.close()
        hearing = self._scope.start("hear out", take.hear_out(PATIENCE_S))
        await asyncio.wait([hearing])
        if hearing.cancelled():
            return None  # somebody else ends it now: `cancel`, `aclose`
        self._take = None
        error = take.broken or take.error
        phase = Phase.IDLE if error is None else Phase.FAILED
        code = None if error is None else error.code
        self._show(DictationState(phase, code, recording_id=take.recording.id))
        return await self._recordings.get(take.recording.id)

    def _draw(self, take: Take) -> None:
        sound = take.sound
        if sound is None:
            return
        self._show(
            replace(
                self.state,
                trouble=sound.trouble,
                level=sound.level,
                elapsed_s=take.elapsed_s,
                partial=take.partial,
                recording_id=take.recording.id,
                device=take.device,
                shows=Showing.AT_END if take.is_unheard else self.state.shows,
                overflows=sound.overflows,
                silence=self._silence(take),
            )
        )

    def _show(self, state: DictationState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            _log.error("a dictation failed unexpectedly", exc_info=error)
