"""Attachments and pictures on show: small pictures, opening the whole, saving a copy of it.

One rule for all: what is harmless is opened with the system's program for it; of anything else, and
of what a temporary chat holds, the person is offered a copy.
"""

from __future__ import annotations

from collections.abc import Callable
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

if TYPE_CHECKING:  # 5 MiB that somebody who only attaches need not hold
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

    def open(self, part: Part) -> None:
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
        transcript.thumbnails.load = self._thumbnail
        transcript.attachment_activated.connect(self._open)
        transcript.objects.opened.connect(self._open_picture)

    async def _thumbnail(self, item: AttachmentEntry, side_px: int) -> bytes | None:
        part = Part(PartType.IMAGE, blob=item.blob, name=item.name)
        return await self._attachments.thumbnail(part, side_px)

    def _open(self, message_id: int, index: int) -> None:
        node = self._node(message_id)
        parts = attached_parts(node.message) if node is not None else []
        if index < len(parts):
            self._opener.open(parts[index])

    def _open_picture(self, source: str) -> None:
        name = translate("Chat", "Picture")
        self._opener.open(Part(PartType.IMAGE, blob=source.removeprefix("blob:"), name=name))
