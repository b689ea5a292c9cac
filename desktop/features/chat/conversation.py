"""Shows one conversation in its pane and keeps it in step: opening, streaming, versions.

Reads the store and watches `services.turns`; what a person sends goes through `writing.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import AppError, Code
from desktop.core.types import Message, Node, State
from desktop.features.chat.entries import entry_of
from desktop.features.chat.model import title_of
from desktop.features.chat.pane import ConversationPane
from desktop.services.context import Services
from desktop.services.turns import Ended, Phase, Piece, Turn
from desktop.ui.error_text import code_of, error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.scope import scope_for

_SECOND_MS = 1000
_FIRST_READ = 100
"""Messages read before the first paint: 14 ms in a conversation of 10,000, all of it 102 ms."""


class Conversation(QObject):
    """The conversation on show.

    Signals: `opened()` when another one, or a new chat, is on show.
    """

    opened = Signal()

    def __init__(self, services: Services, look: Look, pane: ConversationPane) -> None:
        super().__init__(pane)
        self._services, self._pane = services, pane
        self._nodes: dict[int, Node] = {}
        self.id: int | None = None
        self._is_in_bin = False
        self.scope = scope_for(self, self.show_error)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_SECOND_MS)
        self._countdown.timeout.connect(self._show_phase)
        turns = services.turns
        for stop in (
            turns.piece.connect(self._on_piece),
            turns.moved.connect(self._on_moved),
            turns.ended.connect(self._on_ended),
        ):
            self.destroyed.connect(stop)
        look.changed.connect(self._on_look)

    @property
    def leaf_id(self) -> int | None:
        """The last message on the path: a new question follows it."""
        return next(reversed(self._nodes), None)

    def node(self, message_id: int) -> Node | None:
        """Give a message on the path."""
        return self._nodes.get(message_id)

    def open(self, conversation_id: int | None) -> None:
        """Show a conversation, or a new chat."""
        self.id = conversation_id
        if self._services.read_only is None:
            self._pane.notice.hide()
        if conversation_id is None:
            self.scope.cancel("load")
            self._mark_binned(is_in_bin=False)
            self._show(())
            self.opened.emit()
        else:
            self.scope.start("load", self._load(conversation_id, is_other=True))

    def reload(self) -> None:
        """Read the path again: another version was chosen, or somebody else wrote."""
        if self.id is not None:
            self.scope.start("load", self._load(self.id, is_other=False))

    def append(self, *messages: Message) -> None:
        """Show messages that were just stored at the end of the path."""
        self._pane.show_welcome(is_new=False)
        for message in messages:
            node = Node(message, 1, 1, (message.id,))
            self._nodes[message.id] = node
            self._pane.model.append(entry_of(self._current(node)))
        self._pane.transcript.scroll_to_end()
        self._show_phase()
        if self.scope.is_running("load"):
            self.reload()  # what is being read may lack these messages

    def choose(self, message_id: int, step: int) -> None:
        """Show the version before (-1) or after (1) a message."""
        node = self._nodes.get(message_id)
        at = -1 if node is None else node.position - 1 + step
        if node is not None and 0 <= at < node.count:
            self.scope.start("choose", self._select(node.sibling_ids[at]))

    def show_title(self, title: str) -> None:
        """Show the title in the bar."""
        self._pane.show_title(title)

    def show_error(self, error: Exception, on_retry: Callable[[], None] | None = None) -> None:
        """Show what could not be done, above the transcript; everything else goes on."""
        code = code_of(error)
        self._pane.show_notice(
            lambda: error_text(code).title, lambda: error_text(code).hint, on_retry
        )

    def _mark_binned(self, *, is_in_bin: bool) -> None:
        """Let nobody write into what lies in the bin: it would lie there unseen."""
        self._is_in_bin = is_in_bin
        is_read_only = self._services.read_only is not None
        self._pane.composer.set_blocked(is_blocked=is_in_bin or is_read_only)

    async def _select(self, message_id: int) -> None:
        await self._services.conversations.select(message_id)
        self.reload()

    async def _load(self, conversation_id: int, *, is_other: bool) -> None:
        conversations = self._services.conversations
        try:
            conversation = await conversations.get(conversation_id)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            self.open(None)
            return
        path = await self._read(conversation_id, _FIRST_READ if is_other else None)
        if self.id != conversation_id:
            return
        self._pane.show_title(title_of(conversation))
        self._mark_binned(is_in_bin=conversation.deleted_at is not None)
        self._show(path)
        if is_other:
            self._pane.transcript.scroll_to_end()
            self.opened.emit()
        if is_other and len(path) == _FIRST_READ:
            await self._load(conversation_id, is_other=False)

    async def _read(self, conversation_id: int, last: int | None) -> tuple[Node, ...]:
        conversations, current = self._services.conversations, self._services.turns.current
        path = await conversations.path(conversation_id, last=last)
        messages = (node.message for node in path)
        if any(m.state is State.STREAMING and current(m) is m for m in messages):
            # Its turn is over and stored since the disk was asked, or another program's.
            path = await conversations.path(conversation_id, last=last)
        return path

    def _show(self, path: tuple[Node, ...]) -> None:
        self._nodes = {node.message.id: node for node in path}
        if path or self._pane.has_transcript:
            self._pane.model.load([entry_of(self._current(node)) for node in path])
        self._pane.show_welcome(is_new=not path)
        self._show_phase()

    def _current(self, node: Node) -> Node:
        return replace(node, message=self._services.turns.current(node.message))

    # what happens to a turn
    def _on_piece(self, piece: Piece) -> None:
        if piece.conversation_id != self.id:
            return
        if piece.is_reasoning:
            self._pane.model.append_reasoning(piece.message_id, piece.text)
        else:
            self._pane.model.append_text(piece.message_id, piece.text)

    def _on_moved(self, turn: Turn) -> None:
        if turn.conversation_id == self.id:
            self._show_phase()

    def _on_ended(self, end: Ended) -> None:
        node = self._nodes.get(end.message_id)
        if end.trouble is not None:  # of whichever conversation: it is not on the disk yet
            self.show_error(end.trouble, self._services.turns.store_again)
        if end.conversation_id != self.id or node is None:
            return
        message = replace(
            node.message,
            parts=end.result.parts,
            state=end.state,
            usage=end.result.usage,
            model=end.result.model or node.message.model,
            finish_reason=end.result.finish_reason,
            error_code=end.error.code if end.error else "",
            error_detail=end.error.detail if end.error else "",
            finished_at=time.time(),
        )
        self._nodes[end.message_id] = replace(node, message=message)
        self._pane.model.update(end.message_id, entry_of(self._nodes[end.message_id]))
        self._show_phase()

    def _show_phase(self) -> None:
        """Show in the status line what the newest turn is waiting for."""
        turns = () if self.id is None else self._services.turns.live(self.id)
        self._pane.composer.set_running(is_running=bool(turns))
        turn = turns[-1] if turns else None
        is_waiting = turn is not None and turn.phase is Phase.RETRYING
        if is_waiting and not self._countdown.isActive():
            self._countdown.start()
        elif not is_waiting:
            self._countdown.stop()
        self._pane.say_status(_bin_words if self._is_in_bin else lambda: _phase_words(turn))

    def _on_look(self) -> None:
        """Draw the entries' words in the other language."""
        for message_id, node in self._nodes.items():
            self._pane.model.update(message_id, entry_of(self._current(node)))


def _bin_words() -> str:
    return translate("Chat", "In the bin: restore it to write on")


def _phase_words(turn: Turn | None) -> str:
    if turn is None or turn.phase is Phase.STREAMING:
        return ""
    if turn.phase is Phase.WAITING:
        return translate("Chat", "Waiting for the answer…")
    count = max(1, round(turn.retry_at - time.monotonic()))
    return translate("Chat", "The server asks for patience: again in %n s", "", count)
