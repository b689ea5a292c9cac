"""What is asked about a sound file and what is answered; needs no library, so the window may load it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 16_000
"""Of everything that leaves here: what models of speech are trained on."""

MAX_S = 24 * 3600
"""Of a file; a header that claims more is a trap or a mistake."""

MIN_PIECE_S = 1.0
_BYTES_A_SAMPLE = 2
_FRAMING = 1.01  # of FLAC where nothing can be packed: 0.4 % for headers of frames
_HEAD_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """What a sound file is; `channels` is 0 where nobody says."""

    duration_s: float
    rate_hz: int
    channels: int
    format: str


@dataclass(frozen=True, slots=True)
class PieceTarget:
    """How large a piece may be, and how much of it the next one repeats.

    `max_bytes` bounds the file that is written, whatever the sound is.
    """

    max_bytes: int
    max_s: float
    overlap_s: float = 0.0

    @property
    def samples(self) -> int:
        """The most samples that keep to both bounds, never fewer than a second's."""
        by_size = int((self.max_bytes - _HEAD_BYTES) / (_BYTES_A_SAMPLE * _FRAMING))
        most = min(by_size, int(self.max_s * RATE_HZ))
        return max(most, int(MIN_PIECE_S * RATE_HZ))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sound file as a file of its own: FLAC, 16 kHz, mono.

    Attributes:
        file: Where it lies, until it is dropped.
        start_s: Where it begins in the whole.
        end_s: Where it ends in the whole; `start_s` when the whole had ended before.
        is_last: Whether the whole ends with it.
        peaks: Its waveform, 20 bytes a second, as `Sounds.peaks` gives it.
        next_s: Where the next piece begins: it repeats what was asked for.
    """

    file: Path
    start_s: float
    end_s: float
    is_last: bool
    peaks: bytes
    next_s: float
