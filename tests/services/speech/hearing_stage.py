"""What the tests of speech stand on: recorded human speech, and an ear that hears it from a tape."""

from __future__ import annotations

import importlib.util
import wave
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from desktop.media.capture.segmenter import Segmenter, SegmenterSettings
from desktop.services.speech.hearing.ear import Ear, Opener
from desktop.services.speech.hearing.heard import Final, Heard, Lost, Partial
from desktop.services.speech.hearing.tape import Tape

RATE_HZ = 16_000
_SENTENCES_S = ((0.0, 1.5), (1.6, 4.5), (4.6, 6.0), (6.3, 7.7), (7.8, 9.2))
_PAUSE = bytes(2 * RATE_HZ * 3 // 2)


def assets() -> Path:
    """Give the folder with the speech that the package of the engine's model carries."""
    found = importlib.util.find_spec("moonshine_voice")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "assets"


@lru_cache
def speech() -> bytes:
    """Give human speech as the microphone gives it: five sentences, 1.5 s of silence after each."""
    with wave.open(str(assets() / "beckett.wav")) as sound:
        assert sound.getframerate() == RATE_HZ
        pcm = sound.readframes(sound.getnframes())
    parts = [pcm[_place(start_s) : _place(end_s)] + _PAUSE for start_s, end_s in _SENTENCES_S]
    return b"".join(parts)


def _place(at_s: float) -> int:
    return 2 * round(at_s * RATE_HZ)


@dataclass
class Listening:
    """An ear, its tape, and what it has told."""

    ear: Ear
    tape: Tape
    heard: list[Heard] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ear.heard.connect(self.heard.append)

    def feed(self, pcm: bytes) -> None:
        """Record it as a dictation does, in pieces of 33 ms."""
        for at in range(0, len(pcm), 1056):
            self.tape.write(pcm[at : at + 1056])
            self.ear.feed(pcm[at : at + 1056])

    @property
    def texts(self) -> list[str]:
        """Give what became text, in the order in which it was told."""
        finals = (one for one in self.heard if isinstance(one, Final))
        return [one.line.text for one in finals if one.line is not None]

    @property
    def numbers(self) -> list[int | None]:
        """Give which utterances became text or were lost, in the order in which it was told."""
        return [one.number for one in self.heard if isinstance(one, Final | Lost)]

    @property
    def partials(self) -> list[str]:
        """Give every preview."""
        return [one.text for one in self.heard if isinstance(one, Partial)]

    @property
    def lost(self) -> list[Lost]:
        """Give what was lost."""
        return [one for one in self.heard if isinstance(one, Lost)]


@asynccontextmanager
async def listening(
    folder: Path, openers: Sequence[Opener], *, max_s: float = 8.0
) -> AsyncIterator[Listening]:
    """Give an ear that hears what is fed."""
    tape = await Tape.open(folder / "tape.wav", RATE_HZ)
    settings = SegmenterSettings(max_s=max_s)
    ear = Ear(tape, lambda: Segmenter(RATE_HZ, settings), openers)
    found = Listening(ear, tape)
    ear.start()
    try:
        yield found
    finally:
        await ear.aclose()
        await tape.complete()
        tape.close()
