"""Attachments and pictures on show: small pictures, opening the whole, saving a copy of it.

One rule for all: a picture is looked at here; what else is harmless is opened with the system's
program for it; of anything else, and of what a temporary chat holds, the person is offered a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.core.types import Node, Part, PartType
from desktop.features.chat.showing.entries import attached_parts
from desktop.services.attachments import Attachments
from desktop.ui.error_text import error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice

_BLOB = "blob:"

if TYPE_CHECKING:  # 5 MiB that somebody who only attaches need not hold
    from desktop.ui.picture_viewer.viewer import Load, PictureViewer
    from desktop.ui.transcript.canvas import TranscriptView
    from desktop.ui.transcript.card import AttachmentEntry


class Opener(QObject):
    """Opens an attachment, or lets the person save a copy of it.

    Args:
        attachments: Have the contents.
        host: Shows what could not be done.
        scope: What is being done ends with it.
        parent: The widget that dialogs belong to.
    """

    def __init__(
        self, attachments: Attachments, host: Host, scope: TaskScope, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._attachments, self._host, self._scope = attachments, host, scope
        self._parent = parent

    def open(self, part: Part, among: Sequence[Part] = ()) -> None:
        """Show a picture, with the others `among` which it is next to it; open anything else."""
        if part.type is not PartType.IMAGE:
            self.open_outside(part)
            return
        parts = [one for one in among if one.type is PartType.IMAGE] or [part]
        by_source = {f"blob:{one.blob}": one for one in parts}
        viewer = self.look_at(
            [(source, one.name) for source, one in by_source.items()],
            f"blob:{part.blob}",
            lambda source: self._attachments.content(by_source[source]),
        )
        kept = list(by_source.values())
        viewer.save_wanted.connect(lambda at: self.save(kept[at]))
        viewer.open_wanted.connect(lambda at: self.open_outside(kept[at]))

    def look_at(
        self, pictures: Sequence[tuple[str, str]], source: str, load: Load
    ) -> PictureViewer:
        """Show pictures, each by its source and title, over the window, that of `source` first."""
        from desktop.ui.picture_viewer import viewer  # noqa: PLC0415 - with the first one

        items = [viewer.Picture(at, title, at.startswith(_BLOB)) for at, title in pictures]
        first = [one.source for one in items].index(source)
        made = viewer.PictureViewer(self._host.look, self._parent, items, first, load)
        made.pop_up()
        return made

    def open_outside(self, part: Part) -> None:
        """Open a part with the system's program for it, or offer a copy."""
        self._scope.start("open attachment", self._open(part))

    def save(self, part: Part) -> None:
        """Ask where to, and write a copy; the dialog deletes itself."""
        name = PurePosixPath(part.name).name or "file"
        dialog = QFileDialog(self._parent.window(), translate("Chat", "Save a copy"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda chosen: self._scope.start("save attachment", self._save(part, Path(chosen)))
        )
        dialog.open()

    async def _open(self, part: Part) -> None:
        try:
            if not await self._attachments.may_open(part):
                self._offer_copy(part)
                return
            path = await self._attachments.original(part)
        except AppError as error:
            self._tell(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    async def _save(self, part: Part, file: Path) -> None:
        try:
            await self._attachments.save_copy(part, file)
        except AppError as error:
            self._tell(error)

    def _offer_copy(self, part: Part) -> None:
        name = PurePosixPath(part.name).name
        self._host.notify(
            Notice(
                lambda: translate("Chat", "{name} is not opened from here.").format(name=name),
                lambda: translate("Chat", "Save a copy…"),
                lambda: self.save(part),
            )
        )

    def _tell(self, error: AppError) -> None:
        words = error_text(error.code)
        self._host.notify(Notice(lambda: words.title))


class OpenedAttachments(QObject):
    """Serves a transcript's attachments and pictures, from the moment that there is one."""

    def __init__(
        self,
        attachments: Attachments,
        host: Host,
        transcript: TranscriptView,
        node: Callable[[int], Node | None],
        scope: TaskScope,
    ) -> None:
        super().__init__(transcript)
        self._attachments, self._node = attachments, node
        self._opener = Opener(attachments, host, scope, transcript)
        self._transcript = transcript
        transcript.thumbnails.load = self._thumbnail
        transcript.attachment_activated.connect(self._open)
        transcript.objects.opened.connect(self._look_at)

    async def _thumbnail(self, item: AttachmentEntry, side_px: int) -> bytes | None:
        part = Part(PartType.IMAGE, blob=item.blob, name=item.name)
        return await self._attachments.thumbnail(part, side_px)

    def _open(self, message_id: int, index: int) -> None:
        node = self._node(message_id)
        parts = attached_parts(node.message) if node is not None else []
        if index < len(parts):
            self._opener.open(parts[index], parts)

    def _look_at(self, source: str) -> None:
        from desktop.ui.transcript.gallery import pictures_of, row_showing  # noqa: PLC0415 - as above

        transcript = self._transcript
        row = row_showing(transcript, source)
        if row is None:
            return  # it went while it was pressed
        pictures = pictures_of(transcript, row)
        load = transcript.objects.pictures.content
        viewer = self._opener.look_at(pictures, source, load)
        viewer.save_wanted.connect(lambda at: transcript.commands.pictures.save(pictures[at]))
        viewer.open_wanted.connect(lambda at: self._open_outside(pictures[at].source))

    def _open_outside(self, source: str) -> None:
        name = translate("Chat", "Picture")
        self._opener.open_outside(Part(PartType.IMAGE, blob=source.removeprefix(_BLOB), name=name))
