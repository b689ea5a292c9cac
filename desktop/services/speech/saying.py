"""What a dictation says and how it stands, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.core.errors import Code
from desktop.media.capture.levels import SILENCE, Level
from desktop.services.speech.choosing import Showing, Way


class Phase(StrEnum):
    """How far a dictation has come."""

    IDLE = "idle"
    OPENING = "opening"
    LISTENING = "listening"
    PAUSED = "paused"
    FINISHING = "finishing"  # the microphone is closed, the last words are on their way
    FAILED = "failed"  # `code` says why; the recording is kept where there is one


@dataclass(frozen=True, slots=True)
class DictationState:
    """How the dictation stands.

    Attributes:
        phase: How far it has come.
        code: Why it failed.
        trouble: What is wrong while it goes on: nothing but zeros, no sound, not heard.
        level: How loud it is now.
        elapsed_s: How much is recorded.
        partial: What is being said, as it is understood now.
        recording_id: Where its sound and its text are kept; 0: nowhere yet.
        device: The microphone that was really opened.
        way: How its speech becomes text.
        shows: When its text shows; another than the way's when nobody hears it any more.
        overflows: How often sound was lost because the computer was too busy.
        silence: How much of the silence that ends it has passed, 0 to 1.
    """

    phase: Phase = Phase.IDLE
    code: Code | None = None
    trouble: Code | None = None
    level: Level = SILENCE
    elapsed_s: float = 0.0
    partial: str = ""
    recording_id: int = 0
    device: str = ""
    way: Way | None = None
    shows: Showing | None = None
    overflows: int = 0
    silence: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """Text for where the dictation was begun.

    A final piece is there for good: first the last `takes_back` characters of the final pieces before
    it go (a spoken "comma" where the model had put a full stop), then comes `text`. One that is not
    final shows what is being said, instead of the one before.
    """

    text: str
    is_final: bool
    takes_back: int = 0
    recording_id: int = 0
