"""A text read into a sound file, faster than anybody could listen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.media.capture.wavfile import WavFile
from desktop.services.aloud.making import Making
from desktop.services.aloud.sentences import Sentence, pause_after
from desktop.services.aloud.voice import Voice


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, by whom, and how fast (0.5 to 2)."""

    sentences: tuple[Sentence, ...]
    voice: Voice
    speed: float = 1.0


async def save(making: Making, reading: Reading, file: Path, done: Callable[[int], None]) -> float:
    """Write a WAV file; give its length in seconds. What stood there stays until it is complete.

    Args:
        making: Makes the sound.
        reading: What is to be heard.
        file: Where to.
        done: Called with the number of sentences that are written.

    Raises:
        AppError: NO_VOICE, also for a voice that plays itself; UNWRITABLE, DISK_FULL; what a server
            refuses. Nothing is left behind.
    """
    if reading.voice.plays_itself:
        raise AppError(Code.NO_VOICE, reading.voice.language)
    part = file.with_name(f"{file.name}.part")
    wav: WavFile | None = None
    try:
        try:
            for number, sentence in enumerate(reading.sentences):
                sound = making.sound(reading.voice, sentence.text, reading.speed)
                async with aclosing(sound):
                    async for chunk in sound:
                        if wav is None:
                            wav, rate_hz = (
                                await asyncio.to_thread(WavFile.create, part, chunk.rate_hz),
                                chunk.rate_hz,
                            )
                        await asyncio.to_thread(wav.write, chunk.pcm)
                if wav is not None and number + 1 < len(reading.sentences):
                    quiet = pause_after(sentence, rate_hz, reading.speed)
                    await asyncio.to_thread(wav.write, quiet)
                done(number + 1)
        finally:
            length_s = await asyncio.to_thread(wav.close) if wav is not None else 0.0
        if wav is None:
            raise AppError(Code.NO_VOICE, "there is nothing to say")
        await asyncio.to_thread(_put, part, file)
    finally:
        await asyncio.to_thread(part.unlink, missing_ok=True)
    return length_s


def _put(part: Path, file: Path) -> None:
    try:
        part.replace(file)
    except OSError as error:
        raise AppError(Code.UNWRITABLE, error.strerror or "") from error
