"""Takes GGUF files that are dropped on the page, and lights it up while they are over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_INSET_PX, _RADIUS_PX, _ICON_PX = 16, 12, 40
_VEIL = 0.97


class DropTarget(QObject):
    """Makes a widget take GGUF files. Signals: `dropped(paths)`, a list of Path."""

    dropped = Signal(list)

    def __init__(self, look: Look, floor: QWidget) -> None:
        super().__init__(floor)
        self._floor = floor
        self._veil = _Veil(look, floor)
        floor.setAcceptDrops(True)
        floor.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                self._on_drop(event)
            case QDragMoveEvent():  # an entering drag is one too
                self._on_move(event)
            case QDragLeaveEvent():
                self._veil.hide()
            case _:
                return super().eventFilter(watched, event)
        return True

    def _on_move(self, event: QDragMoveEvent | QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._veil.cover(self._floor.visibleRegion().boundingRect())
        else:
            event.ignore()

    def _on_drop(self, event: QDropEvent) -> None:
        self._veil.hide()
        paths = paths_of(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)


def paths_of(data: QMimeData) -> list[Path]:
    """Give the GGUF files among what is dragged; what else is dragged along is left alone."""
    files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [path for path in files if path.suffix.lower() == ".gguf"]


class _Veil(QWidget):
    """Says over the whole page what a drop will do."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, rect: QRect) -> None:
        """Show it over a part of its parent."""
        self.setGeometry(rect)
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, dpr = self._look.theme, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("window", _VEIL))
        box = QRectF(self.rect()).adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        painter.setPen(QPen(theme.color("ring"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, _RADIUS_PX, _RADIUS_PX)
        middle = self.rect().center()
        icon = pixmap(theme, "cpu", "accent_ink", _ICON_PX, dpr)
        painter.drawPixmap(middle.x() - _ICON_PX // 2, middle.y() - _ICON_PX - 8, icon)
        center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for y, role, weight, tone, words in (
            (8, "heading", 600, "text", translate("Engine", "Add to the built-in engine")),
            (36, "body", 400, "text2", translate("Engine", "The file stays where it is.")),
        ):
            painter.setFont(theme.font(role, weight))  # type: ignore[arg-type]
            painter.setPen(theme.color(tone))
            painter.drawText(QRect(0, middle.y() + y, self.width(), 28), center, words)
        painter.end()
