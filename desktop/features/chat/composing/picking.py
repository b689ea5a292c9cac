"""The menus of the attach button and of the chips, and what stands behind their entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.core.errors import AppError
from desktop.core.types import Part
from desktop.features.chat import ATTACH
from desktop.features.chat.composing.folder_preview import FolderPreview
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.opened import Opener
from desktop.features.chat.writing.attached import Attached
from desktop.features.chat.writing.attaching import Attaching
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.ui.composer.offered import holds_things, read_things
from desktop.ui.error_text import error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.keymap import shown
from desktop.ui.notices import Notice


class Picking(QObject):
    """Brings files in by dialogs, and does what is asked of a chip."""

    def __init__(
        self, services: Services, host: Host, pane: ConversationPane, writing: Writing
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane, self._writing = services, host, pane, writing
        self._scope = writing.conversation.scope
        self._opener = Opener(services.attachments, host, self._scope, pane)
        self._preview: FolderPreview | None = None
        self._folders: list[Path] = []
        self._last_folder = ""

    def listen(self, attaching: Attaching) -> None:
        """Do what is asked of the chips of `attaching`."""
        attaching.chips.opened.connect(self.open_chip)
        attaching.chips.menu_wanted.connect(self.open_chip_menu)
        attaching.folder_offered.connect(self.show_folder)

    # the button
    def open_menu(self, button: QWidget) -> None:
        """Show what can be attached."""
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        files = menu.addAction(translate("Chat", "Files…"), self.choose_files)
        files.setShortcut(shown(self._host.keys.keys(ATTACH.id)))
        menu.addAction(translate("Chat", "Folder…"), self.choose_folder)
        paste = menu.addAction(translate("Chat", "From the clipboard"), self.paste)
        data = QGuiApplication.clipboard().mimeData()
        paste.setEnabled(data is not None and (holds_things(data) or data.hasText()))
        menu.addSeparator()
        mention = translate("Chat", "Recent file or conversation…")
        menu.addAction(f"{mention}\t@", lambda: self._type("@"))
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def choose_files(self) -> None:
        """Let the person choose files."""
        dialog = self._dialog(translate("Chat", "Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def choose_folder(self) -> None:
        """Let the person choose a folder; what of it goes in is shown first."""
        dialog = self._dialog(translate("Chat", "Attach a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.show_folder(Path(path)))
        dialog.open()

    def paste(self) -> None:
        """Attach what is in the clipboard, a text of any length too."""
        data = QGuiApplication.clipboard().mimeData()
        things = read_things(data)
        if things:
            self._writing.attaching.offer(things)
        elif data.hasText():
            self._writing.attaching.add(translate("Chat", "Pasted text.txt"), data.text())

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._pane.window(), title, self._last_folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _on_files(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            self._last_folder = str(paths[0].parent)
        self._writing.attaching.add_files([(path, path.name) for path in paths])
        self._pane.composer.setFocus()

    def _type(self, sign: str) -> None:
        editor = self._pane.composer.editor
        editor.setFocus()
        cursor = editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        editor.insert_text(sign if not before or before[-1].isspace() else f" {sign}")

    # a folder
    def show_folder(self, folder: Path) -> None:
        """Show what of a folder would go in; several are asked about one after another."""
        self._folders.append(folder)
        if self._preview is None:
            self._show_next()

    def _show_next(self) -> None:
        self._preview = None
        if not self._folders:
            return
        folder = self._folders.pop(0)
        preview = FolderPreview(self._host.look, self._pane.composer, folder)
        preview.accepted.connect(self._writing.attaching.add_files)
        preview.closed.connect(self._show_next)
        self._preview = preview
        preview.pop_up()
        self._scope.start("scan folder", self._scan(preview, folder))

    async def _scan(self, preview: FolderPreview, folder: Path) -> None:
        try:
            found = await self._services.attachments.scan(folder)
        except AppError as error:
            if self._preview is preview:
                preview.show_trouble(error.code)
            return
        if self._preview is preview:
            preview.show_found(found)

    # a chip
    def open_chip_menu(self, key: int, point: QPoint) -> None:
        """Show what can be done with a thing, or with the files of a folder."""
        attaching = self._writing.attaching
        things = attaching.group_of(key)
        if not things:
            return
        menu = QMenu(attaching.chips)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, action in self._entries(key, things):
            menu.addAction(words, action)
        menu.popup(point)

    def _entries(self, key: int, things: list[Attached]) -> list[tuple[str, Callable[[], None]]]:
        attaching, first = self._writing.attaching, things[0]
        entries: list[tuple[str, Callable[[], None]]] = []
        if len(things) == 1 and first.part is not None:
            part = first.part
            entries.append((translate("Chat", "Open"), lambda: self.open_chip(key)))
            entries.append((translate("Chat", "Save a copy…"), lambda: self._opener.save(part)))
            if _is_text(first):
                insert = translate("Chat", "Insert as text instead")
                entries.append((insert, lambda: self._insert_as_text(key, part)))
        if any(thing.error for thing in things):
            again = translate("Chat", "Try again")
            entries.append((again, lambda: attaching.try_again(key)))
        if first.group:
            is_folded = len(things) > 1
            words = (
                translate("Chat", "Show the files one by one")
                if is_folded
                else translate("Chat", "Show the folder as one")
            )
            fold = (words, lambda: attaching.unfold(first.group, is_open=is_folded))
            entries.append(fold)
        entries.append((translate("Chat", "Remove"), lambda: attaching.take_out(key)))
        return entries

    def open_chip(self, key: int) -> None:
        """Open a thing with the system's program for it; a folder shows its files."""
        attaching = self._writing.attaching
        things = attaching.group_of(key)
        if len(things) > 1:
            attaching.unfold(things[0].group, is_open=True)
        elif things and things[0].error:
            attaching.try_again(key)
        elif things and things[0].part is not None:
            self._opener.open(things[0].part, attaching.parts)

    def _insert_as_text(self, key: int, part: Part) -> None:
        self._scope.start("insert as text", self._insert(key, part))

    async def _insert(self, key: int, part: Part) -> None:
        try:
            text = await self._services.attachments.text_of(part)
        except AppError as error:
            self._tell(error_text(error.code).title)
            return
        attaching = self._writing.attaching
        thing = attaching.thing(key)
        if thing is not None and thing.part == part:
            attaching.move_out(key)
            self._pane.composer.editor.insert_text(text)
            self._pane.composer.setFocus()

    def _tell(self, words: str) -> None:
        self._host.notify(Notice(lambda: words))


def _is_text(thing: Attached) -> bool:
    return thing.info.media_type.startswith("text/") or isinstance(thing.source, str)
