"""`oriole say`: a text read aloud, or into a sound file."""

from __future__ import annotations

import argparse
import asyncio
import sys

from desktop.cli.sentences import fail, fail_saying
from desktop.cli.speaking import Opened, opened
from desktop.core.errors import AppError
from desktop.core.language import UNKNOWN, detect
from desktop.services.aloud.making import Making
from desktop.services.aloud.reader import Reader
from desktop.services.aloud.reading import Phase, ReaderState
from desktop.services.aloud.saving import Reading, save
from desktop.services.aloud.sentences import sentences
from desktop.services.aloud.voice import Voice
from desktop.services.aloud.voices import Voices
from desktop.services.reading_aloud import open_output
from desktop.store.settings import ALOUD_SPEED

_WRONG_USAGE = 2
LONGEST = 1_000_000
"""Characters that are read from standard input: a day of reading."""


async def say(text: str, options: argparse.Namespace) -> int:
    """Read a text; give the exit status. A voice that is named is used, whatever it costs."""
    try:
        async with opened() as parts:
            voices = Voices(parts.servers, parts.settings)
            guess = options.language or await asyncio.to_thread(detect, text)
            language = "en" if guess in {"", UNKNOWN} else guess
            if options.voice:
                voice = await voices.named(options.voice)
                if voice is None:
                    fail_saying(f"there is no voice {options.voice}; --list-voices names them")
                    return _WRONG_USAGE
                if voices.needs_consent(voice):
                    sys.stderr.write("oriole: this server may charge for its voice\n")
            else:
                voice = await voices.for_language(language)
                if voices.needs_consent(voice):
                    return fail_saying(
                        f"only a server speaks this language, and it may charge: --voice {voice.id}"
                    )
            job = _Job(parts, voices, voice, options)
            if options.output is not None:
                return await job.write(text, language)
            return await job.read(text, language)
    except AppError as error:
        return fail(error)


async def show_voices() -> int:
    """List every voice: its id, its language, its name."""
    async with opened() as parts:
        for voice in await Voices(parts.servers, parts.settings).all():
            sys.stdout.write(f"{voice.id}\t{voice.language or '*'}\t{voice.title}\n")
    return 0


class _Job:
    """One text, one voice."""

    def __init__(
        self, parts: Opened, voices: Voices, voice: Voice, options: argparse.Namespace
    ) -> None:
        self._voices, self._voice, self._options = voices, voice, options
        self._making = Making(parts.servers, parts.client, parts.catalogue)
        self._speed: float = options.speed or parts.settings.get(ALOUD_SPEED)

    async def write(self, text: str, language: str) -> int:
        """Write the sound into the file."""
        said = await asyncio.to_thread(sentences, text, language)
        reading = Reading(said, self._voice, self._speed)
        await save(self._making, reading, self._options.output, lambda _number: None)
        return 0

    async def read(self, text: str, language: str) -> int:
        """Play it; Ctrl+C is silence at once."""
        reader = Reader(self._voices, self._making, open_output, lambda: self._speed)
        is_over = asyncio.Event()

        def follow(state: ReaderState) -> None:
            if not state.is_on:
                is_over.set()

        reader.changed.connect(follow)
        try:
            reader.read(text, language=language, voice_id=self._voice.id)
            await is_over.wait()
        finally:
            await reader.aclose()
        error = reader.state.error
        return fail(error) if reader.state.phase is Phase.FAILED and error is not None else 0
