"""Other rates: the tone stays, the pieces join."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.capture.resample import Resampler

RATES = [(48_000, 16_000), (44_100, 16_000), (24_000, 16_000), (16_000, 24_000), (16_000, 16_000)]


def tone(rate_hz: int) -> np.ndarray:
    return (10_000 * np.sin(np.arange(rate_hz) * 2 * np.pi * 440 / rate_hz)).astype("<i2")


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
def test_a_tone_stays_the_tone_and_its_length(from_hz: int, to_hz: int) -> None:
    resampler = Resampler(from_hz, to_hz)
    sound = tone(from_hz).tobytes()
    pieces = [resampler.feed(sound[at : at + 700]) for at in range(0, len(sound), 700)]
    result = np.frombuffer(b"".join(pieces) + resampler.finish(), "<i2").astype(float)
    assert len(result) == to_hz
    middle = result[1000:-1000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    peak = int(np.argmax(spectrum)) * to_hz / len(middle)
    assert peak == pytest.approx(440, abs=2)
    near = spectrum[int(np.argmax(spectrum)) - 4 :][:9]
    assert (near**2).sum() / (spectrum**2).sum() > 0.999  # a click at a seam would show
    assert middle.std() == pytest.approx(10_000 / 2**0.5, rel=0.03)


@given(st.lists(st.integers(0, 900), max_size=12), st.sampled_from(RATES))
def test_the_pieces_do_not_change_the_result(cuts: list[int], rates: tuple[int, int]) -> None:
    sound = tone(rates[0])[:4000].tobytes()
    whole, pieces = Resampler(*rates), Resampler(*rates)
    result, at = b"", 0
    for cut in cuts:
        result += pieces.feed(sound[at : at + 2 * cut])
        at += 2 * cut
    result += pieces.feed(sound[at:]) + pieces.finish()
    expected = whole.feed(sound) + whole.finish()
    difference = np.frombuffer(result, "<i2").astype(int) - np.frombuffer(expected, "<i2")
    assert np.abs(difference).max() <= 2
