"""What is typed and not sent, kept for each conversation while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from desktop.core.tasks import TaskScope
from desktop.core.types import Draft, Part
from desktop.features.chat.writing.queue import Queue
from desktop.store.conversations import Conversations

_DRAFT_MS = 300  # after the last key; with the write itself below 500 ms


class Drafting(QObject):
    """Keeps drafts and reads them again.

    Args:
        conversations: Where drafts are kept.
        queue: What waits to be sent; it is a part of the draft.
        scope: Runs the reading and writing.
        current: Gives what is in the composer.
        show: Puts a draft into the composer.
    """

    def __init__(
        self,
        conversations: Conversations,
        queue: Queue,
        scope: TaskScope,
        current: Callable[[], Draft],
        show: Callable[[Draft], None],
    ) -> None:
        super().__init__(queue)
        self._conversations, self._queue, self._scope = conversations, queue, scope
        self._current, self._show = current, show
        self.owner: int | None = None
        """The conversation whose draft is in the composer; None: a new chat's."""
        self.is_paused = False
        """While an earlier question is edited: that is no draft."""
        self._is_touched = False
        self._kept_soon: dict[int | None, Draft] = {}
        self._typed: dict[int, Draft] = {}  # of conversations in which something waits
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DRAFT_MS)
        self._timer.timeout.connect(self._keep_now)
        queue.changed.connect(self._on_queue)

    def touch(self) -> None:
        """Keep what is in the composer soon: the person changed it."""
        self._is_touched = True
        self._timer.start()

    def keep(self) -> None:
        """Store what was changed, now."""
        if self._timer.isActive():
            self._keep_now()

    def open(self, owner: int | None) -> None:
        """Show another conversation's draft; what is in the composer belongs to the one before."""
        self.keep()
        if self.owner is not None and self._queue.of(self.owner) and not self.is_paused:
            self._typed[self.owner] = self._current()
        self.owner, self.is_paused = owner, False
        self.show(Draft())
        self.read()

    def read(self) -> None:
        """Show the draft of the conversation on show."""
        self._scope.start("read draft", self._read(self.owner))

    def show(self, draft: Draft) -> None:
        """Put into the composer what is not the person's typing."""
        self._show(draft)
        self._timer.stop()
        self._is_touched = False

    def forget(self, owner: int | None) -> None:
        """Take it that a draft was sent, and that the store has cleared it."""
        self._kept_soon.pop(owner, None)

    def become(self, owner: int) -> None:
        """Take it that the new chat is a conversation now."""
        self.owner = owner

    def add_part(self, owner: int | None, part: Part) -> None:
        """Attach something to the draft of a conversation that is not on show."""
        self._scope.start(f"attach to draft/{owner}", self._add_part(owner, part))

    def _keep_now(self) -> None:
        self._timer.stop()
        if not self.is_paused:
            self._store(self.owner, self._current())

    def _store(self, owner: int | None, typed: Draft) -> None:
        draft = self._queue.draft_of(owner, typed)
        self._kept_soon[owner] = draft
        self._scope.start(f"draft/{owner}", self._write(owner, draft))

    async def _write(self, owner: int | None, draft: Draft) -> None:
        await self._conversations.keep_draft(owner, draft)
        if self._kept_soon.get(owner) == draft:
            del self._kept_soon[owner]

    async def _read(self, owner: int | None) -> None:
        draft = await self._known(owner)
        # Who types faster than the disk answers keeps what was typed.
        if self.owner == owner and not self._is_touched and not self.is_paused:
            self.show(draft)

    async def _known(self, owner: int | None) -> Draft:
        if owner is not None and self._queue.of(owner):
            return self._typed.get(owner, Draft())
        kept = self._kept_soon.get(owner)  # on its way to the disk, or the disk is full
        return await self._conversations.draft(owner) if kept is None else kept

    async def _add_part(self, owner: int | None, part: Part) -> None:
        draft = await self._known(owner)
        grown = replace(draft, attachments=(*draft.attachments, part))
        if owner is not None and self._queue.of(owner):
            self._typed[owner] = grown
        self._store(owner, grown)

    def _on_queue(self, owner: int) -> None:
        """Keep what still waits: storing a question has cleared the conversation's draft."""
        if owner == self.owner and not self.is_paused:
            self._keep_now()
        else:
            self._store(owner, self._typed.get(owner, Draft()))
        if not self._queue.of(owner):
            self._typed.pop(owner, None)
