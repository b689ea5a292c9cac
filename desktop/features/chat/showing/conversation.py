"""Shows one conversation in its pane and keeps it in step: opening, streaming, versions.

Reads the store and watches `services.turns`; what a person sends goes through `writing.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import AppError, Code
from desktop.core.types import Message, Node, State
from desktop.features.chat.list.rows import title_of
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing import opening
from desktop.features.chat.showing.drawn import Drawn
from desktop.features.chat.showing.following import Following
from desktop.services.context import Services
from desktop.services.turns import Ended, Phase, Piece, Turn
from desktop.ui.error_text import code_of, error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.scope import scope_for

if TYPE_CHECKING:
    from desktop.ui.transcript.entry import Entry

_SECOND_MS = 1000


class Conversation(QObject):
    """The conversation on show.

    Signals: `opened()` when another one, or a new chat, is on show; `shown()` also when it was read
    again; `asked(question, answer)` when both were stored and are on show at the end of the path.
    """

    opened = Signal()
    shown = Signal()
    asked = Signal(object, object)

    def __init__(self, services: Services, look: Look, pane: ConversationPane) -> None:
        super().__init__(pane)
        self._services, self._pane = services, pane
        self._nodes: dict[int, Node] = {}
        self._leaf_id: int | None = None
        self._insets: dict[int, Entry] = {}
        self.id: int | None = None
        self._is_in_bin = False
        self.scope = scope_for(self, self.show_error)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_SECOND_MS)
        self._countdown.timeout.connect(self._show_phase)
        self._drawn = Drawn(services, self.scope, self._redraw)
        self._following = Following(lambda: pane.model, self._redraw, self)
        turns = services.turns
        for stop in (
            turns.piece.connect(self._on_piece),
            turns.changed_parts.connect(self._on_parts),
            turns.moved.connect(self._on_moved),
            turns.ended.connect(self._on_ended),
        ):
            self.destroyed.connect(stop)
        look.changed.connect(self._on_look)

    @property
    def leaf_id(self) -> int | None:
        """The last message on the path: a new question follows it."""
        return self._leaf_id

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The messages on the path, oldest first."""
        return tuple(self._nodes.values())

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

    def go_to(self, conversation_id: int, message_id: int) -> None:
        """Show a conversation at one of its messages, on the branch that holds it."""
        is_other = conversation_id != self.id
        if not is_other and message_id in self._nodes and not self.scope.is_running("load"):
            self._pane.transcript.show_message(message_id)
            return
        self.id = conversation_id
        if self._services.read_only is None:
            self._pane.notice.hide()
        loading = self._load(conversation_id, is_other=is_other, at=message_id)
        self.scope.start("load", loading)

    def reload(self) -> None:
        """Read the path again: another version was chosen, or somebody else wrote."""
        if self.id is not None:
            self.scope.start("load", self._load(self.id, is_other=False))

    def append(self, question: Message, answer: Message) -> None:
        """Show messages that were just stored at the end of the path."""
        self._pane.show_welcome(is_new=False)
        for message in (question, answer):
            node = Node(message, 1, 1, (message.id,))
            self._nodes[message.id] = node
            self._leaf_id = message.id
            self._pane.model.append(self._drawn.entry(node))
        self._pane.transcript.scroll_to_end()
        self._show_phase()
        if self.scope.is_running("load"):
            self.reload()  # what is being read may lack these messages
        self.asked.emit(question, answer)

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

    async def _load(self, conversation_id: int, *, is_other: bool, at: int | None = None) -> None:
        conversations = self._services.conversations
        try:
            conversation = await conversations.get(conversation_id)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            self.open(None)
            return
        trouble, last = None, opening.FIRST_READ if is_other else None
        if at is None:
            path, leaf_id = await opening.read(self._services, conversation_id, last)
        else:
            near = await opening.read_near(self._services, conversation_id, at)
            (path, leaf_id), trouble = near
        if self.id != conversation_id:
            return
        self._pane.show_title(title_of(conversation))
        self._mark_binned(is_in_bin=conversation.deleted_at is not None)
        self._show(path, leaf_id)
        if is_other and at is None:
            self._pane.transcript.scroll_to_end()
        if is_other:
            self.opened.emit()
        if at is not None and at in self._nodes:
            self._pane.transcript.show_message(at)
        elif trouble is not None:
            self.show_error(trouble)
        if (is_other or at is not None) and len(path) == opening.FIRST_READ:
            await self._load(conversation_id, is_other=False)

    def _show(self, path: tuple[Node, ...], leaf_id: int | None = None) -> None:
        self._leaf_id = leaf_id
        self._nodes = {node.message.id: node for node in path}
        if path or self._pane.has_transcript:
            self._pane.model.load(list(self._entries()))
            self._drawn.look([node.message for node in path])
        self._pane.show_welcome(is_new=not path)
        self._show_phase()
        self.shown.emit()

    def put_between(self, insets: dict[int, Entry]) -> None:
        """Show what is no message below the messages with these ids."""
        if insets != self._insets:
            self._insets = insets
            self._pane.model.load(list(self._entries()))

    def take_cost(self, message: Message) -> None:
        """Show what an answer took, as it has become known."""
        node = self._nodes.get(message.id)
        if node is not None and node.message.state is not State.STREAMING:
            known = replace(node.message, usage=message.usage, spent=message.spent)
            self._nodes[message.id] = replace(node, message=known)
            self._redraw(message.id)

    def _entries(self) -> Iterator[Entry]:
        for message_id, node in self._nodes.items():
            yield self._drawn.entry(node)
            if message_id in self._insets:
                yield self._insets[message_id]

    def _redraw(self, message_id: int) -> None:
        node = self._nodes.get(message_id)
        if node is not None:
            self._pane.model.update(message_id, self._drawn.entry(node))

    # what happens to a turn
    def _on_piece(self, piece: Piece) -> None:
        if piece.conversation_id == self.id:
            self._following.piece(piece)

    def _on_parts(self, turn: Turn) -> None:
        if turn.conversation_id == self.id:
            self._following.parts(turn)

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
            reasoned_s=end.result.reasoned_s,
        )
        self._nodes[end.message_id] = replace(node, message=message)
        self._following.over(end.message_id)
        self._redraw(end.message_id)
        self._drawn.look((message,))
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
        for message_id in self._nodes:
            self._redraw(message_id)


def _bin_words() -> str:
    return translate("Chat", "In the bin: restore it to write on")


def _phase_words(turn: Turn | None) -> str:
    if turn is None or turn.phase is Phase.STREAMING:
        return ""
    if turn.phase is Phase.WAITING:
        return translate("Chat", "Waiting for the answer…")
    count = max(1, round(turn.retry_at - time.monotonic()))
    return translate("Chat", "The server asks for patience: again in %n s", "", count)
