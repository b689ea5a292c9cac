"""Resampling: what is heard stays, what 16 kHz cannot hold does not fold back."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.media.sound.resampling import Resampler
from tests.media.sound.sounds import RATE_HZ, tone

RATES = [8000, 11025, 22050, 24000, 32000, 44100, 44056, 47999, 48000, 96000, 192000]


def loudness_db(hz: float, rate_hz: int) -> float:
    """Give how loud a tone is afterwards, relative to before."""
    resampler = Resampler(rate_hz)
    made = np.concatenate((resampler.feed(tone(hz, 1.0, rate_hz)), resampler.finish()))
    middle = made[RATE_HZ // 4 : -RATE_HZ // 4].astype(np.float64)
    return float(10 * np.log10(np.mean(middle**2) / 0.125 + 1e-20))


@pytest.mark.parametrize("rate_hz", RATES)
def test_voices_stay_as_loud_as_they_are(rate_hz: int) -> None:
    for hz in (100, 1000, 3200):
        assert abs(loudness_db(hz, rate_hz)) < 0.1


@pytest.mark.parametrize("rate_hz", [rate for rate in RATES if rate > 20000])
def test_what_is_too_high_does_not_fold_back(rate_hz: int) -> None:
    for hz in (8400, 9000, 10500):
        assert loudness_db(hz, rate_hz) < -70


@pytest.mark.parametrize("rate_hz", RATES)
def test_blocks_of_any_size_give_the_same(rate_hz: int) -> None:
    samples = tone(700, 0.5, rate_hz)
    whole, parted = Resampler(rate_hz), Resampler(rate_hz)
    at_once = np.concatenate((whole.feed(samples), whole.finish()))
    parts = [parted.feed(part) for part in np.array_split(samples, 37)]
    in_parts = np.concatenate((*parts, parted.finish()))
    assert len(at_once) == len(in_parts) == pytest.approx(RATE_HZ / 2, abs=1)
    assert np.allclose(at_once, in_parts, atol=1e-5)


@pytest.mark.parametrize("rate_hz", RATES)
def test_nothing_is_shifted_in_time(rate_hz: int) -> None:
    samples = np.zeros(rate_hz, np.float32)
    samples[rate_hz // 2] = 1.0
    resampler = Resampler(rate_hz)
    made = np.concatenate((resampler.feed(samples), resampler.finish()))
    assert abs(int(np.argmax(made)) - RATE_HZ // 2) <= 1


def test_no_sound_gives_none() -> None:
    resampler = Resampler(44100)
    assert len(resampler.feed(np.empty(0, np.float32))) == len(resampler.finish()) == 0
