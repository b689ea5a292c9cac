"""What tests of attachments share: dragging and dropping, the clipboard, the chips."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from desktop.ui.composer.chip import Chip, ChipState
from tests.features.stage import CTRL, Window

_ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_BUTTON, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(paths: Iterable[Path]) -> QMimeData:
    """Give what a file manager offers."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_over(widget: QWidget, data: QMimeData) -> bool:
    """Move `data` over the middle of a widget; tell whether it would be taken."""
    point = widget.rect().center()
    event = QDragEnterEvent(point, _ACTIONS, data, _BUTTON, _NONE)
    event.ignore()
    QCoreApplication.sendEvent(widget, event)
    return event.isAccepted()


def leave(widget: QWidget) -> None:
    """Move away again."""
    QCoreApplication.sendEvent(widget, QDragLeaveEvent())


def drop(widget: QWidget, data: QMimeData) -> Qt.DropAction:
    """Move `data` over a widget and let it fall; give what becomes of it where it came from."""
    drag_over(widget, data)  # Qt drops only on what took the drag
    point = QPointF(widget.rect().center())
    event = QDropEvent(point, _ACTIONS, data, _BUTTON, _NONE)
    QCoreApplication.sendEvent(widget, event)
    return event.dropAction()


def red() -> QImage:
    """Give a small picture."""
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.red)
    return made


def chips(opened: Window) -> list[Chip]:
    writing = opened.view.writing
    return writing.attaching.chips.chips() if writing.has_attached else []


def names(opened: Window) -> list[str]:
    return [chip.face.name for chip in chips(opened)]


async def ready(opened: Window, *expected: str) -> None:
    """Wait until these chips are ready."""
    await opened.until(
        lambda: (
            names(opened) == list(expected)
            and all(chip.face.state is ChipState.READY for chip in chips(opened))
        )
    )


def paste(opened: Window, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    opened.press(Qt.Key.Key_V, CTRL)
    QGuiApplication.clipboard().clear()


def written(folder: Path, **contents: str) -> list[Path]:
    made = []
    for stem, content in contents.items():
        path = folder / stem.replace("_", ".")
        path.write_text(content, encoding="utf-8")
        made.append(path)
    return made


def asked(opened: Window) -> dict[str, Any]:
    """Give the last request's last message."""
    return json.loads(opened.server.requests[-1].body)["messages"][-1]
