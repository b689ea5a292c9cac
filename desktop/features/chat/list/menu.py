"""The menus of the list: everything that can be done to what is chosen, and to a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.features.chat.list.doing import ListDoing
from desktop.features.chat.list.rows import Shelf
from desktop.features.chat.list.side import SidePanel
from desktop.store.folders import Folder
from desktop.ui.i18n import translate


def open_menu(doing: ListDoing, side: SidePanel, folders: Sequence[Folder], point: QPoint) -> None:
    """Show what can be done to what is chosen."""
    menu = _menu(side)
    if side.shelf is Shelf.BIN:
        menu.addAction(translate("Chat", "Restore"), doing.restore)
        menu.addAction(translate("Chat", "Delete for good"), doing.erase)
    else:
        _fill(menu, doing, side, folders)
    menu.popup(point)


def open_folder_menu(doing: ListDoing, side: SidePanel, folder_id: int, point: QPoint) -> None:
    """Show what can be done to a folder."""
    menu = _menu(side)
    menu.addAction(translate("Chat", "Rename"), "F2", partial(side.list.rename, -folder_id))
    menu.addAction(translate("Chat", "New folder"), doing.make_folder)
    menu.addSeparator()
    menu.addAction(translate("Chat", "Remove folder"), partial(doing.delete_folder, folder_id))
    menu.popup(point)


def _menu(side: SidePanel) -> QMenu:
    menu = QMenu(side)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _fill(menu: QMenu, doing: ListDoing, side: SidePanel, folders: Sequence[Folder]) -> None:
    chosen = doing.chosen
    ids = side.list.selected_ids()
    if len(ids) == 1:
        menu.addAction(translate("Chat", "Rename"), "F2", partial(side.list.rename, ids[0]))
    if chosen:
        is_pinned = all(one.is_pinned for one in chosen)
        words = translate("Chat", "Unpin") if is_pinned else translate("Chat", "Pin")
        menu.addAction(words, partial(doing.pin, is_pinned=not is_pinned))
        inside = {one.folder for one in chosen if not one.is_pinned}
        _fill_folders(menu.addMenu(translate("Chat", "Move to")), doing, folders, inside)
        is_archived = all(one.is_archived for one in chosen)
        words = translate("Chat", "Back to the list") if is_archived else _archive_words()
        menu.addAction(words, partial(doing.archive, is_archived=not is_archived))
        if len(chosen) == 1:
            menu.addAction(
                translate("Chat", "Export…"), partial(doing.export_wanted.emit, chosen[0].id)
            )
        menu.addSeparator()
    menu.addAction(translate("Chat", "Delete"), "Del", doing.delete)


def _fill_folders(
    menu: QMenu, doing: ListDoing, folders: Sequence[Folder], inside: set[str]
) -> None:
    """Offer every folder but the one in which all of it is already."""
    move: Callable[[str], None] = doing.move
    for folder in folders:
        if inside != {folder.name}:
            menu.addAction(folder.name.replace("&", "&&"), partial(move, folder.name))
    if inside & {folder.name for folder in folders}:
        menu.addAction(translate("Chat", "No folder"), partial(move, ""))
    if folders:
        menu.addSeparator()
    menu.addAction(translate("Chat", "New folder"), partial(doing.make_folder, takes_chosen=True))


def _archive_words() -> str:
    return translate("Chat", "Move to the archive")
