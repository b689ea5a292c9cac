"""What the conversation on show, or the new chat, is asked with; every change is kept and can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.context import Services
from desktop.store.records import Change, What

_SOON_MS = 300  # after the last key
_MAX_STEPS = 100


class Keeper(QObject):
    """Reads and writes; the panel and the choice of a model show what it says.

    Signals: `changed()` when `parameters` differ: another conversation, a change, an undo;
    `turned()` when another conversation is on show.
    """

    changed = Signal()
    turned = Signal()

    def __init__(self, services: Services, conversation: Conversation) -> None:
        super().__init__(conversation)
        self._services, self._conversation = services, conversation
        self.parameters = Parameters()
        self.owner: int | None = None
        self.is_read = False
        self._pending: dict[str, Any] = {}
        self._steps: list[Parameters] = []
        self._last: frozenset[str] = frozenset()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self.flush)
        conversation.opened.connect(self.open)
        self.destroyed.connect(services.conversations.changed.connect(self._on_change))

    def open(self) -> None:
        """Turn to the conversation on show."""
        self.flush()
        if self.owner != self._conversation.id:
            self.is_read = False
            self._steps.clear()
            self.turned.emit()
        self.owner = self._conversation.id
        self._conversation.scope.start("parameters", self._read(self.owner))

    def adopt(self, conversation_id: int) -> None:
        """Follow the new chat, which has become a conversation and has taken its parameters along."""
        self.owner = conversation_id
        self._conversation.scope.start("parameters", self._read(conversation_id))

    # changes
    def change(self, **values: object) -> None:
        """Set some of the parameters, and keep them now."""
        self._set(values)
        self.flush()

    def change_soon(self, **values: object) -> None:
        """Set some of the parameters, and keep them when the person stops typing."""
        self._set(values)
        self._timer.start()

    def undo(self) -> bool:
        """Take the last change back; tell whether there was one."""
        if not self._steps:
            return False
        before = self._steps.pop()
        names = before.__slots__
        self._pending |= {
            name: getattr(before, name)
            for name in names
            if getattr(before, name) != getattr(self.parameters, name)
        }
        self.parameters, self._last = before, frozenset()
        self.flush()
        self.changed.emit()
        return True

    def flush(self) -> None:
        """Keep what was typed, now."""
        self._timer.stop()
        if self._pending:
            self._pending = {}
            work = self._keep(self.owner, self.parameters)
            self._conversation.scope.start(f"keep parameters/{self.owner}", work)

    def _set(self, values: dict[str, Any]) -> None:
        wanted = replace(self.parameters, **values)
        if wanted == self.parameters:
            return
        names = frozenset(values)
        is_same_run = self._timer.isActive() and names == self._last
        if not is_same_run:  # a word that is typed is taken back whole
            self._steps = [*self._steps[-_MAX_STEPS + 1 :], self.parameters]
        self._last = names
        self._pending |= values
        self.parameters = wanted
        self.changed.emit()

    # the store
    async def _keep(self, owner: int | None, parameters: Parameters) -> None:
        if owner is None:
            await self._services.conversations.keep_start_parameters(parameters)
        else:
            await self._services.conversations.set_parameters(owner, parameters)

    async def _read(self, owner: int | None) -> None:
        conversations = self._services.conversations
        try:
            found = (
                await conversations.start_parameters()
                if owner is None
                else (await conversations.get(owner)).parameters
            )
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            return  # whoever shows the conversation will see so, too
        if self.owner == owner:
            is_news = not self.is_read
            before, self.is_read = self.parameters, True
            self.parameters = replace(found, **self._pending)
            if is_news or self.parameters != before:
                self.changed.emit()

    def _on_change(self, change: Change) -> None:
        is_own = change.conversation_id == self.owner and change.what is What.CHANGED
        if is_own or change.what is What.EVERYTHING:
            self._conversation.scope.start("parameters", self._read(self.owner))
