"""A name on one line that may be longer than its room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.core.override import override
from desktop.ui.controls import Label, Words
from desktop.ui.look import Look


class ElidedLabel(Label):
    """Cut in the middle where there is no room, whole in its tooltip."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "body", "text", 600)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(28)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width()
        )
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.setPen(self._look.theme.color("text"))
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), start, shown)
        painter.end()
