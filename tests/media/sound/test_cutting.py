"""Pieces end in a pause, hold what they say, and are never larger than asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from desktop.core.errors import AppError, Code
from desktop.media.sound import cutting
from desktop.media.sound.facts import PieceTarget
from tests.media.sound.sounds import RATE_HZ, talk

Pcm = npt.NDArray[np.int16]


def blocks(samples: npt.NDArray[np.float32], size: int = 5000) -> Iterator[Pcm]:
    pcm = (samples * 32767).astype(np.int16)
    yield from (pcm[at : at + size] for at in range(0, len(pcm), size))


@pytest.mark.parametrize("size", [100, 5000, 10**7])
def test_a_piece_ends_in_the_pause(tmp_path: Path, size: int) -> None:
    source = blocks(talk((3.0, 17.0, 25.0), 30.0), size)
    samples, is_last = cutting.write(source, tmp_path / "a.flac", 20 * RATE_HZ)
    assert 17.0 < samples / RATE_HZ < 17.3
    assert not is_last
    assert soundfile.info(tmp_path / "a.flac").frames == samples


def test_the_last_of_several_pauses_is_taken(tmp_path: Path) -> None:
    source = blocks(talk((15.5, 18.0), 30.0))
    samples, _ = cutting.write(source, tmp_path / "a.flac", 20 * RATE_HZ)
    assert 18.0 < samples / RATE_HZ < 18.3


@pytest.mark.parametrize("length_s", [0.0, 0.1, 20.0])
def test_what_fits_is_written_whole(tmp_path: Path, length_s: float) -> None:
    written = cutting.write(blocks(talk((), length_s)), tmp_path / "a.flac", 20 * RATE_HZ)
    assert written == (int(length_s * RATE_HZ), True)


@pytest.mark.parametrize("max_bytes", [60_000, 500_000])
def test_noise_that_cannot_be_packed_keeps_to_the_size(tmp_path: Path, max_bytes: int) -> None:
    noise = np.random.default_rng(0).integers(-32768, 32767, 30 * RATE_HZ).astype(np.int16)
    target = PieceTarget(max_bytes, 1e6)
    samples, _ = cutting.write(iter([noise]), tmp_path / "a.flac", target.samples)
    assert samples > 0.7 * target.samples
    assert (tmp_path / "a.flac").stat().st_size <= max_bytes


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="the system has no full disk")
def test_a_full_disk_is_told() -> None:
    with pytest.raises(AppError) as caught:
        cutting.write(blocks(talk((), 60)), Path("/dev/full"), 100 * RATE_HZ)
    assert caught.value.code is Code.DISK_FULL


def test_the_waveform_shows_the_largest_values() -> None:
    pcm = np.zeros(RATE_HZ, np.int16)
    pcm[100], pcm[900], pcm[-1] = 32767, -32768, 16384
    peaks = cutting.Peaks(20)
    for part in np.array_split(pcm, 7):
        peaks.feed(part)
    found = peaks.finish()
    assert (len(found), found[0], found[1], found[2], found[19]) == (20, 255, 255, 0, 128)


def test_the_waveform_counts_what_is_left_over() -> None:
    peaks = cutting.Peaks(20)
    peaks.feed(np.full(900, 3277, np.int16))
    assert list(peaks.finish()) == [26, 26]
