"""Drives `programs/recorder.py`, and compares what it recorded with what was played."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(__file__).parent / "programs" / "recorder.py"


class Recorder:
    """A child process that records; answers come in the order of its events."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def tell(self, *words: object) -> None:
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def hear(self, event: str, timeout_s: float = 20.0) -> dict[str, Any]:
        """Give the next answer, which must be of this kind."""
        answer = self._answers.get(timeout=timeout_s)
        assert answer["event"] == event, answer
        return answer

    def ask(self, *words: object, event: str = "") -> dict[str, Any]:
        """Tell something and give the answer to it."""
        events = {"start": "started", "stop": "stopped", "release": "released"}
        self.tell(*words)
        return self.hear(event or events.get(str(words[0]), str(words[0])))

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
            self._reader.join(10)
            self.process.stdout.close()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._answers.put(json.loads(line))


@contextlib.contextmanager
def recording_with(environment: Mapping[str, str]) -> Iterator[Recorder]:
    """Give a recorder that finds the sound server of `environment`."""
    env = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM)],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    recorder = Recorder(process)
    try:
        yield recorder
    finally:
        recorder.close()


def human_speech(name: str) -> Path:
    """Give a recording that comes with moonshine-voice."""
    package = importlib.util.find_spec("moonshine_voice")
    return Path(package.submodule_search_locations[0]) / "assets" / f"{name}.wav"


def sound_of(wav: Path) -> tuple[np.ndarray, int]:
    """Give the samples of a mono file and its rate."""
    with wave.open(str(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        data = file.readframes(file.getnframes())
        return np.frombuffer(data, np.int16).astype(float), file.getframerate()


def at_rate(sound: np.ndarray, from_hz: int, to_hz: int) -> np.ndarray:
    """Give a sound at another rate, with everything that the rate can carry."""
    spectrum = np.fft.rfft(sound)
    count = len(sound) * to_hz // from_hz
    bins = np.zeros(count // 2 + 1, complex)
    kept = min(len(bins), len(spectrum))
    bins[:kept] = spectrum[:kept]
    return np.fft.irfft(bins, count) * to_hz / from_hz


def likeness(recorded: np.ndarray, played: np.ndarray) -> tuple[float, int]:
    """Give the correlation where they fit best, and the place in `recorded` where that is."""
    size = 1 << (len(recorded) + len(played)).bit_length()
    product = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(played, size))
    place = int(np.argmax(np.fft.irfft(product, size)[: len(recorded)]))
    part = recorded[place : place + len(played)]
    if len(part) < len(played) or not part.any():
        return 0.0, place
    return float(np.corrcoef(part, played)[0, 1]), place
