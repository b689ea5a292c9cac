"""How loud it was during the last seconds: one bar for a tenth of a second, the newest at the right."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.override import override
from desktop.media.capture.levels import Level
from desktop.ui.look import Look

_BAR_PX, _PITCH_PX, _HEIGHT_PX = 4, 7, 56
_QUIETEST_DB = -60.0
_POLLS = 3  # 33 ms each: ten bars a second
_MOST = 300


class Bars(QWidget):
    """Repaints only when a bar is added; one that clips is amber."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bars: deque[tuple[float, bool]] = deque(maxlen=_MOST)
        self._loudest, self._is_clipped, self._polls = 0.0, False, 0
        self.setMinimumHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def add(self, level: Level) -> None:
        """Take how loud the last moment was."""
        height = max(0.0, min(1.0, 1 - level.rms_db / _QUIETEST_DB))
        self._loudest = max(self._loudest, height)
        self._is_clipped = self._is_clipped or level.is_clipped
        self._polls += 1
        if self._polls == _POLLS:
            self._bars.append((self._loudest, self._is_clipped))
            self._loudest, self._is_clipped, self._polls = 0.0, False, 0
            self.update()

    def clear(self) -> None:
        """Forget what was heard."""
        self._bars.clear()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, count = self._look.theme, self.width() // _PITCH_PX
        bars = list(self._bars)[-count:]
        bars = [(0.0, False)] * (count - len(bars)) + bars
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left = self.width() - count * _PITCH_PX + _PITCH_PX - _BAR_PX
        for at, (height, is_clipped) in enumerate(bars):
            age = at / max(1, count)
            color = (
                theme.color("amber") if is_clipped else theme.color("text", 0.18 + 0.72 * age * age)
            )
            painter.setBrush(color)
            px = max(_BAR_PX, height * self.height())
            rect = QRectF(left + at * _PITCH_PX, (self.height() - px) / 2, _BAR_PX, px)
            painter.drawRoundedRect(rect, _BAR_PX / 2, _BAR_PX / 2)
        painter.end()
