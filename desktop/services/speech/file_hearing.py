"""Makes a transcript of a sound file of any length: piece by piece, each joined to what was heard before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.transcript import Line
from desktop.media.sound.facts import Piece, PieceTarget
from desktop.services.speech.choosing import Way
from desktop.services.speech.joining import join
from desktop.services.speech.sounds import Sounds
from desktop.services.speech.transcriber import Sound, Transcriber

_MIB = 1024 * 1024
_LEAST_BYTES = 256 * 1024  # 5 s: a server that takes no more than this takes nothing

ENGINE_TARGET = PieceTarget(max_bytes=24 * _MIB, max_s=60.0, overlap_s=2.0)
"""The engine hears a minute in some seconds: so progress shows, and so does a cancellation."""
SERVER_TARGET = PieceTarget(max_bytes=24 * _MIB, max_s=300.0, overlap_s=2.0)
"""OpenAI takes 25 MB (transcriptions guide), the form around it included, and not over 25 minutes."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far it has come.

    Attributes:
        lines: Everything that was heard.
        fresh: The end of it that has to be stored: what is new or another than before is in it.
        done_s: Up to where it was heard.
        is_last: There is no more.
    """

    lines: tuple[Line, ...]
    fresh: tuple[Line, ...]
    done_s: float
    is_last: bool


def target_of(way: Way) -> PieceTarget:
    """Give how large pieces are for a way."""
    return ENGINE_TARGET if way.is_built_in else SERVER_TARGET


class FileHearing:
    """Hears files with one transcriber; `sounds` cuts them."""

    def __init__(self, sounds: Sounds, transcriber: Transcriber, target: PieceTarget) -> None:
        self._sounds, self._transcriber, self._target = sounds, transcriber, target

    async def steps(
        self,
        path: Path,
        begun: tuple[Line, ...] = (),
        done_s: float = 0.0,
        on_text: Callable[[str], None] | None = None,
    ) -> AsyncGenerator[Step, None]:
        """Yield after each piece, going on after `done_s`, up to where `begun` was heard.

        `on_text` gets the text of the piece that is being heard, where the server streams.

        Raises:
            AppError: why the next piece is not heard; what was yielded before stays true.
        """
        lines, is_last = begun, False
        next_s = max(0.0, done_s - self._target.overlap_s)
        while not is_last:
            piece, heard = await self._heard(path, next_s, on_text)
            before, lines = lines, join(lines, heard, (piece.start_s, done_s))
            done_s, next_s, is_last = piece.end_s, piece.next_s, piece.is_last
            yield Step(lines, lines[_unchanged(before, lines) :], done_s, is_last)

    async def _heard(
        self, path: Path, start_s: float, on_text: Callable[[str], None] | None
    ) -> tuple[Piece, tuple[Line, ...]]:
        """Hear the next piece; one that is too large for the server is made smaller."""
        while True:
            piece = await self._sounds.piece(path, start_s, self._target)
            try:
                sound = Sound(piece.file, piece.start_s, piece.end_s)
                return piece, await self._transcriber.lines(sound, on_text)
            except AppError as error:
                if error.code is not Code.TOO_LARGE or not await self._make_smaller(piece):
                    raise
            finally:
                await self._sounds.drop(piece)

    async def _make_smaller(self, piece: Piece) -> bool:
        """Tell whether smaller pieces than this one are worth a try, and make them from now on."""
        size: int = (await asyncio.to_thread(piece.file.stat)).st_size
        most = max(_LEAST_BYTES, min(size, self._target.max_bytes) // 2)
        self._target = replace(self._target, max_bytes=most)
        return size > _LEAST_BYTES


def _unchanged(before: tuple[Line, ...], after: tuple[Line, ...]) -> int:
    """Give where to begin to store: one line before the first that is another now.

    With that line it is certain that a line which was taken back goes, too.
    """
    pairs = enumerate(zip(before, after, strict=False))
    same = next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))
    return max(0, same - 1)
