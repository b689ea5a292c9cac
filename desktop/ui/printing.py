"""A conversation as PDF with real text, made by a program of its own: laying out pages takes seconds.

`python -m desktop.ui.printing` (frozen: `oriole --print`) takes jobs like `desktop.media.worker`:
the head has the title, the content what `packed` makes of a page and the formulas that it names.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from desktop.core.formula import EM, Drawing, dump, load
from desktop.media.worker import Head, Kind, run
from desktop.services.engine_child import is_frozen

_POINTS, _SHARP = 10.5, 6  # of the text; pixels of a formula for each point
_RESOLUTION = 300
KIND = Kind("desktop.ui.printing", 4096, 300.0)
MOST_BYTES = 256 * 1024 * 1024


def command() -> list[str]:
    """Give the command that starts the program, from source and frozen alike."""
    if is_frozen():
        return [sys.executable, "--print"]
    return [sys.executable, "-m", "desktop.ui.printing"]


def main() -> int:
    """Print until nobody asks any more."""
    application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    status = run(KIND)
    application.quit()
    return status


def handle(head: Head, content: bytes) -> tuple[Head, bytes]:
    """Give the PDF, on A4, of what `packed` has given."""
    document = QTextDocument()
    document.setDefaultFont(_font())
    document.setDocumentMargin(0)
    page: dict[str, Any] = json.loads(content)
    for name, drawn in page["formulas"].items():
        shape = load(str(drawn))
        if isinstance(shape, Drawing):
            document.addResource(
                QTextDocument.ResourceType.ImageResource, QUrl(name), _image(shape)
            )
    document.setHtml(page["html"])
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(str(head["title"]))
    writer.setCreator("Oriole")
    writer.setResolution(_RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    room = writer.pageLayout().paintRect(QPageLayout.Unit.Point)
    document.setPageSize(QSizeF(room.width(), room.height()))
    document.print_(writer)
    del writer  # ends the file
    buffer.close()
    return {"pages": document.pageCount()}, bytes(held.data())


def packed(page: str, formulas: Mapping[str, Drawing]) -> bytes:
    """Give the content of a job; `formulas` are the pictures of those names in the page."""
    drawn = {name: dump(drawing) for name, drawing in formulas.items()}
    return json.dumps({"html": page, "formulas": drawn}).encode()


def size_of(drawing: Drawing) -> tuple[float, float]:
    """Give width and height of a formula in the page's points."""
    scale = _POINTS / EM
    return drawing.width * scale, (drawing.ascent + drawing.descent) * scale


def _font() -> QFont:
    font = QFont()
    # A Latin family first: digits of the CJK ones cannot be copied out of Qt's PDF files.
    font.setFamilies(
        ["Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans",
         "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"]
    )  # fmt: skip
    font.setPointSizeF(_POINTS)
    return font


def _image(drawing: Drawing) -> QImage:
    from desktop.ui.transcript.objects.drawings import shape_of  # noqa: PLC0415 - with the first formula

    width, height = size_of(drawing)
    image = QImage(
        max(1, round(width * _SHARP)), max(1, round(height * _SHARP)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )  # fmt: skip
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    scale = _POINTS / EM * _SHARP
    painter.scale(scale, scale)
    painter.translate(0, drawing.ascent)
    shape = shape_of(drawing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in shape.strokes:
        color = stroke.color or QColor("black")
        if stroke.pen:
            painter.strokePath(stroke.path, color)
        else:
            painter.fillPath(stroke.path, color)
    painter.end()
    return image


if __name__ == "__main__":
    sys.exit(main())
