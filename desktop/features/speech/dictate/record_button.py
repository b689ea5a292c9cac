"""The large round button: starts a recording, ends it, and shows how much silence still may pass."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.core.override import override
from desktop.features.speech import RECORD
from desktop.services.speech.saying import DictationState, Phase
from desktop.ui.assets import pixmap
from desktop.ui.feature import Host
from desktop.ui.i18n import translate

_SIDE_PX, _RING_PX, _STOP_PX = 64, 3, 18
_INSET_PX = 5  # the ring of the focus has the rest
_WAITING = {Phase.OPENING, Phase.FINISHING}
_RUNNING = {Phase.LISTENING, Phase.PAUSED}


class RecordButton(QAbstractButton):
    """A disc with a microphone, or with the square of Stop inside the ring of the silence."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._look, self._keys = host.look, host.keys
        self._phase, self._silence, self._can_record = Phase.IDLE, 0.0, True
        self.setFixedSize(_SIDE_PX, _SIDE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._look.changed.connect(self.refresh)
        self._keys.changed.connect(self.refresh)
        self.refresh()

    def show_state(self, state: DictationState) -> None:
        """Show how the dictation stands."""
        if state.phase is not self._phase:
            self._phase = state.phase
            self.setEnabled(state.phase not in _WAITING)
            self.refresh()
        if abs(state.silence - self._silence) > 0.01 or not state.silence:
            self._silence = state.silence
            self.update()

    def show_able(self, *, can_record: bool) -> None:
        """Show whether there is a microphone; without one a press says why."""
        if can_record != self._can_record:
            self._can_record = can_record
            self.update()

    def refresh(self) -> None:
        """Take the words anew."""
        match self._phase:
            case Phase.OPENING:
                words = translate("Speech", "The microphone opens")
            case Phase.FINISHING:
                words = translate("Speech", "The last words are written down")
            case Phase.LISTENING | Phase.PAUSED:
                words = translate("Speech", "Stop recording")
            case _:
                words = translate("Speech", "Record a note")
        self.setAccessibleName(words)
        keys = self._keys.shown(RECORD.id)
        self.setToolTip(f"{words} ({keys})" if keys else words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIDE_PX, _SIDE_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, half = self._look.theme, _SIDE_PX / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_running = self._phase in _RUNNING
        surface = "pressed" if self.isDown() else "red_soft"
        if not is_running and not self._can_record:
            surface = "hover"
        painter.setBrush(theme.color(surface))
        disc = QRectF(self.rect()).adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        painter.drawEllipse(disc)
        ring = disc.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_running:
            painter.setPen(QPen(theme.color("pressed"), _RING_PX))
            painter.drawEllipse(ring)
            left = Qt.PenStyle.SolidLine
            painter.setPen(QPen(theme.color("red"), _RING_PX, left, Qt.PenCapStyle.RoundCap))
            painter.drawArc(ring, 90 * 16, -round(360 * 16 * (1 - self._silence)))
        elif self.underMouse() and self.isEnabled():
            painter.setPen(QPen(theme.color("red"), 2))
            painter.drawEllipse(ring)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        if is_running:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("red"))
            stop = QRectF(0, 0, _STOP_PX, _STOP_PX)
            stop.moveCenter(QPointF(half, half))
            painter.drawRoundedRect(stop, 4, 4)
        else:
            is_waiting = self._phase in _WAITING
            name, tone = ("loader-circle", "text3") if is_waiting else ("mic", "red")
            tone = tone if self._can_record else "text3"
            drawn = pixmap(theme, name, tone, 24, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(half - 12, half - 12), drawn)
        painter.end()
