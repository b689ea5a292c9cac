"""Things that are dragged over the chat: all of it lights up and says what will happen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent

from desktop.features.chat.pane import ConversationPane
from desktop.ui.composer.offered import holds_things, read_things
from desktop.ui.composer.veil import Veil
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for

_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff"}  # fmt: skip
_NAMED = 3


class Drops(QObject):
    """The chat as a target of a drag; text goes in as text, whatever else as an attachment.

    Signals: `dropped(Offered)`; `text_dropped(text)`.
    """

    dropped = Signal(object)
    text_dropped = Signal(str)

    def __init__(self, pane: ConversationPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._veil = Veil(pane.look, pane)
        self._scope = scope_for(self, lambda _error: None)

    @property
    def veil(self) -> Veil:
        """What lies over the conversation meanwhile."""
        return self._veil

    def take(self, event: QEvent) -> bool:
        """Do what a drag or drop event asks for; tell whether it was one that is taken."""
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self._veil.hide()
            return True
        if not isinstance(event, QDropEvent) or not _is_taken(event):
            return False
        if kind is QEvent.Type.DragEnter:
            self._show(event.mimeData())
        elif kind is QEvent.Type.Drop:
            self._drop(event.mimeData())
        # A copy, whatever the other program offers: a move would delete its files.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _show(self, data: QMimeData) -> None:
        if not holds_things(data):
            words = translate("Chat", "Insert the link") if data.hasUrls() else translate("Chat", "Insert the text")  # fmt: skip
            self._veil.say("pencil-line", words, "")
            return
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        self._veil.say(*words_for(paths, ()))
        if paths:
            self._scope.start("look", self._look_at(paths))

    async def _look_at(self, paths: Sequence[Path]) -> None:
        """Say more once the disk has told which of them are folders."""
        folders = await asyncio.to_thread(lambda: [path for path in paths if path.is_dir()])
        if folders and self._veil.isVisible():
            self._veil.say(*words_for(paths, folders))

    def _drop(self, data: QMimeData) -> None:
        self._veil.hide()
        things = read_things(data)
        if things:
            self.dropped.emit(things)
        elif data.hasText():
            self.text_dropped.emit(data.text())


def words_for(paths: Sequence[Path], folders: Sequence[Path]) -> tuple[str, str, str]:
    """Give icon, title and hint for what is dragged; no paths: it is a picture."""
    if not paths:
        return "image-plus", translate("Chat", "Attach the picture"), _privacy()
    names = ", ".join(path.name for path in paths[:_NAMED])
    if len(paths) > _NAMED:
        names = translate("Chat", "{names} and %n more", "", len(paths) - _NAMED).format(names=names)  # fmt: skip
    if len(paths) == 1 and folders:
        title = translate("Chat", "Attach the folder “{name}”").format(name=paths[0].name)
        return "folder", title, translate("Chat", "You will see first what of it goes in.")
    hint = names if len(paths) > 1 else ""
    if any(path.suffix.lower() in _PICTURES for path in paths):
        hint = f"{hint}\n{_privacy()}".strip()
    if len(paths) == 1:
        return "upload", translate("Chat", "Attach “{name}”").format(name=paths[0].name), hint
    if folders:
        return "upload", translate("Chat", "Attach %n item(s)", "", len(paths)), hint
    return "upload", translate("Chat", "Attach %n file(s)", "", len(paths)), hint


def _privacy() -> str:
    return translate("Chat", "Place and camera are taken out of pictures before they are sent.")


def _is_taken(event: QDropEvent) -> bool:
    """Tell whether it comes from elsewhere: rows and texts dragged within the window are no drop."""
    return event.source() is None and (holds_things(event.mimeData()) or event.mimeData().hasText())
