"""One dictation from its beginning to its end: a microphone, a tape, an ear, and its lines."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import replace

from desktop.core.errors import AppError
from desktop.core.recording import Recording, RecordingState
from desktop.core.tasks import TaskScope
from desktop.core.transcript import Line
from desktop.media.capture.microphone import Heard as Sound
from desktop.media.capture.microphone import Microphone
from desktop.services.speech.hearing.ear import Ear
from desktop.services.speech.hearing.heard import Final, Heard, Lost, Partial
from desktop.services.speech.hearing.tape import Tape
from desktop.services.speech.saying import Said
from desktop.services.speech.spoken_words import Writing
from desktop.store.recordings import Recordings

_log = logging.getLogger(__name__)
_STORE_S = 10.0
_WORD = re.compile(r"\w")


class Take:
    """Used on the loop's thread by `Dictation`, which polls it.

    What was said is stored before `say` tells of it. `error` is why something was not heard, `broken`
    why the recording itself ended: what was recorded before is heard all the same.
    """

    def __init__(
        self,
        recording: Recording,
        microphone: Microphone,
        tape: Tape,
        writing: Writing,
        recordings: Recordings,
        say: Callable[[Said], None],
    ) -> None:
        self.recording = recording
        self.partial = ""
        self.error: AppError | None = None
        self.broken: AppError | None = None
        self.is_unheard = False  # nobody hears it any more; the sound is kept
        self.sound: Sound | None = None  # what the last poll brought
        self._microphone, self._tape, self._writing = microphone, tape, writing
        self._recordings, self._say = recordings, say
        self._ear: Ear | None = None
        self._lines: list[Line] = []
        self._begins: list[int] = []  # where each line begins in the text
        self._done_s = 0.0
        self._is_closed = False
        self._results: asyncio.Queue[Final | Lost | None] = asyncio.Queue()
        self._scope = TaskScope(_report)

    @property
    def device(self) -> str:
        """The name of the microphone that was opened."""
        return self._microphone.name

    @property
    def elapsed_s(self) -> float:
        """How much is recorded."""
        return self._tape.duration_s

    @property
    def silent_s(self) -> float:
        """For how long nobody has spoken."""
        return self._ear.silent_s if self._ear is not None else 0.0

    @property
    def has_heard_speech(self) -> bool:
        """Tell whether anybody has spoken yet."""
        return self._ear is not None and self._ear.has_heard_speech

    def listen(self, ear: Ear) -> None:
        """Begin to hear what is recorded."""
        self._ear = ear
        ear.heard.connect(self._on_heard)
        self._scope.start("store", self._store())
        ear.start()

    def poll(self) -> None:
        """Take what the microphone has heard since the last time.

        Raises:
            AppError: DISK_FULL or UNWRITABLE.
        """
        self._take_in(self._microphone.poll())

    async def pause(self) -> None:
        """Give the device back; errors as `poll`."""
        last = await asyncio.to_thread(self._microphone.stop)
        self._take_in(last)
        if self._ear is not None:
            self._ear.pause()

    def resume(self, microphone: Microphone) -> None:
        """Go on with a microphone that was opened again."""
        self._microphone = microphone

    async def close(self) -> None:
        """Give the device back and complete the file; what goes wrong is in `broken`."""
        if self._is_closed:
            return
        self._is_closed = True
        for step in (self.pause, self._complete):
            try:
                await step()
            except AppError as error:
                self.broken = self.broken or error

    async def hear_out(self, patience_s: float) -> None:
        """Wait for the last words, and keep how it ended."""
        if self._ear is not None:
            await self._ear.finish(patience_s)
        await self._end(RecordingState.FAILED if self.error else RecordingState.READY)

    async def interrupt(self) -> None:
        """Hear no more; another time it goes on from where it was."""
        if self._ear is not None:
            await self._ear.aclose()
        await self._end(RecordingState.INTERRUPTED)

    async def _complete(self) -> None:
        duration_s = await self._tape.complete()
        state = RecordingState.TRANSCRIBING
        await self._recordings.update(self.recording.id, state=state, duration_s=duration_s)

    async def _end(self, state: RecordingState) -> None:
        self._results.put_nowait(None)
        await self._scope.join(_STORE_S)
        await self._scope.aclose()
        self._tape.close()
        code = "" if self.error is None else self.error.code.value
        try:
            await self._recordings.update(self.recording.id, state=state, error=code)
        except AppError as error:
            self.broken = self.broken or error

    def _take_in(self, sound: Sound) -> None:
        self.sound = sound
        if sound.pcm:
            self._tape.write(sound.pcm)
            if self._ear is not None:
                self._ear.feed(sound.pcm)

    # what was heard
    def _on_heard(self, result: Heard) -> None:
        if isinstance(result, Partial):
            self.partial = result.text
            self._say(self._said(result.text, is_final=False))
        elif isinstance(result, Lost) and result.number is None:
            self.error, self.is_unheard = result.error, True
        else:
            self._results.put_nowait(result)

    async def _store(self) -> None:
        """Keep one result after another, and tell each when it is kept."""
        while (result := await self._results.get()) is not None:
            if isinstance(result, Lost):
                self.error = self.error or result.error
            elif result.line is not None:
                said = self._said_of(result.line)
                await self._keep(result.line)
                self.partial = ""
                self._say(said)

    def _said_of(self, line: Line) -> Said:
        """Put a line into the text; give what that changes."""
        piece = self._writing.add(line.text)
        whole = self._writing.text
        at = len(whole) - len(piece.text)
        word = _WORD.search(piece.text)
        begins = len(whole) if word is None and self._lines else at + (word.start() if word else 0)
        if piece.takes_back or begins > at + 1:  # marks belong to the line before
            self._change_last(whole[:begins])
        if begins < len(whole):
            text = whole[begins:].strip()
            words = line.words if text == line.text else ()
            self._lines.append(replace(line, text=text, words=words))
            self._begins.append(begins)
        elif self._lines:
            self._lines[-1] = replace(self._lines[-1], end_s=line.end_s)
        return replace(self._said(piece.text, is_final=True), takes_back=piece.takes_back)

    def _change_last(self, whole: str) -> None:
        if self._lines:
            text = whole[self._begins[-1] :].strip()
            self._lines[-1] = replace(self._lines[-1], text=text, words=())

    async def _keep(self, line: Line) -> None:
        if self.error is None:  # else what is done ends before what was lost
            self._done_s = line.end_s
        try:
            await self._recordings.put_lines(
                self.recording.id, tuple(self._lines[-2:]), self._done_s
            )
        except AppError as error:  # the text still goes where it was dictated
            _log.info("a line was not kept: %s", error.code)
            self.error = self.error or error

    def _said(self, text: str, *, is_final: bool) -> Said:
        return Said(text, is_final, recording_id=self.recording.id)


def _report(error: Exception) -> None:
    _log.error("what was said is not kept", exc_info=error)
