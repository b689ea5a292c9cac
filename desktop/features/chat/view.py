"""The chat tab: the list at the left, one conversation at the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from desktop.core.errors import AppError
from desktop.core.types import Kind
from desktop.features.chat import NEW_CHAT, panels
from desktop.features.chat.actions import MessageActions
from desktop.features.chat.conversation import Conversation
from desktop.features.chat.model import title_of
from desktop.features.chat.models import ModelChoice
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.panels import Panels
from desktop.features.chat.side import WIDTH_PX, SidePanel
from desktop.features.chat.writing import Writing
from desktop.services.context import Services
from desktop.store.records import Change, What
from desktop.store.settings import ENTER_SENDS, ZOOM
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.reading_order import follow_layouts
from desktop.ui.scope import scope_for

_SPLITTER = "chat"


class ChatView(QWidget):
    """Everything of the tab; remembers the selected conversation and the width of the list."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self.side = SidePanel(host.look)
        self.pane = ConversationPane(host.look)
        self._scope = scope_for(self, self._on_error)
        self.conversation = Conversation(services, host.look, self.pane)
        self.writing = Writing(services, self.pane, self.conversation)
        self.models = ModelChoice(services, host, self.pane, self.writing)
        self.message_actions = MessageActions(host, self.pane, self.conversation, self.writing)
        self.panels = Panels(host, self.pane)
        self._arrange()
        self._connect()
        self.conversation.open(services.window_state.state.conversation_id or None)
        self._read_list()
        self.models.read()
        follow_layouts(self)
        if services.read_only is not None:
            self.conversation.show_error(AppError(services.read_only))

    def new_chat(self) -> None:
        """Show a new chat; it is stored with its first message."""
        self._open(None)
        self.side.bin.setChecked(False)
        self.pane.composer.setFocus()

    def flush(self) -> None:
        """Store what is only on the screen: the draft. Called before the window closes."""
        self.writing.keep_draft()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would do so too, and take the page out of Tab's way."""
        self.pane.composer.setFocus(event.reason())

    def _arrange(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.side)
        self._splitter.addWidget(self.pane)
        self._splitter.addWidget(self.panels)
        self._splitter.setStretchFactor(1, 1)
        self.side.setMinimumWidth(200)
        self.side.setMaximumWidth(400)
        self.pane.setMinimumWidth(480)
        kept = self._services.window_state.state.splitters.get(_SPLITTER, ())
        self._splitter.setSizes(list(kept) or [WIDTH_PX, 1000, panels.WIDTH_PX])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        side, look = self.side, self._host.look
        side.new_wanted.connect(self.new_chat)
        side.opened.connect(self._open)
        side.renamed.connect(self._rename)
        side.delete_wanted.connect(self._delete)
        side.bin_toggled.connect(self._read_list)
        side.restore_wanted.connect(self._restore)
        side.erase_wanted.connect(self._erase)
        self.writing.created.connect(self._on_created)
        self.pane.examples.chosen.connect(self._take_example)
        self.pane.transcript_made.connect(self._on_transcript)
        self._splitter.splitterMoved.connect(self._on_splitter)
        look.changed.connect(self._read_list)
        keys = self._host.keys
        keys.bind(NEW_CHAT.id, self, self.new_chat)
        keys.changed.connect(self._on_keys)
        self._on_keys()
        conversations, turns = self._services.conversations, self._services.turns
        self._on_setting(ENTER_SENDS.key)
        for stop in (
            self._services.settings.changed.connect(self._on_setting),
            conversations.changed.connect(self._on_change),
            turns.moved.connect(lambda _turn: self._show_live()),
            turns.ended.connect(lambda _end: self._show_live()),
        ):
            self.destroyed.connect(stop)

    def _on_setting(self, key: str) -> None:
        if key == ENTER_SENDS.key:
            enter_sends = self._services.settings.get(ENTER_SENDS)
            self.pane.composer.set_enter_sends(enter_sends=enter_sends)
            self.pane.keys.refresh()

    def _on_keys(self) -> None:
        self.side.new.show_meta(self._host.keys.shown(NEW_CHAT.id))

    # the list
    def _read_list(self) -> None:
        self._scope.start("list", self._load_list())

    async def _load_list(self) -> None:
        shown = await self._services.conversations.list(Kind.CHAT, deleted=self.side.shows_bin)
        self.side.model.show(shown)
        self.side.list.select_id(self.conversation.id)
        self._show_live()

    def _show_live(self) -> None:
        self.side.model.show_live(self._services.turns.live_conversations())

    def _on_change(self, change: Change) -> None:
        shown = self.side.model.conversation(change.conversation_id)
        has_draft = bool(self.pane.composer.text())
        if change.what is What.DRAFT and shown is not None and shown.has_draft == has_draft:
            return  # every few keys: the list would look the same
        self._read_list()
        is_shown = change.conversation_id == self.conversation.id
        if change.what is What.EVERYTHING or (is_shown and change.what is What.RESTORED):
            self.conversation.reload()
        elif change.conversation_id == self.conversation.id and change.what is not What.PURGED:
            self._scope.start("title", self._load_title(change.conversation_id))

    async def _load_title(self, conversation_id: int) -> None:
        conversation = await self._services.conversations.get(conversation_id)
        self.conversation.show_title(title_of(conversation))

    def _open(self, conversation_id: int | None) -> None:
        if conversation_id != self.conversation.id or conversation_id is None:
            self.writing.keep_draft()
            self.conversation.open(conversation_id)
            self._remember(conversation_id)
            self.side.list.select_id(conversation_id)

    def _on_created(self, conversation_id: int) -> None:
        self._remember(conversation_id)
        self.side.bin.setChecked(False)
        self._read_list()
        self._scope.start("title", self._load_title(conversation_id))

    def _rename(self, conversation_id: int, title: str) -> None:
        self._scope.start("rename", self._services.conversations.rename(conversation_id, title))

    # the bin
    def _delete(self, conversation_id: int) -> None:
        if conversation_id == self.conversation.id:
            self._open(self.side.model.neighbour(conversation_id))
        self._scope.start("delete", self._services.conversations.delete(conversation_id))
        self._host.notify(
            Notice(
                lambda: translate("Chat", "Moved to the bin."),
                lambda: translate("Chat", "Undo"),
                lambda: self._restore(conversation_id),
            )
        )

    def _restore(self, conversation_id: int) -> None:
        self._scope.start("restore", self._bring_back(conversation_id))

    async def _bring_back(self, conversation_id: int) -> None:
        await self._services.conversations.restore(conversation_id)
        self.side.bin.setChecked(False)
        self._open(conversation_id)

    def _erase(self, conversation_id: int) -> None:
        if conversation_id == self.conversation.id:
            self._open(None)
        self._scope.start("erase", self._services.conversations.delete_for_good(conversation_id))

    # small things
    def _take_example(self, prompt: str) -> None:
        self.pane.composer.set_text(prompt)
        self.pane.composer.setFocus()

    def _on_transcript(self) -> None:
        self.pane.transcript.zoom_changed.connect(self._on_zoom)
        follow_layouts(self)

    def _on_zoom(self, zoom: float) -> None:
        wanted = min(ZOOM.high or zoom, max(ZOOM.low or zoom, zoom))
        self._scope.start("zoom", self._services.settings.set(ZOOM, wanted))

    def _on_splitter(self) -> None:
        kept = self._services.window_state
        sizes = {**kept.state.splitters, _SPLITTER: tuple(self._splitter.sizes())}
        kept.change(replace(kept.state, splitters=sizes))

    def _remember(self, conversation_id: int | None) -> None:
        kept = self._services.window_state
        kept.change(replace(kept.state, conversation_id=conversation_id or 0))

    def _on_error(self, error: Exception) -> None:
        self.conversation.show_error(error)
