"""Records what it is told to, as the window would: `python recorder.py`, commands a line each.

`start WAV [RATE [DEVICE]]`, `stop`, `devices`, `why`, `release`. Each answer is a line of JSON;
"trouble" lines come by themselves when something changes.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.media.capture import devices
from desktop.media.capture.microphone import Heard, Microphone
from desktop.media.capture.wavfile import WavFile

POLL_S = 0.033


def tell(event: str, **details: object) -> None:
    print(json.dumps({"event": event, **details}), flush=True)


class Recorder:
    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        self._microphone: Microphone | None = None
        self._trouble: Code | None = None
        self._verbs = {
            "start": self.start,
            "stop": self.stop,
            "devices": self.devices,
            "why": self.why,
            "release": self.release,
        }

    def run(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            try:
                timeout_s = POLL_S if self._microphone else None
                words = self._commands.get(timeout=timeout_s)
            except queue.Empty:
                self._take(self._microphone.poll())
                continue
            if not words:
                return
            try:
                self._verbs[words[0]](*words[1:])
            except AppError as error:
                tell("error", code=error.code, detail=error.detail)

    def start(self, path: str, rate: str = "16000", device: str = "") -> None:
        began = time.perf_counter()
        microphone = Microphone(device, int(rate))
        microphone.start()
        took_s = time.perf_counter() - began
        self._file = WavFile.create(Path(path), microphone.rate_hz)
        self._microphone, self._trouble = microphone, None
        tell("started", name=microphone.name, device_rate=microphone.device_rate_hz, took_s=took_s)

    def stop(self) -> None:
        began = time.perf_counter()
        heard = self._microphone.stop()
        took_s = time.perf_counter() - began
        self._take(heard)
        self._microphone = None
        tell(
            "stopped", duration_s=self._file.close(), took_s=took_s,
            overflows=heard.overflows, trouble=heard.trouble,
        )  # fmt: skip

    def devices(self) -> None:
        tell("devices", inputs=[[one.id, one.name, one.is_default] for one in devices.inputs()])

    def why(self) -> None:
        tell("why", code=devices.why_not(), loaded=sorted({"numpy", "PySide6"} & set(sys.modules)))

    def release(self) -> None:
        devices.portaudio.release()
        tell("released", threads=[thread.name for thread in threading.enumerate()])

    def _take(self, heard: Heard) -> None:
        self._file.write(heard.pcm)
        if heard.trouble is not self._trouble:
            self._trouble = heard.trouble
            tell("trouble", code=heard.trouble, duration_s=self._file.duration_s)

    def _listen(self) -> None:
        for line in sys.stdin:
            self._commands.put(line.split())
        self._commands.put([])


if __name__ == "__main__":
    Recorder().run()
