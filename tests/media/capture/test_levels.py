"""Levels in dB: known signals, any bytes."""

import math
import struct
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.capture.levels import SILENCE, SILENCE_DB, level, pcm_of, rms, samples_of


def pcm(*samples: int) -> bytes:
    return struct.pack(f"<{len(samples)}h", *samples)


SINE = [round(32767 * math.sin(at * 2 * math.pi / 48)) for at in range(4800)]


@pytest.mark.parametrize(
    ("sound", "rms_db", "peak_db", "is_clipped"),
    [
        pytest.param(b"", SILENCE_DB, SILENCE_DB, False, id="nothing"),
        pytest.param(bytes(64), SILENCE_DB, SILENCE_DB, False, id="silence"),
        pytest.param(pcm(-32768, 32767) * 8, 0.0, 0.0, True, id="square"),
        pytest.param(pcm(*SINE), -3.01, 0.0, True, id="sine"),
        pytest.param(pcm(3277, -3277) * 8, -20.0, -20.0, False, id="a tenth"),
        pytest.param(pcm(1, 0), -93.3, -90.3, False, id="one step"),
    ],
)
def test_level(sound: bytes, rms_db: float, peak_db: float, is_clipped: bool) -> None:
    told = level(sound)
    assert told.rms_db == pytest.approx(rms_db, abs=0.05)
    assert told.peak_db == pytest.approx(peak_db, abs=0.05)
    assert told.is_clipped is is_clipped


def test_silence_is_what_nothing_measures() -> None:
    assert level(b"") == SILENCE


@given(st.binary(max_size=400))
def test_any_bytes_have_a_level_within_the_scale(sound: bytes) -> None:
    told = level(sound)
    assert SILENCE_DB <= told.rms_db <= told.peak_db + 1e-9 <= 1e-9
    assert pcm_of(samples_of(sound)) == sound[: len(sound) & ~1]


def test_a_long_stretch_is_measured_like_a_short_one() -> None:
    assert rms(array("h", [1000, -1000]) * 200_000) == pytest.approx(1000)
