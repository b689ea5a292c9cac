"""Records for some seconds as the window does: `dictation_drive WAV SECONDS`; prints figures."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from desktop.media.capture.microphone import Microphone
from desktop.media.capture.segmenter import Segmenter
from desktop.media.capture.wavfile import WavFile

POLL_S = 0.033


def main(wav: Path, seconds: float) -> None:
    """Record twice: the first time for the start alone."""
    cold_ms = _started_ms(first := Microphone())
    first.stop()
    segmenter = Segmenter()
    segmenter.prepare()
    start_ms = _started_ms(microphone := Microphone())
    file = WavFile.create(wav, microphone.rate_hz)
    began, used = time.monotonic(), time.process_time()
    while time.monotonic() < began + seconds:
        time.sleep(POLL_S)
        heard = microphone.poll()
        file.write(heard.pcm)
        segmenter.feed(heard.pcm)
    cpu = (time.process_time() - used) / (time.monotonic() - began)
    last = microphone.stop()
    assert last.trouble is None, last.trouble
    assert file.close() > seconds / 2
    figures = {"cpu_pct": cpu * 100, "cold_start_ms": cold_ms, "start_ms": start_ms}
    print(json.dumps({f"capture_{name}": value for name, value in figures.items()}))


def _started_ms(microphone: Microphone) -> float:
    began = time.perf_counter()
    microphone.start()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
