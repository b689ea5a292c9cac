"""What can be done with a picture in an answer: open, copy, save, drag it to another program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import NamedTuple

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMimeData,
    QObject,
    QSize,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QMenu

from desktop.core.types import Part, PartType
from desktop.services.pictures import Origin, origin_of
from desktop.ui.decode import decoded
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for
from desktop.ui.transcript.objects import Shown
from desktop.ui.transcript.saving import Saving
from desktop.ui.transcript.surface import Surface

_WHOLE_PX = 16_384
_DRAGGED_PX = 160
_ENDINGS = {"jpeg": "jpg", "svgz": "svg"}


class _Taken(NamedTuple):
    """A picture's file, what it is called, and its pixels."""

    content: bytes
    name: str
    image: QImage


class Pictured(QObject):
    """Reads pictures again, whole, and gives them away. Errors go to `on_error`."""

    def __init__(self, view: Surface, on_error: Callable[[Exception], None]) -> None:
        super().__init__(view)
        self._view = view
        self._scope = scope_for(self, on_error)
        self._saving = Saving(view, on_error)

    def fill(self, menu: QMenu, picture: Shown) -> None:
        """Add what can be done with a picture to a menu."""
        opened = self._view.objects.opened
        menu.addAction(translate("Transcript", "Open picture"), lambda: opened.emit(picture.source))
        menu.addAction(translate("Transcript", "Copy picture"), lambda: self.copy(picture))
        menu.addAction(translate("Transcript", "Save picture as…"), lambda: self.save(picture))
        menu.addSeparator()

    def copy(self, picture: Shown) -> None:
        """Put a picture on the clipboard."""
        self._start(self._copy(picture))

    def save(self, picture: Shown) -> None:
        """Ask where to, and write the picture's own file."""
        self._start(self._save(picture))

    def drag(self, picture: Shown) -> None:
        """Let a picture follow the mouse to another program, while the button is held."""
        self._start(self._drag(picture))

    def _start(self, doing: Coroutine[object, object, None]) -> None:
        self._scope.start("picture", doing)

    async def _copy(self, picture: Shown) -> None:
        QGuiApplication.clipboard().setMimeData(_data_of(await self._taken(picture)))

    async def _save(self, picture: Shown) -> None:
        taken = await self._taken(picture)
        title = translate("Transcript", "Save picture as a file")
        self._saving.ask_for(title, taken.name, taken.content)

    async def _drag(self, picture: Shown) -> None:
        taken = await self._taken(picture)
        data = _data_of(taken)
        file = await self._file_of(picture)
        if file:
            data.setUrls([QUrl.fromLocalFile(file)])
        # Not within this task: the drag has a loop of its own, in which other tasks go on.
        QTimer.singleShot(0, self, lambda: self._begin(data, taken.image))

    def _begin(self, data: QMimeData, image: QImage) -> None:
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return  # it was let go before the picture was read
        drag = QDrag(self._view)
        drag.setMimeData(data)
        room = QSize(_DRAGGED_PX, _DRAGGED_PX)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        drag.setPixmap(QPixmap.fromImage(image.scaled(room, keep, smooth)))
        drag.exec(Qt.DropAction.CopyAction)

    async def _file_of(self, picture: Shown) -> str:
        """Give a file for programs that take nothing else; empty: what is temporary gets none."""
        services = self._view.objects.services
        if services is None or origin_of(picture.source) is not Origin.STORE:
            return ""
        blob = picture.source.removeprefix("blob:")
        part = Part(PartType.IMAGE, blob=blob, name=_name_of(picture.title))
        if not await services.attachments.may_open(part):
            return ""
        return str(await services.attachments.original(part))

    async def _taken(self, picture: Shown) -> _Taken:
        content = await self._view.objects.pictures.content(picture.source)
        image, _ = await asyncio.to_thread(decoded, content, _WHOLE_PX)
        return _Taken(content, f"{_name_of(picture.title)}.{_ending_of(content)}", image)


def _data_of(taken: _Taken) -> QMimeData:
    data = QMimeData()
    data.setImageData(taken.image)
    return data


def _name_of(title: str) -> str:
    """Give a file's name that says what is to be seen, as far as a name can."""
    words = "".join(letter if letter.isalnum() else " " for letter in title).split()
    name = ""
    for word in words:
        if len(name) + len(word) > 60:
            break
        name = f"{name} {word}".lstrip()
    return name or translate("Transcript", "Picture")


def _ending_of(content: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    kind = bytes(QImageReader.imageFormat(buffer).data()).decode("ascii", "replace")
    return _ENDINGS.get(kind, kind) or "png"
