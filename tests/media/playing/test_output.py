"""The loudspeaker: what is written comes out of a real sound server, and its place is known."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.microphone import VirtualMicrophone

_PLAYS = """
import sys, time
from desktop.core.errors import AppError
from desktop.media.playing import Output
output = Output(16_000)
try:
    output.start()
except AppError as error:
    sys.exit(f"{error.code}")
output.write(bytes(16_000))  # half a second
while not output.is_done:
    time.sleep(0.01)
print(round(output.position_s, 3))
output.write(bytes(32_000))
output.pause()
paused = output.position_s
output.resume()
while not output.is_done:
    time.sleep(0.01)
print(paused < 1.5, round(output.position_s, 3))
output.write(bytes(64_000))
began = time.monotonic()
output.stop()
output.write(bytes(640_000))
print(time.monotonic() - began < 1)
"""


def _run(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PLAYS], env={**os.environ, **environment}, cwd=Path.cwd(),
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def test_it_plays_pauses_goes_on_and_stops_at_once(virtual_microphone: VirtualMicrophone) -> None:
    done = _run(dict(virtual_microphone.environment))
    assert done.stdout.split() == ["0.5", "True", "1.5", "True"], done.stderr


def test_without_a_loudspeaker_it_says_so(tmp_path: Path) -> None:
    nowhere = {"PIPEWIRE_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/none"}
    assert "speech.no_speaker" in _run(nowhere).stderr
