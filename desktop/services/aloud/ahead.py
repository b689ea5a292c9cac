"""The sound of the next sentences, made while one plays: two ahead, one request at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from desktop.core.errors import AppError
from desktop.services.aloud.making import Chunk, Making
from desktop.services.aloud.sentences import Sentence
from desktop.services.aloud.voice import Voice

AHEAD = 2


class _Piece:
    """The sound of one sentence as it comes."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.is_complete = False
        self.error: AppError | None = None


class Ahead:
    """Makes the sound of sentences in their order; `run` is the task that does it.

    `speed` may change: it holds for what is not made yet.
    """

    def __init__(
        self, making: Making, voice: Voice, speed: float, sentences: tuple[Sentence, ...], at: int
    ) -> None:
        self._making, self._voice, self._sentences = making, voice, sentences
        self.speed = speed
        self._pieces: dict[int, _Piece] = {}
        self._wanted = self._next = at
        self._news = asyncio.Condition()

    async def run(self) -> None:
        """Make one sentence after the other, at most two more than are wanted."""
        while self._next < len(self._sentences):
            async with self._news:
                await self._news.wait_for(lambda: self._next <= self._wanted + AHEAD)
            piece = self._pieces.setdefault(self._next, _Piece())
            try:
                await self._make(piece, self._sentences[self._next].text)
            except AppError as error:
                piece.error = error
            piece.is_complete = True
            self._next += 1
            await self._tell()
            if piece.error is not None:
                return

    async def sound(self, number: int) -> AsyncGenerator[Chunk, None]:
        """Yield the sound of a sentence; the ones before it are forgotten.

        Raises:
            AppError: it could not be made.
        """
        self._wanted = number
        for old in [one for one in self._pieces if one < number]:
            del self._pieces[old]
        piece = self._pieces.setdefault(number, _Piece())
        await self._tell()
        at = 0
        while await self._has(piece, at):
            yield piece.chunks[at]
            at += 1
        if piece.error is not None:
            raise piece.error

    async def _has(self, piece: _Piece, at: int) -> bool:
        """Wait for a chunk; tell whether there is one."""
        async with self._news:
            await self._news.wait_for(lambda: len(piece.chunks) > at or piece.is_complete)
        return len(piece.chunks) > at

    async def _make(self, piece: _Piece, text: str) -> None:
        sound = self._making.sound(self._voice, text, self.speed)
        async with aclosing(sound):
            async for chunk in sound:
                piece.chunks.append(chunk)
                await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()
