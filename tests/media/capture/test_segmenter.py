"""Speech is found however quiet, cut where it is quiet, and never left out."""

import os
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.media.capture.segmenter import (
    Event,
    Segmenter,
    SegmenterSettings,
    SpeechBegan,
    SpeechEnded,
)
from tests.media.capture.recorders import at_rate, human_speech, sound_of
from tests.support.microphone import spoken

RATE_HZ = 16_000
FRAME = 512


@cache
def two_cities() -> np.ndarray:
    return at_rate(*sound_of(human_speech("two_cities")), RATE_HZ)


def events_of(sound: np.ndarray, rate_hz: int = RATE_HZ, **chosen: float) -> list[Event]:
    segmenter = Segmenter(rate_hz, SegmenterSettings(**chosen))
    pcm = np.clip(np.round(sound), -32768, 32767).astype("<i2").tobytes()
    size = rate_hz * 33 // 1000 * 2
    events = [one for at in range(0, len(pcm), size) for one in segmenter.feed(pcm[at : at + size])]
    return events + segmenter.finish()


def segments_of(events: Sequence[Event]) -> list[tuple[float, float]]:
    return [(one.start_s, one.end_s) for one in events if isinstance(one, SpeechEnded)]


def pauses(*lengths_s: float, words: np.ndarray) -> np.ndarray:
    """Give the words with these pauses before, between and after them, in faint noise."""
    parts = [np.zeros(round(length * RATE_HZ)) for length in lengths_s]
    sound = np.concatenate([part for gap in parts[:-1] for part in (gap, words)] + [parts[-1]])
    return sound + np.random.default_rng(1).standard_normal(len(sound)) * 3


@pytest.fixture
def words(tmp_path: Path) -> np.ndarray:
    return at_rate(*sound_of(spoken("Good morning, everybody.", tmp_path / "a.wav")), RATE_HZ)


def test_each_sentence_between_pauses_is_a_segment_with_its_pre_roll(words: np.ndarray) -> None:
    length_s = len(words) / RATE_HZ
    segments = segments_of(events_of(pauses(1, 2, 1, words=words)))
    assert len(segments) == 2
    for (start_s, end_s), begins_s in zip(segments, (1, 3 + length_s), strict=True):
        assert begins_s - 0.5 < start_s <= begins_s
        assert begins_s + length_s - 0.1 < end_s < begins_s + length_s + 0.7


def test_it_tells_when_somebody_speaks_and_how_long_nobody_has(words: np.ndarray) -> None:
    segmenter = Segmenter(RATE_HZ)
    segmenter.prepare()
    pcm = pauses(1, 2, words=words).astype("<i2").tobytes()
    assert segmenter.feed(pcm[:32_000]) == []
    assert not segmenter.is_speaking
    assert segmenter.silent_s == pytest.approx(1.0, abs=0.04)
    began = segmenter.feed(pcm[32_000:48_000])
    assert [type(one) for one in began] == [SpeechBegan]
    assert segmenter.is_speaking
    ended = segmenter.feed(pcm[48_000:])
    assert [type(one) for one in ended] == [SpeechEnded]
    assert not segmenter.is_speaking
    assert segmenter.silent_s == pytest.approx(2.0, abs=0.4)
    assert segmenter.finish() == []


@pytest.mark.parametrize("level_db", [0, -30, -45])
@pytest.mark.parametrize("voice", ["en+whisper", "en+whisperf", "en+croak"])
def test_a_whisper_keeps_its_first_word(tmp_path: Path, voice: str, level_db: int) -> None:
    whispered = spoken("Please remember the milk.", tmp_path / "a.wav", voice)
    words = at_rate(*sound_of(whispered), RATE_HZ)
    begins = int(np.argmax(np.abs(words) > np.abs(words).max() / 20)) / RATE_HZ
    sound = pauses(1, 2, 1, words=words) * 10 ** (level_db / 20)
    segments = segments_of(events_of(sound))
    second_s = 3 + len(words) / RATE_HZ
    for at_s in (1 + begins, second_s + begins):
        assert any(start_s <= at_s < end_s for start_s, end_s in segments), (at_s, segments)


def test_a_longer_hangover_keeps_sentences_together(words: np.ndarray) -> None:
    sound = pauses(1, 1, 1, words=words)
    assert len(segments_of(events_of(sound, hangover_s=0.5))) == 2
    assert len(segments_of(events_of(sound, hangover_s=2.0))) == 1


def test_a_short_word_is_a_segment_of_the_minimum(tmp_path: Path) -> None:
    word = at_rate(*sound_of(spoken("Yes.", tmp_path / "a.wav")), RATE_HZ)
    ((start_s, end_s),) = segments_of(events_of(pauses(1, 3, words=word), min_s=1.5))
    assert end_s - start_s == pytest.approx(1.5, abs=0.05)


