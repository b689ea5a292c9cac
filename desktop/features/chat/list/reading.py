"""Keeps the list in step with the store: all of it once, then only what changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.core.errors import AppError, Code
from desktop.core.types import Conversation, Kind
from desktop.features.chat.list.rows import Contents, Shelf
from desktop.features.chat.list.side import SidePanel
from desktop.services.bin import Thrown
from desktop.services.context import Services
from desktop.store.folders import Folder
from desktop.store.records import TEMPORARY_FROM, Change, What
from desktop.store.settings import BIN_DAYS
from desktop.ui.scope import scope_for

_SETTLE_S = 5.0


class ListReading(QObject):
    """Reads what the panel shows. `shown_id` gives the conversation that is open."""

    def __init__(
        self,
        services: Services,
        side: SidePanel,
        shown_id: Callable[[], int | None],
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(side)
        self._services, self._side, self._shown_id = services, side, shown_id
        self._known: dict[int, Conversation] = {}
        self._folders: tuple[Folder, ...] = ()
        self._thrown: tuple[Thrown, ...] = ()
        self._scope = scope_for(self, on_error)
        side.shelf_changed.connect(self.read)
        for stop in (
            services.settings.changed.connect(self._on_setting),
            services.turns.moved.connect(lambda _turn: self.show_live()),
            services.turns.ended.connect(lambda _end: self.show_live()),
        ):
            self.destroyed.connect(stop)

    def read(self) -> None:
        """Read everything that is on show."""
        self._scope.start("list", self._load())

    def conversation(self, conversation_id: int) -> Conversation | None:
        """Give a conversation that is not in the bin, as it was read last."""
        return self._known.get(conversation_id)

    @property
    def folders(self) -> tuple[Folder, ...]:
        """The folders as they were read last."""
        return self._folders

    @property
    def thrown(self) -> tuple[Thrown, ...]:
        """What is in the bin, as it was read last; only while the bin is on show."""
        return self._thrown

    def take(self, change: Change) -> None:
        """Take in what has changed in the store."""
        if self._side.shelf is Shelf.BIN or change.what is What.EVERYTHING:
            self.read()
        elif change.conversation_id and change.what is not What.EXCHANGES:
            work = self._load_one(change.conversation_id)
            self._scope.start(f"one/{change.conversation_id}", work)

    async def settled(self) -> None:
        """Wait until what the store has told of is on show."""
        await self._scope.join(_SETTLE_S)
        while self._scope.is_running("list"):  # begun meanwhile: more had changed
            await self._scope.join(_SETTLE_S)

    def show_live(self) -> None:
        """Mark the conversations in which an answer is being made."""
        self._side.model.show_live(self._services.turns.live_conversations())

    def show_folder(self, folder_id: int) -> None:
        """Open a folder, or close it."""
        folder = next((one for one in self._folders if one.id == folder_id), None)
        if folder is None:
            return
        turned = Folder(folder.id, folder.name, not folder.is_open)
        self._folders = tuple(turned if one is folder else one for one in self._folders)
        self._show()
        keeping = self._services.conversations.open_folder(folder_id, is_open=turned.is_open)
        self._scope.start(f"folder/{folder_id}", keeping)

    async def _load(self) -> None:
        conversations = self._services.conversations
        if self._side.shelf is Shelf.BIN:
            self._thrown = await self._services.bin.list()
        found = await conversations.list(Kind.CHAT)
        self._folders = await conversations.folders(Kind.CHAT)
        self._known = {one.id: one for one in found}
        self._show()

    async def _load_one(self, conversation_id: int) -> None:
        try:
            found = await self._services.conversations.get(conversation_id)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            found = None
        if self._scope.is_running("list"):
            self.read()  # what is being read may be older than this
            return
        if found == self._known.get(conversation_id):
            return  # a draft grows every few keys, and the list looks the same
        if found is None or found.deleted_at is not None or found.kind is not Kind.CHAT:
            self._known.pop(conversation_id, None)
        else:
            self._known[conversation_id] = found
        self._show()

    def _show(self) -> None:
        newest_first = sorted(
            self._known.values(), key=lambda one: (one.updated_at, one.id), reverse=True
        )
        contents = Contents(newest_first, self._folders, self._thrown, days_left=self._days_left)
        self._side.show_contents(contents)
        rows = self._side.list
        is_on_folder = self._side.model.row(rows.currentIndex()).folder is not None
        if not is_on_folder and len(rows.selected_ids()) <= 1:
            rows.select_id(self._shown_id())
        self.show_live()

    def _days_left(self, thrown: Thrown) -> int | None:
        days = self._services.settings.get(BIN_DAYS)
        is_kept = not days or thrown.id >= TEMPORARY_FROM  # ends with the program anyway
        return None if is_kept else self._services.bin.days_left(thrown, days)

    def _on_setting(self, key: str) -> None:
        if key == BIN_DAYS.key and self._side.shelf is Shelf.BIN:
            self._show()
