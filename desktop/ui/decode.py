"""Bytes become a picture no larger than it is needed; for worker threads."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from desktop.core.errors import AppError, Code

MAX_PIXELS = 50_000_000
WHOLE_PIXELS = 24_000_000
"""What is kept of one that is looked at closely: 96 MiB."""
SIDE_PX = 1456
"""Twice the column: what is shown at a ratio or zoom of 2."""
_MAX_DECODED_MB = 256
_FORMATS = frozenset({b"png", b"jpeg", b"gif", b"webp"})
_TURNED = QImageIOHandler.Transformation.TransformationRotate90


def decoded(data: bytes, side_px: int = SIDE_PX) -> tuple[QImage, QSize]:
    """Give a picture, upright, made smaller so that it fits; and its own size. Films: frame one.

    Raises:
        AppError: UNSUITABLE, no picture; TOO_LARGE, over 50 megapixels.
    """
    return _read(data, lambda size: side_px / max(size.width(), size.height()))


def whole(data: bytes) -> tuple[QImage, QSize]:
    """Give a picture as `decoded` does, made smaller only where it has over 24 megapixels."""
    return _read(data, lambda size: math.sqrt(WHOLE_PIXELS / (size.width() * size.height())))


def _read(data: bytes, share: Callable[[QSize], float]) -> tuple[QImage, QSize]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MAX_DECODED_MB)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not size.isValid() or size.isEmpty():
        raise AppError(Code.UNSUITABLE)
    if size.width() * size.height() > MAX_PIXELS:
        raise AppError(Code.TOO_LARGE, f"{size.width()} x {size.height()}")
    is_turned = bool(reader.transformation().value & _TURNED.value)
    if (wanted := share(size)) < 1:
        room = QSize(round(size.width() * wanted), round(size.height() * wanted))
        smaller = size.scaled(room.expandedTo(QSize(1, 1)), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(smaller.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise AppError(Code.UNSUITABLE, reader.errorString())
    formats = QImage.Format
    kind = formats.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else formats.Format_RGB32
    return image.convertToFormat(kind), size.transposed() if is_turned else size
