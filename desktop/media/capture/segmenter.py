"""Cuts a stream of sound into stretches of speech, each short enough to be sent while one speaks on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from desktop.media.capture.background import Background
from desktop.media.capture.levels import decibels, rms, samples_of
from desktop.media.capture.resample import Resampler
from desktop.media.capture.voice import FRAME_SAMPLES, RATE_HZ, Voice

_BEGINS = 0.3  # probability of speech; see `voice`
_GOES_ON = 0.15
_FRAME_S = FRAME_SAMPLES / RATE_HZ
_TAIL_S = 0.3  # after the last voiced frame: voiceless consonants, a fading vowel
_MOST_BEFORE = 47  # frames, 1.5 s
_BEFORE_S = 0.1  # a consonant begins below the background
_AROUND = 2  # frames on each side that make a place quiet, 160 ms together
_FRAME_BYTES = 2 * FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class SegmenterSettings:
    """Where to cut.

    Attributes:
        hangover_s: A pause this long ends a segment.
        min_s: No segment is shorter; a short word is sent with the pause after it.
        max_s: A longer one is cut at its quietest place, and goes on there.
        pre_roll_s: How much before the detection belongs to it, or more, up to 1.6 s, where the
            sound before it stood out from the background: the first sounds are often too soft.
    """

    hangover_s: float = 0.6
    min_s: float = 1.0
    max_s: float = 8.0
    pre_roll_s: float = 0.3


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody speaks; `at_s` is where the segment begins, with the pre-roll."""

    at_s: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """A segment is complete; it never overlaps the one before it."""

    start_s: float
    end_s: float


Event: TypeAlias = SpeechBegan | SpeechEnded


class Segmenter:
    """Give it all sound in order; it says where speech is, in seconds since the first sample.

    Speech is what the voice detector hears, and whatever stands out from the background for half a
    second: it misses some whispers. If neither found anything though something did stand out, `finish`
    gives everything. Better a needless request than a lost sentence.

    It keeps no sound, only one number for each 32 ms of a segment. What follows without a pause is
    cut without a gap. 0.6 % of a core while it runs.
    """

    def __init__(
        self, rate_hz: int = RATE_HZ, settings: SegmenterSettings = SegmenterSettings()
    ) -> None:
        self._settings = settings
        self._resampler = Resampler(rate_hz, RATE_HZ)
        self._voice = Voice()
        self._rest = b""
        self._frames = 0
        self._start_s: float | None = None
        self._end_s = 0.0  # of the last segment
        self._voiced_s = 0.0  # end of the last voiced frame
        self._loudness: list[float] = []  # of each frame since the segment's begin
        self._background = Background()
        self._has_spoken = False

    def prepare(self) -> None:
        """Load the model; blocks for 10 ms on a worker thread, beside the opening microphone.

        Without it the first `feed` does.
        """
        self._voice.prepare()

    @property
    def is_speaking(self) -> bool:
        """Tell whether a segment is open."""
        return self._start_s is not None

    @property
    def silent_s(self) -> float:
        """Give the seconds since the last speech, or since the beginning."""
        return self._now_s - self._voiced_s

    def feed(self, pcm: bytes) -> list[Event]:
        """Take 16-bit mono sound; give what became clear with it."""
        return self._take(self._resampler.feed(pcm))

    def finish(self) -> list[Event]:
        """End the last segment at the end of the sound; nothing may be fed afterwards."""
        events = self._take(self._resampler.finish())
        end_s = self._now_s + len(self._rest) / 2 / RATE_HZ
        if self._start_s is not None:
            events.append(SpeechEnded(self._start_s, end_s))
        elif not self._has_spoken and self._background.has_stood_out:
            events.append(SpeechEnded(0.0, end_s))
        self._start_s = None
        return events

    @property
    def _now_s(self) -> float:
        return self._frames * _FRAME_S

    def _take(self, pcm: bytes) -> list[Event]:
        data = self._rest + pcm
        whole = len(data) - len(data) % _FRAME_BYTES
        self._rest = data[whole:]
        events: list[Event] = []
        for at in range(0, whole, _FRAME_BYTES):
            events += self._frame(data[at : at + _FRAME_BYTES])
        return events

    def _frame(self, frame: bytes) -> list[Event]:
        loudness = decibels(rms(samples_of(frame)))
        self._background.feed(loudness)
        probability = self._voice.feed(frame)
        began_s, self._frames = self._now_s, self._frames + 1
        enough = _BEGINS if self._start_s is None else _GOES_ON
        is_voiced = probability >= enough or self._background.is_sustained
        if self._start_s is None:
            return self._begin(began_s) if is_voiced else []
        self._loudness.append(loudness)
        if is_voiced:
            self._voiced_s = self._now_s
        return self._end_or_cut()

    def _begin(self, now_s: float) -> list[Event]:
        self._has_spoken = True
        # The sound that led up to it may be longer: a whisper is detected late.
        louder_s = self._background.standing_out(1, _MOST_BEFORE) * _FRAME_S
        before_s = max(self._settings.pre_roll_s, louder_s + _BEFORE_S)
        self._start_s = max(self._end_s, now_s - before_s, 0.0)
        self._voiced_s = self._now_s
        self._loudness = []
        return [SpeechBegan(self._start_s)]

    def _end_or_cut(self) -> list[Event]:
        assert self._start_s is not None
        start_s, length_s = self._start_s, self._now_s - self._start_s
        if self.silent_s >= self._settings.hangover_s and length_s >= self._settings.min_s:
            tail_s = max(self._voiced_s + _TAIL_S, start_s + self._settings.min_s)
            self._end_s = min(self._now_s, tail_s)
            self._start_s = None
            return [SpeechEnded(start_s, self._end_s)]
        if length_s < self._settings.max_s:
            return []
        self._end_s = self._start_s = self._quiet_place(start_s)
        kept = round((self._now_s - self._start_s) / _FRAME_S)
        self._loudness = self._loudness[len(self._loudness) - kept :]
        return [SpeechEnded(start_s, self._end_s), SpeechBegan(self._end_s)]

    def _quiet_place(self, start_s: float) -> float:
        """Give the time of the quietest place in the later half of the open segment."""
        now_s, count = self._now_s, len(self._loudness)
        earliest_s = start_s + max(self._settings.min_s, self._settings.max_s / 2)
        first = max(_AROUND, count - int((now_s - earliest_s) / _FRAME_S))
        places = range(first, count - _AROUND)
        if not places:
            return now_s
        around = 2 * _AROUND + 1
        quietest = min(places, key=lambda at: sum(self._loudness[at - _AROUND :][:around]))
        return now_s - (count - quietest - 0.5) * _FRAME_S
