"""What every server can do: its preset says it, the server corrects it, and it is kept over the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.capabilities import NOTHING_KNOWN, Capability, Fact, Learnt, Support
from desktop.core.connection import Connection
from desktop.core.errors import AppError
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.services.client import Client
from desktop.services.presets import preset
from desktop.store.learnt import LearntFile

if TYPE_CHECKING:
    from desktop.api.lessons import Lessons

_log = logging.getLogger(__name__)

_SETTLE_S = 0.5  # a first answer teaches several things within moments


class Capabilities:
    """Knows what each connection can do. `changed` gives the id of a connection that taught us more.

    What is learnt is written down a little later; it is worth little enough to be lost in a crash.
    """

    def __init__(self, file: Path, client: Client) -> None:
        self._file = LearntFile(file)
        self._client = client
        self._known: dict[str, Learnt] = {}
        self._lessons: Lessons | None = None
        self._scope = TaskScope(_report)
        self.changed: Event[str] = Event()
        client.opened.connect(self._on_opened)

    async def load(self) -> None:
        """Read what earlier runs have learnt."""
        self._known = {**await asyncio.to_thread(self._file.read), **self._known}

    def facts(self, connection: Connection) -> Mapping[Capability, Fact]:
        """Give every capability with what is known of it: the server's own word before the preset's."""
        row = preset(connection.preset)
        said = row.capabilities if row is not None else {}
        learnt = self._known.get(connection.id, Learnt()).facts
        return {
            capability: learnt.get(capability) or _from_preset(said.get(capability))
            for capability in Capability
        }

    def refused(self, connection_id: str, model: str) -> frozenset[str]:
        """Give the parameters that a connection has refused for a model."""
        return self._known.get(connection_id, Learnt()).refused.get(model, frozenset())

    def forget(self, connection_id: str) -> None:
        """Know nothing of a connection any more: it was removed, or its address is another one."""
        if self._lessons is not None:
            self._lessons.recall(connection_id, Learnt())
        self._note(connection_id, Learnt())

    async def aclose(self) -> None:
        """Write what is not written yet."""
        await self._scope.aclose()
        await self._write()

    def _on_opened(self, lessons: Lessons) -> None:
        self._lessons = lessons
        for connection_id, learnt in self._known.items():
            lessons.recall(connection_id, learnt)
        lessons.changed.connect(lambda identity: self._note(identity, lessons.learnt(identity)))

    def _note(self, connection_id: str, learnt: Learnt) -> None:
        if "://" in connection_id:
            return  # an address that was only tried, or the engine's: nothing to keep
        if learnt == self._known.get(connection_id, Learnt()):
            return
        self._known[connection_id] = learnt
        self.changed.emit(connection_id)
        self._scope.start("write", self._write_soon())

    async def _write_soon(self) -> None:
        await asyncio.sleep(_SETTLE_S)
        await self._write()

    async def _write(self) -> None:
        try:
            await asyncio.to_thread(self._file.write, dict(self._known))
        except AppError as error:
            _log.info("what servers can do is not written down: %s", error.code)


def _from_preset(support: Support | None) -> Fact:
    return NOTHING_KNOWN if support is None else Fact(support)


def _report(error: Exception) -> None:
    _log.error("what servers can do is not kept", exc_info=error)
