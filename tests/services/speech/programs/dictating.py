"""Dictates as its standard input says, a word a line, and tells as JSON what became of it.

start NOTE|DICTATION, hold (push to talk), pause, resume, stop, cancel, kill, until WORD, sleep S; the end
of input ends the program as closing the window does.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys

from desktop.core.recording import RecordingKind
from desktop.services.context import Services
from desktop.services.speech.dictation import Dictation
from desktop.services.speech.saying import DictationState, Said
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile

WAIT_S = 25.0


class Drive:
    """Does what it is told and remembers what was announced."""

    def __init__(self, dictation: Dictation) -> None:
        self._dictation = dictation
        self._phases: list[str] = []
        self._troubles: list[str] = []
        self._text, self._partial, self._loudest_db = "", "", -96.0
        self._changes, self._silence = 0, 0.0
        self._news = asyncio.Event()
        dictation.changed.connect(self._on_changed)
        dictation.said.connect(self._on_said)

    async def do(self, words: list[str]) -> None:
        """Do one line."""
        match words:
            case ["start", kind]:
                await self._dictation.start(RecordingKind[kind], language="en")
            case ["hold"]:
                await self._dictation.start(
                    RecordingKind.DICTATION, language="en", push_to_talk=True
                )
            case ["until", what]:
                await self._until(what)
            case ["use", device]:
                await self._dictation.use(device)
            case ["sleep", seconds]:
                await asyncio.sleep(float(seconds))
            case ["kill"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case [name]:
                await getattr(self._dictation, name)()
        self.tell(did=words)

    def tell(self, **more: object) -> None:
        """Say how it stands."""
        state = self._dictation.state
        print(
            json.dumps(
                {
                    "phase": state.phase,
                    "is_active": self._dictation.is_active,
                    "code": state.code,
                    "phases": self._phases,
                    "troubles": self._troubles,
                    "text": self._text,
                    "partial": self._partial,
                    "loudest_db": self._loudest_db,
                    "changes": self._changes,
                    "elapsed_s": state.elapsed_s,
                    "silence": self._silence,
                    **more,
                }
            ),
            flush=True,
        )

    async def _until(self, what: str) -> None:
        async with asyncio.timeout(WAIT_S):
            while what not in {self._dictation.state.phase, self._dictation.state.trouble}:
                self._news.clear()
                await self._news.wait()

    def _on_changed(self, state: DictationState) -> None:
        self._changes += 1
        self._news.set()
        if self._phases[-1:] != [state.phase]:
            self._phases.append(state.phase)
        if state.trouble is not None and self._troubles[-1:] != [state.trouble]:
            self._troubles.append(state.trouble)
        self._silence = max(self._silence, state.silence)
        self._loudest_db = max(self._loudest_db, state.level.peak_db)

    def _on_said(self, said: Said) -> None:
        if said.is_final:
            self._text = self._text[: len(self._text) - said.takes_back] + said.text
        else:
            self._partial = said.text


async def kept(services: Services) -> list[dict[str, object]]:
    """Give the recordings as the store has them."""
    found = []
    recordings = services.speech.recordings
    for deleted in (False, True):
        for one in await recordings.list(deleted=deleted):
            lines = await recordings.lines(one.id)
            found.append(
                {
                    "id": one.id,
                    "kind": one.kind,
                    "state": one.state,
                    "error": one.error,
                    "duration_s": one.duration_s,
                    "done_s": one.done_s,
                    "is_deleted": one.is_deleted,
                    "lines": [(line.text, line.start_s, line.end_s) for line in lines],
                    "has_sound": one.sound.is_file(),
                }
            )
    return found


async def finished(services: Services, recording_id: int) -> None:
    """Wait until a recording has left the queue."""
    queue, news = services.speaking.transcribing(), asyncio.Event()
    queue.changed.connect(lambda _id: news.set())
    while queue.progress(recording_id) is not None:
        news.clear()
        await news.wait()


async def obey(services: Services, drive: Drive) -> None:
    """Do what standard input says, to its end."""
    loop = asyncio.get_running_loop()
    drive.tell(did=["begin"])
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line.split() == ["kept"]:
            drive.tell(kept=await kept(services))
        elif line.startswith("retry "):
            await services.speaking.transcribing().retry(int(line.split()[1]))
            await finished(services, int(line.split()[1]))
            drive.tell(kept=await kept(services))
        else:
            await drive.do(line.split())


async def main() -> None:
    """Dictate without a window."""
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    async with services_running(paths, settings, state) as services:
        await obey(services, Drive(services.speaking.dictation()))


if __name__ == "__main__":
    asyncio.run(main())
