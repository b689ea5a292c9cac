"""Answers prompts: a model is loaded on its first question, one question after the other.

llama.cpp works on one worker thread, so questions queue by themselves, also those to different
models. Memory is given back when nobody has asked for a while.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor

from desktop.core.errors import AppError
from desktop.engine import hardware
from desktop.engine.catalogue import Catalogue, Model
from desktop.engine.loaded import Check, LoadedModels, Say
from desktop.engine.pieces import Chunk, Done, Piece, PieceReader
from desktop.engine.problems import ApiError
from desktop.engine.prompts import Prompt
from desktop.engine.wording import request_of

_HEARTBEAT_S = 1.0


class LanguageModel:
    """Answers prompts with the models of a catalogue.

    Args:
        catalogue: Which models there are.
        say: Told which models come into memory and leave it, on the worker thread.
        limit_bytes: What loaded models may take together; None: one at a time.
        check: Raises AppError when this computer cannot run a model of so many bytes.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        say: Say | None = None,
        limit_bytes: int | None = None,
        check: Check = hardware.check,
    ) -> None:
        self.catalogue = catalogue
        self._check = check
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="language")
        self._loaded = LoadedModels(say or _nobody, check, limit_bytes)
        self._asking = 0
        self._idle: asyncio.TimerHandle | None = None
        catalogue.on_change = self._on_change

    def problem(self, model: Model) -> AppError | None:
        """Give why a model cannot run, as far as a quick look can tell; None: it should.

        Whether there is memory for a model of the person's is seen when it is asked.
        """
        try:
            model.find()
            if not self._loaded.has(model):
                self._check(None if model == self.catalogue.built_in else 0)
        except AppError as error:
            return error
        return None

    async def answer(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Give the answer piece by piece; closing the generator stops the model.

        Raises:
            AppError: the model cannot run here, or its file is not what it was.
            ApiError: The prompt is too long, or it cannot be used.
        """
        loop = asyncio.get_running_loop()
        inbox: asyncio.Queue[Chunk | None] = asyncio.Queue()
        stopping = threading.Event()

        def heard(chunk: Chunk | None) -> bool:
            loop.call_soon_threadsafe(inbox.put_nowait, chunk)
            return stopping.is_set()

        self._begin()
        job = self._worker.submit(self._generate, prompt, heard, stopping)
        job.add_done_callback(lambda _: heard(None))
        reader = PieceReader(prompt.model)
        try:
            while (chunk := await _next(inbox)) is not None:
                for piece in reader.read(chunk):
                    yield piece
                    if isinstance(piece, Done):
                        return
            job.result()
            raise ApiError(500, "The model ended without an answer.")
        finally:
            stopping.set()
            job.cancel()
            self._end()

    async def count(self, prompt: Prompt) -> int:
        """Give how many tokens a prompt has, the system message included.

        Raises:
            AppError: the model cannot run here, or its file is not what it was.
            ApiError: the prompt cannot be used.
        """
        self._begin()
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._worker, self._count, prompt
            )
        finally:
            self._end()

    def close(self) -> None:
        """Take no more questions; the worker ends after the one that is at work."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _generate(
        self, prompt: Prompt, heard: Callable[[Chunk], bool], stopping: threading.Event
    ) -> None:
        if not stopping.is_set():
            self._loaded.get(prompt.model).generate(request_of(prompt), heard)

    def _count(self, prompt: Prompt) -> int:
        return self._loaded.get(prompt.model).count(request_of(prompt))

    def _begin(self) -> None:
        self._asking += 1
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end(self) -> None:
        self._asking -= 1
        if not self._asking and self.catalogue.idle_s:
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(self.catalogue.idle_s, self._on_idle)

    def _on_idle(self) -> None:
        self._worker.submit(self._loaded.keep_only, ())

    def _on_change(self) -> None:
        """Let go of what was removed or changed, after the question that is at work."""
        with contextlib.suppress(RuntimeError):  # closed: everything goes in a moment
            self._worker.submit(lambda: self._loaded.keep_only(self.catalogue.all()))


async def _next(inbox: asyncio.Queue[Chunk | None]) -> Chunk | None:
    try:
        async with asyncio.timeout(_HEARTBEAT_S):
            return await inbox.get()
    except TimeoutError:
        return {}


def _nobody(_line: str) -> None:
    """Nobody wants to know what is loaded."""
