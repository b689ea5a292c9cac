"""The chat tab: the list at the left, one conversation at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.errors import AppError
from desktop.core.override import override
from desktop.features.chat import EXPORT, NEW_CHAT, TEMPORARY_CHAT
from desktop.features.chat.actions import MessageActions
from desktop.features.chat.beside import Beside
from desktop.features.chat.composing import spoken
from desktop.features.chat.composing.ways import Composing
from desktop.features.chat.find.here import FindHere
from desktop.features.chat.list.doing import ListDoing
from desktop.features.chat.list.reading import ListReading
from desktop.features.chat.list.rows import title_of
from desktop.features.chat.list.side import SidePanel
from desktop.features.chat.listening import Listening
from desktop.features.chat.models.choice import ModelChoice
from desktop.features.chat.models.keeper import Keeper
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.panels import Panels
from desktop.features.chat.parameters.asking import AskingWith
from desktop.features.chat.playground.playing import Playing
from desktop.features.chat.room import Room
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.temporary import Temporary, is_temporary
from desktop.features.chat.usage.metered import Metered
from desktop.features.chat.writing.asked_before import AskedBefore
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.store.records import Change, What
from desktop.store.settings import BIN_DAYS, ENTER_SENDS, ZOOM
from desktop.ui.feature import Host, Offer
from desktop.ui.reading_order import follow_layouts
from desktop.ui.scope import scope_for
from desktop.ui.shell import FIND

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

    from desktop.features.chat.exporting import Exporting


class ChatView(QWidget):
    """Everything of the tab; remembers the selected conversation and the width of the list."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self.side = SidePanel(host.look)
        self.pane = ConversationPane(host.look)
        self._scope = scope_for(self, self._on_error)
        self.conversation = Conversation(services, host.look, self.pane)
        self.reading = ListReading(
            services, self.side, lambda: self.conversation.id, self._on_error
        )
        self.doing = ListDoing(services, host, self.side, self.reading, self._on_error)
        self.writing = Writing(services, self.pane, self.conversation)
        self.composing = Composing(services, host, self, self.pane, self.writing)
        self.keeper = Keeper(services, self.conversation)
        self.models = ModelChoice(services, host, self.pane, self.writing, self.keeper)
        self.message_actions = MessageActions(host, self.pane, self.conversation, self.writing)
        self.find_here = FindHere(host, self.pane, self.conversation)
        self.panels = Panels(host, self.pane)
        self.asking = AskingWith(services, host, self.pane, self.conversation, self.keeper)
        self.asking.serve(self.panels, self.models)
        self.message_actions.result_wanted.connect(self.asking.ask_for)
        self.beside = Beside(services, host, self.pane, self.conversation, self.writing)
        self.beside.serve(self.panels, self.message_actions)
        self.metered = Metered(
            services, host, self.pane, self.conversation, self.writing, self.keeper
        )
        self.metered.serve(self.panels, self.message_actions)
        self.playing = Playing(services, host, self.pane, self.conversation, self.writing)
        self.playing.serve(self.message_actions, self.beside)
        self.listening = Listening(services, host, self.pane, self.conversation)
        self.listening.serve(self.message_actions)
        self.temporary = Temporary(services, self.pane, self.conversation)
        self.asked_before = AskedBefore(services, host, self.pane, self.conversation)
        self._exporting: Exporting | None = None
        self._arrange()
        self._connect()
        self.conversation.open(services.window_state.state.conversation_id or None)
        self.reading.read()
        self._scope.start("old", self._empty_bin())
        self.models.read()
        follow_layouts(self)
        if services.read_only is not None:
            self.conversation.show_error(AppError(services.read_only))
        else:
            spoken.serve(host, self.pane.composer)

    def new_chat(self) -> None:
        """Show a new chat; it is stored with its first message."""
        self._open(None)
        self.side.show_list()
        self.pane.composer.setFocus()

    def show_place(self, place: str) -> None:
        """Open "<conversation>", or "<conversation>/<message>?<words>" at that message."""
        where, _, words = place.partition("?")
        conversation, _, message = where.partition("/")
        if not _is_id(conversation):
            return
        self.side.show_list()
        if _is_id(message):
            self.writing.keep_draft()
            self.conversation.go_to(int(conversation), int(message))
            if words:
                self.find_here.land(int(message), words)
            self._remember(int(conversation))
            self.side.list.select_id(int(conversation))
        else:
            self._open(int(conversation))

    async def offers(self) -> Sequence[Offer]:
        """Give the models that this conversation can switch to."""
        return await self.models.offers()

    def flush(self) -> None:
        """Store what is only on the screen: the draft. Called before the window closes."""
        self.writing.keep_draft()
        self.keeper.flush()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would do so too, and take the page out of Tab's way."""
        self.pane.composer.setFocus(event.reason())

    # An event filter would do for all four, and see every other event of an idle window, too.
    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.composing.drops.take(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.composing.drops.take(event)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.composing.drops.take(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.composing.drops.take(event)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Room(self.side, self.pane, self.panels, self._services.window_state))

    def _connect(self) -> None:
        side = self.side
        side.find_anything.clicked.connect(lambda: self._host.keys.run(FIND.id))
        side.new_wanted.connect(self.new_chat)
        side.temporary_wanted.connect(self.temporary.begin)
        side.opened.connect(self._open)
        side.menu_wanted.connect(self._open_menu)
        side.folder_menu_wanted.connect(self._open_folder_menu)
        self.temporary.begun.connect(self._open)
        self.beside.forked.connect(self._on_forked)
        self.doing.wanted.connect(self._open)
        self.doing.leaving.connect(self._on_leaving)
        self.doing.export_wanted.connect(self._export)
        self.writing.created.connect(self._on_created)
        self.pane.examples.chosen.connect(self._take_example)
        self.pane.transcript_made.connect(self._on_transcript)
        keys = self._host.keys
        keys.bind(NEW_CHAT.id, self, self.new_chat)
        keys.bind(TEMPORARY_CHAT.id, self, self.temporary.begin)
        keys.bind(EXPORT.id, self, lambda: self._export(self.conversation.id))
        keys.changed.connect(self._on_keys)
        self._on_keys()
        self._on_setting(ENTER_SENDS.key)
        for stop in (
            self._services.settings.changed.connect(self._on_setting),
            self._services.conversations.changed.connect(self._on_change),
        ):
            self.destroyed.connect(stop)

    def _on_setting(self, key: str) -> None:
        if key == ENTER_SENDS.key:
            enter_sends = self._services.settings.get(ENTER_SENDS)
            self.pane.composer.set_enter_sends(enter_sends=enter_sends)
            self.pane.keys.refresh()

    def _on_keys(self) -> None:
        self.side.find_anything.show_meta(self._host.keys.shown(FIND.id))
        self.side.new.show_meta(self._host.keys.shown(NEW_CHAT.id))
        self.side.temporary.show_keys(self._host.keys.keys(TEMPORARY_CHAT.id))

    # the list
    def _on_change(self, change: Change) -> None:
        self.reading.take(change)
        is_shown = change.conversation_id == self.conversation.id
        if change.what is What.EVERYTHING or (is_shown and change.what is What.RESTORED):
            self.conversation.reload()
        elif is_shown and change.what not in {What.PURGED, What.DRAFT, What.EXCHANGES}:
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
        self.keeper.adopt(conversation_id)
        self.side.show_list()
        self._scope.start("title", self._load_title(conversation_id))

    def _on_forked(self, conversation_id: int) -> None:
        self._open(conversation_id)
        self.pane.composer.setFocus()

    def _on_leaving(self, conversation_ids: tuple[int, ...]) -> None:
        """Show another conversation before the one on show goes from the list."""
        shown_id = self.conversation.id
        if shown_id is not None and shown_id in conversation_ids:
            is_bin = self.side.shows_bin
            model = self.side.model
            self._open(None if is_bin else model.neighbour(shown_id, conversation_ids))

    def _open_menu(self, point: QPoint) -> None:
        from desktop.features.chat.list.menu import open_menu  # noqa: PLC0415 - few ask for one

        open_menu(self.doing, self.side, self.reading.folders, point)

    def _open_folder_menu(self, folder_id: int, point: QPoint) -> None:
        from desktop.features.chat.list.menu import open_folder_menu  # noqa: PLC0415 - as above

        open_folder_menu(self.doing, self.side, folder_id, point)

    def _export(self, conversation_id: int | None) -> None:
        shown = self.reading.conversation(conversation_id) if conversation_id else None
        if conversation_id is None:
            return
        if self._exporting is None:
            from desktop.features.chat.exporting import Exporting  # noqa: PLC0415 - few ever do

            self._exporting = Exporting(self._services, self._host, self)
        self._exporting.choose(conversation_id, title_of(shown) if shown is not None else "")

    async def _empty_bin(self) -> None:
        """Delete for good what is in the bin for too long, once the list stands."""
        await self.reading.settled()
        if self._services.read_only is None:
            await self._services.bin.empty_older(self._services.settings.get(BIN_DAYS))
            self._services.exchanges.tidy_soon()

    # small things
    def _take_example(self, prompt: str) -> None:
        self.pane.composer.set_text(prompt)
        self.pane.composer.setFocus()

    def _on_transcript(self) -> None:
        self.pane.transcript.zoom_changed.connect(self._on_zoom)
        self.pane.transcript.objects.use(self._services)
        from desktop.features.chat.showing.opened import OpenedAttachments  # noqa: PLC0415 - as late as it

        transcript, conversation = self.pane.transcript, self.conversation
        transcript.failed.connect(conversation.show_error)
        attachments = self._services.attachments
        OpenedAttachments(
            attachments, self._host, transcript, conversation.node, conversation.scope
        )
        follow_layouts(self)

    def _on_zoom(self, zoom: float) -> None:
        wanted = min(ZOOM.high or zoom, max(ZOOM.low or zoom, zoom))
        self._scope.start("zoom", self._services.settings.set(ZOOM, wanted))

    def _remember(self, conversation_id: int | None) -> None:
        kept = self._services.window_state
        is_kept = conversation_id is not None and not is_temporary(conversation_id)
        kept_id = conversation_id if is_kept and conversation_id else 0
        kept.change(replace(kept.state, conversation_id=kept_id))

    def _on_error(self, error: Exception) -> None:
        self.conversation.show_error(error)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
