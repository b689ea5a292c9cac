"""Sound files for tests: packaged human speech, and the formats that ffmpeg makes of it."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.support.words_heard import recording

RATE_HZ = 16_000
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def made(file: Path, *options: str, source: Path | None = None, timeout_s: float = 100.0) -> Path:
    """Make a file of another kind out of a recording."""
    given = ["-i", str(source or recording("beckett.wav"))]
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *given, *options, str(file)]
    subprocess.run(command, check=True, timeout=timeout_s)
    return file


def tone(hz: float, seconds: float, rate_hz: int = RATE_HZ) -> npt.NDArray[np.float32]:
    """Give a sine at half of full scale."""
    return np.float32(0.5) * np.sin(
        2 * np.pi * hz * np.arange(int(seconds * rate_hz), dtype=np.float64) / rate_hz
    ).astype(np.float32)


def wav(file: Path, samples: npt.NDArray[np.float32], rate_hz: int = RATE_HZ) -> Path:
    """Write a plain wav file."""
    with wave.open(str(file), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate_hz)
        target.writeframes((samples * 32767).astype("<i2").tobytes())
    return file


def talk(pauses_s: tuple[float, ...], length_s: float) -> npt.NDArray[np.float32]:
    """Give noise with 300 ms of near silence at each of some moments."""
    chance = np.random.default_rng(1)
    samples = chance.normal(0, 0.2, int(length_s * RATE_HZ)).clip(-0.9, 0.9)
    for at_s in pauses_s:
        samples[int(at_s * RATE_HZ) : int((at_s + 0.3) * RATE_HZ)] *= 0.001
    return samples.astype(np.float32)
