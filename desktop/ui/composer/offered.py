"""What a person drops or pastes, read from the clipboard's or the mouse's data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

_ENCODED = ("image/png", "image/jpeg", "image/webp", "image/gif")
"""Pictures that come as a file would hold them: nothing is encoded once more."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Things to attach: files and folders, or one picture, or a text that is too long to type in.

    `picture` holds a file's bytes, or pixels that are still to be encoded.
    """

    paths: tuple[Path, ...] = ()
    picture: bytes | QImage | None = None
    text: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is anything to attach."""
        return bool(self.paths or self.text) or self.picture is not None


def holds_things(data: QMimeData) -> bool:
    """Tell whether `data` is files or a picture, which an editor cannot show. Reads no content.

    A text with a picture of itself, as office programs give it, is text.
    """
    urls = data.urls() if data.hasUrls() else []
    if any(url.isLocalFile() for url in urls):
        return True
    return data.hasImage() and (bool(urls) or not data.hasText())


def read_things(data: QMimeData) -> Offered:
    """Give the files or the picture of `data`; nothing where it holds neither."""
    if not holds_things(data):
        return Offered()
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return Offered(paths=paths)
    for name in _ENCODED:
        if data.hasFormat(name):
            return Offered(picture=bytes(data.data(name).data()))
    image = data.imageData()
    return Offered(picture=image) if isinstance(image, QImage) else Offered()
