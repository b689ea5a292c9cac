"""The sound of a recording as bars in the colours of who speaks: a slider to seek with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from desktop.core.override import override
from desktop.features.speech.words import length_words
from desktop.services.speech.playing import PEAKS_PER_S
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_PITCH_PX, _BAR_PX, _HEIGHT_PX, _KNOB_PX = 3, 2, 48, 8
_STEPS_A_SECOND = 10
_UNPLAYED = 0.45


class Waveform(QSlider):
    """Click, drag, arrow keys (5 s) and Page keys (30 s) seek. Signals: `sought(seconds)`."""

    sought = Signal(float)

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self._peaks = b""
        self._parts: list[tuple[float, str]] = []  # when who begins: seconds and tone
        self._at_s = self._duration_s = 0.0
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(5 * _STEPS_A_SECOND)
        self.setPageStep(30 * _STEPS_A_SECOND)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.actionTriggered.connect(self._on_action)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take colours and words anew."""
        self.setAccessibleName(translate("Transcript", "Place in the recording"))
        self._describe()
        self.update()

    def show_sound(self, duration_s: float) -> None:
        """Show another recording, its waveform not known yet."""
        self._peaks, self._duration_s, self._at_s = b"", duration_s, 0.0
        self.setRange(0, int(duration_s * _STEPS_A_SECOND))
        self.setEnabled(duration_s > 0)
        self.update()

    def add_peaks(self, peaks: bytes) -> None:
        """Show more of the waveform."""
        self._peaks += peaks
        self.update()

    def show_parts(self, parts: Sequence[tuple[float, str]]) -> None:
        """Colour it: who speaks from when on, as a tone of the theme."""
        self._parts = list(parts)
        self.update()

    def show_position(self, at_s: float) -> None:
        """Show where it plays."""
        if self.isSliderDown():
            return
        before, self._at_s = int(self._x(self._at_s)), at_s
        self.setValue(int(at_s * _STEPS_A_SECOND))
        if int(self._x(at_s)) != before:
            self._describe()
            self.update()

    def _describe(self) -> None:
        words = translate("Transcript", "{time} of {length}")
        self.setAccessibleDescription(
            words.format(time=length_words(self._at_s), length=length_words(self._duration_s))
        )

    def _on_action(self, _action: int) -> None:
        if not self.isSliderDown():
            self.sought.emit(self.sliderPosition() / _STEPS_A_SECOND)

    def _x(self, at_s: float) -> float:
        return self.width() * at_s / self._duration_s if self._duration_s else 0.0

    def _seconds(self, x: float) -> float:
        return min(self._duration_s, max(0.0, x / max(1, self.width()) * self._duration_s))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._drag(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag(event)
            self.setSliderDown(False)
            self.sought.emit(self._at_s)

    def _drag(self, event: QMouseEvent) -> None:
        self._at_s = self._seconds(event.position().x())
        self.setValue(int(self._at_s * _STEPS_A_SECOND))
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Space to the page: it plays."""
        if Qt.Key(event.key()) is Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, head = self._look.theme, self._x(self._at_s)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(self.width() // _PITCH_PX):
            x = number * _PITCH_PX
            tone, height = self._bar(x)
            painter.setBrush(theme.color(tone, 1.0 if x < head else _UNPLAYED))
            bar = QRectF(x, (_HEIGHT_PX - height) / 2, _BAR_PX, height)
            painter.drawRoundedRect(bar, 1, 1)
        if self._duration_s:
            painter.setBrush(theme.color("text"))
            middle = min(max(head, _KNOB_PX / 2), self.width() - _KNOB_PX / 2)
            painter.drawRect(QRectF(middle - 0.5, 0, 1, _HEIGHT_PX))
            painter.drawEllipse(QPointF(middle, _KNOB_PX / 2), _KNOB_PX / 2, _KNOB_PX / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _bar(self, x: int) -> tuple[str, float]:
        """Give tone and height of the bar at `x`."""
        start_s, end_s = self._seconds(x), self._seconds(x + _PITCH_PX)
        at = bisect_right(self._parts, (start_s, "~")) - 1
        tone = self._parts[at][1] if at >= 0 else "text3"
        first = int(start_s * PEAKS_PER_S)
        peaks = self._peaks[first : max(first + 1, int(end_s * PEAKS_PER_S))]
        loudest = max(peaks, default=0) / 255
        return tone, max(2.0, loudest**0.7 * (_HEIGHT_PX - 8))