def test_speech_without_a_pause_is_cut_where_it_is_quiet_and_nothing_is_left_out() -> None:
    events = events_of(two_cities(), hangover_s=30.0, max_s=5.0)
    segments = segments_of(events)
    assert len(segments) >= 8
    assert all(end_s - start_s <= 5.1 for start_s, end_s in segments)
    assert all(end_s == start_s for (_, end_s), (start_s, _) in pairwise(segments))
    loudness = np.sqrt((two_cities()[: len(two_cities()) // 80 * 80].reshape(-1, 80) ** 2).mean(1))
    at_cuts = [loudness[round(end_s * 200) - 5 :][:10].mean() for _, end_s in segments[:-1]]
    assert np.median(at_cuts) < loudness.mean() / 3


@pytest.mark.parametrize("rate_hz", [24_000, 48_000])
def test_other_rates_give_the_same_times(words: np.ndarray, rate_hz: int) -> None:
    sound = pauses(1, 2, 1, words=words)
    expected = np.array(segments_of(events_of(sound)))
    told = np.array(segments_of(events_of(at_rate(sound, RATE_HZ, rate_hz), rate_hz)))
    assert np.abs(told - expected).max() < 0.1


def test_the_first_word_of_a_recording_that_begins_with_it_is_kept(words: np.ndarray) -> None:
    segments = segments_of(events_of(pauses(0.0, 1.5, words=words)))
    assert segments[0][0] == 0.0


@pytest.mark.parametrize("noise_db", [-80, -60, -40])
def test_steady_noise_is_no_speech(noise_db: int) -> None:
    noise = np.random.default_rng(2).standard_normal(10 * RATE_HZ) * 32768 * 10 ** (noise_db / 20)
    assert events_of(noise) == []


def test_a_sound_that_is_no_speech_is_given_whole_when_there_was_nothing_else() -> None:
    sound = np.random.default_rng(3).standard_normal(3 * RATE_HZ) * 20
    sound[RATE_HZ : RATE_HZ + 4000] *= 4
    assert segments_of(events_of(sound)) == [(0.0, 3.0)]


def test_exact_silence_is_nothing() -> None:
    assert events_of(np.zeros(3 * RATE_HZ)) == []
    assert events_of(np.zeros(0)) == []


def test_the_model_does_not_spread_over_the_cores_nor_tell_our_children(words: np.ndarray) -> None:
    threads = Path("/proc/self/task")  # Linux alone shows those that are not Python's
    before = set(threads.glob("*"))
    events_of(words)
    assert set(threads.glob("*")) <= before
    assert "OMP_THREAD_LIMIT" not in os.environ


@settings(max_examples=25, deadline=None)
@given(
    pieces=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9000)), max_size=12),
    min_s=st.floats(0, 2),
    max_s=st.floats(2, 4),
)
def test_segments_are_in_order_within_the_sound_and_never_overlap(
    pieces: list[tuple[int, int]], min_s: float, max_s: float
) -> None:
    segmenter = Segmenter(RATE_HZ, SegmenterSettings(0.3, min_s, max_s))
    speech, fed, events = two_cities().astype("<i2").tobytes(), 0, []
    for place, length in pieces:
        piece = speech[place * RATE_HZ * 2 :][: 2 * length]
        fed += len(piece)
        events += segmenter.feed(piece)
    events += segmenter.finish()
    segments = segments_of(events)
    times = [time for segment in segments for time in segment]
    assert times == sorted(times)
    assert not times or (times[0] >= 0 and times[-1] <= fed / 2 / RATE_HZ + 1e-6)
    assert all(end_s - start_s <= max_s + 0.04 for start_s, end_s in segments)


def missed(level_db: int, noise: str) -> float:
    """Give the part of the speech of two_cities.wav that no segment covers, in percent."""
    clean = two_cities()[: len(two_cities()) // FRAME * FRAME]
    loudness = 20 * np.log10(np.sqrt((clean.reshape(-1, FRAME) ** 2).mean(1)) + 1e-9)
    is_speech = loudness > np.percentile(loudness, 95) - 30
    sound = clean * 10 ** (level_db / 20)
    random = np.random.default_rng(4)
    if noise == "white":  # a cheap converter: -75 dB, however quiet the speech
        sound = sound + random.standard_normal(len(sound)) * 32768 * 10 ** (-75 / 20)
    elif noise == "pink":  # a room, 10 dB below the speech
        spectrum = np.fft.rfft(random.standard_normal(len(sound)))
        spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 20))
        room = np.fft.irfft(spectrum, len(sound))
        wanted = np.sqrt((sound[np.repeat(is_speech, FRAME)] ** 2).mean()) / 10**0.5
        sound = sound + room / room.std() * wanted
    is_covered = np.zeros(len(is_speech), bool)
    for start_s, end_s in segments_of(events_of(sound)):
        is_covered[round(start_s * RATE_HZ / FRAME) : round(end_s * RATE_HZ / FRAME)] = True
    return float((is_speech & ~is_covered).sum() / is_speech.sum() * 100)


@pytest.mark.parametrize(
    ("level_db", "noise"),
    [
        (-30, ""),
        (-40, "white"),
        (0, ""),
        (0, "pink"),
        (-20, ""),
        (-20, "white"),
        (-20, "pink"),
        (-30, "white"),
        (-30, "pink"),
        (-40, ""),
        (-40, "pink"),
    ],
)
def test_quiet_speech_is_speech(level_db: int, noise: str) -> None:
    part = missed(level_db, noise)
    print(f"{level_db} dB {noise}: {part:.1f} % missed")
    assert part < 6.0  # breath and the handling of the microphone; no word is among it
