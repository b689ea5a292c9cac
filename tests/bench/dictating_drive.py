"""Dictates in the real window: `dictating_drive SENTENCES`; prints figures at the end.

Tells `LISTENING` when somebody may speak, once for each sentence. A line on standard input says that it
has been spoken: the dictation is stopped then. A sentence has ended with the last sound that is louder
than the room; its text is there with the last final piece of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from statistics import median

from desktop.__main__ import prepare

prepare()  # as a person starts it
from PySide6.QtCore import Qt, QTimer  # noqa: E402

from desktop import app  # noqa: E402
from desktop.core.recording import RecordingKind  # noqa: E402
from desktop.features import FEATURES  # noqa: E402
from desktop.services.speech.dictation import Dictation  # noqa: E402
from desktop.services.speech.saying import DictationState, Phase, Said  # noqa: E402
from tests.bench.clock import percentile, queued_s  # noqa: E402

LONGEST_S = 90.0
ROOM_DB = -50.0
SETTLED_S = 3.0


class Ear:
    """Notes when there was sound last, and when text came last."""

    def __init__(self, dictation: Dictation) -> None:
        self.sound_at = self.text_at = 0.0
        dictation.changed.connect(self._on_changed)
        dictation.said.connect(self._on_said)

    def _on_changed(self, state: DictationState) -> None:
        if state.phase is Phase.LISTENING and state.level.rms_db > ROOM_DB:
            self.sound_at = time.perf_counter()

    def _on_said(self, said: Said) -> None:
        if said.is_final and said.text.strip():
            self.text_at = time.perf_counter()

    def wait_ms(self) -> float:
        """Give what lay between the end of the sentence and its text."""
        if self.text_at < self.sound_at:
            raise RuntimeError("the end was not understood")
        return (self.text_at - self.sound_at) * 1000


class Lateness:
    """Notes how late a timer of 1 ms fires, less the wait for a core."""

    def __init__(self, window: app.Running) -> None:
        self.late_ms: list[float] = []
        self._timer = QTimer(window.shell, timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._tick)
        self._last, self._queued = time.perf_counter(), queued_s()
        self._timer.start()

    def end(self) -> None:
        """Stop."""
        self._timer.stop()

    def _tick(self) -> None:
        now, queued = time.perf_counter(), queued_s()
        late = now - self._last - (queued - self._queued) - 0.001
        self.late_ms.append(max(0.0, late * 1000))
        self._last, self._queued = now, queued


async def measure(running: app.Running) -> int:
    """Dictate as many sentences as are wanted, and one before them."""
    await asyncio.sleep(SETTLED_S)
    if any(feature.id == "speech" for feature in FEATURES):
        running.shell.host.open_feature("speech", "dictate")
    dictation = running.services.speaking.dictation()
    ear = Ear(dictation)
    await _dictate(dictation, ear)  # the model is loaded, fonts are there
    lateness = Lateness(running)
    waits = [await _dictate(dictation, ear) for _ in range(int(sys.argv[1]))]
    lateness.end()
    figures = {
        "speech_to_text_ms": median(waits),
        "dictation_late_p99_ms": percentile(lateness.late_ms, 99),
        "dictation_late_max_ms": max(lateness.late_ms),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    return 0


async def _dictate(dictation: Dictation, ear: Ear) -> float:
    await dictation.start(RecordingKind.NOTE, language="en", push_to_talk=True)
    if dictation.state.phase is not Phase.LISTENING:
        raise RuntimeError(str(dictation.state.code))
    sys.stdout.write("LISTENING\n")
    sys.stdout.flush()
    async with asyncio.timeout(LONGEST_S):
        await asyncio.to_thread(sys.stdin.readline)
        await dictation.stop()
    return ear.wait_ms()


if __name__ == "__main__":
    status = app.main(drive=measure)
    sys.stdout.flush()
    os._exit(status)
