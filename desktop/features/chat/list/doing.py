"""What a person does in the list, to one conversation or to many at once; all of it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.core.types import Conversation, Kind
from desktop.features.chat.list.reading import ListReading
from desktop.features.chat.list.rows import Row, Shelf
from desktop.features.chat.list.side import SidePanel
from desktop.features.chat.list.view import folder_under
from desktop.services.context import Services
from desktop.store.placing import Arrangement
from desktop.ui.controls import Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

if TYPE_CHECKING:
    from desktop.features.chat.list.bin_bar import BinBar

_Change: TypeAlias = Callable[[Arrangement], Arrangement]


class ListDoing(QObject):
    """Does what the panel's signals ask for.

    Signals: `leaving(ids)` before conversations go from the list, so that another is opened where
    one of them is on show; `wanted(id)` a conversation is to be opened; `export_wanted(id)` it is to
    be written to a file.
    """

    leaving = Signal(object)
    wanted = Signal(int)
    export_wanted = Signal(int)

    def __init__(
        self,
        services: Services,
        host: Host,
        side: SidePanel,
        reading: ListReading,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(side)
        self._services, self._host, self._side, self._reading = services, host, side, reading
        self._bar: BinBar | None = None
        self._scope = scope_for(self, on_error)
        side.renamed.connect(self._rename)
        side.delete_wanted.connect(self.delete)
        side.shelf_changed.connect(self._on_shelf)
        side.list.folder_toggled.connect(reading.show_folder)
        side.list.folder_wanted.connect(self.make_folder)
        side.list.dropped.connect(self._on_dropped)

    @property
    def chosen(self) -> tuple[Conversation, ...]:
        """The conversations that are selected and can be arranged: temporary ones cannot."""
        known = self._reading.conversation
        found = (known(row_id) for row_id in self._side.list.selected_ids())
        return tuple(one for one in found if one is not None and not one.is_temporary)

    # the place in the list
    def pin(self, *, is_pinned: bool) -> None:
        """Put what is chosen into the group at the top, or back."""
        words = _pinned if is_pinned else _unpinned
        self._arrange(words, lambda now: replace(now, is_pinned=is_pinned))

    def archive(self, *, is_archived: bool) -> None:
        """Put what is chosen into the archive, or back into the list."""
        words = _archived if is_archived else _unarchived
        self._arrange(words, lambda now: replace(now, is_archived=is_archived))
        self.leaving.emit(tuple(one.id for one in self.chosen))

    def move(self, folder: str) -> None:
        """Put what is chosen into a folder; empty: into none."""
        self._arrange(_moved(folder), partial(_into, folder))

    def _arrange(self, words: Words, change: _Change) -> None:
        self._start("arrange", self._put(words, self.chosen, change))

    async def _put(self, words: Words, chosen: Sequence[Conversation], change: _Change) -> None:
        before = {one.id: Arrangement.of(one) for one in chosen}
        after = {one: change(now) for one, now in before.items() if change(now) != now}
        if after:
            undone = {one: before[one] for one in after}
            store = self._services.conversations
            await store.arrange_all(after)
            self._tell(words, lambda: self._start("arrange", store.arrange_all(undone)))

    def _on_dropped(self, row: Row) -> None:
        self.move(folder_under(row))

    # titles
    def _rename(self, row_id: int, title: str) -> None:
        store = self._services.conversations
        if row_id > 0:
            self._start("rename", store.rename(row_id, title))
        else:
            self._start("rename", store.rename_folder(-row_id, title))

    # folders
    def make_folder(self, *, takes_chosen: bool = False) -> None:
        """Make a folder, let its name be typed, and put what is chosen into it if that is wanted."""
        self._start("folder", self._make_folder(self.chosen if takes_chosen else ()))

    async def _make_folder(self, inside: Sequence[Conversation]) -> None:
        names = {folder.name for folder in self._reading.folders}
        name = plain = translate("Chat", "New folder")
        number = 1
        while name in names:
            number += 1
            name = f"{plain} {number}"
        made = await self._services.conversations.create_folder(Kind.CHAT, name)
        await self._put(_moved(name), inside, partial(_into, name))
        await self._reading.settled()
        self._side.list.rename(-made.id)

    def delete_folder(self, folder_id: int) -> None:
        """Remove a folder; what is in it stands in none from then on."""
        self._start("folder", self._delete_folder(folder_id))

    async def _delete_folder(self, folder_id: int) -> None:
        store = self._services.conversations
        folder = next((one for one in self._reading.folders if one.id == folder_id), None)
        if folder is None:
            return
        inside = await store.delete_folder(folder_id)

        async def undo() -> None:
            await store.create_folder(Kind.CHAT, folder.name)
            found = [await store.get(one) for one in inside]
            back = {one.id: replace(Arrangement.of(one), folder=folder.name) for one in found}
            await store.arrange_all(back)

        def words() -> str:
            return translate("Chat", "The folder is gone, its conversations are not.")

        self._tell(words, lambda: self._start("folder", undo()))

    # the bin
    def delete(self) -> None:
        """Move what is chosen into the bin."""
        ids = self._side.list.selected_ids()
        if not ids or self._side.shelf is Shelf.BIN:
            return
        self.leaving.emit(ids)
        store = self._services.conversations
        self._start("delete", store.delete(*ids))

        def words() -> str:
            if len(ids) == 1:
                return translate("Chat", "Moved to the bin.")
            return translate("Chat", "Moved %n conversation(s) to the bin.", "", len(ids))

        self._tell(words, lambda: self._start("restore", self._bring_back(ids)))

    def restore(self) -> None:
        """Take what is chosen out of the bin."""
        self._start("restore", self._restore())

    async def _restore(self) -> None:
        ids = self._side.list.selected_ids()
        rows = [self._side.model.row_with(row_id) for row_id in ids]
        await self._services.bin.restore([row.thrown for row in rows if row.thrown is not None])
        self._show_again([row.id for row in rows if row.id > 0])

    async def _bring_back(self, ids: Sequence[int]) -> None:
        await self._services.conversations.restore(*ids)
        self._show_again(ids)

    def _show_again(self, ids: Sequence[int]) -> None:
        if self._side.shelf is Shelf.BIN:
            self._side.show_list()
        if len(ids) == 1:
            self.wanted.emit(ids[0])

    def erase(self) -> None:
        """Delete what is chosen for good."""
        ids = self._side.list.selected_ids()
        found = (self._side.model.row_with(row_id).thrown for row_id in ids)
        self._bin_bar().erase([one for one in found if one is not None])

    def _bin_bar(self) -> BinBar:
        if self._bar is None:
            from desktop.features.chat.list.bin_bar import BinBar  # noqa: PLC0415 - only the bin's

            self._bar = BinBar(self._services, self._host, self._scope)
            self._bar.erasing.connect(self.leaving)
            self._bar.erased.connect(self._reading.read)
            self._side.add_above(self._bar)
        return self._bar

    def _on_shelf(self) -> None:
        is_bin = self._side.shelf is Shelf.BIN
        if is_bin or self._bar is not None:
            self._bin_bar().setVisible(is_bin)

    def _tell(self, words: Words, on_undo: Callable[[], None]) -> None:
        self._host.notify(Notice(words, lambda: translate("Chat", "Undo"), on_undo))

    def _start(self, key: str, work: Coroutine[object, object, object]) -> None:
        self._scope.start(key, work)


def _into(folder: str, now: Arrangement) -> Arrangement:
    # What is pinned stands at the top, not in its folder: who moves it wants to see it there.
    return replace(now, folder=folder, is_pinned=False)


def _moved(folder: str) -> Words:
    def words() -> str:
        if folder:
            return translate("Chat", "Moved to “{folder}”.").format(folder=folder)
        return translate("Chat", "Taken out of its folder.")

    return words


def _pinned() -> str:
    return translate("Chat", "Pinned to the top.")


def _unpinned() -> str:
    return translate("Chat", "Not pinned any more.")


def _archived() -> str:
    return translate("Chat", "Moved to the archive.")


def _unarchived() -> str:
    return translate("Chat", "Back in the list.")
