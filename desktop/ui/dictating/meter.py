"""How loud the microphone hears: a bar from -60 to 0 dBFS with the last peak and a mark for clipping."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.override import override
from desktop.media.capture.levels import SILENCE, Level
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_FLOOR_DB, _HOT_DB = -60.0, -6.0
_FALL_DB = 0.8  # per level shown, 30 a second: 24 dB/s
_HELD_LEVELS = 30  # so long a peak stands: one second
_CLIPPED_LEVELS = 60
_BAR_PX, _STEP_PX, _HIGH_PX = 4, 7, 8


class LevelMeter(QWidget):
    """Draws what it is told; it moves only while somebody calls `show_level`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._level = SILENCE
        self._peak_db, self._held, self._clipped = SILENCE.peak_db, 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(16)
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def peak_db(self) -> float:
        """The peak that is held."""
        return self._peak_db

    @property
    def is_clipped(self) -> bool:
        """Tell whether sound was cut off within the last two seconds."""
        return self._clipped > 0

    def show_level(self, level: Level) -> None:
        """Show how loud it is now."""
        self._level = level
        if level.peak_db >= self._peak_db:
            self._peak_db, self._held = level.peak_db, _HELD_LEVELS
        elif self._held:
            self._held -= 1
        else:
            self._peak_db = max(level.peak_db, self._peak_db - _FALL_DB)
        was_clipped = self.is_clipped
        self._clipped = _CLIPPED_LEVELS if level.is_clipped else max(0, self._clipped - 1)
        if was_clipped != self.is_clipped:
            self.refresh()
        self.update()

    def clear(self) -> None:
        """Forget the peak and the clipping: nothing is heard any more."""
        self._level = SILENCE
        self._peak_db, self._held, self._clipped = SILENCE.peak_db, 0, 0
        self.refresh()

    def text(self) -> str:
        """Give the level in words, for a tooltip or a screen reader that asks."""
        db = round(max(_FLOOR_DB, self._level.peak_db))
        return translate("Dictating", "{level} dBFS").format(level=f"{db}".replace("-", "−"))

    def refresh(self) -> None:
        """Take the words anew; a screen reader is told of clipping, not of every level."""
        name = translate("Dictating", "Level of the microphone")
        if self.is_clipped:
            name = translate("Dictating", "Too loud: the sound is cut off")
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(21 * _STEP_PX, 16)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(8 * _STEP_PX, 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        count = max(2, (self.width() + _STEP_PX - _BAR_PX) // _STEP_PX)
        top = (self.height() - _HIGH_PX) / 2
        held = self._bar_of(self._peak_db, count)
        for bar in range(count):
            is_last = bar == count - 1
            db = _FLOOR_DB * (1 - (bar + 1) / count)
            is_lit = bar < self._bar_of(self._level.rms_db, count) or bar == held - 1
            tone = "green" if db < _HOT_DB else "amber"
            if is_last:
                is_lit, tone = is_lit or self.is_clipped, "red" if self.is_clipped else tone
            painter.setBrush(theme.color(tone if is_lit else "hairline"))
            painter.drawRoundedRect(QRectF(bar * _STEP_PX, top, _BAR_PX, _HIGH_PX), 1.5, 1.5)
        painter.end()

    @staticmethod
    def _bar_of(db: float, count: int) -> int:
        return round(count * min(1.0, max(0.0, 1 - db / _FLOOR_DB)))
