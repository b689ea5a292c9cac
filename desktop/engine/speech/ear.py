"""What one can ask of the loaded speech model: where is speech, what was said, whose voice is it.

Sound is 16-bit little-endian mono at any rate, as everywhere; the library brings it to 16 kHz.
Every method blocks for up to half a second and belongs on the model's worker thread.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sized
from dataclasses import dataclass
from pathlib import Path

from desktop.engine.speech.native import Library, Transcriber

SAMPLE_BYTES = 2

LINE_S = 9.0
"""How long a line of text becomes at most where there is a pause. On the packaged reading of A Tale
of Two Cities 3 to 4 % of the words are wrong so, 6 % at 6 s, 7 % when every pause ends a line."""

LONGEST_S = 10.0
"""How much is written down in one go; where nobody pauses, it is cut at the quietest place before.
The model was trained on short pieces, and its work grows faster than the length."""

_WARM_S = 0.6
"""Silence before what is looked at: the library's detector remembers the half second before, which
belongs to somebody else's recording."""

_QUIET_PEAK = 0.5
_MAX_GAIN = 200.0
"""Quiet speech is made louder (to a peak of -6 dB, by 46 dB at most): speech at -88 dB is understood
then, and noise without speech is not taken for any at whatever loudness (tested from -80 to -20)."""

_ALWAYS = {"return_audio_data": "false", "vad_max_segment_duration": "0"}
_WRITES = _ALWAYS | {"identify_speakers": "false", "vad_threshold": "0"}
_FINDS = _ALWAYS | {"identify_speakers": "false", "skip_transcription": "true"}
_TELLS = _ALWAYS | {
    "identify_speakers": "true",
    "skip_transcription": "true",
    "vad_threshold": "0",
}

_TWICE = re.compile(r"([,;:])\1+")  # its tokenizer says some commas twice


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch with speech in it, in seconds, pauses at both ends included."""

    start_s: float
    end_s: float


class Ear:
    """The model in memory.

    Raises:
        AppError: ENGINE_MISSING or ENGINE_MEMORY.
    """

    def __init__(self, library: Path, weights: Path) -> None:
        self._library, self._weights = Library(library), weights
        self._writer = Transcriber(self._library, weights, _WRITES)
        self._finder = Transcriber(self._library, weights, _FINDS)

    def spans(self, pcm: bytes, rate_hz: int) -> tuple[Span, ...]:
        """Give where somebody speaks, in order; a span that is not over ends with the sound."""
        samples = array("f", bytes(4 * int(_WARM_S * rate_hz))) + _loud(pcm)
        whole_s = duration_s(pcm, rate_hz)
        found: list[Span] = []
        for heard in self._finder.hear(samples, rate_hz):
            before_s = found[-1].end_s if found else 0.0  # they may overlap by a tenth of a second
            start_s = max(before_s, heard.start_s - _WARM_S)
            end_s = min(whole_s, heard.end_s - _WARM_S)
            if end_s > start_s:
                found.append(Span(start_s, end_s))
        return tuple(found)

    def text(self, pcm: bytes, rate_hz: int) -> str:
        """Give the words of up to `LONGEST_S`. Silence must not come here: it is given words."""
        heard = self._writer.hear(_loud(pcm), rate_hz)
        said = " ".join(line.text.strip() for line in heard)
        return _TWICE.sub(r"\1", said)

    def voices(self) -> Voices:
        """Give what tells voices apart, for one recording; close it."""
        return Voices(Transcriber(self._library, self._weights, _TELLS))

    def close(self) -> None:
        """Give the memory back."""
        self._writer.close()
        self._finder.close()


class Voices:
    """Tells the voices of one recording apart; 60 MB."""

    def __init__(self, transcriber: Transcriber) -> None:
        self._transcriber = transcriber
        self._known: dict[int, str] = {}

    def speaker(self, pcm: bytes, rate_hz: int) -> str:
        """Give the name of the voice in a stretch of speech: A, B, ... in order of appearance."""
        heard = [line.speaker for line in self._transcriber.hear(_loud(pcm), rate_hz)]
        number = next((speaker for speaker in heard if speaker is not None), None)
        if number is None:
            return ""
        return self._known.setdefault(number, _letters(len(self._known)))

    def close(self) -> None:
        """Give the memory back."""
        self._transcriber.close()


def duration_s(pcm: Sized, rate_hz: int) -> float:
    """Give how long `pcm` lasts."""
    return len(pcm) / SAMPLE_BYTES / rate_hz


def _loud(pcm: bytes) -> array[float]:
    """Give samples from -1 to 1, made louder where they are quiet."""
    numbers = memoryview(pcm).cast("h")
    least, most = (min(numbers), max(numbers)) if len(numbers) else (0, 0)
    peak = max(most, -least) / 32768
    gain = max(1.0, min(_MAX_GAIN, _QUIET_PEAK / peak)) if peak else 1.0
    return array("f", map((gain / 32768).__mul__, numbers))


def _letters(place: int) -> str:
    """Give A to Z, then AA, AB, ..."""
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)
