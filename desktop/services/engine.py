"""Keeps the built-in engine running: starts, watches, restarts and stops its process. No Qt.

To everything else the engine is a server like any other; `Engine.endpoint` says where it is now.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.connection import Api, Endpoint, Secret
from desktop.core.errors import AppError, Code
from desktop.core.observe import Event

if TYPE_CHECKING:  # most windows are idle without the engine
    from desktop.services.engine_child import Child, Ended

_log = logging.getLogger(__name__)

_JOIN_S = 2.0


class Phase(StrEnum):
    """How far the engine has come."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Status:
    """The engine's phase; code and detail say what went wrong last, also while it starts again."""

    phase: Phase
    code: Code | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """When to start again and when to give up; all in seconds."""

    delays_s: tuple[float, ...] = (0.1, 0.5, 2.0, 5.0)  # before the restarts after quick deaths
    steady_s: float = 10.0  # a run that lasted as long was not a quick death
    start_s: float = 20.0  # without READY in this time a start counts as a death


def engine_command() -> list[str]:
    """Give the command that starts the built-in engine, from source and frozen alike."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine"]
    return [sys.executable, "-m", "desktop.engine"]


class Engine:
    """The one process of the built-in engine. Everything is called on the loop's thread.

    `changed` tells every new status, `models_changed` that it knows other models or that one came
    into memory or left it. After a crash it starts again by itself, a little later each time; after
    too many quick deaths it is FAILED until somebody asks for it again.
    """

    def __init__(
        self, command: Sequence[str] | None = None, *, patience: Patience | None = None
    ) -> None:
        self.changed: Event[Status] = Event()
        self.models_changed: Event[None] = Event()
        self._offered = ""
        self._command = list(command) if command is not None else engine_command()
        self._patience = patience or Patience()
        self._status = Status(Phase.STOPPED)
        self._settled = asyncio.Event()
        self._run: _Run | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._quick_deaths = 0

    @property
    def status(self) -> Status:
        """How it is now."""
        return self._status

    @property
    def pid(self) -> int | None:
        """The process's number while it runs, for who measures it."""
        return None if self._run is None or self._run.child is None else self._run.child.pid

    @property
    def loaded(self) -> frozenset[str]:
        """The names of the models that are in memory now."""
        return frozenset() if self._run is None else frozenset(self._run.loaded)

    @property
    def loading(self) -> str:
        """The name of the model that comes into memory now; empty: none."""
        return "" if self._run is None else self._run.loading

    async def offer(self, told: Mapping[str, object]) -> None:
        """Tell it, now and at every start, which models the person has added; see `engine.catalogue`.

        `models_changed` says when it has understood, and `is_informed` is true then.
        """
        self._offered = json.dumps(told)
        run = self._run
        if run is not None and run.child is not None:
            was_sent = await asyncio.to_thread(run.child.send, self._offered)
            run.untold += was_sent

    @property
    def is_informed(self) -> bool:
        """Tell that it is ready, and knows every model that it was told of."""
        return self._status.phase is Phase.READY and self._run is not None and self._run.untold <= 0

    async def start(self) -> None:
        """Begin to start it unless it runs or starts already; does not wait until it is ready."""
        if self._status.phase in {Phase.STOPPED, Phase.FAILED}:
            self._launch()

    async def endpoint(self, timeout_s: float = 20.0) -> Endpoint:
        """Give the address and key of the running engine; starts it where needed.

        Raises:
            AppError: ENGINE_MISSING or ENGINE_DIED.
        """
        await self.start()
        try:
            async with asyncio.timeout(timeout_s):
                while self._status.phase is Phase.STARTING:
                    await self._settled.wait()
        except TimeoutError as error:
            raise AppError(Code.ENGINE_DIED, f"Not ready after {timeout_s:g} s.") from error
        if self._run is None or not self._run.url:
            raise AppError(self._status.code or Code.ENGINE_DIED, self._status.detail)
        return Endpoint(f"{self._run.url}/v1", self._run.key, Api.RESPONSES)

    async def aclose(self) -> None:
        """Stop it and wait until its process has ended; it may be started again."""
        run, self._run = self._run, None
        self._quick_deaths = 0
        self._cancel_timer()
        self._change(Status(Phase.STOPPED))
        self.models_changed.emit(None)
        if run is not None and run.child is not None:
            run.child.stop()
            await asyncio.to_thread(run.child.join, _JOIN_S)

    def _launch(self) -> None:
        import secrets  # noqa: PLC0415 - with the first start of the engine

        from desktop.services.engine_child import Child  # noqa: PLC0415 - as above

        loop = asyncio.get_running_loop()
        run = _Run(Secret(secrets.token_urlsafe(32)), untold=bool(self._offered))
        self._run = run
        self._change(Status(Phase.STARTING, self._status.code, self._status.detail))

        def tell(heard: str | Ended) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to tell
                loop.call_soon_threadsafe(self._heard, run, heard)

        run.child = Child(self._command, run.key.reveal(), tell, self._offered)
        self._timer = loop.call_later(self._patience.start_s, run.child.kill)

    def _heard(self, run: _Run, heard: str | Ended) -> None:
        if run is not self._run:
            return  # an earlier run's last words
        if not isinstance(heard, str):
            self._ended(run, heard)
            return
        word, _, rest = heard.partition(" ")
        if run.hear(word, rest):
            self.models_changed.emit(None)
        elif self._status.phase is Phase.STARTING and word == "READY":
            self._cancel_timer()
            run.url = rest
            self._change(Status(Phase.READY))
            self.models_changed.emit(None)
        elif self._status.phase is Phase.STARTING and word == "FAILED":
            run.reason = rest

    def _ended(self, run: _Run, ended: Ended) -> None:
        self._run = None
        self._cancel_timer()
        if ended.exit_code is None:
            self._change(Status(Phase.FAILED, Code.ENGINE_MISSING, ended.output))
        elif run.reason:
            code, _, detail = run.reason.partition(" ")
            self._change(Status(Phase.FAILED, _code(code), detail))
        else:
            detail = f"Exit status {ended.exit_code}.\n{ended.output}".strip()
            if run.loading:
                detail = f"While {run.loading} was loaded. {detail}"
            self._restart(run, detail)
        self.models_changed.emit(None)

    def _restart(self, run: _Run, detail: str) -> None:
        if time.monotonic() - run.began >= self._patience.steady_s:
            self._quick_deaths = 0
        _log.info("the engine ended by itself: %s", detail)
        if self._quick_deaths >= len(self._patience.delays_s):
            self._change(Status(Phase.FAILED, Code.ENGINE_DIED, detail))
            return
        delay_s = self._patience.delays_s[self._quick_deaths]
        self._quick_deaths += 1
        self._change(Status(Phase.STARTING, Code.ENGINE_DIED, detail))
        self._timer = asyncio.get_running_loop().call_later(delay_s, self._launch)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _change(self, status: Status) -> None:
        if status.phase is Phase.STARTING:
            self._settled.clear()
        else:
            self._settled.set()
        if status != self._status:
            self._status = status
            self.changed.emit(status)


class _Run:
    """What is known of one run of the process."""

    def __init__(self, key: Secret, untold: int) -> None:
        self.key = key
        self.untold = untold  # lines about models that it has not confirmed yet
        self.began = time.monotonic()
        self.child: Child | None = None
        self.url = ""  # once it is ready
        self.reason = ""  # "code detail", if it says why it cannot begin
        self.loaded: set[str] = set()
        self.loading = ""

    def hear(self, word: str, rest: str) -> bool:
        """Take a line about models; tell whether it was one."""
        if word == "LOADING":
            self.loading = rest
        elif word in {"LOADED", "UNLOADED"}:
            self.loading = "" if self.loading == rest else self.loading
            (self.loaded.add if word == "LOADED" else self.loaded.discard)(rest)
        elif word == "LISTED":
            self.untold -= 1
        return word in {"LOADING", "LOADED", "UNLOADED", "LISTED"}


def _code(word: str) -> Code:
    return Code(word) if word in set(Code) else Code.ENGINE_DIED
