"""`oriole dictate`: what is said into the microphone, on standard output as it becomes certain."""

from __future__ import annotations

import argparse
import asyncio
import sys

from desktop.cli.sentences import SENTENCES, fail, fail_saying
from desktop.cli.speaking import opened
from desktop.core.errors import AppError
from desktop.core.recording import RecordingKind
from desktop.services.speech.dictation import Dictation
from desktop.services.speech.saying import DictationState, Phase, Said
from desktop.store.db import Database
from desktop.store.leftovers import FOLDER
from desktop.store.recordings import Recordings

_UNCERTAIN = " .,:;!?\u3002\uff0c\uff1f\uff01"
"""At the end of a text: a spoken "comma" may still replace it."""


async def dictate(options: argparse.Namespace) -> int:
    """Listen until silence, the given seconds, or Ctrl+C; give the exit status.

    The recording is kept like any dictation of the window.
    """
    try:
        async with opened() as parts:
            database = await Database.open(parts.paths)
            recordings = Recordings(database, parts.paths.data / FOLDER)
            speaking = parts.speaking(recordings)
            try:
                return await _listen(speaking.dictation(), options)
            finally:
                await speaking.aclose()
                await recordings.aclose()
                await database.aclose()
    except AppError as error:
        return fail(error)


async def _listen(dictation: Dictation, options: argparse.Namespace) -> int:
    page, is_over = _Page(), asyncio.Event()

    def follow(state: DictationState) -> None:
        page.show(state)
        if state.phase in {Phase.IDLE, Phase.FAILED}:
            is_over.set()

    dictation.changed.connect(follow)
    dictation.said.connect(page.take)
    await dictation.start(RecordingKind.DICTATION, language=options.language or "")
    try:
        async with asyncio.timeout(options.seconds):
            await is_over.wait()
    except TimeoutError:
        await dictation.stop()
    except asyncio.CancelledError:  # Ctrl+C: what was said is wanted all the same
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
        await dictation.stop()
    page.end()
    code = dictation.state.code
    return fail_saying(SENTENCES.get(code, str(code))) if code is not None else 0


class _Page:
    """Writes what is certain to standard output and, where somebody looks on, the rest below it."""

    def __init__(self) -> None:
        self._text = ""
        self._written = 0
        self._shown = ""
        self._is_watched = sys.stderr.isatty()

    def take(self, said: Said) -> None:
        """Take a piece of text."""
        if not said.is_final:
            return
        self._text = self._text[: len(self._text) - said.takes_back] + said.text
        self._write(len(self._text.rstrip(_UNCERTAIN)))

    def show(self, state: DictationState) -> None:
        """Show what is being said, and what is wrong."""
        wrong = "" if state.trouble is None else SENTENCES.get(state.trouble, str(state.trouble))
        self._draw(wrong or state.partial[-72:])

    def end(self) -> None:
        """Write the rest."""
        self._draw("")
        self._write(len(self._text))
        if self._written and not self._text.endswith("\n"):
            sys.stdout.write("\n")
        sys.stdout.flush()

    def _write(self, till: int) -> None:
        if till > self._written:
            self._draw("")
            sys.stdout.write(self._text[self._written : till])
            sys.stdout.flush()
            self._written = till

    def _draw(self, line: str) -> None:
        if self._is_watched and line != self._shown:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
            self._shown = line
