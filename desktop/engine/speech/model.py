"""The speech model: loaded with the first sound, asked by one after the other, unloaded when idle.

Who asks hands over small jobs (half a second of work at most), so a live session and long files
take turns by themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.core.errors import AppError
from desktop.engine import hardware
from desktop.engine.catalogue import Catalogue
from desktop.engine.loaded import Check, Say
from desktop.engine.speech.memory import give_back
from desktop.engine.speech.weights import SpeechFiles

if TYPE_CHECKING:  # the library comes with the first sound
    from desktop.engine.speech.ear import Ear

SPEECH = "moonshine-tiny-en"
LANGUAGES = ("en",)

_MEMORY_BYTES = 200 * 1024 * 1024
"""What it takes at most while it works: 130 MiB loaded, 190 with ten seconds in work (measured)."""

_NICE = 5
"""Its threads, of which the library starts one for each core, let the window go first."""

_Given = TypeVar("_Given")


class SpeechModel:
    """Gives jobs the loaded model. Everything is called on the loop's thread.

    Args:
        catalogue: Knows when memory is to be given back.
        say: Told `LOADING id`, `LOADED id`, `UNLOADED id`, on the worker thread.
        folder: Where the package's files are; None: where it is installed.
        check: Raises AppError when there is not so much memory.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        say: Say,
        *,
        folder: Path | None = None,
        check: Check = hardware.check_memory,
    ) -> None:
        self._catalogue, self._say, self._check = catalogue, say, check
        self._files = SpeechFiles(folder)
        self._worker = ThreadPoolExecutor(1, "speech", initializer=_be_modest)
        self._ear: Ear | None = None  # the worker's
        self._asking = 0
        self._idle: asyncio.TimerHandle | None = None

    def problem(self) -> AppError | None:
        """Give why it cannot run, as far as a quick look can tell; None: it should."""
        try:
            self._files.find()
            if self._ear is None:
                self._check(_MEMORY_BYTES)
        except AppError as error:
            return error
        return None

    def description(self) -> dict[str, object]:
        """Give its entry in the list of models."""
        return {
            "id": SPEECH,
            "object": "model",
            "created": 1728950400,  # 2024-10-15, the day on which Moonshine came out
            "owned_by": "UsefulSensors",
            # It writes any other language down as English that was never said.
            "languages": list(LANGUAGES),
            "task": "automatic-speech-recognition",
            "input_modalities": ["audio"],
            "supports_realtime": True,
            "supports_word_times": False,
            "supports_speakers": True,
        }

    @contextlib.contextmanager
    def use(self) -> Iterator[None]:
        """Keep it in memory for the duration of the context, once it is there."""
        self._asking += 1
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        try:
            yield
        finally:
            self._asking -= 1
            self.afterwards(give_back)
            if not self._asking and self._catalogue.idle_s:
                loop = asyncio.get_running_loop()
                self._idle = loop.call_later(self._catalogue.idle_s, self._on_idle)

    async def run(self, job: Callable[[Ear], _Given]) -> _Given:
        """Give what `job` makes of the loaded model, on the worker thread; use it inside `use`.

        A job that is at work is not interrupted; one that still waits when its task is cancelled is
        never begun.

        Raises:
            AppError: the model cannot run here, or its files are not what they were.
        """
        return await asyncio.wrap_future(self._worker.submit(lambda: job(self._loaded())))

    async def prepare(self, job: Callable[[], _Given]) -> _Given:
        """Give what `job` makes without the model, on the same thread."""
        return await asyncio.wrap_future(self._worker.submit(job))

    def afterwards(self, job: Callable[[], None]) -> None:
        """Have `job` done when whatever is at work now is over, and wait for nothing.

        What a cancelled task has used may still be in use: it is let go of here.
        """
        with contextlib.suppress(RuntimeError):  # closed: everything goes in a moment
            self._worker.submit(job)

    def close(self) -> None:
        """Take no more jobs."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _loaded(self) -> Ear:
        if self._ear is None:
            from desktop.engine.speech.ear import Ear  # noqa: PLC0415 - native code, when it is used

            library, weights = self._files.verified()
            self._check(_MEMORY_BYTES)
            self._say(f"LOADING {SPEECH}")
            try:
                self._ear = Ear(library, weights)
            except BaseException:
                self._say(f"UNLOADED {SPEECH}")
                raise
            self._say(f"LOADED {SPEECH}")
        return self._ear

    def _on_idle(self) -> None:
        self.afterwards(self._unload)

    def _unload(self) -> None:
        if self._ear is None:
            return
        ear, self._ear = self._ear, None
        ear.close()
        give_back()
        self._say(f"UNLOADED {SPEECH}")


def _be_modest() -> None:
    if sys.platform == "linux":  # there a thread has a priority of its own, and its threads get it
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
