"""Dictation: what the microphone costs while it is open.

`capture_cpu_pct` is the processor time of a process that records from a real (virtual) microphone
while somebody speaks, polled each 33 ms as the window polls it, with the file on the disk and the
detection of speech; in percent of one core, the audio thread among it. `capture_start_ms` is from
`Microphone.start()` to its return with the library loaded, `capture_cold_start_ms` the first time.

The rest is measured in the real window, with the built-in engine: `speech_to_text_ms` from the last sound
of a sentence of 10 s to its text, with the key released at its end; `dictation_late_p99_ms` and `_max_ms` how late
the window comes to something that is due meanwhile.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from virtual_desktop import VirtualDesktop

from tests.bench.report import Sample
from tests.bench.stage import stage
from tests.support.microphone import VirtualMicrophone

RUNS = 5
SECONDS = 4.0
WINDOWS = 3
SENTENCES = 3
SENTENCE_S = (32.6, 42.6)  # of `two_cities.wav`: without a long pause in it
DRIVE = (sys.executable, "-m", "tests.bench.dictating_drive", str(SENTENCES))


def run() -> Iterator[Sample]:
    """Measure; takes about four minutes, most of it spoken in real time."""
    with VirtualMicrophone() as microphone, microphone.playing(_speech()):
        told = [_measure(microphone.environment) for _ in range(RUNS)]
    units = {"capture_cpu_pct": "%", "capture_cold_start_ms": "ms", "capture_start_ms": "ms"}
    for metric, unit in units.items():
        yield Sample(metric, median(figures[metric] for figures in told), unit)
    with VirtualMicrophone() as microphone, stage() as desktop:
        windows = [_dictate(desktop, microphone) for _ in range(WINDOWS)]
    for metric in windows[0]:
        yield Sample(metric, median(figures[metric] for figures in windows), "ms")


def _measure(environment: dict[str, str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="oriole-bench-") as folder:
        wav = Path(folder) / "a.wav"
        argv = [sys.executable, "-m", "tests.bench.dictation_drive", str(wav), str(SECONDS)]
        done = subprocess.run(
            argv, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True, timeout=60
        )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _dictate(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> dict[str, float]:
    checkout = Path(__file__).resolve().parents[2]
    environment = {**desktop.env, **microphone.environment}
    environment["PYTHONPATH"] = os.pathsep.join((str(checkout / "packaging"), str(checkout)))
    with (
        tempfile.TemporaryDirectory(prefix="oriole-bench-") as folder,
        subprocess.Popen(
            DRIVE,
            cwd=checkout,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        sentence = _sentence(Path(folder) / "sentence.wav")
        try:
            line = ""
            for line in process.stdout:
                if line == "LISTENING\n":
                    microphone.play(sentence)
                    process.stdin.write("\n")
                    process.stdin.flush()
            process.wait(30)
        finally:
            process.kill()
    figures: dict[str, float] = json.loads(line)
    return figures


def _sentence(file: Path) -> Path:
    with wave.open(str(_speech())) as whole, wave.open(str(file), "wb") as part:
        start, end = (round(at_s * whole.getframerate()) for at_s in SENTENCE_S)
        whole.setpos(start)
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(end - start))
    return file


def _speech() -> Path:
    package = importlib.util.find_spec("moonshine_voice")
    assert package is not None
    assert package.submodule_search_locations is not None
    return Path(package.submodule_search_locations[0]) / "assets" / "two_cities.wav"
