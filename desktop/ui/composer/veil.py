"""What lies over a page while things are dragged above it: says what dropping them would do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.look import Look

_INSET_PX, _RADIUS = 16, 12
_ICON_PX, _GAP_PX = 40, 16
_DASH = [4.0, 3.0]


class Veil(QWidget):
    """Covers its parent, takes no events, and follows its size."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._page = look, parent
        self._icon, self.title, self.hint = "upload", "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def say(self, icon: str, title: str, hint: str) -> None:
        """Lie over the page with these words."""
        is_new = title != self.title or not self.isVisible()
        self._icon, self.title, self.hint = icon, title, hint
        self.setAccessibleName(title)
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.update()
        if is_new and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, title))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._page.rect())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("window", 0.97))
        inset = _INSET_PX
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        pen = QPen(theme.color("ring"), 2)
        pen.setDashPattern(_DASH)
        painter.setPen(pen)
        painter.setBrush(theme.color("amber_soft"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        self._paint_words(painter, box.toRect().adjusted(24, 24, -24, -24))
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        theme, flags = self._look.theme, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        height = _ICON_PX + _GAP_PX + theme.line("title") + 8 + theme.line("body")
        top = room.center().y() - height // 2
        dpr = self.devicePixelRatioF()
        drawn = pixmap(theme, self._icon, "accent_ink", _ICON_PX, dpr)
        painter.drawPixmap(room.center().x() - _ICON_PX // 2, top, drawn)
        top += _ICON_PX + _GAP_PX
        painter.setFont(theme.font("title", 600))
        painter.setPen(theme.color("text"))
        title = painter.fontMetrics().elidedText(
            self.title, Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(QRect(room.x(), top, room.width(), theme.line("title")), flags, title)
        top += theme.line("title") + 8
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text2"))
        painter.drawText(QRect(room.x(), top, room.width(), room.bottom() - top), flags, self.hint)
