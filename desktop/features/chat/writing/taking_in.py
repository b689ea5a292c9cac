"""A thing that a person brought becomes a part: a file, a text, a picture out of the clipboard."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from desktop.core.types import Part
from desktop.features.chat.writing.attached import Attached
from desktop.services.attachments import Attachments


async def part_of(attachments: Attachments, thing: Attached, *, temporary: bool) -> Part:
    """Take in what `thing` comes from; `temporary`: without touching the disk.

    Raises:
        AppError: what taking it in raises.
    """
    source = thing.source
    if isinstance(source, Path):
        return await attachments.add_file(source, thing.name, temporary=temporary)
    if isinstance(source, str):
        return await attachments.add_text(source, thing.name, temporary=temporary)
    if isinstance(source, QImage):
        source = await asyncio.to_thread(_png, source)
    return await attachments.add_picture(source or b"", thing.name, temporary=temporary)


def folders_among(paths: Sequence[Path]) -> list[Path]:
    """Give the paths that are folders. Blocks: the disk is asked."""
    return [path for path in paths if path.is_dir()]


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
