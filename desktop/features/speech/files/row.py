"""One file in the queue: its name, how far it is, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.recording import Recording, RecordingState
from desktop.features.speech.words import state_words, title_of
from desktop.services.speech.transcribing import Progress
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, IconButton, Label, restyle
from desktop.ui.elided_label import ElidedLabel
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_LANE_PX = 4
_GOING = {RecordingState.READY, RecordingState.RECORDING, RecordingState.TRANSCRIBING}
"""Without progress, another program of ours transcribes it."""


class Lane(QWidget):
    """How far something is: a line that fills."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._share = look, 0.0
        self.setFixedHeight(_LANE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Show how much is done, 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, _LANE_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, half = self._look.theme, _LANE_PX / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("pressed"))
        painter.drawRoundedRect(QRectF(self.rect()), half, half)
        if self._share > 0:
            painter.setBrush(theme.color("ring"))
            done = QRectF(0, 0, max(_LANE_PX, self.width() * self._share), _LANE_PX)
            painter.drawRoundedRect(done, half, half)
        painter.end()


class FileRow(QFrame):
    """Signals: `opened(id)`, `cancelled(id)`, `retried(id)` by its buttons."""

    opened = Signal(int)
    cancelled = Signal(int)
    retried = Signal(int)

    def __init__(self, look: Look, recording: Recording) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._look, self.recording = look, recording
        self._progress: Progress | None = None
        self._icon = QLabel()
        self.title = ElidedLabel(look, lambda: title_of(self.recording))
        self.state = Label(look, self._state_words, "caption", "text2")
        self.state.setWordWrap(True)
        self.lane = Lane(look)
        self.open = Button(look, lambda: translate("Speech", "Open"), kind="ghost", height_px=28)
        self.retry = Button(look, self._retry_words, icon_name="rotate-ccw", height_px=28)
        self.cancel = IconButton(
            look, "x", lambda: translate("Speech", "Stop transcribing"), size_px=28
        )
        self.open.clicked.connect(lambda: self.opened.emit(self.recording.id))
        self.retry.clicked.connect(lambda: self.retried.emit(self.recording.id))
        self.cancel.clicked.connect(lambda: self.cancelled.emit(self.recording.id))
        self._arrange()
        look.changed.connect(self._draw)
        self.show_recording(recording, None)

    def show_recording(self, recording: Recording, progress: Progress | None) -> None:
        """Show how far it is now."""
        self.recording, self._progress = recording, progress
        is_active, state = progress is not None, recording.state
        self.cancel.setVisible(is_active)
        self.lane.setVisible(is_active and state is RecordingState.TRANSCRIBING)
        if progress is not None and progress.of_s:
            self.lane.show_share(min(1.0, progress.done_s / progress.of_s))
        self.open.setVisible(state is RecordingState.READY or recording.done_s > 0)
        self.retry.setVisible(not is_active and state not in _GOING)
        tone = "red" if state is RecordingState.FAILED else "text2"
        restyle(self.state, "tone", tone)
        for label in (self.title, self.state, self.retry):
            label.refresh()
        self._draw()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.lane)
        words.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        for button in (self.open, self.retry, self.cancel):
            row.addWidget(button)

    def _draw(self) -> None:
        failed = self.recording.state is RecordingState.FAILED
        name, tone = ("circle-alert", "red") if failed else ("file-audio", "text2")
        self._icon.setPixmap(pixmap(self._look.theme, name, tone, 20, self.devicePixelRatioF()))
        self.setAccessibleName(f"{self.title.text()}, {self.state.text()}")

    def _state_words(self) -> str:
        words = state_words(self.recording, self._progress)
        if self.recording.state is RecordingState.FAILED:
            return f"{words}. {error_text(self.recording.error).hint}"
        return words

    def _retry_words(self) -> str:
        if self.recording.done_s > 0:
            return translate("Speech", "Continue")
        if self.recording.state is RecordingState.FAILED:
            return translate("Speech", "Try again")
        return translate("Speech", "Transcribe")
