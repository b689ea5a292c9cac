"""Transcribes files and kept recordings, one after another for each connection.

What was heard is in the store after each piece: after a crash, a stop, or a failure it goes on there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.tasks import TaskScope
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.services.speech import choosing
from desktop.services.speech.choosing import Way, Wishes
from desktop.services.speech.file_hearing import FileHearing, target_of
from desktop.services.speech.sounds import Sounds
from desktop.services.speech.transcriber import Transcriber
from desktop.store.recordings import Recordings

_log = logging.getLogger(__name__)
_CLOSE_S = 3.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recording is.

    Attributes:
        done_s: Up to where it is transcribed.
        of_s: How long it is; 0 while that is not known.
        left_s: How long it will still take, by the speed so far; None: nobody knows yet.
        text: What was heard of the piece that is being transcribed, where the server tells.
    """

    done_s: float = 0.0
    of_s: float = 0.0
    left_s: float | None = None
    text: str = ""


class Transcribing:
    """The queue. Used on the loop's thread; what fails is in the recording's state.

    `changed` gives the id of a recording whose `progress` is another one, or that came into the queue
    or left it. Its state and its lines are in the store, which tells of them itself.
    """

    def __init__(
        self,
        recordings: Recordings,
        sounds: Sounds,
        servers: Servers,
        client: Client,
        catalogue: Catalogue,
        wishes: Callable[[], Wishes],
    ) -> None:
        self._recordings, self._sounds, self._wishes = recordings, sounds, wishes
        self._servers, self._client, self._catalogue = servers, client, catalogue
        self.changed: Event[int] = Event()
        self._waiting: dict[str, list[int]] = {}  # by connection, first come, first served
        self._ways: dict[int, Way] = {}
        self._progress: dict[int, Progress] = {}
        self._is_closing = False
        self._scope = TaskScope(_report)

    async def add_files(
        self, paths: Iterable[Path], *, language: str = "", connection_id: str = ""
    ) -> list[Recording]:
        """Keep files of the person's own as recordings and begin to transcribe them, in their order.

        `language` and `connection_id` are as the person has set them where they are empty.

        Raises:
            AppError: the store cannot be written; the files before this one are queued.
        """
        added = []
        for path in paths:
            recording = await self._recordings.add(
                RecordingKind.FILE,
                title=path.stem,
                sound=path,
                language=language,
                connection_id=connection_id,
            )
            await self._queue(recording)
            added.append(await self._recordings.get(recording.id))
        return added

    async def retry(self, recording_id: int) -> None:
        """Transcribe what is missing of a recording; one that is in the queue stays where it is.

        So does one that is complete: a person may have corrected its text.

        Raises:
            AppError: GONE, or what else the store says.
        """
        if recording_id in self._ways:
            return
        recording = await self._recordings.get(recording_id)
        if recording.state is RecordingState.READY:
            return
        lines = await self._recordings.lines(recording_id)
        if any(line.start_s >= recording.done_s > 0 for line in lines):  # there is a gap
            await self._recordings.begin_again(recording_id)
            recording = await self._recordings.get(recording_id)
        await self._queue(recording)

    def cancel(self, recording_id: int) -> None:
        """Stop at once; what was heard stays, and `retry` goes on after it."""
        way = self._ways.get(recording_id)
        if way is not None and recording_id in self._waiting.get(way.connection_id, ()):
            self._waiting[way.connection_id].remove(recording_id)
            self._forget(recording_id)
        self._scope.cancel(_job(recording_id))

    def progress(self, recording_id: int) -> Progress | None:
        """Tell how far a recording is; None: it is not in the queue."""
        return self._progress.get(recording_id)

    async def aclose(self) -> None:
        """End what runs; it is gone on with when somebody asks for it."""
        self._is_closing = True
        await self._scope.aclose(_CLOSE_S)
        await self._sounds.aclose()

    # the queue
    async def _queue(self, recording: Recording) -> None:
        wishes = self._wishes()
        if recording.connection_id:
            model = recording.model or (
                wishes.model if recording.connection_id == wishes.connection_id else ""
            )
            wishes = replace(wishes, connection_id=recording.connection_id, model=model)
        try:
            way = choosing.way(self._servers, recording.language or wishes.language, wishes)
        except AppError as error:
            await self._settle(recording.id, RecordingState.FAILED, error.code)
            return
        await self._settle(recording.id, RecordingState.WAITING)
        self._ways[recording.id] = way
        self._note(recording.id, Progress(recording.done_s, recording.duration_s))
        self._waiting.setdefault(way.connection_id, []).append(recording.id)
        key = f"queue {way.connection_id}"
        if not self._scope.is_running(key):
            self._scope.start(key, self._work(way.connection_id))

    async def _work(self, connection_id: str) -> None:
        while self._waiting[connection_id]:
            recording_id = self._waiting[connection_id].pop(0)
            job = self._scope.start(_job(recording_id), self._run(recording_id))
            await asyncio.wait([job])

    async def _run(self, recording_id: int) -> None:
        try:
            await self._transcribe(recording_id, self._ways[recording_id])
        except asyncio.CancelledError:
            is_end = self._is_closing
            state = RecordingState.INTERRUPTED if is_end else RecordingState.WAITING
            await self._settle(recording_id, state)
            raise
        except AppError as error:
            await self._settle(recording_id, RecordingState.FAILED, error.code)
        except Exception:
            await self._settle(recording_id, RecordingState.FAILED, Code.UNEXPECTED)
            raise
        finally:
            self._forget(recording_id)

    async def _transcribe(self, recording_id: int, way: Way) -> None:
        recording = await self._recordings.get(recording_id)
        model = await choosing.file_model(way, self._servers, self._catalogue)
        way = replace(way, model=model)
        await self._recordings.update(
            recording_id,
            state=RecordingState.TRANSCRIBING,
            connection_id=way.connection_id,
            model=model,
        )
        info = await self._sounds.inspect(recording.sound)
        await self._recordings.update(recording_id, duration_s=info.duration_s)
        clock = _Clock(recording.done_s, info.duration_s)
        self._note(recording_id, clock.progress(recording.done_s))
        transcriber = Transcriber(self._servers, self._client, way)
        begun = tuple(await self._recordings.lines(recording_id)) if recording.done_s else ()
        steps = FileHearing(self._sounds, transcriber, target_of(way)).steps(
            recording.sound,
            begun,
            recording.done_s,
            lambda text: self._note_text(recording_id, text),
        )
        async with aclosing(steps):
            async for step in steps:
                await self._recordings.put_lines(recording_id, step.fresh, step.done_s)
                self._note(recording_id, clock.progress(step.done_s))
        await self._recordings.update(recording_id, state=RecordingState.READY)

    async def _settle(
        self, recording_id: int, state: RecordingState, code: Code | None = None
    ) -> None:
        try:
            await self._recordings.update(
                recording_id, state=state, error="" if code is None else code.value
            )
        except AppError as error:  # deleted meanwhile, or the disk is full
            _log.info("the state of a recording was not kept: %s", error.code)

    # what is told
    def _note(self, recording_id: int, progress: Progress) -> None:
        self._progress[recording_id] = progress
        self.changed.emit(recording_id)

    def _note_text(self, recording_id: int, text: str) -> None:
        now = self._progress.get(recording_id)
        if now is not None:
            self._note(recording_id, replace(now, text=text))

    def _forget(self, recording_id: int) -> None:
        self._ways.pop(recording_id, None)
        self._progress.pop(recording_id, None)
        self.changed.emit(recording_id)


class _Clock:
    """Says how long the rest takes, by what was done so far."""

    def __init__(self, done_s: float, of_s: float) -> None:
        self._begun_s, self._of_s = done_s, of_s
        self._began = time.monotonic()

    def progress(self, done_s: float) -> Progress:
        done = done_s - self._begun_s
        if done <= 0:
            return Progress(done_s, self._of_s)
        took_s = time.monotonic() - self._began
        left_s = max(0.0, self._of_s - done_s) * took_s / done
        return Progress(min(done_s, self._of_s), self._of_s, left_s)


def _job(recording_id: int) -> str:
    return f"transcribe {recording_id}"


def _report(error: Exception) -> None:
    _log.error("a transcription failed unexpectedly", exc_info=error)
