"""Faster and slower speech keeps its pitch and its length is the source's divided by the speed."""

import wave
from pathlib import Path

import numpy as np
import pytest

from desktop.media.sound import playing
from desktop.media.sound.stretching import Stretcher


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.0, 1.25, 1.5, 2.0])
def test_a_tone_keeps_its_pitch(speed: float) -> None:
    source = (9000 * np.sin(2 * np.pi * 300 * np.arange(32_000) / 16_000)).astype(np.int16)
    stretcher = Stretcher(speed)
    parts = [stretcher.feed(source[at : at + 5000]) for at in range(0, len(source), 5000)]
    made = np.concatenate([*parts, stretcher.finish()])
    assert abs(len(made) - len(source) / speed) <= 1
    middle = made[4000:-4000].astype(float)
    rises = np.count_nonzero((middle[:-1] < 0) & (middle[1:] >= 0))
    assert abs(rises * 16_000 / len(middle) - 300) < 4
    assert np.abs(middle).max() < 10_500  # nothing is laid over itself louder


def test_parts_that_follow_each_other_are_the_whole(tmp_path: Path) -> None:
    file = tmp_path / "noise.wav"
    pcm = np.random.default_rng(1).integers(-5000, 5000, 48_000).astype(np.int16).tobytes()
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(pcm)
    made, at_s, is_last = b"", 0.0, False
    while not is_last:
        part, is_last = playing.part(playing.Wanted(file, at_s, 1.0), 0.5)
        made += part
        at_s += len(part) / 32_000
    assert made == pcm
    later, _ = playing.part(playing.Wanted(file, 1.0, 1.0), 0.1)
    assert pcm[32_000:].startswith(later[:3200])
