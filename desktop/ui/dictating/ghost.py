"""What is being said and is not certain yet, in grey where it will stand: painted over, never in the text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.override import override
from desktop.ui.dictating.place import Place
from desktop.ui.look import Look

_LEAST_PX, _GAP_PX = 160, 3


class Ghost(QWidget):
    """Lies over a field at a place of its text; the mouse goes through it."""

    def __init__(self, look: Look, place: Place, surface: QWidget) -> None:
        super().__init__(surface)
        self._look, self._place, self._words = look, place, ""
        self._surface = surface
        self.setFont(surface.font())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, words: str) -> None:
        """Show the words that are said, the latest where there is no room for all."""
        self._words = words
        if not words:
            self.hide()
            return
        caret, whole = self._place.caret(), self._surface.rect()
        wide = self.fontMetrics().horizontalAdvance(words) + 2 * _GAP_PX
        left = caret.right() + _GAP_PX
        if whole.right() - left < min(wide, _LEAST_PX):  # at the end of a line: over its words
            left = max(0, whole.right() - min(wide, whole.width() // 2))
        top = max(0, min(caret.top(), whole.height() - caret.height()))
        self.setGeometry(left, top, min(wide, whole.right() - left), caret.height())
        self.show()
        self.raise_()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._surface.palette().base())
        painter.setPen(self._look.theme.color("text3"))
        painter.setFont(self.font())
        room = self.rect().adjusted(_GAP_PX, 0, 0, 0)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideLeft, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
