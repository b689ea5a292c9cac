"""The recorder: button, bars and time; below them the microphone, how loud it is, and Pause."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.core.override import override
from desktop.features.speech.dictate.bars import Bars
from desktop.features.speech.dictate.choice_button import ChoiceButton
from desktop.features.speech.dictate.record_button import RecordButton
from desktop.features.speech.words import length_words
from desktop.media.capture.levels import Level
from desktop.services.speech.saying import DictationState, Phase
from desktop.ui.controls import Button, IconButton, Label, Words, restyle
from desktop.ui.dictating import LevelMeter
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline

_TIME_PX, _NARROW_PX, _DEVICE_PX = 96, 640, 160
_LOUDNESS_PX = 56
_WORDS_EVERY = 6  # polls of 33 ms: figures that flicker are not read


class RecorderCard(QFrame):
    """Shows a `DictationState`; its buttons are connected by whoever drives it."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        look = host.look
        self.setProperty("role", "card")
        self.record = RecordButton(host)
        self.bars = Bars(look)
        self._second, self._phase = 0, Phase.IDLE
        self.time = Label(look, lambda: length_words(self._second), "display", "text", 500)
        self.device = ChoiceButton(look, "mic", lambda: translate("Speech", "Microphone"))
        self.device.setMaximumWidth(_DEVICE_PX)
        self.meter = LevelMeter(look)
        self.loudness = Label(look, str, "caption", "text2")
        self._polls = 0
        self.ends = Label(look, str, "caption", "text3")
        self.pause = Button(look, _pause_words, icon_name="pause", height_px=28)
        self.resume = Button(look, _resume_words, icon_name="play", height_px=28)
        self.settings = IconButton(
            look,
            "settings",
            lambda: translate("Speech", "Microphone, language, silence"),
            size_px=28,
        )
        self._arrange()
        self.show_state(DictationState())

    def show_state(self, state: DictationState) -> None:
        """Show how the dictation stands."""
        self.record.show_state(state)
        is_listening = state.phase is Phase.LISTENING
        if is_listening:
            self.bars.add(state.level)
            self._show_level(state.level)
        elif state.phase is not self._phase:
            self.meter.clear()
            self.loudness.say(str)
        self._phase = state.phase
        is_ended = state.phase in {Phase.IDLE, Phase.FAILED, Phase.FINISHING}
        if not is_ended and int(state.elapsed_s) != self._second:
            self._second = int(state.elapsed_s)
            self.time.refresh()
        self.pause.setVisible(state.phase is not Phase.PAUSED)
        self.pause.setEnabled(is_listening)
        self.resume.setVisible(state.phase is Phase.PAUSED)

    def _show_level(self, level: Level) -> None:
        self.meter.show_level(level)
        if self._polls % _WORDS_EVERY == 0:
            restyle(self.loudness, "tone", "red" if self.meter.is_clipped else "text2")
            self.loudness.say(_too_loud if self.meter.is_clipped else self.meter.text)
        self._polls += 1

    def show_ending(self, words: Words) -> None:
        """Say when a recording ends by itself."""
        self.ends.say(words)
        self._fit()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 16, 20, 12)
        head.setSpacing(16)
        head.addWidget(self.record)
        head.addWidget(self.bars, 1)
        head.addWidget(self.time)
        self.time.setMinimumWidth(_TIME_PX)
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.device)
        foot.addWidget(self.meter)
        foot.addWidget(self.loudness)
        self.loudness.setMinimumWidth(_LOUDNESS_PX)
        foot.addStretch(1)
        foot.addWidget(self.ends)
        for button in (self.pause, self.resume, self.settings):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline(self))
        column.addLayout(foot)

    def _fit(self) -> None:
        """Leave out what the settings also say where there is no room for it."""
        self.ends.setVisible(self.width() >= _NARROW_PX)
        self.settings.setToolTip(f"{self.settings.accessibleName()}\n{self.ends.text()}".strip())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _too_loud() -> str:
    return translate("Speech", "Too loud")


def _pause_words() -> str:
    return translate("Speech", "Pause")


def _resume_words() -> str:
    return translate("Speech", "Go on")
