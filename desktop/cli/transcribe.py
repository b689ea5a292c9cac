"""`oriole transcribe`: what is said in sound files, on standard output or in files beside each other."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from desktop.cli.sentences import fail, fail_saying, sentence_of
from desktop.cli.speaking import Opened, named, opened
from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.transcript import Line
from desktop.services.speaking import PIECES, wishes_of
from desktop.services.speech import choosing, exports
from desktop.services.speech.choosing import Way
from desktop.services.speech.file_hearing import FileHearing, target_of
from desktop.services.speech.sounds import Sounds
from desktop.services.speech.transcriber import Transcriber

FORMATS = tuple(one.value for one in exports.Format)
ON_A_PAGE = frozenset(FORMATS) - {"docx"}
"""What a terminal can show."""

_WRONG_USAGE = 2


async def transcribe(options: argparse.Namespace) -> int:
    """Transcribe file after file; one that fails does not keep the others from it."""
    status = 0
    try:
        async with opened() as services:
            wishes = wishes_of(services.settings)
            if options.connection:
                connection = named(services.servers, options.connection)
                if connection is None:
                    fail_saying(f"there is no connection {options.connection}")
                    return _WRONG_USAGE
                wishes = replace(wishes, connection_id=connection.id, model="")
            way = choosing.way(services.servers, options.language or wishes.language, wishes)
            model = options.model or await choosing.file_model(
                way, services.servers, services.catalogue
            )
            job = _Job(services, replace(way, model=model), options)
            for file in options.file:
                status = max(status, await job.transcribe(file))
    except AppError as error:
        return fail(error)
    return status


class _Job:
    """All files are transcribed the same way."""

    def __init__(self, services: Opened, way: Way, options: argparse.Namespace) -> None:
        self._services, self._way, self._options = services, way, options

    async def transcribe(self, file: Path) -> int:
        """Transcribe one file; give the exit status."""
        sounds = Sounds(self._services.paths.cache / PIECES)
        try:
            info = await sounds.inspect(file)
            lines = await self._heard(sounds, file, info.duration_s)
            content = await self._rendered(file, info.duration_s, lines)
            await asyncio.to_thread(_write, content, file, self._options)
        except AppError as error:
            return fail_saying(f"{file}: {sentence_of(error)}")
        finally:
            await sounds.aclose()
        return 0

    async def _heard(self, sounds: Sounds, file: Path, duration_s: float) -> tuple[Line, ...]:
        lines: tuple[Line, ...] = ()
        gauge = _Gauge(file.name, duration_s)
        gauge.show(0.0)
        transcriber = Transcriber(self._services.servers, self._services.client, self._way)
        steps = FileHearing(sounds, transcriber, target_of(self._way)).steps(file)
        try:
            async with aclosing(steps):
                async for step in steps:
                    lines = step.lines
                    gauge.show(step.done_s)
        finally:
            gauge.end()
        return lines

    async def _rendered(self, file: Path, duration_s: float, lines: tuple[Line, ...]) -> bytes:
        way = self._way
        recording = Recording(
            0, "", RecordingKind.FILE, RecordingState.READY, file.stem, file, time.time(),
            duration_s, duration_s, way.language, way.connection_id, way.model,
        )  # fmt: skip
        form = exports.Format(self._options.format)
        return await exports.export(
            form, recording, lines, with_times=form is not exports.Format.TXT
        )


def _write(content: bytes, file: Path, options: argparse.Namespace) -> None:
    if options.output is None:
        text = content.decode()
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
        return
    target = options.output / f"{file.stem}.{options.format}"
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise AppError(Code.UNWRITABLE, error.strerror or str(target)) from error


class _Gauge:
    """Shows how far a file is, where somebody looks on."""

    def __init__(self, name: str, of_s: float) -> None:
        self._name, self._of_s = name, of_s
        self._began = time.monotonic()
        self._is_watched = sys.stderr.isatty()

    def show(self, done_s: float) -> None:
        """Show that it is heard up to `done_s`."""
        share = min(1.0, done_s / self._of_s) if self._of_s else 0.0
        took_s = time.monotonic() - self._began
        left = f", {_clock(took_s / share * (1 - share))} left" if 0 < share < 1 else ""
        self._draw(f"{self._name}: {share:.0%} of {_clock(self._of_s)}{left}")

    def end(self) -> None:
        """Show nothing any more."""
        self._draw("")

    def _draw(self, line: str) -> None:
        if self._is_watched:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
