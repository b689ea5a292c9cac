"""One channel out of several."""

from __future__ import annotations

from desktop.media.capture.levels import pcm_of, peak, samples_of

_LOUDER = 2.0  # 6 dB: two microphones of one array never make it change


class LoudestChannel:
    """Gives the channel that has been the loudest so far, of interleaved frames.

    They are not mixed: the two channels of some laptops are each other's inverse and a mix is
    silence, and an interface with a single microphone fills one channel of two, whichever it likes.
    """

    def __init__(self, count: int) -> None:
        self._peaks = [0] * count
        self._chosen = 0

    def feed(self, pcm: bytes) -> bytes:
        """Give the mono samples of whole frames."""
        if len(self._peaks) == 1:
            return pcm
        samples = samples_of(pcm)
        every = [samples[number :: len(self._peaks)] for number in range(len(self._peaks))]
        self._peaks = [max(old, peak(one)) for old, one in zip(self._peaks, every, strict=True)]
        loudest = max(range(len(every)), key=self._peaks.__getitem__)
        if self._peaks[loudest] > _LOUDER * self._peaks[self._chosen]:
            self._chosen = loudest
        return pcm_of(every[self._chosen])
