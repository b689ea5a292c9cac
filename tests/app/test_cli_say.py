"""`oriole say`: heard on a real sound server, or written into a file."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest
import soundfile

from tests.support.microphone import VirtualMicrophone, virtual_microphone

__all__ = ["virtual_microphone"]


def say(*words: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop", "say", *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.usefixtures("home")
def test_a_text_becomes_a_sound_file(tmp_path: Path) -> None:
    file = tmp_path / "said.wav"
    done = say("Hello there. This is **Markdown**.", "--output", str(file), "--speed", "1.5")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert 1 < soundfile.info(file).duration < 4
    done = say("-", "--output", str(file), "--voice", "German", given="Guten Tag.")
    assert done.returncode == 0


@pytest.mark.usefixtures("home")
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert say("", given=" ").returncode == 2
    assert say("a", "--speed", "9").returncode == 2
    unknown = say("a", "--voice", "nobody")
    assert (unknown.returncode, "nobody" in unknown.stderr) == (2, True)
    lacking = say("a", PATH=str(tmp_path))
    assert (lacking.returncode, "espeak-ng" in lacking.stderr) == (1, True)
    nowhere = say("a", "--output", str(tmp_path / "none" / "a.wav"))
    assert nowhere.returncode == 1
    assert "Traceback" not in unknown.stderr + lacking.stderr + nowhere.stderr


@pytest.mark.usefixtures("home")
def test_voices_are_listed() -> None:
    lines = [line.split("\t") for line in say("--list-voices").stdout.splitlines()]
    assert ["espeak-ng:gmw/de", "de", "German"] in lines


@pytest.mark.usefixtures("home")
def test_sound_really_comes_out(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    env = {**os.environ, **virtual_microphone.environment}
    command = [
        "parecord",
        "--device=speaker.monitor",
        "--rate=16000",
        "--channels=1",
        "--latency-msec=20",
        str(heard),
    ]
    with subprocess.Popen(command, env=env) as recorder:
        done = say("One two three.", "--language", "en", **virtual_microphone.environment)
        recorder.terminate()
    assert (done.returncode, done.stderr) == (0, "")
    with wave.open(str(heard)) as file:
        pcm = memoryview(file.readframes(file.getnframes())).cast("h")
    loud = [at for at in range(0, len(pcm), 160) if max(map(abs, pcm[at : at + 160])) > 500]
    assert len(loud) > 40  # in hundredths of a second: three words
