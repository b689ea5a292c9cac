"""Writes a recording down, line after line, in the memory of twenty seconds whatever its length."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import partial

from desktop.core.transcript import Line
from desktop.engine.speech.cutting import WINDOW_S, Cut, Cutter
from desktop.engine.speech.ear import Ear, Span, Voices, duration_s
from desktop.engine.speech.memory import give_back
from desktop.engine.speech.model import SpeechModel
from desktop.engine.speech.sounds import SoundFile


@dataclass(frozen=True, slots=True)
class Ended:
    """The recording is written down; it lasts so long."""

    duration_s: float


async def transcribe(
    model: SpeechModel, sound: SoundFile, *, tells_voices: bool
) -> AsyncGenerator[Line | Ended, None]:
    """Yield each line as it is understood, `Ended` last; closing the generator stops the work.

    Raises:
        AppError: the model cannot run here.
    """
    cutter = Cutter(sound.rate_hz, merges=not tells_voices)
    voices: Voices | None = None
    whole_s, is_last = 0.0, False
    with model.use():
        try:
            if tells_voices:
                voices = await model.run(Ear.voices)
            while not is_last:
                heard, spans = await model.run(partial(_look, sound, cutter))
                whole_s += heard
                is_last = not heard
                for cut in cutter.take(spans, is_last=is_last):
                    line = await model.run(partial(_line, cut, sound.rate_hz, voices))
                    if line.text:
                        yield line
        finally:
            if voices is not None:
                model.afterwards(voices.close)
    yield Ended(whole_s)


def _look(sound: SoundFile, cutter: Cutter, ear: Ear) -> tuple[float, tuple[Span, ...]]:
    """Read until the window is full; give how much came, 0 at the end, and where speech is."""
    pcm = sound.read(WINDOW_S - cutter.duration_s)  # never none: a line is half of it at most
    cutter.feed(pcm)
    give_back()
    return duration_s(pcm, sound.rate_hz), ear.spans(cutter.pcm, cutter.rate_hz)


def _line(cut: Cut, rate_hz: int, voices: Voices | None, ear: Ear) -> Line:
    speaker = "" if voices is None else voices.speaker(cut.pcm, rate_hz)
    return Line(ear.text(cut.pcm, rate_hz), cut.start_s, cut.end_s, speaker)
